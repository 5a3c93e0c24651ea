"""Numbered documents and what only looks like one."""

from typing import Any

#: text -> what must be read, in order: (doc_type, number, symbol) and, where given, year, issued_on, issuer.
WRITTEN: list[tuple[str, list[dict[str, Any]]]] = []


def _case(text: str, *documents: dict[str, Any]) -> None:
    WRITTEN.append((text, list(documents)))


def _doc(doc_type: str | None, number: str, symbol: str | None, **more: Any) -> dict[str, Any]:
    return {"doc_type": doc_type, "number": number, "symbol": symbol, **more}


# State symbols.
_case(
    "Ngày 01/6/2024, Chủ tịch UBND tỉnh ký ban hành Quyết định số 1037/QĐ-UBND về kế hoạch.",
    _doc(
        "Quyết định", "1037", "1037/QĐ-UBND", year=2024, issued_on="2024-06-01", issuer="Chủ tịch UBND tỉnh"
    ),
)
_case(
    "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về cơ chế một cửa",
    _doc("Nghị định", "61", "61/2018/NĐ-CP", year=2018, issued_on="2018-04-23", issuer="Chính phủ"),
)
_case(
    "theo Quyết định 2007/QĐ-TTg của Thủ tướng Chính phủ",
    _doc("Quyết định", "2007", "2007/QĐ-TTg", year=None, issued_on=None, issuer="Thủ tướng Chính phủ"),
)
_case(
    "Quyết định số 766/QĐ-TTg ngày 23 tháng 6 năm 2022 của Thủ tướng Chính phủ phê duyệt",
    _doc("Quyết định", "766", "766/QĐ-TTg", year=2022, issued_on="2022-06-23", issuer="Thủ tướng Chính phủ"),
)
_case(
    "Thông tư số 01/2023/TT-VPCP của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ",
    _doc("Thông tư", "01", "01/2023/TT-VPCP", year=2023),
)
_case(
    "Thông tư liên tịch số 11/2014/TTLT-BTC-BTP của Bộ Tài chính và Bộ Tư pháp",
    _doc("Thông tư liên tịch", "11", "11/2014/TTLT-BTC-BTP", year=2014),
)
_case(
    "Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN ngày 15/6/2017",
    _doc(
        "Nghị quyết liên tịch",
        "403",
        "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
        year=2017,
        issued_on="2017-06-15",
    ),
)
_case(
    "Nghị quyết số 30c/NQ-CP ngày 08/11/2011 của Chính phủ",
    _doc("Nghị quyết", "30c", "30c/NQ-CP", year=2011, issued_on="2011-11-08", issuer="Chính phủ"),
)
_case("Nghị quyết 30a/2008/NQ-CP", _doc("Nghị quyết", "30a", "30a/2008/NQ-CP", year=2008))
_case("Quyết định số 1.037/QĐ-UBND", _doc("Quyết định", "1.037", "1.037/QĐ-UBND"))
_case("Công điện số 05/CĐ-UBND", _doc("Công điện", "05", "05/CĐ-UBND"))
_case(
    "Văn bản số 1234/UBND-NC ngày 5/6/2023 của UBND tỉnh",
    _doc("Văn bản", "1234", "1234/UBND-NC", issuer="UBND tỉnh"),
)
_case("Công văn 3653/VPCP-CĐS", _doc("Công văn", "3653", "3653/VPCP-CĐS"))
_case("Thông báo kết luận số 225/TB-UBND", _doc("Thông báo", "225", "225/TB-UBND"))
_case("Báo cáo thẩm tra số 433/BC-HĐND", _doc("Báo cáo", "433", "433/BC-HĐND"))
# Party symbols.
_case(
    "Kế hoạch số 15-KH/TU ngày 27/12/2021 của Ban Thường vụ Tỉnh ủy",
    _doc("Kế hoạch", "15", "15-KH/TU", year=2021, issued_on="2021-12-27", issuer="Ban Thường vụ Tỉnh ủy"),
)
_case(
    "Nghị quyết số 18-NQ/TW, ngày 25/10/2017 của Ban Chấp hành Trung ương khóa XII",
    _doc("Nghị quyết", "18", "18-NQ/TW", issued_on="2017-10-25", issuer="Ban Chấp hành Trung ương khóa XII"),
)
_case("Chỉ thị 46-CT/TW của Bộ Chính trị", _doc("Chỉ thị", "46", "46-CT/TW", issuer="Bộ Chính trị"))
_case("Quy định số 22-QĐ/TW của Ban Bí thư", _doc("Quy định", "22", "22-QĐ/TW", issuer="Ban Bí thư"))
_case("Kết luận 14-KL/TW", _doc("Kết luận", "14", "14-KL/TW"))
_case("Chương trình hành động số 09-CTr/TU", _doc("Chương trình hành động", "09", "09-CTr/TU"))
_case("Công văn số 2897-CV/TU", _doc("Công văn", "2897", "2897-CV/TU"))
# Assemblies.
_case("Luật số 56/2022/QH15", _doc("Luật", "56", "56/2022/QH15", year=2022))
_case(
    "Luật Đất đai số 31/2024/QH15 ngày 18/01/2024", _doc("Luật", "31", "31/2024/QH15", issued_on="2024-01-18")
)
_case("Luật Tổ chức chính quyền địa phương số 72/2025/QH15", _doc("Luật", "72", "72/2025/QH15", year=2025))
_case("Nghị quyết số 98/2023/QH15 của Quốc hội", _doc("Nghị quyết", "98", "98/2023/QH15", issuer="Quốc hội"))
_case(
    "Nghị quyết số 76/2025/UBTVQH15 ngày 14 tháng 4 năm 2025 của Ủy ban Thường vụ Quốc hội",
    _doc("Nghị quyết", "76", "76/2025/UBTVQH15", issued_on="2025-04-14", issuer="Ủy ban Thường vụ Quốc hội"),
)
_case("Nghị quyết số 19/NQ-HĐND8", _doc("Nghị quyết", "19", "19/NQ-HĐND8"))
# Broken writings.
_case("Tờ trình số 752 /TTr -STTTT", _doc("Tờ trình", "752", "752/TTr-STTTT"))
_case("Kế hoạch số 4510/ KH-UBND", _doc("Kế hoạch", "4510", "4510/KH-UBND"))
_case("Công văn số 109/UBND - VX", _doc("Công văn", "109", "109/UBND-VX"))
_case("Quyết định số 2042/QÐ-UBND", _doc("Quyết định", "2042", "2042/QĐ-UBND"))
_case("Quyết định số 12/QĐ–UBND", _doc("Quyết định", "12", "12/QĐ-UBND"))
_case(
    "Thông tư số: 21/2012/TT-BLĐTBXH ngày 5/9/2012",
    _doc("Thông tư", "21", "21/2012/TT-BLĐTBXH", issued_on="2012-09-05"),
)
_case("QUYẾT ĐỊNH SỐ 12/QĐ-UBND", _doc("Quyết định", "12", "12/QĐ-UBND"))
_case("quyết định số 12/QĐ-UBND", _doc("Quyết định", "12", "12/QĐ-UBND"))
_case("Nghị quyết 09 NQ/TU", _doc("Nghị quyết", "09", "09NQ/TU"))
# Lists and coordination.
_case(
    "các Nghị định số 45/2020/NĐ-CP, số 61/2018/NĐ-CP",
    _doc("Nghị định", "45", "45/2020/NĐ-CP"),
    _doc("Nghị định", "61", "61/2018/NĐ-CP"),
)
_case(
    "Nghị định 77 và Nghị định 133 của Chính phủ",
    _doc("Nghị định", "77", None, issuer="Chính phủ"),
    _doc("Nghị định", "133", None, issuer="Chính phủ"),
)
_case("các Nghị quyết số 18, 19 và 20.", *(_doc("Nghị quyết", n, None) for n in ("18", "19", "20")))
_case(
    "Nghị quyết số 02/NQ-CP và Quyết định số 411/QĐ-TTg ngày 31/3/2022 của Thủ tướng Chính phủ",
    _doc("Nghị quyết", "02", "02/NQ-CP", issued_on=None, issuer=None),
    _doc("Quyết định", "411", "411/QĐ-TTg", issued_on="2022-03-31", issuer="Thủ tướng Chính phủ"),
)
_case(
    "UBND tỉnh đã ban hành Quyết định số 1/QĐ-UBND ngày 2/1/2023, tiếp đến là "
    "Kế hoạch số 7/KH-UBND ngày 9/1/2023",
    _doc("Quyết định", "1", "1/QĐ-UBND", issuer="UBND tỉnh"),
    _doc("Kế hoạch", "7", "7/KH-UBND", issuer="UBND tỉnh", issued_on="2023-01-09"),
)
_case(
    "các văn bản số 123/UBND-NC, 124/UBND-NC",
    _doc("Văn bản", "123", "123/UBND-NC"),
    _doc("Văn bản", "124", "124/UBND-NC"),
)
_case(
    "Sở Thông tin và Truyền thông (TT&TT) đã ban hành Công văn số 12/STTTT-CNTT",
    _doc("Công văn", "12", "12/STTTT-CNTT", issuer="Sở Thông tin và Truyền thông"),
)
_case(
    "Thông tư số 01/2018/TT-VPCP ngày 23/11/2018 của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ",
    _doc("Thông tư", "01", "01/2018/TT-VPCP", issuer="Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"),
)
# Numbers alone.
_case(
    "Theo Quyết định 16/2015 của Thủ tướng Chính phủ",
    _doc("Quyết định", "16", None, year=2015, issuer="Thủ tướng Chính phủ"),
)
_case("Công văn số 2231/SNV-CCHC&PC", _doc("Công văn", "2231", "2231/SNV-CCHC&PC"))
_case("Báo cáo thẩm định số 18/BCTĐ-STP", _doc("Báo cáo", "18", "18/BCTĐ-STP"))
_case(
    "Chủ tịch UBND tỉnh Nguyễn Phi Long vừa ký Quyết định số 100/QĐ-UBND",
    _doc("Quyết định", "100", "100/QĐ-UBND", issuer="Chủ tịch UBND tỉnh"),
)
_case("thực hiện Đề án 06.", _doc("Đề án", "06", None, year=None, issuer=None))
_case("Đề án 06/CP", _doc("Đề án", "06", "06/CP"))
_case("Đề án 06 tỉnh Lâm Đồng", _doc("Đề án", "06", None))
_case("Chương trình hành động 09", _doc("Chương trình hành động", "09", None))
_case(
    "Chỉ thị số 11 năm 2015 của Chủ tịch UBND tỉnh",
    _doc("Chỉ thị", "11", None, year=2015, issuer="Chủ tịch UBND tỉnh"),
)
_case("nghị quyết 57 của Bộ Chính trị", _doc("Nghị quyết", "57", None, issuer="Bộ Chính trị"))
# Document lists and letterheads.
_case(
    "Số ký hiệu: 1667/QĐ-UBND | Ngày ban hành: 13/07/2022 | Trích yếu: điều chỉnh",
    _doc("Quyết định", "1667", "1667/QĐ-UBND", issued_on="2022-07-13"),
)
_case("3637/UBND-VX", _doc("Công văn", "3637", "3637/UBND-VX"))
_case(
    "ỦY BAN NHÂN DÂN TỈNH\nSố: 12/KH-UBND\nCỘNG HÒA\nLâm Đồng, ngày 12 tháng 3 năm 2025",
    _doc("Kế hoạch", "12", "12/KH-UBND", issued_on="2025-03-12", issuer="ỦY BAN NHÂN DÂN TỈNH"),
)
_case(
    "ỦY BAN NHÂN DÂN TỈNH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Số: 30/2018/QĐ-UBND | Sơn La, ngày 09 tháng 10 năm 2018",
    _doc("Quyết định", "30", "30/2018/QĐ-UBND", issued_on="2018-10-09", issuer="ỦY BAN NHÂN DÂN TỈNH"),
)
# Issuers around.
_case(
    "Thủ tướng Chính phủ đã ban hành Chỉ thị số 05/CT-TTg",
    _doc("Chỉ thị", "05", "05/CT-TTg", issuer="Thủ tướng Chính phủ"),
)
_case(
    "theo đề nghị của Sở Nội vụ tại Tờ trình số 12/TTr-SNV ngày 5/5/2023",
    _doc("Tờ trình", "12", "12/TTr-SNV", issuer="Sở Nội vụ", issued_on="2023-05-05"),
)
_case(
    "Quyết định số 268/QĐ-BNV của Bộ Nội vụ ký 28/3/2025",
    _doc("Quyết định", "268", "268/QĐ-BNV", issuer="Bộ Nội vụ", issued_on="2025-03-28"),
)
_case(
    "Quyết định số 12/QĐ-UBND của UBND tỉnh ngày 12/3/2020",
    _doc("Quyết định", "12", "12/QĐ-UBND", issuer="UBND tỉnh", issued_on="2020-03-12"),
)
_case(
    "Kế hoạch số 12/KH-UBND (ban hành ngày 12/3/2020)",
    _doc("Kế hoạch", "12", "12/KH-UBND", issued_on="2020-03-12"),
)
_case(
    "Công văn số 1234/BNV-CCHC ngày 1/2/2023 của Bộ Nội vụ về việc",
    _doc("Công văn", "1234", "1234/BNV-CCHC", issuer="Bộ Nội vụ"),
)
_case(
    "Quyết định số 5/QĐ-BCĐ ngày 1/2/2023 của Ban Chỉ đạo cải cách hành chính tỉnh về kế hoạch",
    _doc("Quyết định", "5", "5/QĐ-BCĐ", issuer="Ban Chỉ đạo cải cách hành chính tỉnh"),
)
_case(
    "Nghị quyết số 12/NQ-HĐND ngày 9/12/2022 của HĐND tỉnh Bình Định",
    _doc("Nghị quyết", "12", "12/NQ-HĐND", issuer="HĐND tỉnh Bình Định"),
)
_case(
    "Thông tư số 22/2021/TT-BGDĐT của Bộ trưởng Bộ Giáo dục và Đào tạo quy định",
    _doc("Thông tư", "22", "22/2021/TT-BGDĐT", issuer="Bộ trưởng Bộ Giáo dục và Đào tạo"),
)
_case(
    "Quyết định số 876/QĐ-UBND của Chủ tịch UBND tỉnh Nguyễn Phi Long",
    _doc("Quyết định", "876", "876/QĐ-UBND", issuer="Chủ tịch UBND tỉnh"),
)
_case(
    "NĐ 61/2018/NĐ-CP của Chính phủ",
    _doc("Nghị định", "61", "61/2018/NĐ-CP", issuer="Chính phủ"),
)

#: Texts without a numbered document.
SILENT: list[str] = [
    "Điều 4",
    "khoản 2 Điều 15",
    "bão số 3",
    "cơn bão số 12",
    "Nghị quyết Trung ương 4",
    "Nghị quyết Trung ương 4 (khóa XI)",
    "Số: /UBND-NC",
    "Số:    /UBND-NC",
    "Số …/QĐ-UBND",
    "Luật Đất đai năm 2013",
    "Luật Đầu tư công 2019",
    "Hiến pháp 2013",
    "Kế hoạch 5 năm 2021-2025",
    "Kế hoạch năm 2024",
    "Kế hoạch 2023",
    "Báo cáo 6 tháng đầu năm",
    "Chương trình 3 ngày",
    "ban hành 5 quyết định 3 nghị quyết",
    "đã ban hành 12 văn bản",
    "có 03 quyết định",
    "Thông báo 3 trường hợp",
    "Tổ công tác số 5",
    "Trường THPT số 1",
    "Phòng số 3",
    "Quốc lộ 1",
    "đường số 7",
    "Công ty số 2",
    "Lô số 4",
    "điểm số 88,66",
    "dịch vụ công mức độ 3, 4",
    "1225/1494 TTHC",
    "13/63 tỉnh",
    "17/40 nhiệm vụ",
    "24/7",
    "5/5 TTHC",
    "01/01/2023",
    "Nghị quyết của HĐND tỉnh",
    "Quyết định của UBND tỉnh",
    "quyết định 100% vốn",
    "quyết định 3 nội dung",
    "Đề án 1 triệu ha lúa",
    "phê duyệt Quyết định thành lập Tổ công tác số 5",
    "Hội nghị lần thứ 8",
    "khóa XIII",
    "Đại hội XIV",
    "COVID-19",
    "A/H5N1",
    "biển số 77A-123.45",
    "số điện thoại 0256-3822294",
    "Mẫu số 01",
    "Phụ lục số 2",
    "Chỉ số PAPI 2022",
    "Chỉ số SIPAS 88,66%",
    "Chương trình 30 phút",
    "Dự án số 3",
    "Tiểu Đề án 2",
    "Kế hoạch 100 ngày đêm",
    "Công văn ngày 15/6",
    "từ 7/UBND",
    "số 5 Trần Phú",
]

#: (as written in a document list, number, type, office, mended): odd forms of a real provincial list.
SYMBOLS: list[tuple[str, str, str, str, str]] = [
    ("12/QĐ - UBND - NC", "12", "Quyết định", "UBND-NC", "12/QĐ-UBND-NC"),
    ("17/2016/TTLT/BTC - BKHĐT", "17", "Thông tư liên tịch", "BTC-BKHĐT", "17/2016/TTLT/BTC-BKHĐT"),
    ("17/2016/TTLT-BTC - BKHĐT", "17", "Thông tư liên tịch", "BTC-BKHĐT", "17/2016/TTLT-BTC-BKHĐT"),
    (
        "17/2016/TTLT- BTC – BKHĐT - BNV",
        "17",
        "Thông tư liên tịch",
        "BTC-BKHĐT-BNV",
        "17/2016/TTLT-BTC-BKHĐT-BNV",
    ),
    ("1667/QĐ-UBND", "1667", "Quyết định", "UBND", "1667/QĐ-UBND"),
    ("3637/UBND-VX", "3637", "Công văn", "UBND", "3637/UBND-VX"),
    ("2042/QÐ-UBND", "2042", "Quyết định", "UBND", "2042/QĐ-UBND"),
    ("3385 /QĐ-UBND", "3385", "Quyết định", "UBND", "3385/QĐ-UBND"),
    ("4510/ KH-UBND", "4510", "Kế hoạch", "UBND", "4510/KH-UBND"),
    ("1722/UBND -KTN", "1722", "Công văn", "UBND", "1722/UBND-KTN"),
    ("109/UBND - VX", "109", "Công văn", "UBND", "109/UBND-VX"),
    ("2117/QD-UBND", "2117", "Quyết định", "UBND", "2117/QD-UBND"),
    ("3729/QĐ-UBNND", "3729", "Quyết định", "UBNND", "3729/QĐ-UBNND"),
    ("4413/VX-UBND", "4413", "Công văn", "UBND", "4413/VX-UBND"),
    ("41/HDND-PC", "41", "Công văn", "HDND", "41/HDND-PC"),
    ("19/NQ-HĐND8", "19", "Nghị quyết", "HĐND8", "19/NQ-HĐND8"),
    ("18/Ctr-UBND", "18", "Chương trình", "UBND", "18/Ctr-UBND"),
    ("2897/CV-TU", "2897", "Công văn", "TU", "2897/CV-TU"),
    ("80/KH-BCĐBVMT", "80", "Kế hoạch", "BCĐBVMT", "80/KH-BCĐBVMT"),
    ("02/2018/NQ-HĐND", "02", "Nghị quyết", "HĐND", "02/2018/NQ-HĐND"),
    ("72/GM-UBND", "72", "Giấy mời", "UBND", "72/GM-UBND"),
    ("118/PA-BCĐ", "118", "Phương án", "BCĐ", "118/PA-BCĐ"),
]
