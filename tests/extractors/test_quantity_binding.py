"""What a quantity is of, and whether it is reached, demanded or a norm, as data."""

import pytest

from extractors.dates import find_dates
from extractors.facts import Quantity
from extractors.quantities import find_quantities


def read(text: str) -> list[Quantity]:
    return find_quantities(text, find_dates(text, None))


# Text with one quantity -> what it is of.
OF = {
    "100% thủ trưởng cơ quan phải ký cam kết trước hè": "thủ trưởng cơ quan phải ký cam kết",
    "Tỷ lệ hộ nghèo giảm còn 2,02%.": "tỷ lệ hộ nghèo",
    "(trong đó, Cấp huyện: 288 TTHC)": "Cấp huyện",
    "Kinh phí dự kiến 3,4 tỷ đồng, lấy từ nguồn chi": "kinh phí",
    "bão làm 3.940 ha lúa mùa bị ngập.": "lúa mùa bị ngập",
    "Khách du lịch đạt 14,4 triệu lượt, hạng 4": "khách du lịch",
    "phát ra 5.400 phiếu, thu về đủ": "phiếu",
    "Nông, lâm nghiệp và thủy sản tăng 3,58%": "nông, lâm nghiệp và thủy sản",
    "trong đó 54% là phụ nữ.": "phụ nữ",
    "Trong 27 sản phẩm chủ yếu, có nhiều": "sản phẩm chủ yếu",
    "Chỉ số giá tiêu dùng (CPI) bình quân tăng 3,41%;": "chỉ số giá tiêu dùng (CPI)",
    "đ) Tỷ lệ thanh toán trực tuyến đạt 45%": "tỷ lệ thanh toán trực tuyến",
    "1.159 dịch vụ công trực tuyến mức độ 3": "dịch vụ công trực tuyến mức độ 3",
    "chậm báo cáo trừ 05 điểm;": "chậm báo cáo",
    "Đơn vị đạt từ 90 điểm trở lên xếp loại Xuất sắc": "xếp loại Xuất sắc",
}  # fmt: skip


@pytest.mark.parametrize(("text", "of"), OF.items())
def test_what_is_counted(text: str, of: str) -> None:
    assert [q.of for q in read(text)] == [of]


STATUS = {
    "actual": [
        "đã giải quyết 98% hồ sơ", "GRDP tăng 12,46% so với cùng kỳ.", "Tỉnh có 103 xã.",
        "Phấn đấu đưa PCI vào tốp đầu trong 63 tỉnh.",
        "Yêu cầu xử lý dứt điểm 12 vụ việc", "vượt 20,7% dự toán",
    ],
    "target": [
        "Phấn đấu 90% hồ sơ nộp trực tuyến", "Mục tiêu là GRDP tăng từ 11,5% trở lên",
        "yêu cầu 100% cán bộ ký cam kết",
        "Hoàn thành 02 cầu trước ngày 30/6", "UBND tỉnh giao Sở Xây dựng cắt giảm 30% thời gian",
        "một việc không quá 02 cấp hành chính",
        "Kinh phí dự kiến 3,4 tỷ đồng", "đến năm 2030, tỷ lệ này đạt 60%",
    ],
    None: [
        "tối đa 10 điểm", "chậm báo cáo trừ 05 điểm", "thực hiện theo 3 bước", "kiểm tra 2 lần/năm",
        "để hồ sơ trễ hạn quá 5% thì bị phê bình",
        "nhóm Tốt: từ 90% trở lên", "mức hỗ trợ 5 triệu đồng", "thang điểm là 100", "sai số cho phép 2,5%",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "text"), [(status, text) for status, texts in STATUS.items() for text in texts]
)
def test_status(status: str | None, text: str) -> None:
    found = read(text)
    assert found
    assert found[0].status == status, found[0]
