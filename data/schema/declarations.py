"""Electronic health declarations and the reach of the apps."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
)

from data.schema.base import Key, metadata, origin

declaration = Table(
    "declaration",
    metadata,
    Column("declaration_id", Key, primary_key=True, autoincrement=False, comment="number of the declaration"),
    *origin(),
    Column("person_id", ForeignKey("person.person_id"), nullable=False, comment="the person declared for"),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="commune declared"),
    Column("declared_at", Integer, nullable=False, comment="epoch s"),
    Column(
        "channel", String(20), nullable=False, comment="bluezone, ncovi, tokhaiyte, zalo or community_team"
    ),
    Column(
        "symptoms",
        SmallInteger,
        comment="bits: 1 fever, 2 cough, 4 breathlessness, 8 pneumonia, 16 sore throat, 32 fatigue, 64 some, not "
        "said which; null where not asked or not answered",
    ),
    Column(
        "origin_province", String(2), comment="province come from, GSO code; null where none was declared"
    ),
    Column("form", String(20), comment="form filled in; null where the channel has one only"),
    Column("has_contact", Boolean, comment="contact with a case declared; null where not asked or answered"),
    Column(
        "from_affected",
        Boolean,
        comment="stay in an affected area declared; null where not asked or answered",
    ),
    Column("birth_year", SmallInteger, comment="year of birth; null where not told"),
    Column("sex", String(1), comment="f, m or x; null where not told"),
    Index(None, "declared_at", "unit_id", "symptoms"),
    comment="electronic health declarations",
)

install_count = Table(
    "install_count",
    metadata,
    Column("install_id", Key, primary_key=True, autoincrement=False, comment="number of app, place and day"),
    *origin(),
    Column("channel", String(20), nullable=False, comment="app"),
    Column("day", Date, nullable=False, comment="the day"),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="commune"),
    Column("installs", Integer, nullable=False, comment="phones with the app at the end of the day"),
    CheckConstraint("installs >= 0", name="installs"),
    Index(None, "day", "unit_id"),
    comment="reach of the apps",
)
