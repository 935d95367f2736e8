"""JSON read value by value from a file of any size, so that only one record at a time is held."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.readers.encodings import not_utf8, settle
from data.readers.numbers import plain_number
from data.readers.refusal import refused
from data.readers.text_chunks import blocks

MAX_VALUE_CHARACTERS = 16 << 20
"""Longest single record; the outline of a province at full detail takes a tenth."""

_SAMPLE_BYTES = 1 << 16


class Number(str):
    """A number in its shortest exact text; a str of its own so that "7" and 7 stay apart."""

    __slots__ = ()


class KeyTwice(ValueError):
    """An object has the same key twice."""


def _number(text: str) -> Number:
    return Number(plain_number(text))


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise KeyTwice(next(key for key in keys if keys.count(key) > 1))
    return found


DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=Number, parse_constant=_no_number
)


@dataclass(frozen=True)
class JsonFile:
    """A file in UTF-8 or UTF-16, every character of it checked."""

    path: Path
    name: str
    size: int
    sha256: str
    encoding: str
    start: int

    def pieces(self) -> Iterator[str]:
        return _decoded(blocks(self.path, self.start), self)


def open_json_text(path: Path, name: str, declared: str) -> JsonFile:
    """Look at every byte once; raises ImportRefused where they are no text in the encoding."""
    with path.open("rb") as file:
        head = file.read(4096)
    encoding, start = settle(head, declared, name)
    if not encoding.startswith("utf"):
        raise refused(name, "JSON in UTF-8 or UTF-16", f"{encoding} as declared", "Declare no encoding.")
    digest = hashlib.sha256(head[:start])
    file_read = JsonFile(path, name, path.stat().st_size, "", encoding, start)
    for _ in _decoded(_digested(blocks(path, start), digest), file_read):
        pass
    return JsonFile(path, name, file_read.size, digest.hexdigest(), encoding, start)


def _digested(pieces: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece


def _decoded(pieces: Iterable[bytes], file: JsonFile) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(file.encoding)()
    at, piece = file.start, b""
    try:
        for piece in pieces:
            waiting = len(decoder.getstate()[0])
            yield decoder.decode(piece)
            at += waiting + len(piece) - len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        sample = error.object[max(0, error.start - _SAMPLE_BYTES) : error.start + _SAMPLE_BYTES]
        got = f"the byte 0x{error.object[error.start]:02X} at byte {at + error.start}"
        raise not_utf8(sample, got, file.name) from error
