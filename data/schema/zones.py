"""Lockdown zones and the sites of the response."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Float, ForeignKey, Integer, LargeBinary, String, Table

from data.schema.base import Key, metadata, origin

zone = Table(
    "zone",
    metadata,
    Column("zone_id", Key, primary_key=True, autoincrement=False, comment="number of the zone"),
    *origin(),
    Column("name", String(120), nullable=False, comment="name of the zone"),
    Column("kind", String(20), nullable=False, comment="lockdown, partial_lockdown or cluster"),
    Column("starts_on", Date, nullable=False, comment="first day in force"),
    Column("ends_on", Date, comment="last day in force; null while it is"),
    Column("decision", String(80), comment="number of the decision; null where not told"),
    Column("outline", LargeBinary, nullable=False, comment="polygon, WKB, WGS 84"),
    CheckConstraint("ends_on >= starts_on", name="days"),
    comment="lockdown zones, as decided",
)

site = Table(
    "site",
    metadata,
    Column("site_id", Key, primary_key=True, autoincrement=False, comment="number of the site"),
    *origin(),
    Column("name", String(120), nullable=False, comment="name of the site"),
    Column(
        "kind", String(20), nullable=False, comment="quarantine, test, vaccination, treatment or checkpoint"
    ),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="commune it stands in"),
    Column("capacity", Integer, comment="people, a day or at once; null where not told"),
    Column("opens_on", Date, comment="first day; null where not told"),
    Column("closes_on", Date, comment="last day; null while open or where not told"),
    Column("lon", Float, comment="degrees east, WGS 84; null where not told"),
    Column("lat", Float, comment="degrees north, WGS 84; null where not told"),
    CheckConstraint("capacity >= 0", name="capacity"),
    comment="quarantine centres, test, vaccination and treatment sites, checkpoints",
)
