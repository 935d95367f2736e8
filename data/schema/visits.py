"""Venues, visits, who was exposed where, and exposure events published elsewhere."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
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
    Text,
)

from data.schema.base import Key, metadata, origin

venue_type = Table(
    "venue_type",
    metadata,
    Column("venue_type", String(20), primary_key=True, comment="key, worded on screen"),
    Column(
        "default_stay_minutes",
        SmallInteger,
        nullable=False,
        comment="stay assumed where no check-out came, minutes",
    ),
    Column("max_stay_minutes", SmallInteger, nullable=False, comment="longest stay believed, minutes"),
    comment="kinds of venue and what is assumed of a stay there",
)

venue = Table(
    "venue",
    metadata,
    Column("venue_id", Key, primary_key=True, autoincrement=False, comment="number of the venue, below 2^52"),
    *origin(),
    Column("name", String(120), nullable=False, comment="name of the venue"),
    Column("venue_type", ForeignKey("venue_type.venue_type"), nullable=False, comment="kind of venue"),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="commune it stands in"),
    Column("lon", Float, comment="degrees east, WGS 84; null where not known"),
    Column("lat", Float, comment="degrees north, WGS 84; null where not known"),
    Column("opens_minute", SmallInteger, comment="opening, minutes after midnight; null: not told"),
    Column("closes_minute", SmallInteger, comment="closing, minutes after midnight; null: not told"),
    comment="places that register visitors by QR code",
)

checkin = Table(
    "checkin",
    metadata,
    Column("checkin_id", Key, primary_key=True, autoincrement=False, comment="number of the check-in"),
    *origin(),
    Column("venue_id", ForeignKey("venue.venue_id"), nullable=False, comment="the venue"),
    Column("person_id", ForeignKey("person.person_id"), nullable=False, comment="the visitor"),
    Column("t_in", Integer, nullable=False, comment="check-in, epoch s"),
    Column("t_out", Integer, comment="check-out, epoch s; null where none came"),
    CheckConstraint("t_out IS NULL OR t_out >= t_in", name="stay"),
    Index(None, "venue_id", "t_in", "t_out", "person_id"),
    Index(None, "person_id", "t_in", "t_out", "venue_id"),
    comment="visits registered by QR code",
)

exposure_contact = Table(
    "exposure_contact",
    metadata,
    Column("venue_id", ForeignKey("venue.venue_id"), primary_key=True, comment="the venue"),
    Column("day", Date, primary_key=True, comment="day the overlap began"),
    Column("person_id", ForeignKey("person.person_id"), primary_key=True, comment="the exposed person (F1)"),
    Column(
        "overlap_minutes",
        Integer,
        nullable=False,
        comment="minutes shared with infectious visitors, summed over them",
    ),
    Column("cases", Integer, nullable=False, comment="infectious visitors met"),
    Column(
        "is_imputed",
        Boolean,
        nullable=False,
        comment="true where a missing check-out was filled in on either side",
    ),
    comment="who was where with an F0, by the definition in data/exposures.py",
)

venue_exposure = Table(
    "venue_exposure",
    metadata,
    Column("venue_id", ForeignKey("venue.venue_id"), primary_key=True, comment="the venue"),
    Column("day", Date, primary_key=True, comment="the day looked at"),
    Column("days_since", SmallInteger, nullable=False, comment="days since an F0 was last inside, 0 to 21"),
    Column("cases", Integer, nullable=False, comment="F0s inside in those days"),
    Column("people_exposed", Integer, nullable=False, comment="distinct people exposed in those days"),
    Column("people_imputed", Integer, nullable=False, comment="of them, through a filled-in check-out only"),
    comment="exposed venues as seen on each day",
)


exposure_event = Table(
    "exposure_event",
    metadata,
    Column("event_id", Key, primary_key=True, autoincrement=False, comment="number of the event"),
    *origin(),
    Column("name", String(300), nullable=False, comment="what happened, as published"),
    Column("exposure_type", String(20), comment="close, casual_plus or casual; null where not told"),
    Column("location", String(300), nullable=False, comment="address of the place, as published"),
    Column("city", String(80), nullable=False, comment="city, as published"),
    Column("starts_at", Integer, comment="epoch s; null where not told"),
    Column("ends_at", Integer, comment="epoch s; null where not told"),
    Column("advice", Text, nullable=False, comment="what people who were there should do, as published"),
    Column("lon", Float, comment="degrees east, WGS 84; null where not told"),
    Column("lat", Float, comment="degrees north, WGS 84; null where not told"),
    Column(
        "unit_id", ForeignKey("commune.unit_id"), comment="commune; null where the store knows none there"
    ),
    Column("added_at", Integer, comment="epoch s of publication; null where not told"),
    CheckConstraint("ends_at >= starts_at", name="times"),
    comment="exposure events as another authority published them, in New Zealand's columns",
)
