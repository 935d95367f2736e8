"""The first schema: places, ledger, cases, venues and check-ins, declarations, rollups, snapshots.

A revision repeats the schema as it stood, so that later changes to data/schema.py never rewrite history.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "build_info",
        sa.Column("name", sa.String(length=40), nullable=False, comment="what the build was made with"),
        sa.Column("value", sa.String(length=80), nullable=False, comment="its value"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_build_info")),
        comment="what the embedded outbreak in this store was built from; empty while a build runs",
    )
    op.create_table(
        "commune",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the commune, also its id on the map"),
        sa.Column("code", sa.String(length=5), nullable=False, comment="GSO code; reused elsewhere over time, so never a key alone"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="first day of the unit in this extent"),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="last day; null while it stands"),
        sa.Column("name", sa.String(length=60), nullable=False, comment="name without its kind, NFC"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="xã, phường or thị trấn"),
        sa.Column("district_code", sa.String(length=3), nullable=False, comment="GSO code of the district"),
        sa.Column("population", sa.Integer(), nullable=True, comment="people; null where no census is loaded"),
        sa.Column("area_km2", sa.Float(), nullable=False, comment="area, km²"),
        sa.Column("lon", sa.Float(), nullable=False, comment="a point inside, degrees east, WGS 84"),
        sa.Column("lat", sa.Float(), nullable=False, comment="a point inside, degrees north, WGS 84"),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_commune")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_commune_code_valid_from")),
        comment="communes, one row a unit and extent",
    )
    op.create_table(
        "district",
        sa.Column("code", sa.String(length=3), nullable=False, comment="GSO code"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="first day of the grouping"),
        sa.Column("name", sa.String(length=60), nullable=False, comment="name without its kind, NFC"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="huyện or thành phố"),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_district")),
        comment="districts, a grouping of communes that a vintage may lack",
    )
    op.create_table(
        "event",
        sa.Column("key", sa.String(length=40), nullable=False, comment="key of the event, worded on screen"),
        sa.Column("day", sa.Date(), nullable=False, comment="the day it took effect"),
        sa.Column("source", sa.String(length=200), nullable=False, comment="where the date is from"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_event")),
        comment="directives and lockdowns marked on time lines",
    )
    op.create_table(
        "former_commune",
        sa.Column("code", sa.String(length=5), nullable=False, comment="GSO code before the merger"),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="last day of the former unit"),
        sa.Column("name", sa.String(length=60), nullable=False, comment="former name without its kind, NFC"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="former kind"),
        sa.Column("district_code", sa.String(length=3), nullable=False, comment="district of the former unit"),
        sa.Column("merged_into", sa.String(length=5), nullable=False, comment="code of the commune it became part of"),
        sa.Column("decided_by", sa.String(length=60), nullable=False, comment="the resolution that merged it"),
        sa.PrimaryKeyConstraint("code", "valid_to", name=op.f("pk_former_commune")),
        comment="names that files of today still use for communes of yesterday",
    )
    op.create_table(
        "import_file",
        sa.Column("file_id", sa.Integer(), nullable=False, comment="number of the import"),
        sa.Column("source", sa.String(length=40), nullable=False, comment="key of the source"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="name of the file"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="digest of the file's bytes"),
        sa.Column("received", sa.Integer(), nullable=False, comment="rows in the file"),
        sa.Column("accepted", sa.Integer(), nullable=False, comment="rows that became rows here"),
        sa.Column("duplicate", sa.Integer(), nullable=False, comment="rows that were here already"),
        sa.Column("held", sa.Integer(), nullable=False, comment="rows kept aside, each with its reason"),
        sa.Column("first_day", sa.Date(), nullable=True, comment="first day touched"),
        sa.Column("last_day", sa.Date(), nullable=True, comment="last day touched"),
        sa.Column("is_simulated", sa.Boolean(), nullable=False, comment="true for rows that no person ever reported"),
        sa.Column("imported_at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.CheckConstraint("received = accepted + duplicate + held", name=op.f("ck_import_file_balance")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_import_file")),
        sa.UniqueConstraint("source", "sha256", name=op.f("uq_import_file_source_sha256")),
        comment="one row an imported file: nothing is lost, nothing invented",
    )
    op.create_table(
        "rollup_day",
        sa.Column("day", sa.Date(), nullable=False, comment="the day"),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the day's rollups and exposed venues"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_rollup_day")),
        comment="what a refresh need not read again to know the state of the rollups",
    )
    op.create_table(
        "rollup_unplaced",
        sa.Column("measure", sa.String(length=30), nullable=False, comment="name of the measure"),
        sa.Column("day", sa.Date(), nullable=False, comment="the day"),
        sa.Column("rows", sa.Integer(), nullable=False, comment="held rows"),
        sa.Column("value", sa.Float(), nullable=False, comment="what they stand for, in the measure's unit"),
        sa.PrimaryKeyConstraint("measure", "day", name=op.f("pk_rollup_unplaced")),
        comment="what counts for the province but for no commune",
    )
    op.create_table(
        "snapshot",
        sa.Column("snapshot_id", sa.String(length=12), nullable=False, comment="digest of the rollups, first 12 hex digits"),
        sa.Column("created_at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.Column("first_day", sa.Date(), nullable=False, comment="first day of the rollups"),
        sa.Column("last_day", sa.Date(), nullable=False, comment="last day of the rollups"),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_snapshot")),
        comment="states of the rollups, the newest is what the screen shows",
    )
    op.create_table(
        "touched_day",
        sa.Column("subject", sa.String(length=20), nullable=False, comment="cases, declarations, checkins, installs or exposure"),
        sa.Column("day", sa.Date(), nullable=False, comment="day whose rows changed since the last rollup"),
        sa.PrimaryKeyConstraint("subject", "day", name=op.f("pk_touched_day")),
        comment="what the next refresh has to recompute",
    )
    op.create_table(
        "venue_type",
        sa.Column("venue_type", sa.String(length=20), nullable=False, comment="key, worded on screen"),
        sa.Column("default_stay_minutes", sa.SmallInteger(), nullable=False, comment="stay assumed where no check-out came, minutes"),
        sa.Column("max_stay_minutes", sa.SmallInteger(), nullable=False, comment="longest stay believed, minutes"),
        sa.PrimaryKeyConstraint("venue_type", name=op.f("pk_venue_type")),
        comment="kinds of venue and what is assumed of a stay there",
    )
    op.create_table(
        "case_count",
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("row_number", sa.Integer(), nullable=False, comment="row in the file, the header is row 1"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune the row was placed in"),
        sa.Column("day", sa.Date(), nullable=False, comment="day of publication"),
        sa.Column("new_cases", sa.Integer(), nullable=False, comment="new cases"),
        sa.Column("placed_by", sa.String(length=20), nullable=False, comment="name, former_name or person"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="place as written"),
        sa.CheckConstraint("new_cases >= 0", name=op.f("ck_case_count_new_cases")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_case_count_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_case_count_unit_id")),
        sa.PrimaryKeyConstraint("file_id", "row_number", name=op.f("pk_case_count")),
        comment="new cases per commune and day as a feed published them",
    )
    op.create_index(op.f("ix_case_count_day_unit_id"), "case_count", ["day", "unit_id"])

    op.create_table(
        "held_row",
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("row_number", sa.Integer(), nullable=False, comment="row in the file, the header is row 1"),
        sa.Column("reason", sa.String(length=40), nullable=False, comment="key of the reason, worded on screen"),
        sa.Column("column_name", sa.String(length=60), nullable=False, comment="column that failed"),
        sa.Column("expected", sa.String(length=200), nullable=False, comment="what the column should hold"),
        sa.Column("got", sa.String(length=200), nullable=False, comment="what it holds; no personal data"),
        sa.Column("day", sa.Date(), nullable=True, comment="day of the row, where readable"),
        sa.Column("weight", sa.Integer(), nullable=False, comment="cases the row stands for"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="place as written"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_held_row_file_id")),
        sa.PrimaryKeyConstraint("file_id", "row_number", name=op.f("pk_held_row")),
        comment="rows that were not placed, shown beside the legend, never guessed",
    )
    op.create_table(
        "install_count",
        sa.Column("channel", sa.String(length=20), nullable=False, comment="app"),
        sa.Column("day", sa.Date(), nullable=False, comment="the day"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("installs", sa.Integer(), nullable=False, comment="phones with the app at the end of the day"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_install_count_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_install_count_unit_id")),
        sa.PrimaryKeyConstraint("channel", "day", "unit_id", name=op.f("pk_install_count")),
        comment="reach of the apps",
    )
    op.create_table(
        "person",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the person, no identity behind it"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="home commune; homes are never drawn as points"),
        sa.Column("birth_year", sa.SmallInteger(), nullable=True, comment="year of birth"),
        sa.Column("sex", sa.String(length=1), nullable=True, comment="f, m or x"),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person")),
        comment="people who declare, check in or fall ill",
    )
    op.create_table(
        "report",
        sa.Column("subject", sa.String(length=20), nullable=False, comment="cases, declarations, checkins or installs"),
        sa.Column("day", sa.Date(), nullable=False, comment="day reported on"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune that reports"),
        sa.Column("received_at", sa.DateTime(), nullable=True, comment="when it came, local time; null: due and not in, so late"),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_report_unit_id")),
        sa.PrimaryKeyConstraint("subject", "day", "unit_id", name=op.f("pk_report")),
        comment="which report was due and came; no row: none was due, so no report",
    )
    op.create_table(
        "rollup_cell",
        sa.Column("measure", sa.String(length=30), nullable=False, comment="name of the measure"),
        sa.Column("day", sa.Date(), nullable=False, comment="the day"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="the commune"),
        sa.Column("state", sa.SmallInteger(), nullable=False, comment="0 value, 1 no report, 2 late, 3 suppressed"),
        sa.Column("value", sa.Float(), nullable=True, comment="count; null unless state is 0"),
        sa.CheckConstraint("(state = 0) = (value IS NOT NULL)", name=op.f("ck_rollup_cell_state")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_rollup_cell_unit_id")),
        sa.PrimaryKeyConstraint("measure", "day", "unit_id", name=op.f("pk_rollup_cell")),
        comment="measure × day × commune, what the cube is built from",
    )
    op.create_table(
        "venue",
        sa.Column("venue_id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the venue"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="name of the venue"),
        sa.Column("venue_type", sa.String(length=20), nullable=False, comment="kind of venue"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune it stands in"),
        sa.Column("lon", sa.Float(), nullable=True, comment="degrees east, WGS 84; null where not known"),
        sa.Column("lat", sa.Float(), nullable=True, comment="degrees north, WGS 84; null where not known"),
        sa.Column("opens_minute", sa.SmallInteger(), nullable=False, comment="opening, minutes after midnight"),
        sa.Column("closes_minute", sa.SmallInteger(), nullable=False, comment="closing, minutes after midnight"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_venue_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_venue_unit_id")),
        sa.ForeignKeyConstraint(["venue_type"], ["venue_type.venue_type"], name=op.f("fk_venue_venue_type")),
        sa.PrimaryKeyConstraint("venue_id", name=op.f("pk_venue")),
        comment="places that register visitors by QR code",
    )
    op.create_table(
        "case_line",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the case"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="the person"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="home commune"),
        sa.Column("onset_day", sa.Date(), nullable=True, comment="first symptoms; null where none or not known"),
        sa.Column("first_positive_day", sa.Date(), nullable=False, comment="day the first positive sample was taken"),
        sa.Column("confirmed_day", sa.Date(), nullable=False, comment="day of publication"),
        sa.Column("isolated_at", sa.Integer(), nullable=True, comment="epoch s of isolation; null where not known"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_case_line_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_case_line_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_case_line_unit_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_line")),
        comment="line list of cases (F0)",
    )
    op.create_index(op.f("ix_case_line_confirmed_day_unit_id"), "case_line", ["confirmed_day", "unit_id"])
    op.create_index(op.f("ix_case_line_person_id"), "case_line", ["person_id"])

    op.create_table(
        "checkin",
        sa.Column("checkin_id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the check-in"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("venue_id", sa.Integer(), nullable=False, comment="the venue"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="the visitor"),
        sa.Column("t_in", sa.Integer(), nullable=False, comment="check-in, epoch s"),
        sa.Column("t_out", sa.Integer(), nullable=True, comment="check-out, epoch s; null where none came"),
        sa.CheckConstraint("t_out IS NULL OR t_out >= t_in", name=op.f("ck_checkin_stay")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_checkin_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_checkin_person_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.venue_id"], name=op.f("fk_checkin_venue_id")),
        sa.PrimaryKeyConstraint("checkin_id", name=op.f("pk_checkin")),
        comment="visits registered by QR code",
    )
    op.create_index(op.f("ix_checkin_person_id_t_in_t_out_venue_id"), "checkin", ["person_id", "t_in", "t_out", "venue_id"])
    op.create_index(op.f("ix_checkin_venue_id_t_in_t_out_person_id"), "checkin", ["venue_id", "t_in", "t_out", "person_id"])

    op.create_table(
        "declaration",
        sa.Column("declaration_id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the declaration"),
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="the person declared for"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune declared"),
        sa.Column("declared_at", sa.Integer(), nullable=False, comment="epoch s"),
        sa.Column("channel", sa.String(length=20), nullable=False, comment="bluezone, ncovi, tokhaiyte, zalo or community_team"),
        sa.Column("symptoms", sa.SmallInteger(), nullable=False, comment="bits: 1 fever, 2 cough, 4 breathlessness, 8 pneumonia, 16 sore throat, 32 fatigue"),
        sa.Column("origin_province", sa.String(length=2), nullable=True, comment="province come from, GSO code; null where none was declared"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_declaration_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_declaration_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_declaration_unit_id")),
        sa.PrimaryKeyConstraint("declaration_id", name=op.f("pk_declaration")),
        comment="electronic health declarations",
    )
    op.create_index(op.f("ix_declaration_declared_at_unit_id_symptoms"), "declaration", ["declared_at", "unit_id", "symptoms"])

    op.create_table(
        "exposure_contact",
        sa.Column("venue_id", sa.Integer(), nullable=False, comment="the venue"),
        sa.Column("day", sa.Date(), nullable=False, comment="day the overlap began"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="the exposed person (F1)"),
        sa.Column("overlap_minutes", sa.Integer(), nullable=False, comment="minutes shared with infectious visitors, summed over them"),
        sa.Column("cases", sa.Integer(), nullable=False, comment="infectious visitors met"),
        sa.Column("is_imputed", sa.Boolean(), nullable=False, comment="true where a missing check-out was filled in on either side"),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_exposure_contact_person_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.venue_id"], name=op.f("fk_exposure_contact_venue_id")),
        sa.PrimaryKeyConstraint("venue_id", "day", "person_id", name=op.f("pk_exposure_contact")),
        comment="who was where with an F0, by the definition in data/exposures.py",
    )
    op.create_table(
        "venue_exposure",
        sa.Column("venue_id", sa.Integer(), nullable=False, comment="the venue"),
        sa.Column("day", sa.Date(), nullable=False, comment="the day looked at"),
        sa.Column("days_since", sa.SmallInteger(), nullable=False, comment="days since an F0 was last inside, 0 to 21"),
        sa.Column("cases", sa.Integer(), nullable=False, comment="F0s inside in those days"),
        sa.Column("people_exposed", sa.Integer(), nullable=False, comment="distinct people exposed in those days"),
        sa.Column("people_imputed", sa.Integer(), nullable=False, comment="of them, through a filled-in check-out only"),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.venue_id"], name=op.f("fk_venue_exposure_venue_id")),
        sa.PrimaryKeyConstraint("venue_id", "day", name=op.f("pk_venue_exposure")),
        comment="exposed venues as seen on each day",
    )


def downgrade() -> None:
    for table in (
        "venue_exposure",
        "exposure_contact",
        "declaration",
        "checkin",
        "case_line",
        "venue",
        "rollup_cell",
        "report",
        "person",
        "install_count",
        "held_row",
        "case_count",
        "venue_type",
        "touched_day",
        "snapshot",
        "rollup_unplaced",
        "rollup_day",
        "import_file",
        "former_commune",
        "event",
        "district",
        "commune",
        "build_info",
    ):
        op.drop_table(table)
