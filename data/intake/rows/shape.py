"""The columns of a subject's table for one batch: those of the same name are copied, the rest is made by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Column, Date, String, Text

from data import schema
from data.checks.checked import Problem
from data.intake.canon import Canon
from data.intake.rows.assessments import assessment_columns
from data.intake.rows.declarations import declaration_columns
from data.intake.rows.registers import register_columns
from data.intake.rows.visits import event_columns, visit_columns
from data.intake.rows.zones import period_check, zone_columns

Columns = dict[str, Any]

BY_HAND: Mapping[str, Callable[[Canon], Columns]] = {
    "declarations": declaration_columns,
    "checkins": visit_columns,
    "venues": register_columns,
    "enterprises": register_columns,
    "sites": register_columns,
    "assessments": assessment_columns,
    "exposure_events": event_columns,
    "zones": zone_columns,
}

MADE_LATER = ("file_id", "row_number", "content_key", "version", "person_id")


def table_columns(canon: Canon) -> dict[str, pa.Array]:
    """Every column of the subject's table but the keys; marks rows that don't fit as failed."""
    subject = canon.source.subject
    table = schema.metadata.tables[subject.table]
    by_hand: Columns = BY_HAND[subject.key](canon) if subject.key in BY_HAND else {}
    if canon.has("opens_on"):
        period_check(canon, "opens_on", "closes_on")
    made: dict[str, pa.Array] = {}
    for column in table.c:
        if column.name in MADE_LATER or column.name == subject.id_column:
            continue
        values = by_hand[column.name] if column.name in by_hand else _copied(canon, column)
        made[column.name] = values if isinstance(values, pa.Array) else pa.array(values)
        _check_length(canon, column, made[column.name])
    return made


def _copied(canon: Canon, column: Column[Any]) -> pa.Array:
    """The field of the column's name, or what the source says of all its rows."""
    name = column.name
    if name == "unit_id":
        return pa.array(canon.unit_id, mask=canon.unit_id == 0)
    if name == "channel":
        return pa.repeat(pa.scalar(canon.source.channel), canon.rows)
    if name == "placed_by":
        return pa.array(canon.placed_by, pa.string())
    if name == "place":
        return pa.array([text[:200] for text in canon.place_text], pa.string())
    if name == "level":
        return pa.array([int(text[1:]) if text else None for text in canon.values("level", "")], pa.int8())
    values = canon.column(name)
    if isinstance(column.type, Date):
        return values.cast(pa.date32()) if canon.has(name) else pa.nulls(canon.rows, pa.date32())
    if isinstance(column.type, (String, Text)) and not column.nullable:
        return values.cast(pa.string()).fill_null("")
    return values


def _check_length(canon: Canon, column: Column[Any], values: pa.Array) -> None:
    limit = getattr(column.type, "length", None)
    if limit is None or not pa.types.is_string(values.type):
        return
    too_long = pc.fill_null(pc.greater(pc.utf8_length(values), limit), False).to_numpy(zero_copy_only=False)
    if too_long.any():
        problem = Problem("text_too_long", f"at most {limit} characters", "a longer text")
        canon.fail_where(np.asarray(too_long), column.name, problem)
