"""Which body a document's sign is of: those of central bodies mean one document in the whole country.

Patterns are for Python and for DuckDB alike, and for signs in capitals, without spaces, with plain hyphens.
"""

_NAMES = {
    "central": (
        "CP|TTG|TTCP|VPCP|CTN|VPCTN|QH[0-9]+|VPQH|UBTVQH[0-9]*|TANDTC|VKSNDTC|KTNN|NHNN|MTTW|"
        "[A-ZĐƯ]*TW[A-ZĐƯ]*|HĐBC|"
        "BNV|BTC|BTP|BCA|BQP|BNG|BCT|BXD|BYT|BTTTT|BKHCN|BKHĐT|BKH|BGDĐT|BGDDT|BGTVT|BTNMT|BNNMT|BNNPTNT|"
        "BNN|BLĐTBXH|BLDTBXH|BVHTTDL|BDTTG|UBDT"
    ),
    # Of a province or below, whatever its office behind it is called: UBND-CP, SXD-BXD.
    "local": "UBNN?D|UB|HĐND|HDND|VPUBND|VPHĐND|TU|TƯ|TỈNHỦY|HU|ĐU|BCĐ|BCH|S[A-ZĐƯ]+",
}


def _part(names: str) -> str:
    return f"(^|[-/.])({names})($|[-/.])"


#: Found in the signs of central bodies, unless LOCAL is found as well. All other signs are local.
CENTRAL = _part(_NAMES["central"])
LOCAL = _part(_NAMES["local"])
