"""Stories of PAPI and PCI."""

from typing import Any

from tests.portals.draft import Draft
from tests.portals.measures import PAPI_PARTS
from tests.portals.model import bullets, paragraph, table
from tests.portals.scene import Scene, Story, Template, by_sign


def papi_climb(d: Draft, x: Scene) -> Story:
    y, climb = x.year, x.climb("PAPI")
    d.about(indicator="PAPI", period=str(y))
    before: dict[str, Any] = {"period": str(y - 1)}
    parts = sorted(PAPI_PARTS, key=lambda part: x.score("PAPI", y, part))
    weak, strong = parts[0], parts[-1]
    way = by_sign(climb, "lên", "xuống")
    return Story(
        f"PAPI {y}: {x.province} {way} {abs(climb)} bậc",
        f"Chỉ số hiệu quả quản trị và hành chính công cấp tỉnh (PAPI) {d.year(y)} ghi nhận {x.province} đạt "
        f"{d.points(x.score('PAPI'))}, từ "
        f"{d.place('vị trí', x.rank('PAPI', y - 1), scope='cả nước', **before)} cả nước {way} "
        f"{d.place('', x.rank('PAPI'), scope='cả nước')}.",
        [
            paragraph(
                f"Tổng điểm {d.difference(x.gain('PAPI'))} so với {d.year(y - 1)} "
                f"({d.points(x.score('PAPI', y - 1), **before)}). {_papi_groups(d, x)}"
            ),
            paragraph(
                f"Điểm sáng nhất là nội dung “{strong}” với "
                f"{d.points(x.score('PAPI', y, strong), 10, component=strong)}. Ngược lại, nội dung "
                f"“{weak}” chỉ được {d.points(x.score('PAPI', y, weak), 10, component=weak)}, "
                f"{d.difference(x.gain('PAPI', weak), component=weak)}."
            ),
        ],
    )


def _papi_groups(d: Draft, x: Scene) -> str:
    """Say from which group of PAPI to which the province went, or that it stayed."""
    old, new = (x.world.group("PAPI", str(year), x.province) for year in (x.year - 1, x.year))
    if old == new:
        return f"Như vậy tỉnh vẫn ở {d.group(f'nhóm {new}', new)}."
    left = d.group(f"nhóm {old}", old, period=str(x.year - 1))
    entered = d.group(f"nhóm {new}", new)
    return (
        f"Nhờ đó tỉnh rời {left} để vào {entered}."
        if x.climb("PAPI") > 0
        else (f"Vì thế tỉnh rời {left}, xuống {entered}.")
    )


def papi_two_years(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PAPI", period=str(y))
    header = ["Nội dung", d.year(y - 1, "Năm {y}"), d.year(y, "Năm {y}")]
    rows = [
        [
            name,
            d.points(x.score("PAPI", y - 1, name), component=name, period=str(y - 1)),
            d.points(x.score("PAPI", y, name), component=name),
        ]
        for name in PAPI_PARTS[: x.number(4, 6)]
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
    rivals = sorted(x.neighbours(5), key=lambda name: x.rank("PAPI", subject=name))
    high, low = rivals[0], rivals[-1]
    own, best, worst = (x.world.group("PAPI", str(y), name) for name in (x.province, high, low))
    falls = "rơi vào" if worst == "Thấp nhất" else "ở"
    return Story(
        f"PAPI {y}: khoảng cách giữa các nhóm tỉnh",
        f"UNDP phân các tỉnh thành bốn nhóm trong kết quả PAPI {d.year(y, '{y}')}.",
        [
            paragraph(
                f"{x.province} ở {d.group(f'nhóm {own}', own)} với "
                f"{d.points(x.score('PAPI'))}. {high} thuộc "
                f"{d.group(f'nhóm {best}', best, subject=high)}, được "
                f"{d.points(x.score('PAPI', subject=high), subject=high)}; {low} {falls} "
                f"{d.group(f'nhóm {worst}', worst, subject=low)} với "
                f"{d.points(x.score('PAPI', subject=low), subject=low)}."
            ),
            paragraph(
                "Chuyên gia khuyên nên đọc điểm của từng nội dung, vì thứ bậc chung dễ che đi chỗ yếu."
            ),
        ],
    )


def pci_result(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PCI", period=str(y))
    before: dict[str, Any] = {"period": str(y - 1)}
    group, rival = x.world.group("PCI", str(y), x.province), x.world.leader("PCI", str(y))
    aim, top = x.world.aimed_score("PCI", y + 1, x.province), x.world.aimed_rank("PCI", y + 1, x.province)
    day = x.before(x.number(1, 5))
    return Story(
        f"Cộng đồng doanh nghiệp chấm điểm {x.province} thế nào trong PCI {y}",
        f"Ngày {d.day(day, '{d}/{m}/{y}')}, VCCI công bố Chỉ số năng lực cạnh tranh cấp tỉnh (PCI) "
        f"{d.year(y)}. {x.province} đạt {d.points(x.score('PCI'))}, xếp "
        f"{d.place('hạng', x.rank('PCI'), 63)}, thuộc {d.group(f'nhóm “{group}”', group)}.",
        [
            paragraph(
                f"Điểm số {d.difference(x.gain('PCI'))} và thứ hạng {d.climbed(x.climb('PCI'))} so với "
                f"{d.year(y - 1)} ({d.points(x.score('PCI', y - 1), **before)}, "
                f"{d.place('thứ', x.rank('PCI', y - 1), **before)}). "
                "Chi phí không chính thức và đào tạo lao động vẫn là hai mảng khiến doanh nghiệp chưa yên "
                "lòng."
            ),
            paragraph(
                f"Trên bảng chung, {rival} {d.first('dẫn đầu', subject=rival)} với "
                f"{d.points(x.score('PCI', subject=rival), subject=rival)}."
            ),
            paragraph(
                f"Trong {d.year(y + 1)}, tỉnh phấn đấu điểm PCI đạt trên "
                f"{d.points(aim, period=str(y + 1), status='target')} và vào "
                f"{d.top(f'tốp {top}', top, scope='cả nước', period=str(y + 1), status='target')} cả nước."
            ),
        ],
    )


def pci_neighbours(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PCI", period=str(y))
    names = sorted(x.neighbours(4), key=lambda name: x.rank("PCI", subject=name))
    items = [
        f"{name}: {d.points(x.score('PCI', subject=name), dot=place == 1, subject=name)}, "
        f"{d.place('hạng', x.rank('PCI', subject=name), subject=name)}."
        for place, name in enumerate(names)
    ]
    return Story(
        f"{x.province} ở đâu trong bức tranh PCI {y} của khu vực {x.region}",
        f"Bảng xếp hạng PCI {d.year(y, '{y}')} cho thấy cuộc đua trong khu vực {x.region} ngày càng sít sao.",
        [
            paragraph(
                f"{x.province} được {d.points(x.score('PCI'))}, đứng {d.place('thứ', x.rank('PCI'), 63)} "
                "tỉnh, thành phố và "
                f"{d.place('thứ', x.rank_in_region('PCI'), x.region_size, scope=x.region)} khu vực "
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
