"""Officials in all their writings, and capitalised names that are none."""

#: text -> the people named in it, in order: (name, title, organization).
WRITTEN: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    ("Bộ trưởng Bộ Nội vụ Lê Thị Thanh phát biểu.", [("Lê Thị Thanh", "Bộ trưởng Bộ Nội vụ", "Bộ Nội vụ")]),
    ("Bộ trưởng Lê Thị Thanh cho biết:", [("Lê Thị Thanh", "Bộ trưởng", None)]),
    (
        "ông Trần Bảy - Phó Tổng Thanh tra Chính phủ, Trưởng đoàn công tác làm việc với tỉnh",
        [("Trần Bảy", "Phó Tổng Thanh tra Chính phủ, Trưởng đoàn công tác", "Chính phủ")],
    ),
    (
        "Chủ tịch UBND huyện Hoài Ân Nguyễn Hữu Tài cho biết",
        [("Nguyễn Hữu Tài", "Chủ tịch UBND huyện Hoài Ân", "UBND huyện Hoài Ân")],
    ),
    (
        "Chủ tịch UBND huyện Lê Thủy Đặng Đại Nghĩa nói",
        [("Đặng Đại Nghĩa", "Chủ tịch UBND huyện Lê Thủy", "UBND huyện Lê Thủy")],
    ),
    (
        "Chủ tịch UBND phường Trần Quang Diệu Lê Văn Hải báo cáo",
        [("Lê Văn Hải", "Chủ tịch UBND phường Trần Quang Diệu", "UBND phường Trần Quang Diệu")],
    ),
    (
        "Bí thư Tỉnh ủy Bình Định Hồ Quốc Nam dự",
        [("Hồ Quốc Nam", "Bí thư Tỉnh ủy Bình Định", "Tỉnh ủy Bình Định")],
    ),
    (
        "Đại sứ Hoa Kỳ tại Việt Nam Mark Knopper thăm tỉnh",
        [("Mark Knopper", "Đại sứ Hoa Kỳ tại Việt Nam", None)],
    ),
    ("Đồng chí Y Thông, Phó Chủ tịch HĐND tỉnh dự.", [("Y Thông", "Phó Chủ tịch HĐND tỉnh", "HĐND tỉnh")]),
    (
        "đồng chí Rơ Châm H'Phik – Phó Chủ tịch Hội Liên hiệp Phụ nữ tỉnh",
        [("Rơ Châm H'Phik", "Phó Chủ tịch Hội Liên hiệp Phụ nữ tỉnh", "Hội Liên hiệp Phụ nữ tỉnh")],
    ),
    (
        "ông K'Mák, Chủ tịch Hội Nông dân huyện",
        [("K'Mák", "Chủ tịch Hội Nông dân huyện", "Hội Nông dân huyện")],
    ),
    ("Phó Chủ tịch UBND tỉnh Giàng A Páo dự", [("Giàng A Páo", "Phó Chủ tịch UBND tỉnh", "UBND tỉnh")]),
    (
        "Giám đốc Sở Nông nghiệp và Phát triển nông thôn Lò Văn Nọi và các đại biểu",
        [
            (
                "Lò Văn Nọi",
                "Giám đốc Sở Nông nghiệp và Phát triển nông thôn",
                "Sở Nông nghiệp và Phát triển nông thôn",
            )
        ],
    ),
    (
        "Tổng Bí thư Lê Lâm nhấn mạnh; Chủ tịch nước Trần Cường",
        [("Lê Lâm", "Tổng Bí thư", None), ("Trần Cường", "Chủ tịch nước", None)],
    ),
    ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nNguyễn Tuấn Tú", [("Nguyễn Tuấn Tú", "PHÓ CHỦ TỊCH", None)]),
    ("KT. CHÁNH VĂN PHÒNGPHÓ CHÁNH VĂN PHÒNGTrần Ngọc Lan", [("Trần Ngọc Lan", "PHÓ CHÁNH VĂN PHÒNG", None)]),
    (
        "đồng chí NGUYỄN VĂN DŨNG – PHÓ GIÁM ĐỐC SỞ TÀI CHÍNH",
        [("NGUYỄN VĂN DŨNG", "PHÓ GIÁM ĐỐC SỞ TÀI CHÍNH", "SỞ TÀI CHÍNH")],
    ),
    (
        "các Phó Chủ tịch UBND tỉnh Nguyễn Tuấn Tú, Lâm Hải Sơn và Lê Tự Hoàng cùng dự",
        [
            (name, "Phó Chủ tịch UBND tỉnh", "UBND tỉnh")
            for name in ("Nguyễn Tuấn Tú", "Lâm Hải Sơn", "Lê Tự Hoàng")
        ],
    ),
    ("Giám đốc Sở Y tế, ông Lê Quang Hạnh cho hay", [("Lê Quang Hạnh", "Giám đốc Sở Y tế", "Sở Y tế")]),
    (
        "Thiếu tướng Võ Đức Tâm, Giám đốc Công an tỉnh",
        [("Võ Đức Tâm", "Giám đốc Công an tỉnh", "Công an tỉnh")],
    ),
    (
        "bổ nhiệm ông Trần Văn Nam giữ chức Giám đốc Sở Tư pháp",
        [("Trần Văn Nam", "Giám đốc Sở Tư pháp", "Sở Tư pháp")],
    ),
    (
        "Ông Đỗ Văn Tuấn (Trưởng phòng Kinh tế - Hạ tầng huyện) cho biết",
        [("Đỗ Văn Tuấn", "Trưởng phòng Kinh tế - Hạ tầng huyện", None)],
    ),
    (
        "Chánh Văn phòng UBND tỉnh Đinh Đức Kỳ",
        [("Đinh Đức Kỳ", "Chánh Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh")],
    ),
    (
        "Trần Thị Mùi, nguyên Phó Chủ tịch UBND tỉnh",
        [("Trần Thị Mùi", "nguyên Phó Chủ tịch UBND tỉnh", "UBND tỉnh")],
    ),
    (
        "có các đồng chí: Trần Văn Nam - Phó Bí thư Tỉnh ủy; Lê Thị Hoa - Giám đốc Sở Văn hóa, Thể "
        "thao và Du lịch; đại diện các sở.",
        [
            ("Trần Văn Nam", "Phó Bí thư Tỉnh ủy", "Tỉnh ủy"),
            ("Lê Thị Hoa", "Giám đốc Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ],
    ),
    (
        "đồng chí Lê Kim Tuấn - Phó Bí thư Thường trực Tỉnh ủy, Trưởng đoàn Đoàn Đại biểu Quốc hội tỉnh",
        [
            (
                "Lê Kim Tuấn",
                "Phó Bí thư Thường trực Tỉnh ủy, Trưởng đoàn Đoàn Đại biểu Quốc hội tỉnh",
                "Tỉnh ủy",
            )
        ],
    ),
    (
        "Họ và tên: Trần Văn Bảy | Chức vụ: Giám đốc Sở Y tế",
        [("Trần Văn Bảy", "Giám đốc Sở Y tế", "Sở Y tế")],
    ),
    (
        "Chủ tịch UBND tỉnh Phạm Anh Tú, Trưởng Ban Chỉ đạo tỉnh kết luận",
        [("Phạm Anh Tú", "Chủ tịch UBND tỉnh, Trưởng Ban Chỉ đạo tỉnh", "UBND tỉnh")],
    ),
    (
        "Chủ tịch UBND tỉnh Phạm Anh Tú, Phó Chủ tịch UBND tỉnh Lê Tuấn Tú dự",
        [
            ("Phạm Anh Tú", "Chủ tịch UBND tỉnh", "UBND tỉnh"),
            ("Lê Tuấn Tú", "Phó Chủ tịch UBND tỉnh", "UBND tỉnh"),
        ],
    ),
    (
        "Hiệu trưởng Trường THPT Nguyễn Huệ Trần Thị Hồng",
        [("Trần Thị Hồng", "Hiệu trưởng Trường THPT Nguyễn Huệ", "Trường THPT Nguyễn Huệ")],
    ),
    (
        "Bí thư Huyện ủy Phù Cát Nguyễn Văn Hùng phát biểu tại hội nghị.",
        [("Nguyễn Văn Hùng", "Bí thư Huyện ủy Phù Cát", "Huyện ủy Phù Cát")],
    ),
    (
        "Tham dự có các đồng chí: Trần Thị Mai, Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy; "
        "Lê Hoàng Nam, Tỉnh ủy viên, Giám đốc Sở Nội vụ; đại diện lãnh đạo các sở.",
        [
            ("Trần Thị Mai", "Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy", "Ban Tổ chức Tỉnh ủy"),
            ("Lê Hoàng Nam", "Tỉnh ủy viên, Giám đốc Sở Nội vụ", "Sở Nội vụ"),
        ],
    ),
    (
        "Chủ tịch Ủy ban MTTQ Việt Nam tỉnh Phan Thị Hồng trao quà cho các hộ nghèo.",
        [("Phan Thị Hồng", "Chủ tịch Ủy ban MTTQ Việt Nam tỉnh", "Ủy ban MTTQ Việt Nam tỉnh")],
    ),
    (
        "Thiếu tướng Nguyễn Quốc Toàn, Giám đốc Công an tỉnh, yêu cầu công an các đơn vị tăng cường "
        "tuần tra.",
        [("Nguyễn Quốc Toàn", "Giám đốc Công an tỉnh", "Công an tỉnh")],
    ),
    (
        "Đại tá Lê Minh Đức - Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh báo cáo kết quả.",
        [("Lê Minh Đức", "Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh", "Bộ Chỉ huy Quân sự tỉnh")],
    ),
    (
        "Chánh án Tòa án nhân dân tỉnh Phạm Văn Lợi và Viện trưởng Viện kiểm sát nhân dân tỉnh Đỗ "
        "Thị Hà cùng dự.",
        [
            ("Phạm Văn Lợi", "Chánh án Tòa án nhân dân tỉnh", "Tòa án nhân dân tỉnh"),
            ("Đỗ Thị Hà", "Viện trưởng Viện kiểm sát nhân dân tỉnh", "Viện kiểm sát nhân dân tỉnh"),
        ],
    ),
    (
        "Đại biểu Quốc hội Nguyễn Thị Thu Thủy (đoàn Bình Định) chất vấn Bộ trưởng Bộ Tài chính.",
        [("Nguyễn Thị Thu Thủy", "Đại biểu Quốc hội", None)],
    ),
    (
        "Phó Trưởng đoàn chuyên trách phụ trách Đoàn đại biểu Quốc hội tỉnh Lý Thu Hạnh chủ trì buổi "
        "tiếp xúc cử tri.",
        [
            (
                "Lý Thu Hạnh",
                "Phó Trưởng đoàn chuyên trách phụ trách Đoàn đại biểu Quốc hội tỉnh",
                "Đoàn đại biểu Quốc hội tỉnh",
            )
        ],
    ),
    (
        "Tổng Giám đốc Công ty cổ phần Cảng Quy Nhơn Lê Hồng Quân cho biết sản lượng tăng.",
        [("Lê Hồng Quân", "Tổng Giám đốc Công ty cổ phần Cảng Quy Nhơn", "Công ty cổ phần Cảng Quy Nhơn")],
    ),
    (
        "Ông Trần Đình Khôi, Chủ tịch Hội đồng quản trị Công ty TNHH Hoàng Gia, kiến nghị tỉnh giảm "
        "tiền thuê đất.",
        [
            (
                "Trần Đình Khôi",
                "Chủ tịch Hội đồng quản trị Công ty TNHH Hoàng Gia",
                "Hội đồng quản trị Công ty TNHH Hoàng Gia",
            )
        ],
    ),
    (
        "Phó Chủ tịch Thường trực HĐND tỉnh Hồ Thị Lan chủ trì phiên họp thứ 12.",
        [("Hồ Thị Lan", "Phó Chủ tịch Thường trực HĐND tỉnh", "HĐND tỉnh")],
    ),
    (
        "Bà Vũ Thị Ngọc Ánh, Trưởng phòng Cải cách hành chính, Sở Nội vụ cho biết.",
        [("Vũ Thị Ngọc Ánh", "Trưởng phòng Cải cách hành chính, Sở Nội vụ", "Sở Nội vụ")],
    ),
    (
        "Đồng chí Đặng Văn Bình - Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy, Trưởng Đoàn ĐBQH tỉnh chủ "
        "trì hội nghị.",
        [
            (
                "Đặng Văn Bình",
                "Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy, Trưởng Đoàn ĐBQH tỉnh",
                "Trung ương Đảng",
            )
        ],
    ),
    (
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nNguyễn Tuấn Kiệt",
        [("Nguyễn Tuấn Kiệt", "PHÓ CHỦ TỊCH", None)],
    ),
    (
        "Thượng tá Hoàng Văn Sơn, Phó Trưởng phòng Cảnh sát quản lý hành chính về trật tự xã hội "
        "(Công an tỉnh) hướng dẫn người dân.",
        [
            (
                "Hoàng Văn Sơn",
                "Phó Trưởng phòng Cảnh sát quản lý hành chính về trật tự xã hội (Công an tỉnh)",
                "Công an tỉnh",
            )
        ],
    ),
    (
        "Ban Tổ chức Tỉnh ủy công bố quyết định điều động đồng chí Võ Minh Quang, Phó Bí thư Thường "
        "trực Thị ủy Hoài Nhơn giữ chức Bí thư Huyện ủy Vân Canh.",
        [("Võ Minh Quang", "Phó Bí thư Thường trực Thị ủy Hoài Nhơn", "Thị ủy Hoài Nhơn")],
    ),
    (
        "Chủ tịch UBND xã Ia Dom Siu Luynh cho hay.",
        [("Siu Luynh", "Chủ tịch UBND xã Ia Dom", "UBND xã Ia Dom")],
    ),
    (
        "Chủ tịch Liên đoàn Lao động tỉnh Hà Duy Phúc thăm công nhân.",
        [("Hà Duy Phúc", "Chủ tịch Liên đoàn Lao động tỉnh", "Liên đoàn Lao động tỉnh")],
    ),
    (
        "Bí thư Chi bộ, Trưởng thôn An Hòa Nguyễn Văn Tám vận động bà con.",
        [("Nguyễn Văn Tám", "Bí thư Chi bộ, Trưởng thôn An Hòa", None)],
    ),
    (
        "Hội nghị do Thứ trưởng Bộ Nội vụ Trương Hải Nam và Chủ tịch UBND tỉnh Phạm Anh Khoa đồng chủ trì.",
        [
            ("Trương Hải Nam", "Thứ trưởng Bộ Nội vụ", "Bộ Nội vụ"),
            ("Phạm Anh Khoa", "Chủ tịch UBND tỉnh", "UBND tỉnh"),
        ],
    ),
    (
        "Cục trưởng Cục Thuế tỉnh Nguyễn Đẩu, Giám đốc Kho bạc Nhà nước tỉnh Trần Văn Tân báo cáo.",
        [
            ("Nguyễn Đẩu", "Cục trưởng Cục Thuế tỉnh", "Cục Thuế tỉnh"),
            ("Trần Văn Tân", "Giám đốc Kho bạc Nhà nước tỉnh", "Kho bạc Nhà nước tỉnh"),
        ],
    ),
    (
        "Kết luận của đồng chí Nguyễn Thị Phong Lan, Phó Chủ tịch UBND tỉnh tại cuộc họp Ban Chỉ đạo "
        "chuyển đổi số tỉnh.",
        [("Nguyễn Thị Phong Lan", "Phó Chủ tịch UBND tỉnh", "UBND tỉnh")],
    ),
    (
        "Thay mặt lãnh đạo tỉnh, Phó Chủ tịch UBND tỉnh Đỗ Hữu Khánh chúc mừng Thiếu tướng Lê Văn "
        "Sang, Phó Tư lệnh Quân khu 5.",
        [
            ("Đỗ Hữu Khánh", "Phó Chủ tịch UBND tỉnh", "UBND tỉnh"),
            ("Lê Văn Sang", "Phó Tư lệnh Quân khu 5", "Quân khu 5"),
        ],
    ),
    (
        "Các đồng chí Phó Chủ tịch UBND tỉnh: Nguyễn Tự Công Minh, Lâm Hải Sơn, Nguyễn Thị Phong Lan "
        "cùng dự họp.",
        [
            ("Nguyễn Tự Công Minh", "Phó Chủ tịch UBND tỉnh", "UBND tỉnh"),
            ("Lâm Hải Sơn", "Phó Chủ tịch UBND tỉnh", "UBND tỉnh"),
            ("Nguyễn Thị Phong Lan", "Phó Chủ tịch UBND tỉnh", "UBND tỉnh"),
        ],
    ),
    (
        "Phát biểu chỉ đạo, đồng chí Phạm Minh Quân, Ủy viên dự khuyết Trung ương Đảng, Phó Bí thư "
        "Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh nhấn mạnh ba nhiệm vụ.",
        [
            (
                "Phạm Minh Quân",
                "Ủy viên dự khuyết Trung ương Đảng, Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh",
                "Trung ương Đảng",
            )
        ],
    ),
    (
        "Luật sư Trần Văn Bình, Phó Chủ nhiệm Đoàn Luật sư tỉnh tư vấn cho người dân.",
        [("Trần Văn Bình", "Phó Chủ nhiệm Đoàn Luật sư tỉnh", "Đoàn Luật sư tỉnh")],
    ),
    (
        "Trung tá Đinh Công Minh, Trưởng Công an phường Quang Trung cho biết.",
        [("Đinh Công Minh", "Trưởng Công an phường Quang Trung", "Công an phường Quang Trung")],
    ),
    (
        "Thẩm phán Lê Thị Hòa, Phó Chánh án TAND thành phố Quy Nhơn xét xử.",
        [("Lê Thị Hòa", "Phó Chánh án TAND thành phố Quy Nhơn", "TAND thành phố Quy Nhơn")],
    ),
    (
        "Phó Thủ tướng Chính phủ Trần Hồng Sơn yêu cầu các bộ, ngành vào cuộc.",
        [("Trần Hồng Sơn", "Phó Thủ tướng Chính phủ", "Chính phủ")],
    ),
    (
        "Phó Chủ tịch Quốc hội Nguyễn Khắc Bình dự.",
        [("Nguyễn Khắc Bình", "Phó Chủ tịch Quốc hội", "Quốc hội")],
    ),
    (
        "Chủ nhiệm Ủy ban Pháp luật của Quốc hội Hoàng Thanh Lâm trình bày báo cáo thẩm tra.",
        [("Hoàng Thanh Lâm", "Chủ nhiệm Ủy ban Pháp luật của Quốc hội", "Ủy ban Pháp luật")],
    ),
    (
        "Ủy viên Bộ Chính trị, Thường trực Ban Bí thư Trần Cẩm Sơn chủ trì.",
        [("Trần Cẩm Sơn", "Ủy viên Bộ Chính trị, Thường trực Ban Bí thư", "Bộ Chính trị")],
    ),
    (
        "Tổng Bí thư Tô Bình và Chủ tịch nước Lương Hải.",
        [("Tô Bình", "Tổng Bí thư", None), ("Lương Hải", "Chủ tịch nước", None)],
    ),
    (
        "Phó Trưởng Ban Dân vận Tỉnh ủy Mai Văn Đức, Chủ tịch Hội Cựu chiến binh tỉnh Nguyễn Văn "
        "Dũng tặng quà.",
        [
            ("Mai Văn Đức", "Phó Trưởng Ban Dân vận Tỉnh ủy", "Ban Dân vận Tỉnh ủy"),
            ("Nguyễn Văn Dũng", "Chủ tịch Hội Cựu chiến binh tỉnh", "Hội Cựu chiến binh tỉnh"),
        ],
    ),
    (
        "Kế toán trưởng Công ty Điện lực Bình Định Lê Văn Thơ.",
        [("Lê Văn Thơ", "Kế toán trưởng Công ty Điện lực Bình Định", "Công ty Điện lực Bình Định")],
    ),
    (
        "Bí thư Đảng ủy xã Nhơn Lộc Trần Văn Khánh cho biết.",
        [("Trần Văn Khánh", "Bí thư Đảng ủy xã Nhơn Lộc", "Đảng ủy xã Nhơn Lộc")],
    ),
    (
        "Bí thư Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Hà Duy Phúc phát động.",
        [
            (
                "Hà Duy Phúc",
                "Bí thư Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh",
                "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh",
            )
        ],
    ),
    (
        "Đại diện lãnh đạo Ngân hàng Nhà nước chi nhánh tỉnh có ông Lê Thanh Hải, Phó Giám đốc.",
        [("Lê Thanh Hải", "Phó Giám đốc", None)],
    ),
    (
        "Hiệu trưởng Trường THPT chuyên Lê Quý Đôn Nguyễn Thị Lệ báo cáo.",
        [("Nguyễn Thị Lệ", "Hiệu trưởng Trường THPT chuyên Lê Quý Đôn", "Trường THPT chuyên Lê Quý Đôn")],
    ),
    (
        "Chỉ huy trưởng Ban Chỉ huy Quân sự huyện Tuy Phước, Thượng tá Nguyễn Hữu Phước báo cáo.",
        [
            (
                "Nguyễn Hữu Phước",
                "Chỉ huy trưởng Ban Chỉ huy Quân sự huyện Tuy Phước",
                "Ban Chỉ huy Quân sự huyện Tuy Phước",
            )
        ],
    ),
    (
        "Chính ủy Bộ Chỉ huy Bộ đội Biên phòng tỉnh, Đại tá Võ Minh Trí nêu rõ.",
        [("Võ Minh Trí", "Chính ủy Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh")],
    ),
]

#: Texts that name no official with a role.
SILENT = [
    "Chủ tịch UBND tỉnh Sơn La đã ký ban hành quyết định.",
    "Chủ tịch UBND tỉnh Cao Bằng yêu cầu các sở.",
    "Chủ tịch UBND huyện Lê Thủy cho biết",
    "Chủ tịch UBND phường Nguyễn Văn Cừ cho biết",
    "Chủ tịch UBND Thành phố Hồ Chí Minh cho biết",
    "học tập và làm theo tư tưởng, đạo đức, phong cách Chủ tịch Hồ Chí Minh",
    "tại đường Nguyễn Huệ, phường Trần Phú",
    "Kết luận buổi làm việc, ông Lê Văn Bảy đánh giá cao kết quả.",
    "Đồng chí Võ Hữu Thiện cảm ơn lãnh đạo tỉnh.",
    "Thượng úy Nguyễn Chu Khánh giao lưu với các đại biểu",
    "Phó Chủ tịch UBND tỉnh cho hay, chính sách rất tốt.",
    "Giám đốc Sở Nội vụ Bình Dương trình bày báo cáo.",
    "Hiệu trưởng Trường THPT Nguyễn Trãi phát biểu",
    "Đại biểu Quốc hội tỉnh Hà Nam, Hà Tĩnh thảo luận",
    "Trưởng Đoàn Đại biểu Quốc hội tỉnh chủ trì",
    "Giám đốc Công ty Điện lực Lâm Đồng",
    "Chủ tịch Hội Nông dân xã",
    "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n",
    "Tác giả: Trang Lê",
    "Bí thư Chi bộ khu phố 3",
    "Giải thưởng Trần Hưng Đạo, Quảng trường Nguyễn Tất Thành",
    "Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm",
    "",
]
