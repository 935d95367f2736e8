"""The bytes of a text file in pieces that end with a line, so that no character is ever cut in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

BLOCK_BYTES = 1 << 18
"""What the processor keeps at hand: four times as much is twice as slow to decode."""

MAX_LINE_BYTES = 1 << 20
"""Longest line; an outline of a whole province takes a tenth."""


def blocks(path: Path, start: int = 0) -> Iterator[bytes]:
    """The file from byte `start` on, BLOCK_BYTES at a time."""
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(BLOCK_BYTES):
            yield block


class LineTooLong(ValueError):
    """A line is longer than MAX_LINE_BYTES; `offset` is where it begins."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def whole_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes cut after line breaks; raises LineTooLong."""
    rest, at = b"", 0
    for piece in pieces:
        chunk = rest + piece if rest else piece
        cut = _cut(chunk)
        rest = chunk[cut:]
        _check_lines(chunk, at)
        at += cut
        if cut:
            yield chunk[:cut]
    if rest:
        yield rest


def _cut(chunk: bytes) -> int:
    """Where the last whole line ends; a carriage return at the very end may be half a line break."""
    return (chunk.rfind(b"\n") + 1) or (chunk.rfind(b"\r", 0, -1) + 1)


def _check_lines(chunk: bytes, offset: int) -> None:
    """Leap from line break to line break, as far as one line may reach."""
    at = 0
    while len(chunk) - at > MAX_LINE_BYTES:
        end = at + MAX_LINE_BYTES + 1
        following = max(chunk.rfind(b"\n", at, end), chunk.rfind(b"\r", at, end)) + 1
        if not following:
            raise LineTooLong(offset + at)
        at = following
