"""Stories of PAPI and PCI."""

from typing import Any

from tests.portals.draft import Draft
from tests.portals.model import bullets, paragraph, table
from tests.portals.scene import Scene, Story, Template

_PAPI_PARTS = (
    "Tham gia của người dân ở cấp cơ sở",
    "Công khai, minh bạch",
    "Trách nhiệm giải trình với người dân",
    "Kiểm soát tham nhũng trong khu vực công",
    "Thủ tục hành chính công",
    "Cung ứng dịch vụ công",
)


def papi_climb(d: Draft, x: Scene) -> Story:
    y, low = x.year, x.number(38, 55)
    d.about(indicator="PAPI", period=str(y))
    rise = x.number(4, 20)
    before: dict[str, Any] = {"period": str(y - 1)}
    score = x.value(40.5, 43.5)
    gain = x.value(0.4, 1.6)
    return Story(
        f"PAPI {y}: {x.province} lên {rise} bậc",
        f"Chỉ số hiệu quả quản trị và hành chính công cấp tỉnh (PAPI) {d.year(y)} ghi nhận {x.province} đạt "
        f"{d.points(score)}, từ {d.place('vị trí', low, scope='cả nước', **before)} cả nước lên "
        f"{d.place('', low - rise, scope='cả nước')}.",
        [
            paragraph(
                f"Tổng điểm {d.change('tăng', gain)} so với {d.year(y - 1)} "
                f"({d.points(round(score - gain, 2), **before)}). Nhờ đó tỉnh rời "
                f"{d.group('nhóm Trung bình thấp', 'Trung bình thấp', **before)} để vào "
                f"{d.group('nhóm Trung bình cao', 'Trung bình cao')}."
            ),
            paragraph(
                f"Điểm sáng nhất là nội dung “{_PAPI_PARTS[4]}” với "
                f"{d.points(x.value(6.8, 7.6), 10, component=_PAPI_PARTS[4])}. Ngược lại, nội dung "
                f"“{_PAPI_PARTS[2]}” chỉ được {d.points(x.value(3.9, 4.6), 10, component=_PAPI_PARTS[2])}, "
                f"{d.change('giảm', x.value(0.1, 0.3), component=_PAPI_PARTS[2])}."
            ),
        ],
    )


def papi_two_years(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PAPI", period=str(y))
    header = ["Nội dung", d.year(y - 1, "Năm {y}"), d.year(y, "Năm {y}")]
    rows = [
        [
            name,
            d.points(x.value(4.1, 7.4), component=name, period=str(y - 1)),
            d.points(x.value(4.1, 7.4), component=name),
        ]
        for name in _PAPI_PARTS[: x.number(4, 6)]
    ]
    return Story(
        f"Điểm nội dung PAPI của {x.province} qua hai năm {y - 1} và {y}",
        f"Mặt trận Tổ quốc tỉnh {x.province} vừa tổng hợp kết quả khảo sát PAPI do UNDP công bố để gửi các "
        "xã, phường nghiên cứu.",
        [
            paragraph("Điểm từng nội dung, trên thang mười, như sau:"),
            table(header, *rows),
            paragraph(
                "Các xã được đề nghị đối chiếu với nơi mình ở, không lấy điểm chung của tỉnh để tự hài lòng."
            ),
        ],
    )


def grouped_provinces(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PAPI", period=str(y))
    high, low = x.neighbours(2)
    return Story(
        f"PAPI {y}: khoảng cách giữa các nhóm tỉnh",
        f"UNDP phân các tỉnh thành bốn nhóm trong kết quả PAPI {d.year(y, '{y}')}.",
        [
            paragraph(
                f"{x.province} ở {d.group('nhóm Trung bình cao', 'Trung bình cao')} với "
                f"{d.points(x.value(41, 43))}. {high} thuộc "
                f"{d.group('nhóm Cao nhất', 'Cao nhất', subject=high)}, được "
                f"{d.points(x.value(44, 47), subject=high)}; {low} rơi vào "
                f"{d.group('nhóm Thấp nhất', 'Thấp nhất', subject=low)} với "
                f"{d.points(x.value(37, 39), subject=low)}."
            ),
            paragraph(
                "Chuyên gia khuyên nên đọc điểm của từng nội dung, vì thứ bậc chung dễ che đi chỗ yếu."
            ),
        ],
    )


def pci_result(d: Draft, x: Scene) -> Story:
    y, score, loss = x.year, x.value(64, 69), x.value(0.4, 2)
    d.about(indicator="PCI", period=str(y))
    before: dict[str, Any] = {"period": str(y - 1)}
    fall, rank = x.number(2, 9), x.number(12, 35)
    day = x.before(x.number(1, 5))
    return Story(
        f"Cộng đồng doanh nghiệp chấm điểm {x.province} thế nào trong PCI {y}",
        f"Ngày {d.day(day, '{d}/{m}/{y}')}, VCCI công bố Chỉ số năng lực cạnh tranh cấp tỉnh (PCI) "
        f"{d.year(y)}. {x.province} đạt {d.points(score)}, xếp {d.place('hạng', rank, 63)}, thuộc "
        f"{d.group('nhóm “Khá”', 'Khá')}.",
        [
            paragraph(
                f"Điểm số {d.change('giảm', loss)} và thứ hạng {d.moved('tụt', fall)} so với {d.year(y - 1)} "
                f"({d.points(round(score + loss, 2), **before)}, {d.place('thứ', rank - fall, **before)}). "
                "Chi phí không chính thức và đào tạo lao động là hai mảng khiến doanh nghiệp chưa yên lòng."
            ),
            paragraph(
                f"Trên bảng chung, {(rival := x.neighbours(1)[0])} {d.first('dẫn đầu', subject=rival)} với "
                f"{d.points(x.value(70, 74), subject=rival)}."
            ),
            paragraph(
                f"Trong {d.year(y + 1)}, tỉnh phấn đấu điểm PCI đạt trên "
                f"{d.points(x.value(67, 70, 1), period=str(y + 1), status='target')} và vào "
                f"{d.top('tốp 20', 20, scope='cả nước', period=str(y + 1), status='target')} cả nước."
            ),
        ],
    )


def pci_neighbours(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PCI", period=str(y))
    names = x.neighbours(4)
    ranks = sorted(x.rng.sample(range(2, 50), 4))
    items = [
        f"{name}: {d.points(x.value(69 - 2 * place, 71 - 2 * place), dot=place == 1, subject=name)}, "
        f"{d.place('hạng', rank, subject=name)}."
        for place, (name, rank) in enumerate(zip(names, ranks, strict=True))
    ]
    return Story(
        f"{x.province} ở đâu trong bức tranh PCI {y} của khu vực {x.region}",
        f"Bảng xếp hạng PCI {d.year(y, '{y}')} cho thấy cuộc đua trong khu vực {x.region} ngày càng sít sao.",
        [
            paragraph(
                f"{x.province} được {d.points(x.value(66, 69))}, đứng {d.place('thứ', x.number(10, 30), 63)} "
                f"tỉnh, thành phố và {d.place('thứ', x.number(2, 5), x.region_size, scope=x.region)} khu vực "
                f"{x.region}."
            ),
            paragraph("Một số tỉnh được nhắc nhiều trong báo cáo:"),
            bullets(*items),
            paragraph(
                "Theo nhóm nghiên cứu, khoảng cách giữa các tỉnh đang thu hẹp, chỉ cần lơ là một mùa khảo "
                "sát là có thể bị vượt qua."
            ),
        ],
    )


TEMPLATES = (
    Template(papi_climb, "reform"),
    Template(papi_two_years, "reform"),
    Template(grouped_provinces, "reform"),
    Template(pci_result, "economy"),
    Template(pci_neighbours, "economy"),
)
