"""What every reader gives: rows as text, in order, numbered as in the file, nothing judged yet."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

BATCH_ROWS = 65_536


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; empty means: detect it, and refuse where that would be a guess.

    `encoding` is a key of data/readers/encodings.py; `delimiter` one character; `sheet` and `layer` names;
    `header_row` the row that holds the headings, 1 for the first.
    """

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    layer: str = ""
    header_row: int = 1


@dataclass(frozen=True)
class BrokenRow:
    """A row that is no row of the table, too many cells for instance; it counts as received and is held.

    `cells` is what could be read of it, to be sealed; `got` may be shown and never repeats a cell.
    """

    row_number: int
    reason: str
    expected: str
    got: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Batch:
    """At most BATCH_ROWS rows, column by column.

    `row_numbers` counts the header as its own row, so that 2 is the first row below a header in row 1; a record
    over several lines is one row. `columns` are strings as in the file, outer blanks kept; null is a cell that is
    not there at all (a missing key of a JSON object, an empty spreadsheet cell), "" an empty text. Numbers of a
    spreadsheet or of JSON come as their shortest exact text (912345678, 21.25), true and false as `true`, `false`,
    spreadsheet dates as ISO text (2021-05-25, 2021-05-25 17:00:00), geometry as WKT in a column `geometry`.
    """

    row_numbers: pa.Int64Array
    columns: dict[str, pa.StringArray]
    broken: tuple[BrokenRow, ...] = field(default=())

    @property
    def rows(self) -> int:
        """Rows that were received, the broken ones too."""
        return len(self.row_numbers) + len(self.broken)


@dataclass(frozen=True)
class FileFacts:
    """What is known of a file once it was read: its name, the SHA-256 of its bytes, its size, how it was read."""

    name: str
    sha256: str
    size: int
    options: ReadOptions
    headings: tuple[str, ...]
