"""TCVN3 and VNI, the two Vietnamese encodings that Python lacks: tables, and a codec for each.

TCVN3 is part 3 of TCVN 5712:1993, which the ABC fonts (.VnTime) use; the table is that of part 2, its superset,
as in the charmap TCVN5712 of glibc, which gives the codes 0xAF..0xFF that part 3 leaves open to capitals. What no
table can tell: text in a capital font (.VnTimeH) holds the same bytes as small letters, so it is read in small
letters. Codes 0x80..0x9F are refused: part 3 leaves them to control characters.

VNI is VNI-Windows: a plain letter and, behind it, a byte for its mark; the table is that of xvnkb (vni.h).
"""

from __future__ import annotations

import codecs
import re
import unicodedata

_UNDEFINED = "\ufffe"
"""What the codec machinery takes for a byte without a character."""

_TCVN3_FROM_A0 = (
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3 = "".join(map(chr, range(0x80))) + _UNDEFINED * 0x20 + _TCVN3_FROM_A0
_TO_TCVN3 = codecs.charmap_build(_TCVN3)

_VNI_SMALL = {
    "a": "aùøûõï", "â": "âáàåãä", "ă": "êéèúüë", "e": "eùøûõï", "ê": "âáàåãä", "o": "oùøûõï", "ô": "âáàåãä",
    "ơ": "ôùøûõï", "u": "uùøûõï", "ư": "öùøûõï", "y": "yùøûõ",
}  # fmt: skip
"""Letter → the byte, as Windows-1252 shows it, that makes it, then those of acute, grave, hook, tilde and dot."""

_VNI_SINGLE_SMALL = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "ơ": "ô", "ư": "ö"}
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")


def _vni_table() -> dict[str, str]:
    """Letter → one or two Latin characters, small and capital."""
    table = dict(_VNI_SINGLE_SMALL)
    for letter, marks in _VNI_SMALL.items():
        table |= _vni_letters(letter, marks)
    return table | {letter.upper(): latin.upper() for letter, latin in table.items()}


def _vni_letters(letter: str, marks: str) -> dict[str, str]:
    plain = {"â": "a", "ă": "a", "ê": "e", "ô": "o", "ơ": "ô", "ư": "ö"}.get(letter, letter)
    toned = zip(_TONES[1:], marks[1:], strict=False)
    letters = {unicodedata.normalize("NFC", letter + tone): plain + mark for tone, mark in toned}
    return letters if marks[0] == plain or plain in "ôö" else letters | {letter: plain + marks[0]}


_TO_VNI = _vni_table()
_FROM_VNI = {latin: letter for letter, latin in _TO_VNI.items()}
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True)) + "|[\x80-\xff]")


def decode_tcvn3(content: bytes) -> str:
    """Text in NFC; raises UnicodeDecodeError at a byte that TCVN3 has no character for."""
    text, _ = codecs.charmap_decode(content, "strict", _TCVN3)
    return unicodedata.normalize("NFC", text)


def encode_tcvn3(text: str) -> bytes:
    """The codes of a text; raises UnicodeEncodeError for capitals with marks that TCVN3 lacks."""
    return codecs.charmap_encode(unicodedata.normalize("NFC", text), "strict", _TO_TCVN3)[0]


def decode_vni(content: bytes) -> str:
    """Text in NFC; raises UnicodeDecodeError at a mark that follows no letter which takes it."""
    latin = content.decode("latin-1")
    found = _VNI_LETTER.finditer(latin)
    parts, at = [], 0
    for match in found:
        letter = _FROM_VNI.get(match.group())
        if letter is None and match.group() != "\xa0":
            reason = "no letter of VNI"
            raise UnicodeDecodeError("vni", content, match.start(), match.end(), reason)
        parts += [latin[at : match.start()], letter or "\xa0"]
        at = match.end()
    return "".join([*parts, latin[at:]])


def encode_vni(text: str) -> bytes:
    """The bytes of a text; raises UnicodeEncodeError for what VNI can't write."""
    plain = unicodedata.normalize("NFC", text)
    for n, letter in enumerate(plain):
        if letter not in _TO_VNI and not letter.isascii() and letter != "\xa0":
            raise UnicodeEncodeError("vni", plain, n, n + 1, "no letter of VNI")
    return "".join(_TO_VNI.get(letter, letter) for letter in plain).encode("latin-1")
