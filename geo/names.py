"""Names of administrative units as people write them, folded to keys that can be compared.

Two keys: `tone_key` keeps every mark but not the way it is written, `plain_key` drops them all.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
"""Sắc, huyền, hỏi, ngã, nặng, numbered as Vietnamese keyboards (VNI) do."""

_KINDS = {
    "thị trấn": r"t\.?t",
    "thị xã": r"t\.?x",
    "thành phố": r"t\.?p",
    "phường": "p",
    "huyện": "h",
    "quận": "q",
    "xã": "x",
}
_PREFIXES = [f"(?P<k{n}>{kind}[ .]+|{short}(?:[.] ?| ))" for n, (kind, short) in enumerate(_KINDS.items())]
_PREFIX = re.compile("|".join(_PREFIXES))
_SEPARATORS = re.compile(r"[\s.,;:_/()'\"’‐‑‒–—-]+")
_INVISIBLE = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad") | {"ð": "đ", "ɖ": "đ"})
"""Characters that don't show, and Latin letters that converters from old code pages leave for đ."""


def split_kind(written: str) -> tuple[str | None, str]:
    """The kind a written name begins with, or None, and the name without it.

    Parameters
    ----------
    written : str
        In any case, Unicode form and tone style.

    Returns
    -------
    kind : str or None
        "xã", "phường", "thị trấn", "huyện", "quận", "thị xã" or "thành phố".
    name : str
        In lower case, NFC, one space between words; never empty unless `written` is.

    Notes
    -----
    Only the prefix with its marks, or an abbreviation, is a kind: Xa Lý and Phương Sơn are names.

    Examples
    --------
    >>> split_kind("TT. Nếnh"), split_kind("Xã  Xa Lý"), split_kind("Xa Lý"), split_kind("P.Mỹ Độ")
    (('thị trấn', 'nếnh'), ('xã', 'xa lý'), (None, 'xa lý'), ('phường', 'mỹ độ'))
    """
    text = " ".join(unicodedata.normalize("NFC", written).lower().translate(_INVISIBLE).split())
    found = _PREFIX.match(text)
    name = _words(text[found.end() :]) if found else ""
    if found and found.lastgroup and name:
        return list(_KINDS)[int(found.lastgroup[1:])], name
    return None, _words(text)


def _words(text: str) -> str:
    return _SEPARATORS.sub(" ", text).strip()


def tone_key(written: str) -> str:
    """Key that keeps tones and letters: each word's letters, then the number of its tone.

    Examples
    --------
    >>> tone_key("Xã Hòa Sơn") == tone_key("hoà sơn"), tone_key("Cảnh Thụy") == tone_key("CẢNH THUỴ")
    (True, True)
    >>> tone_key("Tân Mỹ"), tone_key("Tân My")
    ('tân my4', 'tân my')
    """
    return " ".join(letters + tone for letters, tone in _syllables(split_kind(written)[1]))


def _syllables(name: str) -> list[tuple[str, str]]:
    return [_syllable(word) for word in name.split()]


def _syllable(word: str) -> tuple[str, str]:
    """A word without its tone, and the tone's number, "" for the level tone."""
    marks = unicodedata.normalize("NFD", word)
    letters = "".join(c for c in marks if c not in _TONES)
    return unicodedata.normalize("NFC", letters), "".join(_TONES[c] for c in marks if c in _TONES)


def plain_key(written: str) -> str:
    """Key without any mark, for names typed without them.

    Examples
    --------
    >>> plain_key("Thị trấn Đồi Ngô"), plain_key("Bà Rịa - Vũng Tàu")
    ('doi ngo', 'ba ria vung tau')
    """
    return without_marks(split_kind(written)[1])


def without_marks(text: str) -> str:
    """The letters alone, case kept.

    Examples
    --------
    >>> without_marks("Thị trấn Đồi Ngô")
    'Thi tran Doi Ngo'
    """
    marks = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in marks if not unicodedata.combining(c))


_PLAIN_KINDS = tuple(without_marks(kind) + " " for kind in _KINDS)


def plain_keys(written: str) -> tuple[str, ...]:
    """Every reading of a name typed without marks, the likelier first.

    "xa ly" may be the commune Xa Lý or the commune (xã) Lý: the whole is read as a name first.

    Examples
    --------
    >>> plain_keys("xa ly"), plain_keys("Tan Son")
    (('xa ly', 'ly'), ('tan son',))
    """
    key = plain_key(written)
    return (key, *(key[len(kind) :] for kind in _PLAIN_KINDS if key.startswith(kind)))


def has_marks(written: str) -> bool:
    """Whether the name, its kind aside, carries a mark or a đ.

    Examples
    --------
    >>> has_marks("Xã Tan Son"), has_marks("Tân Son"), has_marks("Dong Son"), has_marks("Đong Son")
    (False, True, False, True)
    """
    name = split_kind(written)[1]
    return without_marks(name) != name


def typed_rank(typed: str, name: str) -> tuple[int, int, int] | None:
    """How well what was typed into a search box fits a name; smaller is better, None is no fit.

    Every mark that was typed must be there; marks that were not typed are free. The last word may be
    unfinished.

    Returns
    -------
    (reading, position, missing) or None
        0 if all that was typed is the name, 1 if it begins with a kind typed without marks; word of the name
        at which the fit begins, 0 for its start; letters of the name not yet typed.

    Examples
    --------
    >>> typed_rank("tan", "Tân Mỹ"), typed_rank("tân m", "Tân Mỹ"), typed_rank("son", "Tân Sơn")
    ((0, 0, 2), (0, 0, 1), (0, 1, 3))
    >>> typed_rank("tăn", "Tân Mỹ") is None
    True
    """
    name_words = _syllables(split_kind(name)[1])
    for number, reading in enumerate(_readings(typed)):
        if rank := _rank(_syllables(reading), name_words):
            return number, *rank
    return None


def _readings(typed: str) -> tuple[str, ...]:
    """What was typed, with and without a kind in front of it."""
    name = split_kind(typed)[1]
    return (name,) if has_marks(typed) else plain_keys(name)


def _rank(typed: list[tuple[str, str]], name: list[tuple[str, str]]) -> tuple[int, int] | None:
    if not typed:
        return None
    typed_letters = sum(len(letters) for letters, _ in typed)
    for start in range(len(name) - len(typed) + 1):
        window = name[start : start + len(typed)]
        if all(_fits(t, n) for t, n in zip(typed, window, strict=True)) and _finished(typed[:-1], window):
            return start, sum(len(letters) for letters, _ in name) - typed_letters
    return None


def _finished(typed: list[tuple[str, str]], window: list[tuple[str, str]]) -> bool:
    return all(len(t[0]) == len(n[0]) for t, n in zip(typed, window, strict=False))


def _fits(typed: tuple[str, str], word: tuple[str, str]) -> bool:
    """Whether a typed word begins `word`, each of its marks included."""
    letters, tone = typed
    return (
        len(letters) <= len(word[0])
        and tone in ("", word[1])
        and all(t in (n, without_marks(n)) for t, n in zip(letters, word[0], strict=False))
    )
