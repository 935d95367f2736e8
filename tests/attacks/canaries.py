"""Fifty invented people, and the search for any of them in bytes of any kind. None of them was ever anybody."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product
from urllib.parse import quote, quote_plus

import brotli

NAMES = tuple(f"Canary Nguyễn {n:02d}" for n in range(1, 14))
ADDRESSES = tuple(f"Ngõ {n:02d} Phố Canary Đặng" for n in range(1, 13))
PHONES = tuple(f"09000000{n:02d}" for n in range(30, 43))
"""Numbers that no network ever gave to anybody."""

ID_NUMBERS = tuple(f"0012009990{n:02d}" for n in range(30, 42))
CANARIES = (*NAMES, *ADDRESSES, *PHONES, *ID_NUMBERS)

_STEM = re.compile(
    rb"canary|c\x00a\x00n\x00a\x00r\x00y|900[ .\-]?000[ .\-]?0|001[ .\-]?200[ .\-]?999", re.IGNORECASE
)
"""Every writing of a canary holds one of these; what holds none is not looked into again."""


def found(seen: bytes | str) -> list[str]:
    """The canaries in `seen`, in any writing; compressed bytes are looked into as well."""
    body = seen.encode("utf-8", "surrogateescape") if isinstance(seen, str) else seen
    if not _STEM.search(body):
        return []
    lowered = {body, body.lower(), body.decode("utf-8", "replace").lower().encode()}
    return [each for each in CANARIES if any(form in part for form in forms(each) for part in lowered)]


def unpacked(body: bytes, name: str) -> bytes:
    """A file as it is, or what was compressed in it."""
    if name.endswith(".br"):
        return bytes(brotli.decompress(body))
    if name.endswith(".gz"):
        return gzip.decompress(body)
    return body


@cache
def forms(canary: str) -> frozenset[bytes]:
    """A canary in every writing that a program may give it."""
    texts = set(_writings(canary))
    found = {text.encode() for text in texts} | {text.encode("utf-16-le") for text in texts}
    found |= {json.dumps(text)[1:-1].encode() for text in texts}
    found |= {write(text).encode() for text in texts for write in (quote, quote_plus)}
    return frozenset(found | {form.lower() for form in found})


def _writings(canary: str) -> Iterator[str]:
    if canary[0] == "0":
        yield from _number_writings(canary)
        return
    marks_off = "".join(c for c in unicodedata.normalize("NFD", canary) if not unicodedata.combining(c))
    for text in (canary, marks_off, marks_off.replace("Đ", "D").replace("đ", "d"), canary.replace(" ", "_")):
        for form, case in product(("NFC", "NFD"), (str, str.upper, str.lower, str.title)):
            yield case(unicodedata.normalize(form, text))


def _number_writings(number: str) -> Iterator[str]:
    """As it is, without its zero, from abroad, in groups; the end alone would be found everywhere."""
    bare = number[1:]
    yield from (number, f"+84{bare}", f"84{bare}", f"0084{bare}", f"+84 {bare}", bare)
    groups = (number[:4], number[4:7], number[7:]) if len(number) == 10 else _by_three(number)
    yield from (mark.join(groups) for mark in (" ", ".", "-"))
    if len(number) == 10:
        yield from (f"+84 {mark.join((number[1:4], number[4:7], number[7:]))}" for mark in (" ", ".", "-"))


def _by_three(number: str) -> tuple[str, ...]:
    return tuple(number[n : n + 3] for n in range(0, len(number), 3))
