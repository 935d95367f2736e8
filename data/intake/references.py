"""What judged rows refer to, checked at once: the store changes between judging and writing."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc
from sqlalchemy import Column, Connection, select

from data import schema
from data.errors import StoreBusy
from data.intake.judged import Judged

WRITTEN_WITH_THEM = ("file_id", "person_id")
"""References to what the same transaction writes."""


def require_references(connection: Connection, judged: Judged) -> None:
    """Raise StoreBusy where rows refer to a commune, a venue or the like that is not there any more."""
    table = schema.metadata.tables[judged.source.subject.table]
    for key in table.foreign_keys:
        name = key.parent.name
        if name in WRITTEN_WITH_THEM or name not in judged.rows.column_names:
            continue
        missing = _named(judged, name) - _there(connection, key.column)
        if missing:
            raise StoreBusy(
                f"{judged.facts.name}: expected {key.column.table.name}s that the store holds, got {len(missing):,} that "
                "went while the file was read. Nothing was kept: check the file again."
            )


def _named(judged: Judged, name: str) -> set[Any]:
    column = judged.rows.column(name)
    return set(pc.unique(column.drop_null()).to_pylist())


def _there(connection: Connection, column: Column[Any]) -> set[Any]:
    return set(connection.execute(select(column)).scalars())
