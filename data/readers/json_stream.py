"""A cursor over JSON text that comes in pieces: values, and the elements of an array, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.readers.json_text import DECODER, MAX_VALUE_CHARACTERS, KeyTwice
from data.readers.refusal import refused, shown

_SPACE = " \t\r\n"
_REMEDY = "Check that the file is whole; export it again."


class JsonStream:
    """Reads forward only; every method raises ImportRefused for text that is no JSON.

    `where` says in messages where the cursor is: set it to the record at hand.
    """

    def __init__(self, pieces: Iterator[str], name: str) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = 0
        self.where = name

    def peek(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            self._at = _behind_space(self._text, self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def expect(self, wanted: str) -> str:
        """Take the next character, one of `wanted`."""
        found = self.peek()
        if not found or found not in wanted:
            names = " or ".join(wanted)
            raise refused(self.where, f"{names} in JSON", "something else" if found else "its end", _REMEDY)
        self._at += 1
        return found

    def value(self) -> Any:
        """Take a whole value; numbers come as Number, objects as dict."""
        self.peek()
        while True:
            try:
                found, end = DECODER.raw_decode(self._text, self._at)
                if end < len(self._text) or not self._more():
                    self._at = end
                    return found
            except KeyTwice as error:
                got = f"the key {shown(str(error))} twice in one"
                raise refused(
                    self.where, "objects with every key once", got, "Keep one of the two."
                ) from error
            except RecursionError as error:
                raise refused(self.where, "flat values", "values nested too deep", _REMEDY) from error
            except ValueError as error:
                if len(self._text) - self._at > MAX_VALUE_CHARACTERS or not self._more():
                    raise refused(self.where, "JSON", "text that is none", _REMEDY) from error

    def elements(self) -> Iterator[Any]:
        """The elements of the array that begins here."""
        self.expect("[")
        if self.peek() == "]":
            self.expect("]")
            return
        while True:
            yield self.value()
            if self.expect(",]") == "]":
                return

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here; the caller takes the value behind each."""
        self.expect("{")
        seen: set[str] = set()
        while self.peek() != "}":
            key = self._key()
            if key in seen:
                got = f"the key {shown(key)} twice in one"
                raise refused(self.where, "objects with every key once", got, "Keep one of the two.")
            seen.add(key)
            yield key
            if self.peek() != "}":
                self.expect(",")
        self.expect("}")

    def end(self) -> None:
        if self.peek():
            raise refused(self.where, "the end of the JSON", "more text behind it", _REMEDY)

    def _key(self) -> str:
        key = self.value()
        if type(key) is not str:
            raise refused(self.where, "a key in JSON", "something else", _REMEDY)
        self.expect(":")
        return key

    def _more(self) -> bool:
        """Read on: as much again as is held, so that a long value is not tried too often."""
        parts, wanted = [self._text[self._at :]], len(self._text) - self._at
        self._at = 0
        while wanted >= 0 and (piece := next(self._pieces, "")):
            parts.append(piece)
            wanted -= len(piece)
        self._text = "".join(parts)
        return len(parts) > 1


def _behind_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
