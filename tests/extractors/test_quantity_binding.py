"""What a quantity is of, and whether it is reached, demanded or a norm, as data."""

import pytest

from extractors.dates import find_dates
from extractors.facts import Quantity
from extractors.quantities import find_quantities


def read(text: str) -> list[Quantity]:
    return find_quantities(text, find_dates(text, None))


# What a quantity is of -> phrasings in which it is the only quantity, or the one that ⟦ ⟧ marks.
OF: dict[str, list[str]] = {
    # The noun phrase behind the number, up to where its description ends.
    "thủ trưởng cơ quan phải ký cam kết": ["100% thủ trưởng cơ quan phải ký cam kết trước hè"],
    "lúa mùa bị ngập": ["bão làm 3.940 ha lúa mùa bị ngập."],
    "phiếu": ["phát ra 5.400 phiếu, thu về đủ"],
    "phụ nữ": ["trong đó 54% là phụ nữ."],
    "sản phẩm chủ yếu": ["Trong 27 sản phẩm chủ yếu, có nhiều"],
    "dịch vụ công trực tuyến mức độ 3": ["1.159 dịch vụ công trực tuyến mức độ 3"],
    "xếp loại Xuất sắc": ["Đơn vị đạt từ 90 điểm trở lên xếp loại Xuất sắc"],
    "giáo viên còn thiếu": ["bổ sung 840 giáo viên còn thiếu.", "còn 840 giáo viên còn thiếu ở vùng cao"],
    "công trình còn vướng mắc": ["tháo gỡ 12 công trình còn vướng mắc, kéo dài"],
    "cổ phiếu đi lên": ["phiên sáng có 19 cổ phiếu đi lên."],
    "trường đạt chuẩn quốc gia": ["có 65% trường đạt chuẩn quốc gia."],
    "nhiệm vụ theo kế hoạch": ["đã hoàn thành 17/40 nhiệm vụ theo kế hoạch trong năm"],
    "hồ sơ theo danh mục các việc gấp": ["trả 31 hồ sơ theo danh mục các việc gấp trong tuần"],
    "kết quả": ["Số hóa được 92,8% kết quả, vượt yêu cầu"],
    "hộ dân còn để vật chứa nước": ["Khoảng 27% hộ dân còn để vật chứa nước."],
    "kế hoạch": ["đơn vị dưới 60% kế hoạch không được xét khen thưởng"],
    "đơn vị không tới ngưỡng": ["có 3 đơn vị không tới ngưỡng."],
    # A bound by which the things are chosen belongs to them, and is of them.
    "đơn vị đạt từ 90% trở lên": ["Có ⟦5 đơn vị⟧ đạt từ 90% trở lên."],
    "đơn vị từ 82% đến dưới 90%": ["có ⟦11 đơn vị⟧ từ 82% đến dưới 90%."],
    "đơn vị": ["Có 5 đơn vị đạt từ ⟦90%⟧ trở lên."],
    "tàu dài từ 15 m trở lên đã lắp thiết bị": ["⟦1.562/1.571 tàu⟧ dài từ 15 m trở lên đã lắp thiết bị, đạt"],
    "tàu mất kết nối trên 10 ngày": ["vẫn có 38 tàu mất kết nối trên 10 ngày, giảm"],
    "sản phẩm 4 sao": ["trong đó 26 sản phẩm 4 sao."],
    # Lists go on with the noun they share.
    "địa phương đã ban hành chương trình, kế hoạch": [
        "có 11/11 địa phương đã ban hành chương trình, kế hoạch về chuyển đổi số",
    ],
    "cấp sở, huyện, xã": ["chấm điểm cả 3 cấp sở, huyện, xã."],
    "dịch vụ công": ["gồm 1.159 dịch vụ công của cấp tỉnh, huyện, xã"],
    # A possessor ends before the verb, whatever it is told of.
    "cấp chính quyền": ["hồ sơ của ⟦03 cấp chính quyền⟧ được tiếp nhận tại Trung tâm"],
    "hồ sơ thuộc thẩm quyền của 03 cấp chính quyền": [
        "⟦100%⟧ hồ sơ thuộc thẩm quyền của 03 cấp chính quyền được số hóa",
    ],
    "bộ chưa chia sẻ dữ liệu": ["phần mềm của ⟦3 bộ⟧ chưa chia sẻ dữ liệu, nên"],
    "thôn": ["khảo sát tại ⟦12 thôn⟧ của 06 xã, phường"],
    # What a subject does is no part of it; what there is, is described by it.
    "xã, phường": ["159 xã, phường niêm yết công khai thủ tục"],
    "đảng viên": ["Gần 6.000 đảng viên học tập các văn kiện mới"],
    "đại biểu tham dự phiên cuối": ["Có 47 đại biểu tham dự phiên cuối."],
    "sở đã ban hành kế hoạch": ["Đến nay có 12 sở đã ban hành kế hoạch."],
    # What those asked say.
    "phải chờ hơn một tháng để xong thủ tục": ["38% cho biết phải chờ hơn một tháng để xong thủ tục, tăng"],
    # The label before the number.
    "tỷ lệ hộ nghèo": ["Tỷ lệ hộ nghèo giảm còn 2,02%.", "Tỷ lệ hộ nghèo này còn 2,02%."],
    "Cấp huyện": ["(trong đó, Cấp huyện: 288 TTHC)"],
    "kinh phí": ["Kinh phí dự kiến 3,4 tỷ đồng, lấy từ nguồn chi", "Kinh phí việc này là 11,7 tỷ đồng"],
    "khách du lịch": ["Khách du lịch đạt 14,4 triệu lượt, hạng 4"],
    "khách quốc tế": ["trong đó khách quốc tế 3,9 triệu lượt;"],
    "nông, lâm nghiệp và thủy sản": ["Nông, lâm nghiệp và thủy sản tăng 3,58%"],
    "chỉ số tiêu thụ ngành chế biến, chế tạo": ["Chỉ số tiêu thụ ngành chế biến, chế tạo tăng 14,2%"],
    "chỉ số giá tiêu dùng (CPI)": ["Chỉ số giá tiêu dùng (CPI) bình quân tăng 3,41%;"],
    "tỷ lệ thanh toán trực tuyến": ["đ) Tỷ lệ thanh toán trực tuyến đạt 45%"],
    "chậm báo cáo": ["chậm báo cáo trừ 05 điểm;"],
    "GRDP": ["GRDP quý I/2025 của tỉnh ước tăng 9,13%"],
    "tổng thu ngân sách": ["Tổng thu ngân sách của tỉnh ước đạt 16.500 tỷ đồng"],
    "công suất phòng bình quân": ["Công suất phòng bình quân 58,7%;"],
    "ba quý còn lại": ["ba quý còn lại phải giữ nhịp bình quân 9,3%"],
    "giá hạt tươi": ["giá hạt tươi đầu vụ 38.000 đồng/kg"],
    "cự ly": ["em phá kỷ lục giải ở cự ly 1.500 m, dù"],
    "mẫu phiếu": ["mẫu phiếu dài 28 trang, nhiều người"],
    "bãi chờ": ["Sở được giao mở rộng bãi chờ thêm 2,4 ha"],
    "sai số cho phép": ["sai số cho phép 2,5%."],
    "tỷ lệ trả phí “bôi trơn”": ["Tỷ lệ trả phí “bôi trơn” lại giảm 4,5%."],
    "vùng sâm": ["vùng sâm rộng ⟦1.650 ha⟧ bán được 215 tỷ đồng"],
    "nhà tạm": ["làm mới 1.150 nhà tạm, mức hỗ trợ cao"],
    "hai huyện Trạm Tấu, Mù Cang Chải": ["riêng hai huyện Trạm Tấu, Mù Cang Chải giảm tối thiểu 7,5%."],
    "giải ngân": ["giải ngân thấp hơn bình quân chung cả nước 0,9 điểm phần trăm"],
    "tiết mục “Trăng nước”": ["Ban giám khảo chấm tiết mục “Trăng nước” 9,6/10 điểm."],
    "kỳ thi tin học": ["kỳ thi tin học có người chỉ được 41/100 điểm"],
    "huyện Trảng Bom": ["cao nhất là huyện Trảng Bom với 512 ca."],
    # A time is no part of what is counted, in figures or in words.
    "chỉ số sản xuất công nghiệp (IIP)": [
        "Chỉ số sản xuất công nghiệp (IIP) tháng Tám tăng 5,2%.",
        "Chỉ số sản xuất công nghiệp (IIP) tháng 8 tăng 5,2%.",
        "Tháng Tám, chỉ số sản xuất công nghiệp (IIP) tăng 5,2%.",
        "Chỉ số sản xuất công nghiệp (IIP) tháng Mười hai năm nay tăng 5,2%.",
    ],
    "kim ngạch": ["kim ngạch sáu tháng đầu năm đạt 3 tỷ USD", "Kim ngạch tám tháng đạt 3 tỷ USD"],
    "kim ngạch xuất khẩu": ["Kim ngạch xuất khẩu của tỉnh tháng Mười một ước đạt 30 triệu USD"],
    "doanh thu": ["doanh thu quý Ba đạt 15 tỷ đồng", "Doanh thu trong quý Ba đạt 15 tỷ đồng"],
    # A clause that tells a place is told of its subject; the place is no part of that.
    "đội tuyển Vĩnh Long": [
        "Đội tuyển Vĩnh Long xếp thứ 3 bảng A với ⟦9 điểm⟧",
        "đội tuyển Vĩnh Long đang đứng ở vị trí thứ hai với ⟦9 điểm⟧",
        "Đội tuyển Vĩnh Long vươn lên vị trí thứ nhì với ⟦9 điểm⟧",
        "đội tuyển Vĩnh Long giành hạng nhất với ⟦9 điểm⟧",
        "đội tuyển Vĩnh Long nằm trong tốp 10 với ⟦9 điểm⟧",
        "đội tuyển Vĩnh Long xếp trên chủ nhà với ⟦9 điểm⟧",
        "đội tuyển Vĩnh Long về nhất với 9 điểm",
    ],
    # An order and its subject are no label; money is of its source then.
    "công chức": ["Tỉnh điều 62 công chức từ sở xuống"],
    "thủ tục hành chính": ["bãi bỏ 01 thủ tục hành chính trong lĩnh vực"],
    "nguồn dự phòng ngân sách": ["Giao Sở Tài chính bố trí 8,6 tỷ đồng từ nguồn dự phòng ngân sách để"],
    "tỷ đồng": ["Điều chuyển 145 tỷ đồng."],
    # The subject of a count that repeats its noun.
    "hồ sơ trực tuyến": ["Số phát sinh hồ sơ trực tuyến là 545 hồ sơ."],
    "TTHC cấp tỉnh": ["trả kết quả đối với các TTHC cấp tỉnh là 1225/1494 TTHC."],
    # What was counted last.
    "hồ sơ định danh": ["đã thu nhận 612 hồ sơ định danh, kích hoạt ⟦87%⟧."],
    "dịch vụ công mức độ 3": ["triển khai 159 dịch vụ công mức độ 3 của cấp tỉnh, huyện, xã đạt ⟦60,59%⟧"],
    "du khách": ["đón 612 du khách, con số này ở năm trước là ⟦31%⟧."],
    # A total is of nothing but its unit.
    "điểm": ["mỗi lĩnh vực tối đa 10 điểm, cả thảy ⟦80 điểm⟧."],
}  # fmt: skip


@pytest.mark.parametrize(("of", "marked"), [(of, text) for of, texts in OF.items() for text in texts])
def test_what_is_counted(of: str, marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    start = marked.find("⟦")
    found = [q for q in read(text) if start < 0 or q.start == start]
    assert [q.of for q in found] == [of]


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
