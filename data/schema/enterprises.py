"""Enterprises and what they, or inspectors, say of their infection risk."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
)

from data.schema.base import Key, metadata, origin

enterprise = Table(
    "enterprise",
    metadata,
    Column("enterprise_id", Key, primary_key=True, autoincrement=False, comment="number of the enterprise"),
    *origin(),
    Column("name", String(200), nullable=False, comment="name of the enterprise"),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="commune it stands in"),
    Column("industrial_park", String(60), comment="industrial park; null where outside of one or not told"),
    Column("workers", Integer, comment="people who work there; null where not told"),
    Column("lon", Float, comment="degrees east, WGS 84; null where not told"),
    Column("lat", Float, comment="degrees north, WGS 84; null where not told"),
    CheckConstraint("workers >= 0", name="workers"),
    comment="enterprises that assess themselves",
)

assessment = Table(
    "assessment",
    metadata,
    Column("assessment_id", Key, primary_key=True, autoincrement=False, comment="number of the assessment"),
    *origin(),
    Column("enterprise_id", Key, nullable=False, comment="number of the enterprise, registered or not yet"),
    Column("assessed_on", Date, nullable=False, comment="day of the assessment"),
    Column("assessed_by", String(12), nullable=False, comment="self or inspection"),
    Column(
        "scores",
        String(80),
        nullable=False,
        comment="CS1 to CS15 as reported, comma between; empty: not told",
    ),
    Column("total", SmallInteger, nullable=False, comment="sum of the scores, 0 to 300"),
    Column("index_percent", SmallInteger, nullable=False, comment="total / 300 × 100, half rounded up"),
    Column("band", String(10), nullable=False, comment="very_low, low, medium, high or very_high"),
    CheckConstraint("total BETWEEN 0 AND 300", name="total"),
    Index(None, "enterprise_id", "assessed_on"),
    comment="infection risk by 2194/QĐ-BCĐQG (partial source), self-assessed or inspected",
)
