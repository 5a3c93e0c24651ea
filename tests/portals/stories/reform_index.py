"""Stories of the administrative reform index."""

from datetime import date
from typing import Any

from tests.portals.draft import Draft
from tests.portals.measures import PAR_PARTS
from tests.portals.model import Block, paragraph, table
from tests.portals.scene import Scene, Story, Template, by_sign


def par_announcement(d: Draft, x: Scene) -> Story:
    y, province = x.year, x.province
    d.about(indicator="PAR_INDEX", period=str(y))
    before: dict[str, Any] = {"period": str(y - 1)}
    decision = d.document(
        "Quyết định", f"{x.number(210, 690)}/QĐ-BNV", on=x.before(x.number(3, 12)), issuer="Bộ Nội vụ"
    )
    part, scale = x.pick(PAR_PARTS)
    climb = x.climb("PAR_INDEX")
    return Story(
        f"{province} {by_sign(climb, 'có bước tiến', 'chưa bứt lên được')} về Chỉ số cải cách hành chính {y}",
        f"Căn cứ {decision}, Chỉ số cải cách hành chính (PAR INDEX) {d.year(y)} của tỉnh {province} đạt "
        f"{d.percent(x.score('PAR_INDEX'))}, xếp {d.place('thứ', x.rank('PAR_INDEX'), 63)} tỉnh, thành phố.",
        [
            paragraph(
                f"So với {d.year(y - 1)}, chỉ số của tỉnh {d.difference(x.gain('PAR_INDEX'), '%')}, thứ hạng "
                f"{d.climbed(climb)}. Khi đó tỉnh đạt "
                f"{d.percent(x.score('PAR_INDEX', y - 1), **before)} và "
                f"đứng ở {d.place('vị trí', x.rank('PAR_INDEX', y - 1), 63, **before)}."
            ),
            paragraph(
                f"Chỉ số thành phần “{part}” đạt "
                f"{d.points(x.score('PAR_INDEX', y, part), scale, component=part)}, "
                f"{d.place('hạng', x.rank('PAR_INDEX', y, part), 63, component=part)}. Đây là nội dung "
                "được tập trung khắc phục sau đợt tự chấm lần trước."
            ),
            paragraph(
                f"Tính riêng khu vực {x.region}, {province} đứng "
                f"{d.place('thứ', x.rank_in_region('PAR_INDEX'), x.region_size, scope=x.region)} tỉnh."
            ),
        ],
    )


def par_components(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="PAR_INDEX", period=str(y))
    rows = [
        [
            name,
            d.points(x.score("PAR_INDEX", y, name), scale, component=name),
            d.place("hạng", x.rank("PAR_INDEX", y, name), 63, component=name),
        ]
        for name, scale in PAR_PARTS[: x.number(4, 6)]
    ]
    group = x.world.group("PAR_INDEX", str(y), x.province)
    return Story(
        f"Nhìn từ bảng điểm thành phần của Chỉ số cải cách hành chính năm {y}",
        f"Bộ Nội vụ vừa gửi các địa phương bảng điểm chi tiết Chỉ số cải cách hành chính {d.year(y)}. Tỉnh "
        f"{x.province} được {d.percent(x.score('PAR_INDEX'))}, thuộc "
        f"{d.group(f'nhóm {group}', group, scope='cả nước')} của cả nước.",
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
    first, papi = (x.world.aimed_rank(indicator, y, x.province) for indicator in ("PAR_INDEX", "PAPI"))
    aims = {key: x.world.aimed_score(key, y, x.province) for key in ("PAR_INDEX", "SIPAS", "PAPI")}
    blocks: list[Block] = [
        paragraph(
            f"Theo {plan}, {d.year(y)} tỉnh phấn đấu Chỉ số cải cách hành chính đạt từ "
            f"{d.percent(aims['PAR_INDEX'])} trở lên, nằm trong "
            f"{d.top(f'nhóm {first} tỉnh, thành phố dẫn đầu', first, scope='cả nước')} cả nước."
        ),
        paragraph(
            "Chỉ số hài lòng của người dân (SIPAS) phải đạt tối thiểu "
            f"{d.percent(aims['SIPAS'], indicator='SIPAS')}; riêng PAPI đặt mục tiêu "
            f"{d.points(aims['PAPI'], indicator='PAPI')} và "
            f"{d.place('hạng', papi, 63, indicator='PAPI')}."
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
    ranks = [x.rank("PAR_INDEX", year) for year in range(y - 2, y + 1)]
    rising = ranks[0] > ranks[1] > ranks[2]
    opening = (
        f"Đi lên từng bước, Chỉ số cải cách hành chính của {x.province} thăng hạng qua từng năm."
        if rising
        else f"Có năm tiến, có năm lùi: Chỉ số cải cách hành chính của {x.province} chưa thật vững."
    )
    years = [
        f"{d.year(year)} {d.place('hạng', rank, 63, period=str(year))}"
        for year, rank in zip(range(y - 2, y + 1), ranks, strict=True)
    ]
    published = date(y + 1, 1, 15)
    return Story(
        f"Ba năm bền bỉ của {x.province} trên bảng xếp hạng cải cách hành chính (đến {y})",
        opening,
        [
            paragraph(f"Cụ thể: {', '.join(years)}."),
            paragraph(
                f"Lần gần nhất thứ hạng của tỉnh {d.climbed(ranks[1] - ranks[2])}; tỉnh ghi được "
                f"{d.percent(x.score('PAR_INDEX'))}, "
                f"{d.difference(x.lead('PAR_INDEX'), '%', ('cao hơn', 'thấp hơn'))} so với bình quân cả nước."
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
