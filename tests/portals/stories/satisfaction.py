"""Stories of satisfaction and service, of agencies and of all indexes at once."""

from datetime import date

from tests.portals.draft import Draft
from tests.portals.measures import DVC_PARTS, SIPAS_PARTS
from tests.portals.model import bullets, paragraph, table
from tests.portals.scene import Scene, Story, Template
from tests.portals.world import survey


def sipas_survey(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="SIPAS", period=str(y))
    parts = x.rng.sample(SIPAS_PARTS, 3)
    items = [f"“{part}” đạt {d.percent(x.score('SIPAS', y, part), component=part)};" for part in parts]
    return Story(
        f"Người dân {x.province} hài lòng đến đâu: nhìn từ SIPAS {y}",
        f"Chỉ số hài lòng về sự phục vụ hành chính (SIPAS) {d.year(y)} của {x.province} là "
        f"{d.percent(x.score('SIPAS'))}, đứng {d.place('thứ', x.rank('SIPAS'), 63)}.",
        [
            paragraph(
                f"Con số này {d.difference(x.lead('SIPAS'), '%', ('cao hơn', 'thấp hơn'))} so với mức bình "
                f"quân chung và {d.difference(x.gain('SIPAS'), '%')} so với {d.year(y - 1)}. Các yếu tố "
                "được người dân chấm như sau:"
            ),
            bullets(*items),
            paragraph(
                "Điều người dân mong nhất vẫn là được hướng dẫn một lần cho đủ, có phiếu hẹn rõ ràng và "
                "được báo trước khi hồ sơ chậm."
            ),
        ],
    )


def sipas_goal(d: Draft, x: Scene) -> Story:
    y = x.published.year
    d.about(indicator="SIPAS", period=str(y), status="target")
    aim, top = (x.world.aimed_score("SIPAS", y, x.province), x.world.aimed_rank("SIPAS", y, x.province))
    plan = d.document(
        "Kế hoạch", f"{x.number(20, 190)}/KH-UBND", on=x.before(x.number(2, 9)), named="UBND tỉnh"
    )
    return Story(
        f"{x.province}: mỗi cán bộ là một điểm cộng cho SIPAS {y}",
        f"UBND tỉnh vừa ban hành {plan} về nâng cao mức độ hài lòng của người dân, tổ chức.",
        [
            paragraph(
                f"Kế hoạch đặt mục tiêu SIPAS {d.year(y)} đạt tối thiểu {d.percent(aim)}, nằm "
                f"trong {d.top(f'TOP {top}', top, scope='cả nước')} cả nước."
            ),
            paragraph(
                "Muốn vậy, từng quầy tiếp nhận phải có người trực thay giờ nghỉ, lời xin lỗi phải gửi trước "
                "khi người dân hỏi, và phiếu khảo sát được bỏ kín, không do chính người giải quyết hồ sơ "
                "thu lại."
            ),
        ],
    )


def ddci_agencies(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="DDCI", period=str(y))
    results = survey(x.province, y)
    (best, high), (second, next_high), (last, low) = results.best, results.second, results.last
    return Story(
        f"DDCI {y}: doanh nghiệp {x.province} chọn mặt gửi vàng",
        "Hiệp hội Doanh nghiệp tỉnh vừa công bố kết quả khảo sát Chỉ số năng lực cạnh tranh các sở, ngành "
        f"và địa phương (DDCI) {d.year(y)}.",
        [
            paragraph(
                f"{best} {d.first('dẫn đầu', subject=best)} với {d.points(high, subject=best)}; "
                f"{second} {d.place('thứ', 2, subject=second)} với "
                f"{d.points(next_high, subject=second)}. {last} xếp "
                f"{d.place('thứ', results.total, results.total, subject=last)}, chỉ được "
                f"{d.points(low, subject=last)}."
            ),
            paragraph(
                "Chủ tịch UBND tỉnh nhắc rằng bảng điểm không phải để khen chê, mà để từng cơ quan soi lại "
                "mình; nơi bị chấm thấp phải gặp trực tiếp doanh nghiệp để nghe."
            ),
        ],
    )


def service_index(d: Draft, x: Scene) -> Story:
    month, year = x.published.month, x.published.year
    month, year = (month - 1, year) if month > 1 else (12, year - 1)
    d.about(indicator="DVC", period=f"{year}-{month:02}")
    period = f"{year}-{month:02}"
    rows = [
        [name, d.points(x.score("DVC", period, name), scale, component=name)] for name, scale in DVC_PARTS
    ]
    base = d.document("Quyết định", "766/QĐ-TTg", on=date(2022, 6, 23), issuer="Thủ tướng Chính phủ")
    return Story(
        f"Bộ chỉ số phục vụ người dân, doanh nghiệp của {x.province} tháng {month}/{year}",
        f"Theo Bộ chỉ số phục vụ người dân, doanh nghiệp ban hành kèm {base}, {d.month(year, month)} tỉnh "
        f"{x.province} đạt {d.points(x.score('DVC', period), 100)}, đứng "
        f"{d.place('thứ', x.rank('DVC', period), 63)}.",
        [
            paragraph("Điểm của một số nhóm chỉ số:"),
            table(["Nhóm chỉ số", "Điểm"], *rows),
            paragraph(
                "Văn phòng UBND tỉnh gửi kết quả về từng cơ quan vào đầu tuần, kèm danh sách hồ sơ quá hạn "
                "để các cơ quan tự giải trình."
            ),
        ],
    )


#: Four indexes by the names an article lists them under.
_FOUR = (("PAR INDEX", "PAR_INDEX"), ("SIPAS", "SIPAS"), ("PAPI", "PAPI"), ("PCI", "PCI"))


def _result(d: Draft, x: Scene, indicator: str) -> str:
    """Return score and place of the province in an index."""
    write = d.percent if indicator in {"PAR_INDEX", "SIPAS"} else d.points
    score = write(x.score(indicator), indicator=indicator)
    return f"{score}, {d.place('hạng', x.rank(indicator), 63, indicator=indicator)}"


def four_indexes(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(period=str(y))
    return Story(
        f"{x.province} tổng kết bốn chỉ số của năm {y}",
        f"Sở Nội vụ vừa trình UBND tỉnh báo cáo tổng hợp các chỉ số đo lường nền hành chính {d.year(y)} của "
        f"tỉnh {x.province}.",
        [
            bullets(
                *(f"{name}: {_result(d, x, key)}." for name, key in _FOUR),
            ),
            paragraph(
                "Báo cáo lưu ý không cộng gộp các chỉ số với nhau, vì mỗi bộ chỉ số hỏi một nhóm người khác "
                "nhau và đo một việc khác nhau."
            ),
        ],
    )


TEMPLATES = (
    Template(sipas_survey, "reform"),
    Template(sipas_goal, "reform"),
    Template(ddci_agencies, "economy"),
    Template(service_index, "reform", first_year=2023),
    Template(four_indexes, "reform"),
)
