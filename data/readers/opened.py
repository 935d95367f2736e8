"""A file that was opened: what is known of it at once, and its rows, read when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from data.readers.batch import Batch, FileFacts
from data.readers.refusal import refused


@dataclass(frozen=True)
class OpenFile:
    """`estimated_rows` is for a progress bar, None where nothing tells. batches() reads the file anew each time."""

    facts: FileFacts
    estimated_rows: int | None
    _read: Callable[[], Iterator[Batch]] = field(repr=False, compare=False)

    def batches(self) -> Iterator[Batch]:
        """The rows in order, in batches that are never empty; raises ImportRefused where a file turns out unusable."""
        return self._read()


def no_rows(name: str) -> Exception:
    """The refusal of a table that has headings and nothing else."""
    return refused(name, "at least one row below the headings", "none", "Check that the export was complete.")
