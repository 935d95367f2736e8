"""Every table, each column once, with its meaning and unit.

Times are epoch seconds (UTC); days are days of Asia/Ho_Chi_Minh. No table holds a name, a phone or an ID number.
"""

from __future__ import annotations

from sqlalchemy import Boolean as _Boolean
from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# ── places ────────────────────────────────────────────────────────────────────────────────────────

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

# ── the ledger ────────────────────────────────────────────────────────────────────────────────────

import_file = Table(
    "import_file",
    metadata,
    Column("file_id", Integer, primary_key=True, comment="number of the import"),
    Column("source", String(40), nullable=False, comment="key of the source"),
    Column("name", String(200), nullable=False, comment="name of the file"),
    Column("sha256", String(64), nullable=False, comment="digest of the file's bytes"),
    Column("received", Integer, nullable=False, comment="rows in the file"),
    Column("accepted", Integer, nullable=False, comment="rows that became rows here"),
    Column("duplicate", Integer, nullable=False, comment="rows that were here already"),
    Column("held", Integer, nullable=False, comment="rows kept aside, each with its reason"),
    Column("first_day", Date, comment="first day touched"),
    Column("last_day", Date, comment="last day touched"),
    Column("is_simulated", _Boolean, nullable=False, comment="true for rows that no person ever reported"),
    Column("imported_at", DateTime, nullable=False, comment="when, local time"),
    CheckConstraint("received = accepted + duplicate + held", name="balance"),
    UniqueConstraint("source", "sha256"),
    comment="one row an imported file: nothing is lost, nothing invented",
)

held_row = Table(
    "held_row",
    metadata,
    Column("file_id", ForeignKey("import_file.file_id"), primary_key=True, comment="the file"),
    Column("row_number", Integer, primary_key=True, comment="row in the file, the header is row 1"),
    Column("reason", String(40), nullable=False, comment="key of the reason, worded on screen"),
    Column("column_name", String(60), nullable=False, comment="column that failed"),
    Column("expected", String(200), nullable=False, comment="what the column should hold"),
    Column("got", String(200), nullable=False, comment="what it holds; no personal data"),
    Column("day", Date, comment="day of the row, where readable"),
    Column("weight", Integer, nullable=False, comment="cases the row stands for"),
    Column("place", String(200), nullable=False, comment="place as written"),
    comment="rows that were not placed, shown beside the legend, never guessed",
)

report = Table(
    "report",
    metadata,
    Column("subject", String(20), primary_key=True, comment="cases, declarations, checkins or installs"),
    Column("day", Date, primary_key=True, comment="day reported on"),
    Column("unit_id", ForeignKey("commune.unit_id"), primary_key=True, comment="commune that reports"),
    Column("received_at", DateTime, comment="when it came, local time; null: due and not in, so late"),
    comment="which report was due and came; no row: none was due, so no report",
)

# ── cases ─────────────────────────────────────────────────────────────────────────────────────────

case_count = Table(
    "case_count",
    metadata,
    Column("file_id", ForeignKey("import_file.file_id"), primary_key=True, comment="the file"),
    Column("row_number", Integer, primary_key=True, comment="row in the file, the header is row 1"),
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
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="number of the person, no identity behind it",
    ),
    Column(
        "unit_id",
        ForeignKey("commune.unit_id"),
        nullable=False,
        comment="home commune; homes are never drawn as points",
    ),
    Column("birth_year", SmallInteger, comment="year of birth"),
    Column("sex", String(1), comment="f, m or x"),
    comment="people who declare, check in or fall ill",
)

case_line = Table(
    "case_line",
    metadata,
    Column("case_id", Integer, primary_key=True, autoincrement=False, comment="number of the case"),
    Column("file_id", ForeignKey("import_file.file_id"), nullable=False, comment="the file"),
    Column("person_id", ForeignKey("person.person_id"), nullable=False, comment="the person"),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="home commune"),
    Column("onset_day", Date, comment="first symptoms; null where none or not known"),
    Column("first_positive_day", Date, nullable=False, comment="day the first positive sample was taken"),
    Column("confirmed_day", Date, nullable=False, comment="day of publication"),
    Column("isolated_at", Integer, comment="epoch s of isolation; null where not known"),
    Index(None, "confirmed_day", "unit_id"),
    Index(None, "person_id"),
    comment="line list of cases (F0)",
)

# ── venues, check-ins, exposure ───────────────────────────────────────────────────────────────────

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
    Column("venue_id", Integer, primary_key=True, autoincrement=False, comment="number of the venue"),
    Column("file_id", ForeignKey("import_file.file_id"), nullable=False, comment="the file"),
    Column("name", String(120), nullable=False, comment="name of the venue"),
    Column("venue_type", ForeignKey("venue_type.venue_type"), nullable=False, comment="kind of venue"),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="commune it stands in"),
    Column("lon", Float, comment="degrees east, WGS 84; null where not known"),
    Column("lat", Float, comment="degrees north, WGS 84; null where not known"),
    Column("opens_minute", SmallInteger, nullable=False, comment="opening, minutes after midnight"),
    Column("closes_minute", SmallInteger, nullable=False, comment="closing, minutes after midnight"),
    comment="places that register visitors by QR code",
)

checkin = Table(
    "checkin",
    metadata,
    Column("checkin_id", Integer, primary_key=True, autoincrement=False, comment="number of the check-in"),
    Column("file_id", ForeignKey("import_file.file_id"), nullable=False, comment="the file"),
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
        _Boolean,
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

# ── declarations, installs ────────────────────────────────────────────────────────────────────────

declaration = Table(
    "declaration",
    metadata,
    Column(
        "declaration_id", Integer, primary_key=True, autoincrement=False, comment="number of the declaration"
    ),
    Column("file_id", ForeignKey("import_file.file_id"), nullable=False, comment="the file"),
    Column("person_id", ForeignKey("person.person_id"), nullable=False, comment="the person declared for"),
    Column("unit_id", ForeignKey("commune.unit_id"), nullable=False, comment="commune declared"),
    Column("declared_at", Integer, nullable=False, comment="epoch s"),
    Column(
        "channel", String(20), nullable=False, comment="bluezone, ncovi, tokhaiyte, zalo or community_team"
    ),
    Column(
        "symptoms",
        SmallInteger,
        nullable=False,
        comment="bits: 1 fever, 2 cough, 4 breathlessness, 8 pneumonia, 16 sore throat, 32 fatigue",
    ),
    Column(
        "origin_province", String(2), comment="province come from, GSO code; null where none was declared"
    ),
    Index(None, "declared_at", "unit_id", "symptoms"),
    comment="electronic health declarations",
)

install_count = Table(
    "install_count",
    metadata,
    Column("channel", String(20), primary_key=True, comment="app"),
    Column("day", Date, primary_key=True, comment="the day"),
    Column("unit_id", ForeignKey("commune.unit_id"), primary_key=True, comment="commune"),
    Column("file_id", ForeignKey("import_file.file_id"), nullable=False, comment="the file"),
    Column("installs", Integer, nullable=False, comment="phones with the app at the end of the day"),
    comment="reach of the apps",
)

# ── rollups and snapshots ─────────────────────────────────────────────────────────────────────────

touched_day = Table(
    "touched_day",
    metadata,
    Column(
        "subject", String(20), primary_key=True, comment="cases, declarations, checkins, installs or exposure"
    ),
    Column("day", Date, primary_key=True, comment="day whose rows changed since the last rollup"),
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
    comment="what counts for the province but for no commune",
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
