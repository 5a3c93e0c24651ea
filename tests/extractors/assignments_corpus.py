"""Tasks given to agencies in the forms of letters, minutes and news, and what is no such task."""

#: text -> (assignee, cooperating, task, deadline) of each task, in order.
WRITTEN: list[tuple[str, list[tuple[str, tuple[str, ...], str, str | None]]]] = [
    (
        "Chủ tịch UBND tỉnh giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các đơn vị liên "
        "quan tham mưu kế hoạch, hoàn thành trước ngày 15/6/2024.",
        [("Sở Nội vụ", ("Sở Tài chính", "các đơn vị liên quan"), "tham mưu kế hoạch", "2024-06-15")],
    ),
    (
        "giao các Sở: Nội vụ, Y tế chủ trì, phối hợp với Văn phòng UBND tỉnh triển khai.",
        [("Sở Nội vụ, Sở Y tế", ("Văn phòng UBND tỉnh",), "triển khai", None)],
    ),
    (
        "UBND tỉnh giao Giám đốc Sở Y tế kiểm tra, báo cáo kết quả trước ngày 20/5/2023; giao Sở "
        "Tài chính bố trí kinh phí.",
        [
            ("Giám đốc Sở Y tế", (), "kiểm tra, báo cáo kết quả", "2023-05-20"),
            ("Sở Tài chính", (), "bố trí kinh phí", None),
        ],
    ),
    (
        "Yêu cầu Sở Xây dựng rà soát quy hoạch, báo cáo UBND tỉnh trong tháng 8/2024.",
        [("Sở Xây dựng", (), "rà soát quy hoạch, báo cáo UBND tỉnh", "2024-08")],
    ),
    (
        "Đồng chí đề nghị Sở Công Thương phối hợp với UBND huyện Tuy Phước đẩy nhanh tiến độ.",
        [("Sở Công Thương", ("UBND huyện Tuy Phước",), "đẩy nhanh tiến độ", None)],
    ),
    (
        "Giao Sở Xây dựng rà soát quy hoạch; lập danh mục dự án trước ngày 1/3/2024.",
        [
            ("Sở Xây dựng", (), "rà soát quy hoạch", None),
            ("Sở Xây dựng", (), "lập danh mục dự án", "2024-03-01"),
        ],
    ),
    (
        "2. Giao Sở Tư pháp thẩm định dự thảo. Phối hợp với Sở Nội vụ tuyên truyền.",
        [("Sở Tư pháp", (), "thẩm định dự thảo", None), ("Sở Tư pháp", ("Sở Nội vụ",), "tuyên truyền", None)],
    ),
    (
        "Chủ tịch UBND tỉnh yêu cầu:\n1. Sở Tài chính:\n- Bố trí kinh phí.\n- Hướng dẫn quyết toán "
        "trước ngày 30/9/2024.\n2. Sở Tư pháp: Thẩm định dự thảo.",
        [
            ("Sở Tài chính", (), "Bố trí kinh phí", None),
            ("Sở Tài chính", (), "Hướng dẫn quyết toán", "2024-09-30"),
            ("Sở Tư pháp", (), "Thẩm định dự thảo", None),
        ],
    ),
    (
        "Giao Sở Giao thông vận tải làm đầu mối, phối hợp chặt chẽ với Công an tỉnh phân luồng.",
        [("Sở Giao thông vận tải", ("Công an tỉnh",), "phân luồng", None)],
    ),
    (
        "Họp xong. Các sở gửi phương án trước ngày 31/01/2024; đến hết quý I/2024, Văn phòng UBND "
        "tỉnh rà lại.",
        [("Các sở", (), "gửi phương án", "2024-01-31"), ("Văn phòng UBND tỉnh", (), "rà lại", "2024-Q1")],
    ),
    (
        "Sở Giao thông vận tải được giao mở rộng bãi chờ, xong trước 15/12/2024.",
        [("Sở Giao thông vận tải", (), "mở rộng bãi chờ", "2024-12-15")],
    ),
    (
        "Điều 2. Giao Sở Tài chính theo dõi, kiểm tra việc thực hiện Quyết định này.",
        [("Sở Tài chính", (), "theo dõi, kiểm tra việc thực hiện Quyết định này", None)],
    ),
]

#: Texts that give no named agency a task.
SILENT = [
    "Các cấp, các ngành cần tăng cường công tác cải cách hành chính.",
    "Đề nghị các cấp, các ngành nâng cao trách nhiệm.",
    "Chánh Văn phòng UBND tỉnh, Giám đốc các Sở chịu trách nhiệm thi hành Quyết định này.",
    "Điều 3. Giao Sở Nội vụ chịu trách nhiệm thi hành Quyết định này.",
    "Sở Nội vụ đã ban hành kế hoạch trước ngày 30/6/2023.",
    "Sở Nội vụ đề nghị Chính phủ sớm ban hành nghị định.",
    "Các nhiệm vụ được giao đã hoàn thành trước ngày 1/1/2024.",
    "Tai nạn giao thông giảm; công tác bàn giao Sở Y tế cũ đã xong.",
    "Theo đề nghị của Sở Nội vụ, UBND tỉnh ban hành quyết định.",
    "Kế hoạch yêu cầu 100% cơ quan hoàn thành trước ngày 30/6/2023.",
    "Nơi nhận:\n- Sở Nội vụ;\n- Công an tỉnh;",
    "Kính gửi:\n- Sở Nội vụ;\n- Công an tỉnh.",
    "Sở Nội vụ giao lưu bóng đá với Công an tỉnh.",
    "chỉ tiêu được Chính phủ giao cho địa phương trong năm 2022",
    "Các sở, ngành, địa phương triển khai đồng bộ các giải pháp.",
    "Yêu cầu các sở, ngành, địa phương đẩy mạnh cải cách.",
    "Sở Tài chính tham mưu UBND tỉnh ban hành nghị quyết.",
    "Văn phòng UBND tỉnh thẩm định theo Công văn số 3056/UBND-KSTT ngày 12-7-2024.",
    "",
]
