"""Stories of plans, projects and laws."""

from datetime import date

from tests.portals.draft import Draft
from tests.portals.model import bullets, paragraph
from tests.portals.scene import Scene, Story, Template

_LAWS = (
    (
        "Nghị định",
        "61/2018/NĐ-CP",
        date(2018, 4, 23),
        "Chính phủ",
        "thực hiện cơ chế một cửa, một cửa liên thông",
    ),
    (
        "Nghị định",
        "45/2020/NĐ-CP",
        date(2020, 4, 8),
        "Chính phủ",
        "thực hiện thủ tục trên môi trường điện tử",
    ),
    ("Thông tư", "01/2018/TT-VPCP", date(2018, 11, 23), "Văn phòng Chính phủ", "hướng dẫn cơ chế một cửa"),
    ("Nghị định", "30/2020/NĐ-CP", date(2020, 3, 5), "Chính phủ", "công tác văn thư"),
    ("Nghị định", "62/2020/NĐ-CP", date(2020, 6, 1), "Chính phủ", "vị trí việc làm và biên chế công chức"),
    (
        "Thông tư",
        "02/2021/TT-BNV",
        date(2021, 6, 11),
        "Bộ Nội vụ",
        "mã số, tiêu chuẩn ngạch công chức hành chính",
    ),
    ("Nghị quyết", "131/NQ-CP", date(2022, 10, 6), "Chính phủ", "đẩy mạnh cải cách thủ tục hành chính"),
)


def reform_plan(d: Draft, x: Scene) -> Story:
    day = x.before(x.number(3, 15))
    plan = d.document(
        "Kế hoạch", f"{x.number(11, 330)}/KH-UBND", on=day, named="UBND tỉnh", day_style="ngày {d}/{m}/{y}"
    )
    return Story(
        f"{x.province} triển khai kế hoạch cải cách hành chính năm {x.published.year}",
        f"UBND tỉnh ban hành {plan} về cải cách hành chính {d.year(x.published.year)}.",
        [
            paragraph(
                "Kế hoạch nêu sáu nội dung lớn, giao rõ cơ quan chủ trì, sản phẩm và thời hạn. Việc cắt "
                "giảm giấy tờ trùng lặp được làm trước, tiếp đó là số hóa kết quả còn hiệu lực."
            ),
            bullets(
                f"Trước ngày {d.day(date(x.published.year, 9, 30), '{dd}/{m}/{y}')}: công bố lại bộ thủ tục "
                "đã rút gọn.",
                f"Trong {d.quarter(x.published.year, 4)}: chấm điểm thử tại các xã điểm.",
                f"Hết {d.month(x.published.year, 12)}: nghiệm thu phần mềm dùng chung.",
            ),
            paragraph(
                f"Giai đoạn {d.span('2021 - 2025', '2021', '2025')}, tỉnh coi đây là khâu đột phá trong xây "
                "dựng chính quyền phục vụ."
            ),
        ],
    )


def project_decision(d: Draft, x: Scene) -> Story:
    decision = d.document(
        "Quyết định",
        f"{x.number(310, 3900)}/QĐ-UBND",
        on=x.before(x.number(2, 9)),
        day_style="ngày {d} tháng {m} năm {y}",
        named="Chủ tịch UBND tỉnh",
    )
    first = x.published.year
    return Story(
        f"Phê duyệt đề án đổi mới cơ chế một cửa tại {x.province} ({first})",
        f"Chủ tịch UBND tỉnh vừa ký {decision} phê duyệt đề án đổi mới cơ chế một cửa.",
        [
            paragraph(
                "Đề án thực hiện trong giai đoạn "
                f"{d.span(f'{first} - {first + 3}', str(first), str(first + 3))}, chia hai bước. Bước đầu "
                f"đến hết {d.year(first + 1)} làm ở cấp tỉnh; bước sau mở rộng xuống cấp xã."
            ),
            paragraph(
                "Căn cứ Luật Tổ chức chính quyền địa phương, việc ủy quyền giải quyết thủ tục được quy định "
                "tại Điều 4 và Điều 9 của đề án. Kinh phí lấy từ nguồn sự nghiệp và xã hội hóa."
            ),
        ],
    )


def law_dissemination(d: Draft, x: Scene) -> Story:
    known = [law for law in _LAWS if law[2] < x.published]
    chosen = x.rng.sample(known, min(len(known), 3))
    items = [
        f"{d.document(kind, symbol, on=on, issuer=issuer)} về {about};"
        for kind, symbol, on, issuer, about in chosen
    ]
    day = x.before(x.number(1, 4))
    return Story(
        f"Phổ biến văn bản mới cho cán bộ cơ sở ở {x.province} (đợt {x.published:%m/%Y})",
        f"Ngày {d.day(day)}, Sở Tư pháp phổ biến các văn bản mới cho cán bộ tư pháp, hộ tịch cấp xã.",
        [
            paragraph("Nội dung phổ biến gồm:"),
            bullets(*items),
            paragraph(
                "Báo cáo viên dành phần lớn thời gian cho tình huống thật: giấy khai sinh sai tên đệm, hộ "
                "khẩu thất lạc, người nộp thay không có giấy ủy quyền."
            ),
        ],
    )


def project_six(d: Draft, x: Scene) -> Story:
    decision = d.document("Quyết định", "06/QĐ-TTg", on=date(2022, 1, 6), issuer="Thủ tướng Chính phủ")
    return Story(
        f"{x.province} đẩy nhanh Đề án 06 (tháng {x.published.month}/{x.published.year})",
        f"Tổ công tác triển khai {d.document('Đề án', number='06', word=' ')} của tỉnh họp đánh giá tiến độ "
        f"{d.month(x.published.year, x.published.month)}.",
        [
            paragraph(
                f"Thực hiện {decision}, công an các xã đã cấp căn cước cho người dân tận nhà; 98,5% hồ sơ cư "
                "trú nộp qua mạng; 25 dịch vụ thiết yếu chạy ổn định."
            ),
            paragraph(
                f"Vướng mắc lớn nhất của {d.document('Đề án', number='06', word=' ')} là dữ liệu đất đai "
                "chưa sạch. Tổ công tác phải làm xong việc đối soát trước "
                f"{d.month(x.published.year, 12, 'tháng {m} năm {y}')}."
            ),
        ],
    )


def old_directive(d: Draft, x: Scene) -> Story:
    past = x.number(2012, 2016)
    order = d.document("Chỉ thị", number=str(x.number(5, 28)), in_year=past, issuer="Chủ tịch UBND tỉnh")
    resolution = d.document(
        "Nghị quyết", f"{x.number(10, 90)}/{past + 4}/NQ-HĐND", year=past + 4, issuer="HĐND tỉnh"
    )
    return Story(
        f"Nhắc lại trách nhiệm nêu gương trong cơ quan hành chính {x.province} năm {x.published.year}",
        f"Lãnh đạo tỉnh vừa nhắc lại {order} về việc chấm dứt tình trạng họp hành dài dòng, đến muộn về sớm.",
        [
            paragraph(
                f"Cùng với đó là {resolution} về chế độ hỗ trợ cán bộ bộ phận một cửa. Cả hai văn bản còn "
                "nguyên giá trị, chỉ thiếu người kiểm tra việc thực hiện."
            ),
            paragraph(
                f"Từ {d.year(past)} đến nay, nhiều mô hình hay đã ra đời từ chính yêu cầu ấy: ngày không "
                "hẹn, phòng họp không giấy, tổ lưu động đến tận buôn làng."
            ),
        ],
    )


TEMPLATES = (
    Template(reform_plan, "reform", first_year=2021, months=range(1, 5)),
    Template(project_decision, "reform"),
    Template(law_dissemination, "other"),
    Template(project_six, "reform", first_year=2022),
    Template(old_directive, "reform"),
)
