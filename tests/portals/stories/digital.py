"""Stories of digital, green and innovation indexes."""

from typing import Any

from tests.portals.draft import Draft
from tests.portals.model import paragraph
from tests.portals.scene import Scene, Story, Template, by_sign


def dti_result(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="DTI", period=str(y))
    day, climb = x.before(x.number(1, 6)), x.climb("DTI")
    return Story(
        f"Chuyển đổi số {x.province}: đọc lại Chỉ số DTI {y}",
        f"Ngày {d.day(day, '{dd}/{mm}/{y}')}, Sở Thông tin và Truyền thông báo cáo UBND tỉnh kết quả Chỉ số "
        f"chuyển đổi số (DTI) {d.year(y)}: {x.province} đạt {d.points(x.score('DTI'), unit='')}, "
        f"xếp {d.place('thứ', x.rank('DTI'), 63)}.",
        [
            paragraph(
                "Ba trụ cột có mức độ khác nhau: chính quyền số "
                f"{d.points(x.score('DTI', y, 'chính quyền số'), component='chính quyền số')}, kinh tế số "
                f"{d.points(x.score('DTI', y, 'kinh tế số'), component='kinh tế số')}, xã hội số "
                f"{d.points(x.score('DTI', y, 'xã hội số'), component='xã hội số')}."
            ),
            paragraph(
                f"So với {d.year(y - 1)}, thứ hạng của tỉnh "
                f"{d.climbed(climb, ('cải thiện', 'tụt'))}. {by_sign(climb, 'Tuy vậy', 'Lý do là')} "
                "hạ tầng ở bản, làng xa vẫn là chỗ cần đầu tư."
            ),
        ],
    )


def ict_index(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="ICT", period=str(y))
    before: dict[str, Any] = {"period": str(y - 1)}
    reason = by_sign(
        x.climb("ICT"),
        "Việc dùng chung trung tâm dữ liệu và chữ ký số chuyên dùng giúp tỉnh rút ngắn khoảng cách.",
        "Máy trạm cũ và đường truyền chậm ở cấp xã khiến tỉnh bị các nơi khác vượt qua.",
    )
    return Story(
        f"Mức độ sẵn sàng ICT của {x.province} năm {y}",
        f"Hội Tin học Việt Nam đánh giá Chỉ số sẵn sàng ICT {d.year(y)} của {x.province} là "
        f"{d.points(x.score('ICT'), unit='')}, {d.place('hạng', x.rank('ICT'), 63)}.",
        [
            paragraph(
                f"Trước đó, {d.year(y - 1)} tỉnh ở {d.place('vị trí thứ', x.rank('ICT', y - 1), **before)}. "
                f"{reason}"
            ),
            paragraph(
                "Các huyện được yêu cầu bố trí người chuyên trách, không để cán bộ văn thư kiêm nhiệm mãi."
            ),
        ],
    )


def pgi_green(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PGI", period=str(y))
    rival = x.neighbours(1)[0]
    return Story(
        f"Sắc xanh của {x.province} trong PGI {y}",
        f"Lần công bố Chỉ số xanh cấp tỉnh (PGI) {d.year(y)} xếp {x.province} ở "
        f"{d.place('vị trí', x.rank('PGI'), 63)} với {d.points(x.score('PGI'))}.",
        [
            paragraph(
                f"Cùng bảng này, {rival} đạt {d.points(x.score('PGI', subject=rival), subject=rival)}, đứng "
                f"{d.place('thứ', x.rank('PGI', subject=rival), subject=rival)}. Nhóm nghiên cứu "
                "khen các tỉnh có quỹ hỗ trợ doanh nghiệp đổi công nghệ đốt lò, thu gom nước thải."
            ),
            paragraph(
                "Sở Tài nguyên và Môi trường sẽ mở lớp tư vấn tại chỗ cho doanh nghiệp nhỏ, giúp đọc đúng "
                "quy định trước khi bị kiểm tra."
            ),
        ],
    )


def pii_innovation(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PII", period=str(y))
    return Story(
        f"Đổi mới sáng tạo ở {x.province}: điều gì nằm sau con số PII {y}",
        f"Bộ Khoa học và Công nghệ công bố Chỉ số đổi mới sáng tạo cấp tỉnh (PII) {d.year(y)}, theo đó "
        f"{x.province} đạt {d.points(x.score('PII'), 100)}, xếp {d.place('hạng', x.rank('PII'), 63)}.",
        [
            paragraph(
                f"Trong khu vực {x.region}, tỉnh đứng "
                f"{d.place('thứ', x.rank_in_region('PII'), x.region_size, scope=x.region)}. Trụ cột "
                f"“Thể chế” đạt {d.points(x.score('PII', y, 'Thể chế'), component='Thể chế')}, trụ cột "
                "“Vốn con người” đạt "
                f"{d.points(x.score('PII', y, 'Vốn con người'), component='Vốn con người')}."
            ),
            paragraph("Các trường nghề kiến nghị tỉnh đặt hàng đề tài sát ruộng vườn, xưởng máy hơn nữa."),
        ],
    )


TEMPLATES = (
    Template(dti_result, "other", first_year=2021),
    Template(ict_index, "other"),
    Template(pgi_green, "economy", first_year=2023),
    Template(pii_innovation, "economy", first_year=2024),
)
