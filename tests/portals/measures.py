"""What the world of the replicas is made of: provinces, indexes and their usual values, known figures."""

from typing import NamedTuple


class Measure(NamedTuple):
    """Usual values of an index or component: about ``mean`` in 2020, give or take ``spread``.

    The first and the last of 63 stand two and a half spreads away. ``drift`` is the mean's gain in a year.
    """

    mean: float
    spread: float
    drift: float = 0
    digits: int = 2


class Known(NamedTuple):
    """A figure that a real text on the replicas states, so that the generated ones may not deny it."""

    province: str
    score: float
    rank: int
    rank_in_region: int


#: All provinces before July 2025, by the region whose name the articles write.
REGIONS = {
    "Trung du và miền núi phía Bắc": (
        "Hà Giang", "Cao Bằng", "Bắc Kạn", "Tuyên Quang", "Lào Cai", "Yên Bái", "Thái Nguyên", "Lạng Sơn",
        "Bắc Giang", "Phú Thọ", "Điện Biên", "Lai Châu", "Sơn La", "Hòa Bình",
    ),
    "Đồng bằng sông Hồng": (
        "Hà Nội", "Quảng Ninh", "Vĩnh Phúc", "Bắc Ninh", "Hải Dương", "Hải Phòng", "Hưng Yên", "Thái Bình",
        "Hà Nam", "Nam Định", "Ninh Bình",
    ),
    "Bắc Trung bộ và Duyên hải miền Trung": (
        "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Bình", "Quảng Trị", "Thừa Thiên Huế", "Đà Nẵng",
        "Quảng Nam", "Quảng Ngãi", "Bình Định", "Phú Yên", "Khánh Hòa", "Ninh Thuận", "Bình Thuận",
    ),
    "Tây Nguyên": ("Kon Tum", "Gia Lai", "Đắk Lắk", "Đắk Nông", "Lâm Đồng"),
    "Đông Nam bộ": (
        "Bình Phước", "Tây Ninh", "Bình Dương", "Đồng Nai", "Bà Rịa - Vũng Tàu", "TP. Hồ Chí Minh",
    ),
    "Đồng bằng sông Cửu Long": (
        "Long An", "Tiền Giang", "Bến Tre", "Trà Vinh", "Vĩnh Long", "Đồng Tháp", "An Giang", "Kiên Giang",
        "Cần Thơ", "Hậu Giang", "Sóc Trăng", "Bạc Liêu", "Cà Mau",
    ),
}  # fmt: skip
PROVINCES = tuple(province for members in REGIONS.values() for province in members)
#: The provinces whose portals are replicated.
HOMES = ("Bình Định", "Sơn La", "Vĩnh Long", "Bình Dương")

#: Parts of indexes as the articles name them; with a number, the points a part can reach.
PAR_PARTS = (
    ("Công tác chỉ đạo, điều hành cải cách hành chính", 8.5),
    ("Cải cách thể chế", 10),
    ("Cải cách thủ tục hành chính", 13),
    ("Cải cách tổ chức bộ máy hành chính nhà nước", 10.5),
    ("Cải cách chế độ công vụ", 15),
    ("Cải cách tài chính công", 12),
)
DVC_PARTS = (
    ("Công khai, minh bạch", 18),
    ("Tiến độ giải quyết", 20),
    ("Dịch vụ công trực tuyến", 22),
    ("Mức độ hài lòng", 18),
)
PAPI_PARTS = (
    "Tham gia của người dân ở cấp cơ sở",
    "Công khai, minh bạch",
    "Trách nhiệm giải trình với người dân",
    "Kiểm soát tham nhũng trong khu vực công",
    "Thủ tục hành chính công",
    "Cung ứng dịch vụ công",
)
SIPAS_PARTS = ("Tiếp cận dịch vụ", "Thủ tục hành chính", "Công chức giải quyết công việc", "Kết quả dịch vụ")

#: Usual values by index and component (None: the index itself). GRDP and CPI are growth rates, no indexes.
MEASURES: dict[tuple[str, str | None], Measure] = {
    ("PAR_INDEX", None): Measure(85, 2, 0.45),
    ("SIPAS", None): Measure(84.4, 2, 0.4),
    ("PAPI", None): Measure(42.6, 1.5),
    ("PCI", None): Measure(65, 2.5, 0.15),
    ("DTI", None): Measure(0.44, 0.05, 0.03, 4),
    ("ICT", None): Measure(0.42, 0.045, 0.01, 4),
    ("PGI", None): Measure(22.3, 1.4),
    ("PII", None): Measure(38, 4.5),
    ("DVC", None): Measure(76, 4),
    ("GRDP", None): Measure(6.8, 1),
    ("CPI", None): Measure(3, 0.4),
    ("DTI", "chính quyền số"): Measure(0.5, 0.05, 0.03, 4),
    ("DTI", "kinh tế số"): Measure(0.42, 0.05, 0.03, 4),
    ("DTI", "xã hội số"): Measure(0.4, 0.05, 0.03, 4),
    ("PII", "Thể chế"): Measure(55, 4),
    ("PII", "Vốn con người"): Measure(34, 4),
    **{("PAR_INDEX", part): Measure(0.83 * scale, 0.042 * scale) for part, scale in PAR_PARTS},
    **{("DVC", part): Measure(0.78 * scale, 0.06 * scale) for part, scale in DVC_PARTS},
    **{("SIPAS", part): Measure(84.4, 2.2, 0.4) for part in SIPAS_PARTS},
    **{
        ("PAPI", part): Measure(mean, 0.28)
        for part, mean in zip(PAPI_PARTS, (4.9, 5.4, 4.4, 6.6, 7.3, 7.0), strict=True)
    },
}

#: Where chance is not left to say how a province usually does: in spreads from the mean.
LASTING = {
    ("PAR_INDEX", "Quảng Ninh"): 2.4,
    ("PAR_INDEX", "Bình Dương"): 0.7,
    ("PAR_INDEX", "Sơn La"): 0.5,
    ("PAPI", "Bình Dương"): -0.2,
    ("PCI", "Quảng Ninh"): 2.5,
    ("PCI", "Đồng Tháp"): 2.3,
    ("SIPAS", "Bình Định"): 0.6,
    ("DTI", "Bình Dương"): 0.8,
    ("ICT", "Bình Định"): 0.1,
}

#: What the seed articles of Sơn La and Bình Dương state.
KNOWN = {
    ("PAR_INDEX", "2021"): Known("Bình Dương", 87.87, 13, 1),
    ("PAR_INDEX", "2022"): Known("Sơn La", 86.78, 13, 4),
    ("PAR_INDEX", "2023"): Known("Sơn La", 88.66, 13, 6),
}

#: Agencies that the survey among businesses (DDCI) names. No two provinces share one: an article names an
#: agency without its province, and what two of them say about «Sở Y tế» must not look like a contradiction.
AGENCIES = {
    "Bình Định": ("Sở Tư pháp", "Sở Xây dựng", "Sở Công Thương", "Sở Du lịch"),
    "Sơn La": ("Sở Y tế", "Sở Nội vụ", "Sở Ngoại vụ", "Sở Tài nguyên và Môi trường"),
    "Vĩnh Long": ("Sở Tài chính", "Sở Giao thông vận tải", "Sở Khoa học và Công nghệ", "Ban Dân tộc"),
    "Bình Dương": ("Cục Thuế tỉnh", "Sở Giáo dục và Đào tạo", "Sở Văn hóa và Thể thao", "Thanh tra tỉnh"),
}
