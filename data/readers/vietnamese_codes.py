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
from bisect import bisect_left
from functools import partial

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

_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
"""What each mark of the table adds to the letter before it, whichever that is."""

_VNI_LETTERS = {latin: letter for letter, latin in _TO_VNI.items() if len(latin) == 1} | {"\xa0": "\xa0"}
_VNI_DOUBLE = {
    chr(0xE000 + n): marks for n, marks in enumerate(dict.fromkeys(_VNI_MARKS.values())) if len(marks) > 1
}
_NO_VNI = re.compile(f"[^\x00-\x7f\xa0{''.join(_TO_VNI)}]")


def _vni_byte(code: int) -> str:
    """The one character that stands for a byte until double marks are written out."""
    latin = chr(code)
    marks = _VNI_MARKS.get(latin.lower(), _UNDEFINED)
    shorter = {marks: short for short, marks in _VNI_DOUBLE.items()}
    return latin if code < 0x80 else _VNI_LETTERS.get(latin) or shorter.get(marks, marks)


_VNI = "".join(map(_vni_byte, range(0x100)))


def decode_tcvn3(content: bytes) -> str:
    """Text in NFC; raises UnicodeDecodeError at a byte that TCVN3 has no character for."""
    text, _ = codecs.charmap_decode(content, "strict", _TCVN3)
    return unicodedata.normalize("NFC", text)


def encode_tcvn3(text: str) -> bytes:
    """The codes of a text; raises UnicodeEncodeError for capitals with marks that TCVN3 lacks."""
    return codecs.charmap_encode(unicodedata.normalize("NFC", text), "strict", _TO_TCVN3)[0]


def decode_vni(content: bytes) -> str:
    """Text in NFC; raises UnicodeDecodeError at a mark that follows no letter which takes it."""
    text = _composed_vni(content)
    if _NO_VNI.search(text):
        fault = bisect_left(range(len(content)), True, key=partial(_has_no_vni, content))
        raise UnicodeDecodeError("vni", content, fault, fault + 1, "no letter of VNI")
    return text


def _composed_vni(content: bytes) -> str:
    text, _ = codecs.charmap_decode(content, "replace", _VNI)
    for short, marks in _VNI_DOUBLE.items():
        text = text.replace(short, marks)
    return unicodedata.normalize("NFC", text)


def _has_no_vni(content: bytes, last: int) -> bool:
    return _NO_VNI.search(_composed_vni(content[: last + 1])) is not None


def encode_vni(text: str) -> bytes:
    """The bytes of a text; raises UnicodeEncodeError for what VNI can't write."""
    plain = unicodedata.normalize("NFC", text)
    for n, letter in enumerate(plain):
        if letter not in _TO_VNI and not letter.isascii() and letter != "\xa0":
            raise UnicodeEncodeError("vni", plain, n, n + 1, "no letter of VNI")
    return "".join(_TO_VNI.get(letter, letter) for letter in plain).encode("latin-1")
