"""How a file is read: as somebody says for this one, else as its source's mapping does, else as the file tells."""

from __future__ import annotations

from data.readers.batch import ReadOptions
from data.sources.source import Source

_OPTION_NAMES = ("format", "encoding", "delimiter", "sheet", "layer")


def options_for(source: Source, given: ReadOptions | None) -> ReadOptions:
    """How to read a file: as the caller says, else as the mapping does, else as the file itself tells."""
    if given is None:
        return source.options
    chosen = {name: getattr(given, name) or getattr(source.options, name) for name in _OPTION_NAMES}
    header = given.header_row if given.header_row != 1 else source.options.header_row
    return ReadOptions(**chosen, header_row=header)
