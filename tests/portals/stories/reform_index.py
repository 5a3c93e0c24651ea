"""Stories of the administrative reform index."""

from datetime import date
from typing import Any

from tests.portals.draft import Draft
from tests.portals.model import Block, paragraph, table
from tests.portals.scene import Scene, Story, Template

_PAR_PARTS = (
    ("Công tác chỉ đạo, điều hành cải cách hành chính", 8.5),
    ("Cải cách thể chế", 10),
    ("Cải cách thủ tục hành chính", 13),
    ("Cải cách tổ chức bộ máy hành chính nhà nước", 10.5),
    ("Cải cách chế độ công vụ", 15),
    ("Cải cách tài chính công", 12),
)


def par_announcement(d: Draft, x: Scene) -> Story:
    y, province = x.year, x.province
    d.about(indicator="PAR_INDEX", period=str(y))
    before: dict[str, Any] = {"period": str(y - 1)}
    decision = d.document(
        "Quyết định", f"{x.number(210, 690)}/QĐ-BNV", on=x.before(x.number(3, 12)), issuer="Bộ Nội vụ"
    )
    part, scale = x.pick(_PAR_PARTS)
    score, gain, rank, rise = x.value(83, 91), x.value(0.3, 2.4), x.number(9, 40), x.number(2, 12)
    return Story(
        f"{province} có bước tiến về Chỉ số cải cách hành chính {y}",
        f"Căn cứ {decision}, Chỉ số cải cách hành chính (PAR INDEX) {d.year(y)} của tỉnh {province} đạt "
        f"{d.percent(score)}, xếp {d.place('thứ', rank, 63)} tỉnh, thành phố.",
        [
            paragraph(
                f"So với {d.year(y - 1)}, chỉ số của tỉnh {d.change('tăng', gain, '%')}, thứ hạng "
                f"{d.moved('tăng', rise)}. Khi đó tỉnh đạt {d.percent(round(score - gain, 2), **before)} và "
                f"đứng ở {d.place('vị trí', rank + rise, 63, **before)}."
            ),
            paragraph(
                f"Chỉ số thành phần “{part}” đạt "
                f"{d.points(x.value(0.7 * scale, 0.95 * scale), scale, component=part)}, "
                f"{d.place('hạng', x.number(5, 30), 63, component=part)}. Đây là nội dung được tập trung "
                "khắc phục sau đợt tự chấm lần trước."
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
        f"{x.province} được {d.percent(x.value(83, 90))}, thuộc {d.group('nhóm B', 'B', scope='cả nước')} "
        "của cả nước.",
        [
            paragraph("Kết quả của từng lĩnh vực như sau:"),
            table(["Chỉ số thành phần", "Điểm đạt được", "Xếp hạng"], *rows),
            paragraph(
                "Từ bảng trên, Sở Nội vụ đề nghị mỗi cơ quan chọn tiêu chí yếu nhất của mình để làm trước, "
                "có địa chỉ chịu trách nhiệm và có tài liệu kiểm chứng."
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
            f"Theo {plan}, {d.year(y)} tỉnh phấn đấu Chỉ số cải cách hành chính đạt từ "
            f"{d.percent(x.value(86, 91, 1))} trở lên, nằm trong "
            f"{d.top('nhóm 20 tỉnh, thành phố dẫn đầu', 20, scope='cả nước')} cả nước."
        ),
        paragraph(
            "Chỉ số hài lòng của người dân (SIPAS) phải đạt tối thiểu "
            f"{d.percent(x.number(85, 92), indicator='SIPAS')}; riêng PAPI đặt mục tiêu "
            f"{d.points(x.value(42, 45, 1), indicator='PAPI')} và "
            f"{d.place('hạng', 20, 63, indicator='PAPI')}."
        ),
        paragraph(
            "Cơ quan nào để chỉ số thành phần mình phụ trách tụt lại thì phải giải trình trước tập thể UBND "
            "tỉnh."
        ),
    ]
    return Story(
        f"{x.province} đặt đích cho các chỉ số năm {y}",
        f"UBND tỉnh {x.province} đã giao chỉ tiêu cụ thể về cải cách hành chính cho từng sở, ngành, địa "
        "phương.",
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
                f"{d.percent(x.value(86, 91))}, {d.change('cao hơn', x.value(0.5, 3), '%')} so với bình quân "
                "cả nước."
            ),
            paragraph(
                f"Tại cuộc họp ngày {d.day(published, '{dd}/{mm}/{y}')}, Thường trực Tỉnh ủy yêu cầu không "
                "chủ quan, giữ vững cách làm đã chứng minh hiệu quả."
            ),
        ],
    )


TEMPLATES = (
    Template(par_announcement, "reform"),
    Template(par_components, "reform"),
    Template(par_goal, "reform", months=range(1, 6)),
    Template(par_history, "reform", months=range(2, 13)),
)
