"""What the bytes of the encodings before Unicode mean.

Sources: TCVN 5712:1993 (upper half), RFC 1456 for VISCII, Microsoft's code page 1258, the layout of the VNI
fonts for Windows.
"""

#: Bytes 0xA1-0xFF of TCVN 5712; 0xB0-0xB4 are marks on the letter before.
TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđẶ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộ"
    "ờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
#: Bytes 0x80-0xFF of VISCII, and the six letters that stand among its control characters.
VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)
VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
#: VNI: a mark after the letter. Tones stand on any vowel; marks with a hat only on those that wear it.
VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
VNI_HATS = {
    "â": "\u0302",
    "à": "\u0302\u0300",
    "á": "\u0302\u0301",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
}
VNI_HATS |= {"ä": "\u0302\u0323"}
VNI_BREVES = {
    "ê": "\u0306",
    "è": "\u0306\u0300",
    "é": "\u0306\u0301",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
}
VNI_BREVES |= {"ë": "\u0306\u0323"}
VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def table_1258() -> dict[int, str]:
    """Return what the bytes of windows-1258 mean that mean something else in Latin-1."""
    table = {}
    for byte in range(0xA1, 0x100):
        char = bytes([byte]).decode("cp1258")
        if char != bytes([byte]).decode("latin-1"):
            table[byte] = char
    return table
