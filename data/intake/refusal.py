"""A file of which no row can be read is refused as a whole: it is another source's, or its columns are swapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from data.errors import ImportRefused
from data.intake.judged import PLACE_REASONS, HeldRow
from data.readers.batch import FileFacts
from data.sources.source import Source

BELIEVABLE = (*PLACE_REASONS, "venue_unknown", "point_not_in_commune", "stay_too_long", "time_in_future")
"""Reasons of rows that were read well: a file full of them is held, not refused."""

FEWEST = 2
"""A file of one row may simply have one bad row."""


def refuse_hopeless(source: Source, facts: FileFacts, accepted: int, held: Sequence[HeldRow]) -> None:
    """Raise ImportRefused where every row failed to be read, for the commonest reason."""
    unread = [h for h in held if h.problem.reason not in BELIEVABLE]
    if accepted or len(unread) < FEWEST or len(unread) < len(held):
        return
    (column, reason), rows = Counter((h.column, h.problem.reason) for h in unread).most_common(1)[0]
    first = next(h for h in unread if (h.column, h.problem.reason) == (column, reason))
    got = "" if first.problem.got == "" else f", got {first.problem.got!r}"
    raise ImportRefused(
        f"{facts.name}: no row of {len(held):,} can be read. Expected {first.problem.expected} in the column "
        f"{column!r}{got} in row {first.row_number}, and {rows:,} rows fail so. Are two columns swapped, or is this not "
        f"the source {source.key}? Correct the file or choose its source; nothing was kept."
    )
