"""XML of a workbook as events, a block at a time: no tree, no entities, no token without end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO, Protocol
from xml.parsers import expat

_BLOCK_BYTES = 1 << 16
_MOST_TOKEN_BYTES = 1 << 20
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Handler(Protocol):
    """Takes the events of a document; names come without a prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, content: str) -> None: ...


class _Unprefixed:
    """Hands events on; names of the usual document have no prefix and go straight on."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._handler.start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def end(self, name: str) -> None:
        self._handler.end(name.rpartition(":")[2] if ":" in name else name)


def fed(source: IO[bytes], handler: Handler) -> Iterator[None]:
    """Read a document; comes back after every block.

    Raises ValueError for a document that declares its type or entities, as no workbook does, and for a tag or a
    comment without end; expat's own error for what is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    named = _Unprefixed(handler)
    parser.StartElementHandler = named.start
    parser.EndElementHandler = named.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _forbidden
    parser.EntityDeclHandler = _forbidden
    read = 0
    while block := source.read(_BLOCK_BYTES):
        parser.Parse(block, False)
        read += len(block)
        # What expat can't finish it reads again with every block: a long token would take for ever.
        if read - parser.CurrentByteIndex > _MOST_TOKEN_BYTES:
            raise ValueError("a token without end")
        yield
    parser.Parse(b"", True)
    yield


def _forbidden(*_declared: object) -> None:
    raise ValueError("a document type or an entity")


def unescaped(text: str) -> str:
    """Characters that XML can't hold are written as _x000D_ in a workbook."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


class Strings:
    """The texts that cells share; reading aids above a text are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._is_text = self._is_aid = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self._parts = []
        self._is_aid = self._is_aid or name == "rPh"
        self._is_text = name == "t" and not self._is_aid

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._is_aid = False
        elif name == "si":
            self.found.append(unescaped("".join(self._parts)))

    def text(self, content: str) -> None:
        if self._is_text:
            self._parts.append(content)


def shared_strings(source: IO[bytes]) -> list[str]:
    """The shared texts of a workbook, in their order."""
    strings = Strings()
    for _ in fed(source, strings):
        pass
    return strings.found
