"""Which encoding bytes read like: never to read a file by it, only to say what to declare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from data.readers.vietnamese_codes import decode_tcvn3, decode_vni

_LIKELY = 0.6
"""Share of the accented words that must be Vietnamese syllables; other tables reach a third by chance."""

_WORD = re.compile(rb"[^\x00-\x40\x5b-\x60\x7b-\x7f]+")
_VOWELS = (
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oai|oao|oay|oă|oe|oeo|oi|oo|ôi|ơi|ua|uâ|uây|uê|ui"
    "|uô|uôi|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu"
)
_SYLLABLE = re.compile(
    f"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?(?:{_VOWELS})(?:ch|ng|nh|[cmnpt])?"
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def decode_windows_1258(content: bytes) -> str:
    """Text in NFC: the code page writes most tones as a mark behind the letter."""
    return unicodedata.normalize("NFC", content.decode("cp1258"))


CANDIDATES: Mapping[str, Callable[[bytes], str]] = {
    "utf-8": lambda content: content.decode("utf-8"),
    "windows-1258": decode_windows_1258,
    "tcvn3": decode_tcvn3,
    "vni": decode_vni,
}


def likely_encoding(sample: bytes) -> str:
    """The encoding in which the accented words of a sample are Vietnamese syllables, or "" where none stands out."""
    words = {word for word in _WORD.findall(sample) if not word.isascii()}
    scores = sorted(((_share(words, decode), key) for key, decode in CANDIDATES.items()), reverse=True)
    (best, key), (second, _) = scores[:2]
    return key if best >= _LIKELY and best > second else ""


def _share(words: Iterable[bytes], decode: Callable[[bytes], str]) -> float:
    found = [_is_syllable(word, decode) for word in words]
    return sum(found) / len(found) if found else 0.0


def _is_syllable(word: bytes, decode: Callable[[bytes], str]) -> bool:
    try:
        text = decode(word).lower()
    except UnicodeDecodeError:
        return False
    plain, tones = _TONES.subn("", unicodedata.normalize("NFD", text))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None
