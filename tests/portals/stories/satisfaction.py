"""Stories of satisfaction and service, of agencies and of all indexes at once."""

from datetime import date

from tests.portals.draft import Draft
from tests.portals.model import bullets, paragraph, table
from tests.portals.scene import Scene, Story, Template

_SIPAS_PARTS = ("Tiếp cận dịch vụ", "Thủ tục hành chính", "Công chức giải quyết công việc", "Kết quả dịch vụ")
_DDCI_AGENCIES = (
    "Sở Tư pháp", "Sở Xây dựng", "Sở Công Thương", "Sở Giao thông vận tải", "Sở Y tế", "Cục Thuế tỉnh",
)  # fmt: skip
_DVC_PARTS = (
    ("Công khai, minh bạch", 18),
    ("Tiến độ giải quyết", 20),
    ("Dịch vụ công trực tuyến", 22),
    ("Mức độ hài lòng", 18),
)


def sipas_survey(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(indicator="SIPAS", period=str(y))
    parts = x.rng.sample(_SIPAS_PARTS, 3)
    items = [f"“{part}” đạt {d.percent(x.value(78, 93), component=part)};" for part in parts]
    return Story(
        f"Người dân {x.province} hài lòng đến đâu: nhìn từ SIPAS {y}",
        f"Chỉ số hài lòng về sự phục vụ hành chính (SIPAS) {d.year(y)} của {x.province} là "
        f"{d.percent(x.value(79, 92))}, đứng {d.place('thứ', x.number(6, 44), 63)}.",
        [
            paragraph(
                f"Con số này {d.change('cao hơn', x.value(0.4, 3), '%')} so với mức bình quân chung và "
                f"{d.change('tăng', x.value(0.2, 2), '%')} so với {d.year(y - 1)}. Các yếu tố được người dân "
                "chấm như sau:"
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
    plan = d.document(
        "Kế hoạch", f"{x.number(20, 190)}/KH-UBND", on=x.before(x.number(2, 9)), named="UBND tỉnh"
    )
    return Story(
        f"{x.province}: mỗi cán bộ là một điểm cộng cho SIPAS {y}",
        f"UBND tỉnh vừa ban hành {plan} về nâng cao mức độ hài lòng của người dân, tổ chức.",
        [
            paragraph(
                f"Kế hoạch đặt mục tiêu SIPAS {d.year(y)} đạt tối thiểu {d.percent(x.number(84, 93))}, nằm "
                f"trong {d.top('TOP 15', 15, scope='cả nước')} cả nước."
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
    best, second, last = x.rng.sample(_DDCI_AGENCIES, 3)
    total = x.number(18, 22)
    return Story(
        f"DDCI {y}: doanh nghiệp {x.province} chọn mặt gửi vàng",
        "Hiệp hội Doanh nghiệp tỉnh vừa công bố kết quả khảo sát Chỉ số năng lực cạnh tranh các sở, ngành "
        f"và địa phương (DDCI) {d.year(y)}.",
        [
            paragraph(
                f"{best} {d.first('dẫn đầu', subject=best)} với {d.points(x.value(86, 93), subject=best)}; "
                f"{second} {d.place('thứ', 2, subject=second)} với "
                f"{d.points(x.value(82, 86), subject=second)}. {last} xếp "
                f"{d.place('thứ', total, total, subject=last)}, chỉ được "
                f"{d.points(x.value(58, 70), subject=last)}."
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
    scores = [(name, scale, x.value(0.6 * scale, 0.95 * scale)) for name, scale in _DVC_PARTS]
    rows = [[name, d.points(value, scale, component=name)] for name, scale, value in scores]
    base = d.document("Quyết định", "766/QĐ-TTg", on=date(2022, 6, 23), issuer="Thủ tướng Chính phủ")
    return Story(
        f"Bộ chỉ số phục vụ người dân, doanh nghiệp của {x.province} tháng {month}/{year}",
        f"Theo Bộ chỉ số phục vụ người dân, doanh nghiệp ban hành kèm {base}, {d.month(year, month)} tỉnh "
        f"{x.province} đạt {d.points(x.value(70, 88), 100)}, đứng {d.place('thứ', x.number(5, 40), 63)}.",
        [
            paragraph("Điểm của một số nhóm chỉ số:"),
            table(["Nhóm chỉ số", "Điểm"], *rows),
            paragraph(
                "Văn phòng UBND tỉnh gửi kết quả về từng cơ quan vào đầu tuần, kèm danh sách hồ sơ quá hạn "
                "để các cơ quan tự giải trình."
            ),
        ],
    )


def four_indexes(d: Draft, x: Scene) -> Story:
    y = x.year
    d.about(period=str(y))
    return Story(
        f"{x.province} tổng kết bốn chỉ số của năm {y}",
        f"Sở Nội vụ vừa trình UBND tỉnh báo cáo tổng hợp các chỉ số đo lường nền hành chính {d.year(y)} của "
        f"tỉnh {x.province}.",
        [
            bullets(
                f"PAR INDEX: {d.percent(x.value(82, 90), indicator='PAR_INDEX')}, "
                f"{d.place('hạng', x.number(9, 45), 63, indicator='PAR_INDEX')}.",
                f"SIPAS: {d.percent(x.value(80, 90), indicator='SIPAS')}, "
                f"{d.place('hạng', x.number(9, 45), 63, indicator='SIPAS')}.",
                f"PAPI: {d.points(x.value(40, 45), indicator='PAPI')}, "
                f"{d.place('hạng', x.number(9, 45), 63, indicator='PAPI')}.",
                f"PCI: {d.points(x.value(62, 69), indicator='PCI')}, "
                f"{d.place('hạng', x.number(9, 45), 63, indicator='PCI')}.",
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
