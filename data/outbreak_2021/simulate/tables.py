"""Table: equally long named columns in plain numpy, and what a writer must know to turn them into rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.days import UTC_OFFSET_SECONDS, day_of

NULL = -1
"""Stands for SQL NULL in integer columns that `Table.nulls` names; no day, second or code of 2021 is
negative."""

Array = NDArray[Any]


@dataclass(frozen=True)
class Table:
    """One table of the simulation.

    `columns` follow data/schema/ without file_id and the rest of a row's origin, which simulated rows
    lack. `nulls` names the nullable columns and the value that
    stands for NULL in each (NaN in float columns). `labels` gives the words of columns that hold codes.
    `kinds` marks columns of days since 1970-01-01 ("day") and of epoch seconds whose SQL column is a local
    date and time ("moment"). Raises ValueError where columns differ in length.
    """

    name: str
    columns: Mapping[str, Array]
    nulls: Mapping[str, float] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lengths = {name: len(values) for name, values in self.columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"{self.name}: expected columns of one length, got {lengths}. Cut them alike.")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __getitem__(self, column: str) -> Array:
        return self.columns[column]

    def is_null(self, column: str) -> NDArray[np.bool_]:
        """True where the column holds NULL."""
        values = self.columns[column]
        if column not in self.nulls:
            return np.zeros(len(values), dtype=np.bool_)
        null = self.nulls[column]
        return np.isnan(values) if np.isnan(null) else values == null

    def objects(self, column: str, first: int = 0, last: int | None = None) -> list[Any]:
        """The column as SQL takes it: int, float, str, date, local datetime without zone, None for NULL."""
        values = self.columns[column][first:last]
        found = self._decoded(column, values)
        if column in self.nulls:
            found[self.is_null(column)[first:last]] = None
        return list(found)

    def rows(self, first: int = 0, last: int | None = None) -> Iterator[tuple[Any, ...]]:
        """Rows `first` to `last` (not included), columns in order, as SQL takes them."""
        return zip(*(self.objects(name, first, last) for name in self.columns), strict=True)

    def _decoded(self, column: str, values: Array) -> NDArray[np.object_]:
        if column in self.labels:
            # A null code is negative and takes any word here: objects() puts None over it.
            return np.array(self.labels[column], dtype=object)[values]
        kind = self.kinds.get(column)
        if kind is not None:
            return _translated(values, day_of if kind == "day" else _local_moment)
        found = np.empty(len(values), dtype=object)
        found[:] = values.tolist()
        return found


def _translated(values: Array, translate: Callable[[int], date | datetime]) -> NDArray[np.object_]:
    distinct, inverse = np.unique(values, return_inverse=True)
    words = np.empty(len(distinct), dtype=object)
    words[:] = [translate(int(value)) for value in distinct]
    found: NDArray[np.object_] = words[inverse]
    return found


def _local_moment(epoch_seconds: int) -> datetime:
    return datetime(1970, 1, 1) + timedelta(seconds=epoch_seconds + UTC_OFFSET_SECONDS)


def digest_tables(tables: Iterable[Table]) -> str:
    """SHA-256, in hex, over names, types and little-endian bytes of every column in order."""
    total = hashlib.sha256()
    for table in tables:
        for name, values in table.columns.items():
            fixed = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
            words = "|".join(table.labels.get(name, ()))
            total.update(f"{table.name}.{name}:{fixed.dtype.str}:{len(fixed)}:{words}\n".encode())
            total.update(fixed.tobytes())
    return total.hexdigest()
