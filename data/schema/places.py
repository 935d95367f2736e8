"""Administrative units, what their names were, what a person decided about a name, and how many people."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from data.schema.base import Key, metadata, origin

commune = Table(
    "commune",
    metadata,
    Column(
        "unit_id",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="number of the commune, also its id on the map",
    ),
    Column(
        "code",
        String(5),
        nullable=False,
        comment="GSO code; reused elsewhere over time, so never a key alone",
    ),
    Column("valid_from", Date, nullable=False, comment="first day of the unit in this extent"),
    Column("valid_to", Date, comment="last day; null while it stands"),
    Column("name", String(60), nullable=False, comment="name without its kind, NFC"),
    Column("kind", String(20), nullable=False, comment="xã, phường or thị trấn"),
    Column("district_code", String(3), nullable=False, comment="GSO code of the district"),
    Column("population", Integer, comment="people; null where no census is loaded"),
    Column("area_km2", Float, nullable=False, comment="area, km²"),
    Column("lon", Float, nullable=False, comment="a point inside, degrees east, WGS 84"),
    Column("lat", Float, nullable=False, comment="a point inside, degrees north, WGS 84"),
    UniqueConstraint("code", "valid_from"),
    comment="communes, one row a unit and extent",
)

district = Table(
    "district",
    metadata,
    Column("code", String(3), primary_key=True, comment="GSO code"),
    Column("valid_from", Date, primary_key=True, comment="first day of the grouping"),
    Column("name", String(60), nullable=False, comment="name without its kind, NFC"),
    Column("kind", String(20), nullable=False, comment="huyện or thành phố"),
    comment="districts, a grouping of communes that a vintage may lack",
)

former_commune = Table(
    "former_commune",
    metadata,
    Column("code", String(5), primary_key=True, comment="GSO code before the merger"),
    Column("valid_to", Date, primary_key=True, comment="last day of the former unit"),
    Column("name", String(60), nullable=False, comment="former name without its kind, NFC"),
    Column("kind", String(20), nullable=False, comment="former kind"),
    Column("district_code", String(3), nullable=False, comment="district of the former unit"),
    Column("merged_into", String(5), nullable=False, comment="code of the commune it became part of"),
    Column("decided_by", String(60), nullable=False, comment="the resolution that merged it"),
    comment="names that files of today still use for communes of yesterday",
)


place_decision = Table(
    "place_decision",
    metadata,
    Column("source", String(40), primary_key=True, comment="key of the source whose writing was decided on"),
    Column("district_key", String(80), primary_key=True, comment="district as written, folded"),
    Column("commune_key", String(80), primary_key=True, comment="commune as written, folded"),
    Column(
        "unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="the commune a person put it in"
    ),
    Column("place", String(200), nullable=False, comment="place as written"),
    Column("decided_by", String(60), nullable=False, comment="who decided"),
    Column("decided_at", DateTime, nullable=False, comment="when, local time"),
    Column("why", String(200), nullable=False, comment="the reason given"),
    comment="places that a person decided on; remembered for every later row that is written so",
)

population_count = Table(
    "population_count",
    metadata,
    Column("population_id", Key, primary_key=True, autoincrement=False, comment="number of the record"),
    *origin(),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="the commune"),
    Column("day", Date, nullable=False, comment="day counted on"),
    Column("people", Integer, nullable=False, comment="people"),
    CheckConstraint("people >= 0", name="people"),
    comment="counts of people; the newest of a commune is the denominator of its rates",
)
