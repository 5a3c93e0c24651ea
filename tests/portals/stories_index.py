"""Stories of the administrative reform and governance indexes."""

from datetime import date

from tests.portals.draft import Draft
from tests.portals.model import Block, bullets, paragraph, table
from tests.portals.scene import Scene, Story, Template

_PAR_PARTS = (
    ("Công tác chỉ đạo, điều hành cải cách hành chính", 8.5),
    ("Cải cách thể chế", 10),
    ("Cải cách thủ tục hành chính", 13),
    ("Cải cách tổ chức bộ máy hành chính nhà nước", 10.5),
    ("Cải cách chế độ công vụ", 15),
    ("Cải cách tài chính công", 12),
)
_PAPI_PARTS = (
    "Tham gia của người dân ở cấp cơ sở",
    "Công khai, minh bạch",
    "Trách nhiệm giải trình với người dân",
    "Kiểm soát tham nhũng trong khu vực công",
    "Thủ tục hành chính công",
    "Cung ứng dịch vụ công",
)


def par_announcement(d: Draft, x: Scene) -> Story:
    y, province = x.year, x.province
    d.about(indicator="PAR_INDEX", period=str(y))
    before = {"period": str(y - 1)}
    decision = d.document(
        "Quyết định", f"{x.number(210, 690)}/QĐ-BNV", on=x.before(x.number(3, 12)), issuer="Bộ Nội vụ"
    )
    part, scale = x.pick(_PAR_PARTS)
    return Story(
        f"{province} có bước tiến về Chỉ số cải cách hành chính {y}",
        f"Căn cứ {decision}, Chỉ số cải cách hành chính (PAR INDEX) {d.year(y)} của tỉnh {province} đạt "
        f"{d.percent(x.value(82, 91))}, xếp {d.place('thứ', x.number(9, 40), 63)} tỉnh, thành phố.",
        [
            paragraph(
                f"So với {d.year(y - 1)}, chỉ số của tỉnh {d.change('tăng', x.value(0.3, 2.4), '%')}, thứ hạng "
                f"{d.moved('tăng', x.number(2, 12))}. Khi đó tỉnh đạt {d.percent(x.value(80, 84), **before)} và "
                f"đứng ở {d.place('vị trí', x.number(41, 52), 63, **before)}."
            ),
            paragraph(
                f"Chỉ số thành phần “{part}” đạt {d.points(x.value(0.7 * scale, 0.95 * scale), scale, component=part)}, "
                f"{d.place('hạng', x.number(5, 30), 63, component=part)}. Đây là nội dung được tập trung khắc phục "
                "sau đợt tự chấm lần trước."
            ),
            paragraph(
                f"Tính riêng khu vực {x.region}, {province} đứng "
                f"{d.place('thứ', x.number(2, 6), x.region_size, scope=x.region)} tỉnh."
            ),
        ],
    )


def par_components(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PAR_INDEX", period=str(y))
    rows = [
        [
            name,
            d.points(x.value(0.7 * scale, 0.95 * scale), scale, component=name),
            d.place("hạng", x.number(3, 55), 63, component=name),
        ]
        for name, scale in _PAR_PARTS[: x.number(4, 6)]
    ]
    return Story(
        f"Nhìn từ bảng điểm thành phần của Chỉ số cải cách hành chính năm {y}",
        f"Bộ Nội vụ vừa gửi các địa phương bảng điểm chi tiết Chỉ số cải cách hành chính {d.year(y)}. Tỉnh "
        f"{x.province} được {d.percent(x.value(83, 90))}, thuộc {d.group('nhóm B', 'B', scope='cả nước')} của "
        "cả nước.",
        [
            paragraph("Kết quả của từng lĩnh vực như sau:"),
            table(["Chỉ số thành phần", "Điểm đạt được", "Xếp hạng"], *rows),
            paragraph(
                "Từ bảng trên, Sở Nội vụ đề nghị mỗi cơ quan chọn tiêu chí yếu nhất của mình để làm trước, có "
                "địa chỉ chịu trách nhiệm và có tài liệu kiểm chứng."
            ),
        ],
    )


def papi_climb(d: Draft, x: Scene) -> Story:
    y, low = x.year, x.number(38, 55)
    d.about(indicator="PAPI", period=str(y))
    before, rise = {"period": str(y - 1)}, x.number(4, 20)
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
        f"Mặt trận Tổ quốc tỉnh {x.province} vừa tổng hợp kết quả khảo sát PAPI do UNDP công bố để gửi các xã, "
        "phường nghiên cứu.",
        [
            paragraph("Điểm từng nội dung, trên thang mười, như sau:"),
            table(header, *rows),
            paragraph("Các xã được đề nghị đối chiếu với nơi mình ở, không lấy điểm chung của tỉnh để tự hài lòng."),
        ],
    )


def pci_result(d: Draft, x: Scene) -> Story:
    y, score, loss = x.year, x.value(64, 69), x.value(0.4, 2)
    d.about(indicator="PCI", period=str(y))
    before = {"period": str(y - 1)}
    fall, rank = x.number(2, 9), x.number(12, 35)
    day = x.before(x.number(1, 5))
    return Story(
        f"Cộng đồng doanh nghiệp chấm điểm {x.province} thế nào trong PCI {y}",
        f"Ngày {d.day(day, '{d}/{m}/{y}')}, VCCI công bố Chỉ số năng lực cạnh tranh cấp tỉnh (PCI) {d.year(y)}. "
        f"{x.province} đạt {d.points(score)}, xếp {d.place('hạng', rank, 63)}, thuộc "
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
                f"{d.top(f'tốp {(n := 20)}', n, scope='cả nước', period=str(y + 1), status='target')} cả nước."
            ),
        ],
    )


def pci_neighbours(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PCI", period=str(y))
    names = x.neighbours(4)
    ranks = sorted(x.rng.sample(range(2, 50), 4))
    items = [
        f"{name}: {d.points(x.value(69 - 2 * place, 71 - 2 * place), subject=name)}, "
        f"{d.place('hạng', rank, subject=name)}."
        for place, (name, rank) in enumerate(zip(names, ranks, strict=True))
    ]
    return Story(
        f"{x.province} ở đâu trong bức tranh PCI {y} của khu vực {x.region}",
        f"Bảng xếp hạng PCI {d.year(y, '{y}')} cho thấy cuộc đua trong khu vực {x.region} ngày càng sít sao.",
        [
            paragraph(
                f"{x.province} được {d.points(x.value(66, 69))}, đứng {d.place('thứ', x.number(10, 30), 63)} tỉnh, "
                f"thành phố và {d.place('thứ', x.number(2, 5), x.region_size, scope=x.region)} khu vực {x.region}."
            ),
            paragraph("Một số tỉnh được nhắc nhiều trong báo cáo:"),
            bullets(*items),
            paragraph(
                "Theo nhóm nghiên cứu, khoảng cách giữa các tỉnh đang thu hẹp, chỉ cần lơ là một mùa khảo sát là "
                "có thể bị vượt qua."
            ),
        ],
    )


def par_goal(d: Draft, x: Scene) -> Story:
    y = x.published.year
    d.about(indicator="PAR_INDEX", period=str(y), status="target")
    plan = d.document(
        "Kế hoạch", f"{x.number(18, 260)}/KH-UBND", on=x.before(x.number(4, 20)), issuer="UBND tỉnh"
    )
    blocks: list[Block] = [
        paragraph(
            f"Theo {plan}, {d.year(y)} tỉnh phấn đấu Chỉ số cải cách hành chính đạt từ {d.percent(x.value(86, 91, 1))} "
            f"trở lên, nằm trong {d.top('nhóm 20 tỉnh, thành phố dẫn đầu', 20, scope='cả nước')} cả nước."
        ),
        paragraph(
            f"Chỉ số hài lòng của người dân (SIPAS) phải đạt tối thiểu {d.percent(x.number(85, 92), indicator='SIPAS')}; "
            f"riêng PAPI đặt mục tiêu {d.points(x.value(42, 45, 1), indicator='PAPI')} và "
            f"{d.place('hạng', 20, 63, indicator='PAPI')}."
        ),
        paragraph("Cơ quan nào để chỉ số thành phần mình phụ trách tụt lại thì phải giải trình trước tập thể UBND tỉnh."),
    ]
    return Story(
        f"{x.province} đặt đích cho các chỉ số năm {y}",
        f"UBND tỉnh {x.province} đã giao chỉ tiêu cụ thể về cải cách hành chính cho từng sở, ngành, địa phương.",
        blocks,
    )


def par_history(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PAR_INDEX", period=str(y))
    ranks = [x.number(30, 44), x.number(20, 29), x.number(8, 19)]
    years = [
        f"{d.year(year)} {d.place('hạng', rank, 63, period=str(year))}"
        for year, rank in zip(range(y - 2, y + 1), ranks, strict=True)
    ]
    published = date(y + 1, 1, 15)
    return Story(
        f"Ba năm bền bỉ của {x.province} trên bảng xếp hạng cải cách hành chính (đến {y})",
        f"Đi lên từng bước, Chỉ số cải cách hành chính của {x.province} có ba lần thăng hạng liên tiếp.",
        [
            paragraph(f"Cụ thể: {', '.join(years)}."),
            paragraph(
                f"Lần gần nhất tỉnh {d.moved('tăng', ranks[1] - ranks[2])} và ghi được "
                f"{d.percent(x.value(86, 91))}, cách mức trung bình cả nước không xa: "
                f"{d.change('cao hơn', x.value(0.5, 3), '%')}."
            ),
            paragraph(
                f"Tại cuộc họp ngày {d.day(published, '{dd}/{mm}/{y}')}, Thường trực Tỉnh ủy yêu cầu không chủ quan, "
                "giữ vững cách làm đã chứng minh hiệu quả."
            ),
        ],
    )


INDEX_TEMPLATES = (
    Template(par_announcement, "reform"),
    Template(par_components, "reform"),
    Template(papi_climb, "reform"),
    Template(papi_two_years, "reform"),
    Template(pci_result, "economy"),
    Template(pci_neighbours, "economy"),
    Template(par_goal, "reform"),
    Template(par_history, "reform"),
)
