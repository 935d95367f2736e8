"""Rollups, what they were before, snapshots, events."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
)

from data.schema.base import metadata

touched_day = Table(
    "touched_day",
    metadata,
    Column(
        "subject", String(20), primary_key=True, comment="cases, declarations, checkins, installs or exposure"
    ),
    Column("day", Date, primary_key=True, comment="day whose rows changed since the last rollup"),
    Column("changed_at", DateTime, comment="when that became known, local time; null: with the day's report"),
    comment="what the next refresh has to recompute",
)

rollup_cell = Table(
    "rollup_cell",
    metadata,
    Column("measure", String(30), primary_key=True, comment="name of the measure"),
    Column("day", Date, primary_key=True, comment="the day"),
    Column("unit_id", ForeignKey("commune.unit_id"), primary_key=True, comment="the commune"),
    Column("state", SmallInteger, nullable=False, comment="0 value, 1 no report, 2 late, 3 suppressed"),
    Column("value", Float, comment="count; null unless state is 0"),
    Column("known_from", DateTime, comment="since when this is known, local time; null: since ever"),
    CheckConstraint("(state = 0) = (value IS NOT NULL)", name="state"),
    comment="measure × day × commune, what the cube is built from",
)

rollup_unplaced = Table(
    "rollup_unplaced",
    metadata,
    Column("measure", String(30), primary_key=True, comment="name of the measure"),
    Column("day", Date, primary_key=True, comment="the day"),
    Column("rows", Integer, nullable=False, comment="held rows"),
    Column("value", Float, nullable=False, comment="what they stand for, in the measure's unit"),
    Column("known_from", DateTime, comment="since when this is known, local time; null: since ever"),
    comment="what counts for the province but for no commune",
)

cell_before = Table(
    "cell_before",
    metadata,
    Column("measure", String(30), primary_key=True, comment="name of the measure"),
    Column("day", Date, primary_key=True, comment="the day"),
    Column("unit_id", ForeignKey("commune.unit_id"), primary_key=True, comment="the commune"),
    Column("known_until", DateTime, primary_key=True, comment="until when this was believed, local time"),
    Column("known_from", DateTime, comment="since when, local time; null: since ever"),
    Column("state", SmallInteger, nullable=False, comment="0 value, 1 no report, 2 late, 3 suppressed"),
    Column("value", Float, comment="count; null unless state is 0"),
    comment="what a cell of the rollups said before: what was known at a moment of the past",
)

unplaced_before = Table(
    "unplaced_before",
    metadata,
    Column("measure", String(30), primary_key=True, comment="name of the measure"),
    Column("day", Date, primary_key=True, comment="the day"),
    Column("known_until", DateTime, primary_key=True, comment="until when this was believed, local time"),
    Column("known_from", DateTime, comment="since when, local time; null: since ever"),
    Column("rows", Integer, nullable=False, comment="held rows"),
    Column("value", Float, nullable=False, comment="what they stood for, in the measure's unit"),
    comment="what the unplaced count of a day was before",
)

rollup_day = Table(
    "rollup_day",
    metadata,
    Column("day", Date, primary_key=True, comment="the day"),
    Column("digest", String(64), nullable=False, comment="SHA-256 of the day's rollups and exposed venues"),
    comment="what a refresh need not read again to know the state of the rollups",
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("snapshot_id", String(12), primary_key=True, comment="digest of the rollups, first 12 hex digits"),
    Column("created_at", DateTime, nullable=False, comment="when, local time"),
    Column("first_day", Date, nullable=False, comment="first day of the rollups"),
    Column("last_day", Date, nullable=False, comment="last day of the rollups"),
    comment="states of the rollups, the newest is what the screen shows",
)

event = Table(
    "event",
    metadata,
    Column("key", String(40), primary_key=True, comment="key of the event, worded on screen"),
    Column("day", Date, nullable=False, comment="the day it took effect"),
    Column("source", String(200), nullable=False, comment="where the date is from"),
    comment="directives and lockdowns marked on time lines",
)

build_info = Table(
    "build_info",
    metadata,
    Column("name", String(40), primary_key=True, comment="what the build was made with"),
    Column("value", String(80), nullable=False, comment="its value"),
    comment="what the embedded outbreak in this store was built from; empty while a build runs",
)
