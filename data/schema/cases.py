"""Cases as counts and as lines, people as pseudonyms, notices of contact."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, SmallInteger, String, Table

from data.schema.base import Key, metadata, origin

case_count = Table(
    "case_count",
    metadata,
    Column(
        "count_id", Key, primary_key=True, autoincrement=False, comment="number of the source's place and day"
    ),
    *origin(),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="commune the row was placed in"),
    Column("day", Date, nullable=False, comment="day of publication"),
    Column("new_cases", Integer, nullable=False, comment="new cases"),
    Column("placed_by", String(20), nullable=False, comment="name, former_name or person"),
    Column("place", String(200), nullable=False, comment="place as written"),
    CheckConstraint("new_cases >= 0", name="new_cases"),
    Index(None, "day", "unit_id"),
    comment="new cases per commune and day as a feed published them",
)

person = Table(
    "person",
    metadata,
    Column(
        "person_id",
        Key,
        primary_key=True,
        autoincrement=False,
        comment="pseudonym, or number of a simulated person; no identity behind it",
    ),
    Column(
        "unit_id",
        ForeignKey("commune.unit_id"),
        comment="home commune of a simulated person; homes are never drawn as points",
    ),
    Column("birth_year", SmallInteger, comment="year of birth of a simulated person"),
    Column("sex", String(1), comment="f, m or x, of a simulated person"),
    Column("key_id", String(16), comment="the key the pseudonym was made with; null: simulated"),
    comment="people who declare, check in or fall ill",
)

case_line = Table(
    "case_line",
    metadata,
    Column("case_id", Key, primary_key=True, autoincrement=False, comment="number of the case"),
    *origin(),
    Column("person_id", ForeignKey("person.person_id"), nullable=False, comment="the person"),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="home commune"),
    Column("onset_day", Date, comment="first symptoms; null where none or not known"),
    Column("first_positive_day", Date, nullable=False, comment="day the first positive sample was taken"),
    Column("confirmed_day", Date, nullable=False, comment="day of publication"),
    Column("birth_year", SmallInteger, comment="year of birth; null where not told"),
    Column("sex", String(1), comment="f, m or x; null where not told"),
    Column("isolated_at", Integer, comment="epoch s of isolation; null where not known"),
    Index(None, "confirmed_day", "unit_id"),
    Index(None, "person_id"),
    comment="line list of cases (F0)",
)


proximity_notice = Table(
    "proximity_notice",
    metadata,
    Column("notice_id", Key, primary_key=True, autoincrement=False, comment="number of the notice"),
    *origin(),
    Column("person_id", ForeignKey("person.person_id"), nullable=False, comment="the person who got it"),
    Column("unit_id", ForeignKey("commune.unit_id"), comment="commune of the person; null where not told"),
    Column("level", SmallInteger, nullable=False, comment="0, 1 or 2 for F0, F1, F2"),
    Column("contact_day", Date, nullable=False, comment="day of the contact"),
    Column("minutes", Integer, comment="minutes in Bluetooth reach; null where not told"),
    Column("notified_at", Integer, nullable=False, comment="epoch s of the notice"),
    Index(None, "contact_day", "unit_id"),
    comment="notices of Bluetooth contact with a case, as Bluezone sent them",
)
