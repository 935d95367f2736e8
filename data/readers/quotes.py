"""Quoted cells: is every quote closed where its cell ends? Else rows would vanish into one cell, unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from data.readers.refusal import refused
from data.readers.text_file import TextFile

_QUOTE = ord('"')
_REMEDY = 'Close the quote, and write a quote within a quoted cell twice ("").'


class QuoteCheck:
    """Goes over the text of a file piece by piece, each ending with a line.

    A quote opens a cell only at its beginning, as in RFC 4180; elsewhere in an unquoted cell it is a letter like
    any other. Raises ImportRefused where a quoted cell goes on behind its closing quote, or never ends.
    """

    def __init__(self, file: TextFile, delimiter: str) -> None:
        self._file = file
        self._at = 0
        self._opened_at: int | None = None
        self._ends_cell = np.zeros(256, dtype=np.bool_)
        self._ends_cell[[_QUOTE, 10, 13, ord(delimiter)]] = True
        self._ends = delimiter.encode() + b"\r\n"
        self._end_of_cell = re.compile(b"[" + re.escape(delimiter).encode() + b"\r\n]|$")

    def checked(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces."""
        for chunk in chunks:
            self.check(chunk)
            yield chunk
        self.check_closed()

    def check(self, chunk: bytes) -> None:
        """The next piece."""
        if b'"' in chunk and not self._is_regular(chunk):
            self._walk(chunk)
        self._at += len(chunk)

    def check_closed(self) -> None:
        """Raises ImportRefused where a cell is open and the text has come to its end, or to a limit."""
        if self._opened_at is not None:
            raise self._refused(self._opened_at, "a quote that is never closed")

    def _refused(self, at: int, got: str) -> Exception:
        where = f"{self._file.name}, line {self._file.line_at(at)}"
        return refused(where, "quoted cells that end with their quote", got, _REMEDY)

    def _is_regular(self, chunk: bytes) -> bool:
        """Every other quote opens a cell and the next one closes it, escaped ones included: the usual file."""
        content = np.frombuffer(chunk, dtype=np.uint8)
        at = np.flatnonzero(content == _QUOTE)
        was_open = self._opened_at is not None
        opening, closing = at[int(was_open) :: 2], at[1 - int(was_open) :: 2]
        if not self._borders(content, opening - 1) or not self._borders(content, closing + 1):
            return False
        if (len(at) + was_open) % 2 == 0:
            self._opened_at = None
        elif len(at):
            self._opened_at = self._at + int(at[-1])
        return True

    def _borders(self, content: NDArray[np.uint8], at: NDArray[np.intp]) -> bool:
        inside = at[(at >= 0) & (at < len(content))]
        return bool(self._ends_cell[content[inside]].all())

    def _walk(self, chunk: bytes) -> None:
        """The same quote by quote, for text that holds quotes in unquoted cells."""
        at = 0
        while (quote := at if self._opened_at is not None else chunk.find(b'"', at)) >= 0:
            if self._opened_at is None and quote and chunk[quote - 1] not in self._ends:
                ending = self._end_of_cell.search(chunk, quote)
                at = ending.end() if ending else len(chunk)
                continue
            if self._opened_at is None:
                self._opened_at, quote = self._at + quote, quote + 1
            at = self._after_closing(chunk, quote)
            if at < 0:
                return
            self._opened_at = None

    def _after_closing(self, chunk: bytes, at: int) -> int:
        """Where the quoted cell that holds `at` ends, -1 where it doesn't in this piece."""
        while (closing := chunk.find(b'"', at)) >= 0:
            following = chunk[closing + 1 : closing + 2]
            if following != b'"':
                if following and following not in self._ends:
                    raise self._refused(self._opened_at or 0, "text behind a closing quote")
                return closing + 1
            at = closing + 2
        return -1
