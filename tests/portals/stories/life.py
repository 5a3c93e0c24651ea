"""Stories of campaigns, the economy and life: dates, few ranks, many other numbers."""

from datetime import date

from tests.portals.draft import Draft
from tests.portals.model import bullets, paragraph, table
from tests.portals.scene import Scene, Story, Template


def summer_campaign(d: Draft, x: Scene) -> Story:
    y = x.published.year
    return Story(
        f"Tuổi trẻ {x.province} ra quân chiến dịch hè {y}",
        f"Tỉnh đoàn {x.province} phát động chiến dịch hè, diễn ra từ ngày "
        f"{d.span(f'15/6 đến ngày 30/8/{y}', f'{y}-06-15', f'{y}-08-30')}.",
        [
            paragraph(
                "Mỗi xã chọn một công trình thanh niên, ưu tiên việc giúp người dân nộp hồ sơ qua mạng. Ra "
                f"quân đồng loạt vào {d.day(date(y, 6, 15), '{d}/{m}/{y}')}, có {x.number(20, 60)} đội hình "
                f"với {x.number(600, 990)} tình nguyện viên."
            ),
            paragraph(
                "Ban tổ chức nhắc các đội hình giữ an toàn, không tự ý ra sông suối, không hứa thay cán bộ "
                "xã."
            ),
        ],
    )


def school_year(d: Draft, x: Scene) -> Story:
    y = x.published.year
    text = f"năm học {y - 1}-{y}"
    return Story(
        f"Ngành giáo dục {x.province} nhìn lại năm học {y - 1}-{y}",
        f"Sở Giáo dục và Đào tạo họp bàn việc học bạ điện tử trong {d.span(text, str(y - 1), str(y))}.",
        [
            paragraph(
                f"Toàn tỉnh có {x.number(300, 600)} trường, {x.number(8, 14)}.{x.number(100, 999)} lớp. Tỷ "
                f"lệ phụ huynh nộp học phí không dùng tiền mặt đạt {x.number(60, 96)}%. Điểm chuẩn trường "
                "chuyên là 38,5 điểm."
            ),
            paragraph(
                f"Việc ký số học bạ phải xong trước {d.day(date(y, 8, 31), '{d} tháng {m} năm {y}')}. Các "
                "trường không được bắt giáo viên vừa làm sổ giấy vừa làm sổ điện tử."
            ),
        ],
    )


def nine_months(d: Draft, x: Scene) -> Story:
    y = x.published.year - 1
    period = f"9 tháng đầu năm {y}"
    growth, prices = (f"{x.score(rate, y):g}".replace(".", ",") for rate in ("GRDP", "CPI"))
    rank = d.place("thứ", x.rank("GRDP", y), 63, indicator=None, period=f"{y}-01/{y}-09")
    return Story(
        f"Kinh tế {x.province} 9 tháng đầu năm {y} qua số liệu chính thức",
        f"Cục Thống kê tỉnh {x.province} công bố số liệu chính thức của "
        f"{d.span(period, f'{y}-01', f'{y}-09')}.",
        [
            paragraph(
                f"Tổng sản phẩm trên địa bàn (GRDP) tăng {growth}%, đứng {rank} "
                "tỉnh, thành phố về tốc độ tăng trưởng. Chỉ số giá tiêu dùng (CPI) tăng "
                f"{prices}%."
            ),
            paragraph(
                f"Nông nghiệp giữ vai trò bệ đỡ, sản lượng lúa đạt {x.number(200, 900)}.{x.number(100, 999)} "
                "tấn; chăn nuôi hồi phục sau dịch."
            ),
        ],
    )


def sports_festival(d: Draft, x: Scene) -> Story:
    y = x.published.year
    day = x.before(1)
    return Story(
        f"Khai mạc Đại hội Thể dục thể thao tỉnh {x.province}, tháng {x.published.month}/{y}",
        f"Tối {d.day(day, '{d}/{m}/{y}')}, Đại hội Thể dục thể thao tỉnh lần thứ IX khai mạc tại sân vận "
        "động trung tâm.",
        [
            paragraph(
                f"Đại hội quy tụ {x.number(600, 950)} vận động viên của {x.number(9, 14)} đoàn, tranh tài ở "
                "15 môn. Giải việt dã mở màn lúc 5 giờ 45 phút với cự ly 5 km."
            ),
            paragraph(
                f"Sự kiện nằm trong chuỗi hoạt động của {d.year(y)}. Ban tổ chức mong vận động viên thi đấu "
                "trung thực, khán giả cổ vũ văn minh."
            ),
        ],
    )


def fuel_prices(d: Draft, x: Scene) -> Story:
    day = x.before(1)
    rows = [
        ["Dầu thô (USD/thùng)", "94,948", "99,640"],
        ["Xăng sinh học (đồng/lít)", "25.410", "26.136"],
        ["Dầu điêzen (đồng/lít)", "22,870", "23.115"],
    ]
    return Story(
        f"Giá xăng dầu trên địa bàn {x.province} kỳ điều hành {day:%d/%m/%Y}",
        f"Từ ngày {d.day(day, '{dd}/{mm}/{y}')}, giá bán lẻ xăng dầu được điều chỉnh theo kỳ điều hành mới.",
        [
            table(["Mặt hàng", "Kỳ trước", "Kỳ này"], *rows),
            paragraph(
                "Lực lượng quản lý thị trường nhắc các cửa hàng niêm yết đúng giá, không đóng cửa sớm."
            ),
        ],
    )


def commune_models(d: Draft, x: Scene) -> Story:
    y = x.published.year
    first = x.number(2016, 2018)
    return Story(
        f"Những mô hình hay ở cơ sở của {x.province} (ghi chép {x.published:%m/%Y})",
        f"Nhen nhóm vào {d.year(first)}, đến nay nhiều mô hình gần dân đã nảy nở ở các xã, phường của "
        f"{x.province}.",
        [
            bullets(
                "“Ngày không viết”: cán bộ nhập liệu thay cho người già.",
                "“Bữa sáng với doanh nghiệp”: gặp nhau sớm, nói thẳng, ghi biên bản một trang.",
                "“Trả kết quả tại nhà”: nhân viên bưu điện kiêm luôn việc hướng dẫn.",
            ),
            paragraph(
                f"Riêng các {d.year(y - 2, 'năm {y}')} và {d.year(y - 1, '{y}')}, đoàn viên đã giúp nhập hơn "
                f"{x.number(10, 90)}.000 hồ sơ. Mô hình nào hình thức thì bà con tự thôi không đến."
            ),
        ],
    )


TEMPLATES = (
    Template(summer_campaign, "other", months=range(5, 9)),
    Template(school_year, "other", months=range(5, 9)),
    Template(nine_months, "economy", months=range(1, 6)),
    Template(sports_festival, "other"),
    Template(fuel_prices, "economy", portal="binhdinh"),
    Template(commune_models, "reform"),
)
