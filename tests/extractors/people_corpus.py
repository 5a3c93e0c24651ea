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
        [("Trần Thị Hồng", "Hiệu trưởng Trường THPT Nguyễn Huệ", "Trường THPT")],
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
