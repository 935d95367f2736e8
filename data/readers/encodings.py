"""Which encoding a text file is read by. Never by guess: UTF-8 and a byte order mark speak for themselves, any
other encoding has to be declared, and what is declared has to fit. Latin-1 fits every file, so it is not offered."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping

from data.readers.guess import decode_windows_1258, likely_encoding
from data.readers.refusal import refused
from data.readers.vietnamese_codes import decode_tcvn3, decode_vni

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "windows-1258", "tcvn3", "vni")
"""Keys of ReadOptions.encoding; UTF-16 without a byte order mark is declared as utf-16-le or utf-16-be."""

EIGHT_BIT: Mapping[str, Callable[[bytes], str]] = {
    "windows-1258": decode_windows_1258,
    "tcvn3": decode_tcvn3,
    "vni": decode_vni,
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def settle(head: bytes, declared: str, name: str) -> tuple[str, int]:
    """The encoding to read by, a key other than utf-16, and the length of its byte order mark.

    `head` are the first bytes. Raises ImportRefused for an unknown key, and for a mark that contradicts it.
    """
    if declared and declared not in ENCODINGS:
        remedy = "Declare the one the file was saved in (--encoding)."
        raise refused(name, f"an encoding of {', '.join(ENCODINGS)}", declared, remedy, "encoding", ENCODINGS)
    mark, marked = next(((m, key) for m, key in _MARKS if head.startswith(m)), (b"", ""))
    if marked == "utf-32":
        raise refused(name, "UTF-8 or UTF-16", "UTF-32", "Save the file as UTF-8.")
    if not marked:
        return _unmarked(head, declared, name), 0
    if declared and declared not in (marked, marked.removesuffix("-le").removesuffix("-be")):
        remedy = f"Declare --encoding {marked}, or none."
        got = f"the byte order mark of {marked} at byte 0"
        raise refused(name, f"{declared} as declared", got, remedy, "encoding", (marked,))
    return marked, len(mark)


def _unmarked(head: bytes, declared: str, name: str) -> str:
    looks = _unmarked_utf16(head)
    if declared == "utf-16" or (looks and not declared):
        remedy = f"Declare --encoding {looks or 'utf-16-le'}, or save the file as UTF-8."
        offered = (looks,) if looks else ("utf-16-le", "utf-16-be")
        raise refused(name, "a byte order mark before UTF-16", "none", remedy, "encoding", offered)
    return declared or "utf-8"


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 of mostly Latin letters has a NUL in every other byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and max(even, odd) * 2 > half and min(even, odd) * 8 < half:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def not_utf8(sample: bytes, got: str, where: str) -> Exception:
    """The refusal of an undeclared file that isn't UTF-8; `sample` are lines around the byte that shows it."""
    likely = likely_encoding(sample)
    if likely == "utf-8":
        return refused(where, "UTF-8", f"{got}, which is none", "The file is damaged: export it again.")
    if likely:
        remedy = f"It reads like {likely}: declare --encoding {likely}, or save the file as UTF-8."
        return refused(where, "UTF-8", got, remedy, "encoding", (likely,))
    remedy = f"Save the file as UTF-8, or declare its encoding (--encoding {', '.join(EIGHT_BIT)})."
    return refused(where, "UTF-8", got, remedy, "encoding", tuple(EIGHT_BIT))
