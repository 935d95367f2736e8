"""Sifting a judged file: rows of records nobody has spoken of, plain repetitions, and records that need settling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection, exists, select

from data import schema
from data.intake.judged import Judged
from data.intake.scratch import fill_keys, scratch_key

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Sifted:
    """Positions in `judged.rows` and `judged.held`; `keys` are those of the records to settle, sorted."""

    fresh: Ints
    repeated: Ints
    contested: Ints
    fresh_held: Ints
    contested_held: Ints
    keys: Ints


def sift(connection: Connection, judged: Judged) -> Sifted:
    """Compare the file with itself and with the store; writes only a scratch table."""
    rows = _ints(judged.rows, "record_key"), _ints(judged.rows, "content_key")
    held = (
        np.array([h.record_key for h in judged.held], dtype=np.int64),
        np.array([h.content_key for h in judged.held], dtype=np.int64),
    )
    keys, group = np.unique(np.concatenate([rows[0], held[0]]), return_inverse=True)
    in_rows, in_held = group[: len(rows[0])], group[len(rows[0]) :]
    contents = np.concatenate([rows[1], held[1]])
    low, high = _extremes(contents, group, len(keys))
    stored, others = _stored(connection, judged, keys)
    is_plain = (low == high) & ((stored == 0) | (stored == low)) & ~others
    with_held = np.bincount(in_held, minlength=len(keys))
    held_plain = (
        is_plain & (with_held == 1) & (np.bincount(in_rows, minlength=len(keys)) == 0) & (stored == 0)
    )
    rows_plain = is_plain & (with_held == 0)
    first = _first_of_each(in_rows, len(keys))
    is_fresh = rows_plain[in_rows] & (stored[in_rows] == 0) & first
    return Sifted(
        fresh=np.flatnonzero(is_fresh),
        repeated=np.flatnonzero(rows_plain[in_rows] & ~is_fresh),
        contested=np.flatnonzero(~rows_plain[in_rows]),
        fresh_held=np.flatnonzero(held_plain[in_held]),
        contested_held=np.flatnonzero(~held_plain[in_held]),
        keys=keys[~(rows_plain | held_plain)],
    )


def _ints(rows: pa.Table, name: str) -> Ints:
    if name not in rows.column_names:
        return np.empty(0, dtype=np.int64)
    numbers: Ints = rows.column(name).to_numpy().astype(np.int64, copy=False)
    return numbers


def _extremes(contents: Ints, group: NDArray[np.intp], groups: int) -> tuple[Ints, Ints]:
    """Smallest and largest content of each key: equal where all its rows say the same."""
    low, high = np.full(groups, np.iinfo(np.int64).max), np.zeros(groups, dtype=np.int64)
    np.minimum.at(low, group, contents)
    np.maximum.at(high, group, contents)
    return low, high


def _first_of_each(group: NDArray[np.intp], groups: int) -> Mask:
    first = np.zeros(len(group), dtype=bool)
    position = np.unique(group, return_index=True)[1]
    first[position] = True
    return first


def _stored(connection: Connection, judged: Judged, keys: Ints) -> tuple[Ints, Mask]:
    """Content that the store holds for each key, 0 for none; and whether other rows claim the key too."""
    subject = judged.source.subject
    table = schema.metadata.tables[subject.table]
    stored, others = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)
    tables = [
        t
        for t in (table, schema.set_aside, schema.held_row)
        if connection.execute(select(exists(select(t)))).scalar()
    ]
    if not tables or not len(keys):
        return stored, others
    fill_keys(connection, keys)
    k = scratch_key.c.key
    if table in tables:
        found = connection.execute(
            select(k, table.c.content_key).join(table, table.c[subject.id_column] == k)
        ).all()
        for key, content in found:
            stored[np.searchsorted(keys, key)] = content or -1
    for other in tables:
        if other is table:
            continue
        mine = other.c.subject == subject.key
        for key, content in connection.execute(
            select(k, other.c.content_key).join(other, other.c.record_key == k).where(mine)
        ):
            at = np.searchsorted(keys, key)
            # A repetition of what is stored changes nothing.
            others[at] |= other is schema.held_row or content != stored[at]
    return stored, others
