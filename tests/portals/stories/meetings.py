"""Stories of meetings, visits and courses."""

from datetime import date

from tests.portals.draft import Draft
from tests.portals.model import paragraph
from tests.portals.scene import Scene, Story, Template


def half_year_review(d: Draft, x: Scene) -> Story:
    y = x.published.year
    day = x.before(x.number(1, 3))
    return Story(
        f"{x.province} sơ kết công tác cải cách hành chính 6 tháng đầu năm {y}",
        f"Sáng {d.day(day, '{d}/{m}')}, Ban Chỉ đạo cải cách hành chính tỉnh họp sơ kết {d.half(y, 1)}, bàn "
        f"nhiệm vụ {d.half(y, 2)}.",
        [
            paragraph(
                f"Theo báo cáo, toàn tỉnh tiếp nhận {x.number(110, 420)}.{x.number(100, 999)} hồ sơ, giải "
                f"quyết đúng hạn {x.number(95, 98)},{x.number(1, 9)}%. Các sở đã rút gọn {x.number(12, 60)} "
                f"thủ tục, bỏ {x.number(30, 90)} mẫu giấy."
            ),
            paragraph(
                "Kết luận phiên họp, Trưởng Ban Chỉ đạo yêu cầu các cơ quan gửi kế hoạch khắc phục trước "
                f"ngày {d.day(date(y, 12, 5), '{dd}/{mm}/{y}')}, không chờ nhắc."
            ),
        ],
    )


def press_briefing(d: Draft, x: Scene) -> Story:
    y, quarter = x.published.year, (x.published.month - 1) // 3 + 1
    day = x.before(1)
    return Story(
        f"Họp báo thường kỳ quý {('I', 'II', 'III', 'IV')[quarter - 1]}/{y} tỉnh {x.province}",
        f"Chiều {d.day(day)}, UBND tỉnh họp báo cung cấp thông tin kinh tế - xã hội {d.quarter(y, quarter)}.",
        [
            paragraph(
                f"Thu ngân sách đạt {x.number(1, 9)}.{x.number(100, 999)} tỷ đồng, bằng {x.number(18, 70)}% "
                f"dự toán; chỉ số sản xuất công nghiệp tăng {x.number(4, 9)},{x.number(1, 9)}%; khách du "
                f"lịch tăng {x.number(11, 38)}%. Giải ngân vốn đầu tư công mới đạt "
                f"{x.number(15, 60)},{x.number(1, 9)}% kế hoạch."
            ),
            paragraph(
                "Trả lời báo chí về các dự án chậm tiến độ, đại diện Sở Kế hoạch và Đầu tư cho biết vướng "
                "nhất là giá đất và nguồn vật liệu san lấp."
            ),
        ],
    )


def training_course(d: Draft, x: Scene) -> Story:
    y = x.published.year
    last = x.before(1)
    first = x.before(2)
    if first.month != last.month:
        first, last = date(y, last.month, 1), date(y, last.month, 2)
    days = f"ngày {d.day(first, '{d}')} và {d.day(last, '{d}/{m}/{y}')}"
    return Story(
        f"Bồi dưỡng kỹ năng số cho công chức cấp xã tỉnh {x.province} ({last:%m/%Y})",
        f"Trong hai {days}, Sở Nội vụ mở lớp bồi dưỡng kỹ năng số cho công chức cấp xã.",
        [
            paragraph(
                f"Lớp có {x.number(80, 240)} học viên, học theo nhóm nhỏ, thực hành trên máy. Bài kiểm tra "
                "cuối khóa chấm theo thang mười, học viên cao nhất được 9,5 điểm."
            ),
            paragraph(
                "Đây là năm thứ 3 liên tục tỉnh tổ chức lớp học này. Khóa sau dự kiến mở vào "
                f"{d.month(y, 12, 'tháng {m} năm {y}')}."
            ),
        ],
    )


def inspection_visit(d: Draft, x: Scene) -> Story:
    y = x.published.year
    day = x.before(2)
    decision = d.document("Quyết định", f"{x.number(300, 990)}/QĐ-BNV", on=x.before(15), issuer="Bộ Nội vụ")
    return Story(
        f"Đoàn công tác Bộ Nội vụ kiểm tra cải cách hành chính tại {x.province} năm {y}",
        f"Ngày {d.day(day, '{d}/{m}/{y}')}, đoàn kiểm tra thành lập theo {decision} làm việc với tỉnh "
        f"{x.province}.",
        [
            paragraph(
                f"Mốc thời gian kiểm tra tính từ ngày {d.day(date(y - 1, 1, 1), '{dd}/{mm}/{y}')}. Đoàn xem "
                "hồ sơ lưu, gặp người dân tại quầy và gọi điện ngẫu nhiên cho người đã nộp hồ sơ."
            ),
            paragraph(
                "Trưởng đoàn ghi nhận sự cầu thị của tỉnh, đồng thời chỉ ra ba nhóm việc chưa đạt: phúc "
                "khảo chậm, niêm yết cũ, phần mềm hay lỗi."
            ),
        ],
    )


def citizen_reception(d: Draft, x: Scene) -> Story:
    y = x.published.year
    day = x.before(1)
    rule = d.document("Luật Tiếp công dân", "42/2013/QH13", year=2013)
    # The head type alone is the type of a law that stands with its name.
    d.facts[-1]["doc_type"] = "Luật"
    return Story(
        f"Lãnh đạo tỉnh {x.province} tiếp công dân định kỳ tháng {x.published.month}/{y}",
        f"Ngày {d.day(day)}, lãnh đạo UBND tỉnh tiếp công dân định kỳ tại trụ sở.",
        [
            paragraph(
                f"Theo {rule}, lịch tiếp được cố định vào ngày 15 hàng tháng, bắt đầu lúc 7 giờ 30. Có "
                f"{x.number(4, 9)} lượt người đến trình bày về bồi thường, tranh chấp ranh đất và chế độ "
                "thương binh 1/4."
            ),
            paragraph(
                "Từng vụ việc được giao cho một đầu mối, hẹn ngày trả lời và ghi vào sổ để người dân theo "
                "dõi."
            ),
        ],
    )


TEMPLATES = (
    Template(half_year_review, "reform", months=range(6, 9)),
    Template(press_briefing, "economy"),
    Template(training_course, "other"),
    Template(inspection_visit, "reform"),
    Template(citizen_reception, "other"),
)
