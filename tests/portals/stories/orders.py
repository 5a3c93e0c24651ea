"""Stories of telegrams, notices and decisions."""

from datetime import date

from tests.portals.draft import Draft
from tests.portals.model import paragraph, table
from tests.portals.scene import Scene, Story, Template


def storm_telegram(d: Draft, x: Scene) -> Story:
    day = x.before(1)
    telegram = d.document("Công điện", f"{x.number(2, 14):02}/CĐ-UBND", on=day, named="Chủ tịch UBND tỉnh")
    above = d.document(
        "Công điện", f"{x.number(400, 990)}/CĐ-TTg", on=x.before(2), issuer="Thủ tướng Chính phủ"
    )
    return Story(
        f"{x.province} chủ động ứng phó mưa lũ tháng {x.published.month}/{x.published.year}",
        f"Chủ tịch UBND tỉnh có {telegram} yêu cầu các địa phương chủ động ứng phó bão số 3 và mưa lớn.",
        [
            paragraph(
                f"Thực hiện {above}, các huyện khẩn trương rà soát hộ dân ven sông, chằng chống nhà cửa, bố "
                "trí lực lượng trực tại các ngầm tràn. Tàu thuyền vào nơi neo đậu an toàn."
            ),
            paragraph(
                "Đài khí tượng cho biết gió giật cấp tám, lượng mưa phổ biến 150 - 200 mm, có nơi trên 250 "
                "mm. Điện lực tỉnh huy động 45 tổ xung kích, dự trữ 12 máy phát."
            ),
        ],
    )


def conclusion_notice(d: Draft, x: Scene) -> Story:
    meeting = x.before(x.number(6, 10))
    notice = d.document(
        "Thông báo",
        f"{x.number(40, 380)}/TB-UBND",
        on=x.before(2),
        issuer="UBND tỉnh",
        day_style="ngày {dd}/{mm}/{y}",
    )
    earlier = d.document("Công văn", f"{x.number(700, 5200)}/UBND-NC", on=x.before(x.number(20, 40)))
    return Story(
        f"Kết luận tại phiên họp về kỷ cương hành chính tỉnh {x.province} {meeting:%m/%Y}",
        f"Theo {notice}, lãnh đạo tỉnh đã có kết luận tại phiên họp ngày {d.day(meeting, '{d}.{m}.{y}')} về "
        "siết chặt kỷ cương hành chính.",
        [
            paragraph(
                f"Các cơ quan nghiêm túc thực hiện {earlier}; nơi nào chưa làm phải báo cáo rõ lý do, không "
                "xin lùi thời hạn chung chung."
            ),
            paragraph(
                "Thanh tra tỉnh kiểm tra đột xuất, kết quả gửi thẳng cho Ban Tổ chức Tỉnh ủy để xem xét khi "
                "đánh giá cán bộ cuối năm."
            ),
        ],
    )


def decisions_table(d: Draft, x: Scene) -> Story:
    subjects = (
        "thu hồi đất mở rộng đường liên xã",
        "cho thuê đất cụm công nghiệp",
        "giao đất xây trường mầm non",
        "chuyển mục đích sử dụng đất khu tái định cư",
    )
    rows = [
        [
            str(place),
            d.document("Quyết định", f"{x.number(200, 2900)}/QĐ-UBND", on=x.before(x.number(3, 40))),
            subject,
        ]
        for place, subject in enumerate(subjects, 1)
    ]
    return Story(
        f"Công khai các quyết định về đất đai của {x.province} đến {x.published:%d/%m/%Y}",
        "Văn phòng UBND tỉnh công khai các quyết định về đất đai mới ban hành để người dân giám sát.",
        [
            table(["STT", "Văn bản", "Trích yếu"], *rows),
            paragraph(
                "Hồ sơ, bản đồ kèm theo từng quyết định được niêm yết tại trụ sở xã và nhà văn hóa thôn."
            ),
        ],
    )


def appointment(d: Draft, x: Scene) -> Story:
    start = date(x.published.year, x.published.month, 1)
    decision = d.document(
        "Quyết định", f"{x.number(100, 1900)}/QĐ-UBND", on=x.before(4), issuer="Chủ tịch UBND tỉnh"
    )
    rule = d.document("Quy định", f"{x.number(40, 99)}-QĐ/TW", issuer="Bộ Chính trị")
    return Story(
        f"Công bố quyết định về công tác cán bộ tại {x.province} ({x.published:%d/%m/%Y})",
        f"UBND tỉnh tổ chức công bố {decision} về điều động, bổ nhiệm cán bộ.",
        [
            paragraph(
                f"Thời hạn giữ chức vụ là 05 năm, kể từ ngày {d.day(start, '{dd}/{mm}/{y}')}. Việc lấy phiếu "
                f"giới thiệu được làm theo {rule}, đủ năm bước, công khai trong cơ quan."
            ),
            paragraph(
                "Phát biểu nhận nhiệm vụ, tân giám đốc hứa giữ đoàn kết, lắng nghe anh em và sớm gỡ những "
                "hồ sơ tồn."
            ),
        ],
    )


TEMPLATES = (
    Template(storm_telegram, "other", months=range(7, 13)),
    Template(conclusion_notice, "other"),
    Template(decisions_table, "economy"),
    Template(appointment, "other"),
)
