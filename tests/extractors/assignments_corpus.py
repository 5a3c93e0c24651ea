"""Tasks given to agencies in the forms of letters, minutes and news, and what is no such task."""

#: text -> (assignee, cooperating, task, deadline) of each task, in order.
WRITTEN: list[tuple[str, list[tuple[str, tuple[str, ...], str, str | None]]]] = [
    (
        "Chủ tịch UBND tỉnh yêu cầu: Sở Nội vụ theo dõi, đôn đốc; Sở Tài chính cân đối kinh phí trước "
        "30/9/2024; các địa phương rà soát.",
        [
            ("Sở Nội vụ", (), "theo dõi, đôn đốc", None),
            ("Sở Tài chính", (), "cân đối kinh phí", "2024-09-30"),
        ],
    ),
    (
        "Giao Sở Nội vụ tổng hợp; các ngành phối hợp thực hiện; kiểm tra, đôn đốc.",
        [("Sở Nội vụ", (), "tổng hợp", None)],
    ),
    (
        "Giao Sở Nội vụ tổng hợp; các đơn vị liên quan gửi báo cáo trước ngày 30/9/2024.",
        [
            ("Sở Nội vụ", (), "tổng hợp", None),
            ("các đơn vị liên quan", (), "gửi báo cáo", "2024-09-30"),
        ],
    ),
    (
        "UBND tỉnh giao Sở Nội vụ tổng hợp; trước ngày 30/9/2024, Sở Tài chính báo cáo kết quả.",
        [("Sở Nội vụ", (), "tổng hợp", None), ("Sở Tài chính", (), "báo cáo kết quả", "2024-09-30")],
    ),
    (
        "Yêu cầu:\n1. Sở Nội vụ:\n- Các địa phương rà soát danh mục.\n- Tổng hợp, báo cáo.",
        [("Sở Nội vụ", (), "Tổng hợp, báo cáo", None)],
    ),
    (
        "Yêu cầu:\n1. Sở Y tế rà soát danh mục. Sở Tài chính bố trí kinh phí. Các địa phương rà soát.",
        [("Sở Y tế", (), "rà soát danh mục", None), ("Sở Tài chính", (), "bố trí kinh phí", None)],
    ),
    (
        "UBND tỉnh giao Sở Nội vụ tổng hợp; riêng Sở Tài chính bố trí kinh phí; còn các sở khác rà soát.",
        [("Sở Nội vụ", (), "tổng hợp", None), ("Sở Tài chính", (), "bố trí kinh phí", None)],
    ),
    (
        "UBND tỉnh giao Sở Nội vụ tổng hợp; thủ trưởng các đơn vị rà soát; báo cáo kết quả.",
        [("Sở Nội vụ", (), "tổng hợp", None)],
    ),
    (
        "UBND tỉnh giao Sở Nội vụ tổng hợp; toàn thể các đơn vị rà soát; mọi cơ quan báo cáo.",
        [("Sở Nội vụ", (), "tổng hợp", None)],
    ),
    (
        "UBND tỉnh giao Sở Nội vụ là cơ quan thường trực có trách nhiệm tổng hợp; và kiểm tra.",
        [("Sở Nội vụ", (), "tổng hợp", None), ("Sở Nội vụ", (), "kiểm tra", None)],
    ),
    (
        "Giao Sở Nội vụ, cơ quan thường trực Ban Chỉ đạo, có trách nhiệm tổng hợp.",
        [("Sở Nội vụ", (), "tổng hợp", None)],
    ),
    (
        "UBND tỉnh giao Sở Nội vụ là cơ quan thường trực, có trách nhiệm tổng hợp; giao Công an tỉnh bảo "
        "đảm an ninh; Sở Tài chính bố trí kinh phí.",
        [
            ("Sở Nội vụ", (), "tổng hợp", None),
            ("Công an tỉnh", (), "bảo đảm an ninh", None),
            ("Sở Tài chính", (), "bố trí kinh phí", None),
        ],
    ),
    (
        "Giao Sở Nội vụ là cơ quan thường trực của Ban Chỉ đạo, phối hợp với Sở Y tế rà soát danh mục.",
        [("Sở Nội vụ", ("Sở Y tế",), "rà soát danh mục", None)],
    ),
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
    (
        "Kết luận hội nghị, Phó Chủ tịch Thường trực UBND tỉnh Nguyễn Tuấn Phong giao Sở Kế hoạch và "
        "Đầu tư chủ trì, phối hợp với Sở Tài chính, UBND các huyện, thị xã, thành phố rà soát các dự "
        "án chậm tiến độ, báo cáo UBND tỉnh trước ngày 15/6/2024.",
        [
            (
                "Sở Kế hoạch và Đầu tư",
                ("Sở Tài chính", "UBND các huyện, thị xã, thành phố"),
                "rà soát các dự án chậm tiến độ, báo cáo UBND tỉnh",
                "2024-06-15",
            )
        ],
    ),
    (
        "Đề nghị Ban Tổ chức Tỉnh ủy phối hợp với Ban cán sự đảng UBND tỉnh hướng dẫn thực hiện.",
        [("Ban Tổ chức Tỉnh ủy", ("Ban cán sự đảng UBND tỉnh",), "hướng dẫn thực hiện", None)],
    ),
    (
        "Yêu cầu Giám đốc các sở, ban, ngành khẩn trương xử lý hồ sơ quá hạn, hoàn thành trước ngày "
        "30/6/2024.",
        [("Giám đốc các sở, ban, ngành", (), "khẩn trương xử lý hồ sơ quá hạn", "2024-06-30")],
    ),
    (
        "UBND tỉnh yêu cầu UBND các huyện, thị xã, thành phố rà soát, cập nhật số liệu và báo cáo về "
        "Sở Nội vụ trước 15/6/2024 để tổng hợp.",
        [
            (
                "UBND các huyện, thị xã, thành phố",
                (),
                "rà soát, cập nhật số liệu và báo cáo về Sở Nội vụ trước 15/6/2024 để tổng hợp",
                "2024-06-15",
            )
        ],
    ),
    (
        "II. GIAO NHIỆM VỤ\n1. Sở Nội vụ\na) Chủ trì, phối hợp với Sở Thông tin và Truyền thông theo "
        "dõi việc thực hiện Kế hoạch này.\nb) Định kỳ hàng quý tổng hợp, báo cáo UBND tỉnh.\n2. Sở "
        "Tài chính: Tham mưu bố trí kinh phí thực hiện.\n3. Đề nghị Ủy ban MTTQ Việt Nam tỉnh và các "
        "tổ chức chính trị - xã hội tỉnh tuyên truyền đến đoàn viên, hội viên.",
        [
            ("Sở Nội vụ", ("Sở Thông tin và Truyền thông",), "theo dõi việc thực hiện Kế hoạch này", None),
            ("Sở Nội vụ", (), "Định kỳ hàng quý tổng hợp, báo cáo UBND tỉnh", None),
            ("Sở Tài chính", (), "Tham mưu bố trí kinh phí thực hiện", None),
            (
                "Ủy ban MTTQ Việt Nam tỉnh, các tổ chức chính trị - xã hội tỉnh",
                (),
                "tuyên truyền đến đoàn viên, hội viên",
                None,
            ),
        ],
    ),
    (
        "Phân công Sở Khoa học và Công nghệ làm cơ quan thường trực, giúp UBND tỉnh theo dõi, đôn "
        "đốc các đơn vị thực hiện.",
        [
            (
                "Sở Khoa học và Công nghệ",
                (),
                "làm cơ quan thường trực, giúp UBND tỉnh theo dõi, đôn đốc các đơn vị thực hiện",
                None,
            )
        ],
    ),
    (
        "Giao Công an tỉnh chủ trì, phối hợp với Bộ Chỉ huy Quân sự tỉnh, Bộ Chỉ huy Bộ đội Biên "
        "phòng tỉnh bảo đảm an ninh trật tự; Sở Y tế bố trí lực lượng cấp cứu trực 24/24 giờ.",
        [
            (
                "Công an tỉnh",
                ("Bộ Chỉ huy Quân sự tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"),
                "bảo đảm an ninh trật tự",
                None,
            ),
            ("Sở Y tế", (), "bố trí lực lượng cấp cứu trực 24/24 giờ", None),
        ],
    ),
    (
        "Chủ tịch UBND tỉnh đề nghị Tòa án nhân dân tỉnh, Viện kiểm sát nhân dân tỉnh phối hợp xử lý "
        "dứt điểm các vụ việc tồn đọng.",
        [
            (
                "Tòa án nhân dân tỉnh, Viện kiểm sát nhân dân tỉnh",
                (),
                "phối hợp xử lý dứt điểm các vụ việc tồn đọng",
                None,
            )
        ],
    ),
    (
        "Về công tác giải ngân, Chủ tịch UBND tỉnh yêu cầu Ban Quản lý dự án Giao thông tỉnh hoàn "
        "thành hồ sơ quyết toán trong tháng 9/2024.",
        [("Ban Quản lý dự án Giao thông tỉnh", (), "hoàn thành hồ sơ quyết toán", "2024-09")],
    ),
    (
        "Đồng chí Chủ tịch UBND tỉnh giao nhiệm vụ cho Sở Du lịch xây dựng Đề án phát triển kinh tế "
        "đêm, trình UBND tỉnh trong quý III/2024.",
        [("Sở Du lịch", (), "xây dựng Đề án phát triển kinh tế đêm, trình UBND tỉnh", "2024-Q3")],
    ),
    (
        "- UBND huyện Tây Sơn: Khẩn trương hoàn thành công tác bồi thường, giải phóng mặt bằng trước "
        "ngày 30/9/2024.",
        [
            (
                "UBND huyện Tây Sơn",
                (),
                "Khẩn trương hoàn thành công tác bồi thường, giải phóng mặt bằng",
                "2024-09-30",
            )
        ],
    ),
    (
        "Văn phòng UBND tỉnh có nhiệm vụ theo dõi, đôn đốc các sở, ngành, báo cáo Chủ tịch UBND tỉnh "
        "trước ngày 25/12/2024.",
        [
            (
                "Văn phòng UBND tỉnh",
                (),
                "theo dõi, đôn đốc các sở, ngành, báo cáo Chủ tịch UBND tỉnh",
                "2024-12-25",
            )
        ],
    ),
    (
        "Giao Sở Tư pháp (cơ quan thường trực) chủ trì, phối hợp các đơn vị liên quan tham mưu UBND "
        "tỉnh ban hành Quyết định thay thế trước 30/11/2024.",
        [
            (
                "Sở Tư pháp",
                ("các đơn vị liên quan",),
                "tham mưu UBND tỉnh ban hành Quyết định thay thế",
                "2024-11-30",
            )
        ],
    ),
    (
        "UBND tỉnh thống nhất chủ trương và giao Sở Xây dựng hướng dẫn UBND thị xã An Nhơn lập quy "
        "hoạch theo quy định.",
        [("Sở Xây dựng", (), "hướng dẫn UBND thị xã An Nhơn lập quy hoạch theo quy định", None)],
    ),
    (
        "Kế hoạch số 45/KH-UBND về chuyển đổi số.\nIV. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ là cơ quan "
        "đầu mối, có trách nhiệm:\n- Theo dõi, đôn đốc các đơn vị.\n- Báo cáo UBND tỉnh trước ngày "
        "15/12/2024.\n2. Các sở, ban, ngành; UBND các huyện, thị xã, thành phố căn cứ Kế hoạch này "
        "xây dựng kế hoạch cụ thể, gửi về Sở Nội vụ trước ngày 30/3/2024.\n3. Văn phòng UBND tỉnh: "
        "Theo dõi, đôn đốc việc thực hiện.",
        [
            ("Sở Nội vụ", (), "Theo dõi, đôn đốc các đơn vị", None),
            ("Sở Nội vụ", (), "Báo cáo UBND tỉnh", "2024-12-15"),
            (
                "Các sở, ban, ngành, UBND các huyện, thị xã, thành phố",
                (),
                "căn cứ Kế hoạch này xây dựng kế hoạch cụ thể, gửi về Sở Nội vụ",
                "2024-03-30",
            ),
            ("Văn phòng UBND tỉnh", (), "Theo dõi, đôn đốc việc thực hiện", None),
        ],
    ),
    (
        "Sở Giáo dục và Đào tạo phối hợp với Sở Xây dựng rà soát cơ sở vật chất trường học, hoàn "
        "thành trước ngày 31/8/2024.",
        [("Sở Giáo dục và Đào tạo", ("Sở Xây dựng",), "rà soát cơ sở vật chất trường học", "2024-08-31")],
    ),
    (
        "UBND tỉnh giao UBND các huyện, thị xã, thành phố chủ động cân đối ngân sách.",
        [("UBND các huyện, thị xã, thành phố", (), "chủ động cân đối ngân sách", None)],
    ),
    (
        "Giao Chủ tịch UBND các huyện, thị xã, thành phố chỉ đạo UBND các xã, phường, thị trấn niêm "
        "yết công khai thủ tục hành chính.",
        [
            (
                "Chủ tịch UBND các huyện, thị xã, thành phố",
                (),
                "chỉ đạo UBND các xã, phường, thị trấn niêm yết công khai thủ tục hành chính",
                None,
            )
        ],
    ),
    (
        "Phó Chủ tịch UBND tỉnh Lâm Hải Sơn yêu cầu các sở, ngành, địa phương liên quan hoàn thành "
        "việc số hóa hồ sơ trước ngày 31/12/2024.",
        [("các sở, ngành, địa phương liên quan", (), "hoàn thành việc số hóa hồ sơ", "2024-12-31")],
    ),
    (
        "Giao Sở Nông nghiệp và Phát triển nông thôn chủ trì, cùng với Sở Tài nguyên và Môi trường "
        "và UBND huyện Vĩnh Thạnh kiểm tra thực địa, tham mưu UBND tỉnh xử lý; báo cáo kết quả trước "
        "15/6/2024.",
        [
            (
                "Sở Nông nghiệp và Phát triển nông thôn",
                ("Sở Tài nguyên và Môi trường", "UBND huyện Vĩnh Thạnh"),
                "kiểm tra thực địa, tham mưu UBND tỉnh xử lý",
                None,
            ),
            (
                "Sở Nông nghiệp và Phát triển nông thôn",
                ("Sở Tài nguyên và Môi trường", "UBND huyện Vĩnh Thạnh"),
                "báo cáo kết quả",
                "2024-06-15",
            ),
        ],
    ),
    (
        "Theo Thông báo số 123/TB-UBND, Chủ tịch UBND tỉnh Nguyễn Văn Hải giao Giám đốc Sở Y tế chịu "
        "trách nhiệm toàn diện về công tác đấu thầu thuốc.",
        [("Giám đốc Sở Y tế", (), "chịu trách nhiệm toàn diện về công tác đấu thầu thuốc", None)],
    ),
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương; căn cứ Nghị định số 45/2020/NĐ-CP, UBND tỉnh đề "
        "nghị các sở, ban, ngành báo cáo kết quả trước ngày 10/7/2024.",
        [("các sở, ban, ngành", (), "báo cáo kết quả", "2024-07-10")],
    ),
    (
        "Đề nghị Thường trực HĐND tỉnh xem xét, cho ý kiến trước khi UBND tỉnh triển khai.",
        [("Thường trực HĐND tỉnh", (), "xem xét, cho ý kiến trước khi UBND tỉnh triển khai", None)],
    ),
    (
        "Giao Trung tâm Phục vụ hành chính công tỉnh tiếp tục tổ chức thực hiện có hiệu quả Quyết "
        "định số 766/QĐ-TTg; thông báo công khai kết quả trên Cổng Thông tin điện tử tỉnh trước ngày "
        "05 hằng tháng.",
        [
            (
                "Trung tâm Phục vụ hành chính công tỉnh",
                (),
                "tiếp tục tổ chức thực hiện có hiệu quả Quyết định số 766/QĐ-TTg",
                None,
            ),
            (
                "Trung tâm Phục vụ hành chính công tỉnh",
                (),
                "thông báo công khai kết quả trên Cổng Thông tin điện tử tỉnh trước ngày 05 hằng tháng",
                None,
            ),
        ],
    ),
    (
        "Thực hiện ý kiến của Bí thư Tỉnh ủy tại Thông báo số 99-TB/TU ngày 01/02/2024, UBND tỉnh "
        "yêu cầu:\n1. Sở Nội vụ:\n- Chủ trì rà soát biên chế.\n2. Sở Tài chính bố trí kinh phí.",
        [("Sở Nội vụ", (), "rà soát biên chế", None), ("Sở Tài chính", (), "bố trí kinh phí", None)],
    ),
    (
        "UBND tỉnh ban hành Công văn số 3456/UBND-NC ngày 12/6/2024 về tăng cường kỷ luật, kỷ cương. "
        "Theo đó, Chủ tịch UBND tỉnh yêu cầu Giám đốc Sở Nội vụ tăng cường kiểm tra công vụ.",
        [("Giám đốc Sở Nội vụ", (), "tăng cường kiểm tra công vụ", None)],
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
    (
        "Giám đốc các sở, Thủ trưởng các ban, ngành, Chủ tịch UBND các huyện, thị xã, thành phố chịu "
        "trách nhiệm trước Chủ tịch UBND tỉnh về kết quả cải cách hành chính."
    ),
    "Các cơ quan, đơn vị, địa phương gửi báo cáo về Sở Nội vụ trước ngày 20 hàng tháng.",
    "Chủ tịch UBND tỉnh yêu cầu các cấp, các ngành tập trung thực hiện tốt nhiệm vụ được giao.",
]

#: text -> the document that each of its tasks is given under, in order.
UNDER: list[tuple[str, list[str | None]]] = [
    (
        "Thực hiện Chỉ thị số 05/CT-UBND ngày 10/3/2024 của Chủ tịch UBND tỉnh, giao Sở Nội vụ chủ "
        "trì rà soát thủ tục; giao Sở Tài chính bố trí kinh phí theo Quyết định số 766/QĐ-TTg.",
        ["05/CT-UBND", "766/QĐ-TTg"],
    ),
    (
        "Tại Công văn số 1234/UBND-NC, Chủ tịch UBND tỉnh yêu cầu Sở Nội vụ rà soát vị trí việc làm "
        "trước ngày 15/6/2024.",
        ["1234/UBND-NC"],
    ),
    (
        "Xét đề nghị của Sở Tài chính tại Tờ trình số 45/TTr-STC, Chủ tịch UBND tỉnh giao Sở Nội vụ "
        "tham mưu.",
        [None],
    ),
    (
        "Xét đề nghị của Sở Tài chính tại Công văn số 45/STC-NS, Chủ tịch UBND tỉnh giao Sở Nội vụ tham mưu.",
        [None],
    ),
    (
        "Thực hiện Công văn số 1234/BNV-CCHC ngày 5/6/2024 của Bộ Nội vụ về xác định Chỉ số cải cách "
        "hành chính, Chủ tịch UBND tỉnh có ý kiến như sau:\n1. Giao Sở Nội vụ chủ trì, phối hợp với "
        "Sở Tài chính tham mưu báo cáo.\n2. Sở Thông tin và Truyền thông thực hiện nghiêm túc, có "
        "hiệu quả Nghị quyết số 57-NQ/TW.\n3. UBND các huyện:\n- Rà soát hồ sơ.\n- Báo cáo trước "
        "ngày 20/6/2024.",
        ["1234/BNV-CCHC", "57-NQ/TW", "1234/BNV-CCHC", "1234/BNV-CCHC"],
    ),
    (
        "UBND tỉnh vừa ban hành Kế hoạch số 12/KH-UBND về cải cách hành chính, giao Sở Nội vụ theo "
        "dõi, đôn đốc.",
        ["12/KH-UBND"],
    ),
    ("Giao Sở Tư pháp thẩm định dự thảo thay thế Quyết định số 12/2020/QĐ-UBND.", [None]),
    ("Giao Sở Công Thương triển khai Đề án 06 trong năm 2024.", ["Đề án 06"]),
    ("Chỉ thị số 09/CT-UBND yêu cầu Sở Y tế rà soát thủ tục.", ["09/CT-UBND"]),
    ("Giao Sở Nội vụ rà soát các thủ tục quy định tại Nghị định số 61/2018/NĐ-CP.", [None]),
    ("Giao Sở Nội vụ tham mưu theo quy định tại Nghị định số 61/2018/NĐ-CP.", ["61/2018/NĐ-CP"]),
    (
        "Giao Sở Nội vụ thực hiện ý kiến chỉ đạo của Thủ tướng Chính phủ tại Công điện số 22/CĐ-TTg "
        "ngày 9/3/2024.",
        ["22/CĐ-TTg"],
    ),
    (
        "Theo Thông báo số 123/TB-UBND, Chủ tịch UBND tỉnh Nguyễn Văn Hải giao Giám đốc Sở Y tế chịu "
        "trách nhiệm toàn diện về công tác đấu thầu thuốc.",
        ["123/TB-UBND"],
    ),
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương; căn cứ Nghị định số 45/2020/NĐ-CP, UBND tỉnh đề "
        "nghị các sở, ban, ngành báo cáo kết quả trước ngày 10/7/2024.",
        ["45/2020/NĐ-CP"],
    ),
    (
        "Giao Trung tâm Phục vụ hành chính công tỉnh tiếp tục tổ chức thực hiện có hiệu quả Quyết "
        "định số 766/QĐ-TTg; thông báo công khai kết quả trên Cổng Thông tin điện tử tỉnh trước ngày "
        "05 hằng tháng.",
        ["766/QĐ-TTg", None],
    ),
    (
        "Thực hiện ý kiến của Bí thư Tỉnh ủy tại Thông báo số 99-TB/TU ngày 01/02/2024, UBND tỉnh "
        "yêu cầu:\n1. Sở Nội vụ:\n- Chủ trì rà soát biên chế.\n2. Sở Tài chính bố trí kinh phí.",
        ["99-TB/TU", "99-TB/TU"],
    ),
    (
        "UBND tỉnh ban hành Công văn số 3456/UBND-NC ngày 12/6/2024 về tăng cường kỷ luật, kỷ cương. "
        "Theo đó, Chủ tịch UBND tỉnh yêu cầu Giám đốc Sở Nội vụ tăng cường kiểm tra công vụ.",
        ["3456/UBND-NC"],
    ),
]
