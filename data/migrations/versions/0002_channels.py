"""Every channel comes in: origins of rows, decisions, coverage, what was known when, and the tables of new subjects.

Keys become 63 bits wide, for they are made of what the source calls the record. A store that holds rows which the
first schema can't express (symptoms nobody asked for, a withdrawn file) refuses the way down and stays as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

WIDENED = (
    ("person", "person_id"),
    ("case_line", "case_id"),
    ("case_line", "person_id"),
    ("venue", "venue_id"),
    ("checkin", "checkin_id"),
    ("checkin", "venue_id"),
    ("checkin", "person_id"),
    ("declaration", "declaration_id"),
    ("declaration", "person_id"),
    ("exposure_contact", "venue_id"),
    ("exposure_contact", "person_id"),
    ("venue_exposure", "venue_id"),
)
"""Integers that become keys. SQLite's are 63 bits wide already."""

COMMENTS = (
    ("held_row", None, "rows that were not placed, shown beside the legend, never guessed", "rows kept aside, shown beside the legend, never guessed"),
    ("import_file", "imported_at", "when, local time", "when the import ended, local time"),
    ("person", "person_id", "number of the person, no identity behind it", "pseudonym, or number of a simulated person; no identity behind it"),
    ("person", "unit_id", "home commune; homes are never drawn as points", "home commune of a simulated person; homes are never drawn as points"),
    ("person", "birth_year", "year of birth", "year of birth of a simulated person"),
    ("person", "sex", "f, m or x", "f, m or x, of a simulated person"),
    ("venue", "venue_id", "number of the venue", "number of the venue, below 2^52"),
    ("venue", "opens_minute", "opening, minutes after midnight", "opening, minutes after midnight; null: not told"),
    ("venue", "closes_minute", "closing, minutes after midnight", "closing, minutes after midnight; null: not told"),
    (
        "declaration",
        "symptoms",
        "bits: 1 fever, 2 cough, 4 breathlessness, 8 pneumonia, 16 sore throat, 32 fatigue",
        "bits: 1 fever, 2 cough, 4 breathlessness, 8 pneumonia, 16 sore throat, 32 fatigue, 64 some, not said which; null where not asked or not answered",
    ),
)

ROW_OF = ("case_line", "checkin", "declaration", "venue")
"""Tables whose rows tell from now on which row of which file they came from."""


def upgrade() -> None:
    for table in ROW_OF:
        for column in _origin()[1:]:
            op.add_column(table, column)
    _add_columns()
    _relax(nullable=True)
    _replace("case_count", _numbered_case_count, "count_id, file_id, row_number, unit_id, day, new_cases, placed_by, place", "file_id * 4294967296 + row_number AS count_id, case_count.*")
    _replace("install_count", _numbered_install_count, "install_id, file_id, channel, day, unit_id, installs", "ROW_NUMBER() OVER (ORDER BY channel, day, unit_id) AS install_id, install_count.*")
    _ledger_with_withdrawals()
    _name_what_was_brought_along()
    _widen(KEY, comment=3)
    _new_tables()
    _coverage_from_reports()
    _known_since_the_report()


def _name_what_was_brought_along() -> None:
    """The embedded feed is a source like any now, and who imported it tells it from the province's own files."""
    op.execute("UPDATE import_file SET source = 'an-toan-covid-cases', imported_by = 'Dichte' WHERE source = 'an_toan_covid'")


def downgrade() -> None:
    op.execute("UPDATE import_file SET source = 'an_toan_covid' WHERE source = 'an-toan-covid-cases' AND imported_by = 'Dichte'")
    for table in reversed(NEW_TABLES):
        op.drop_table(table)
    _widen(sa.Integer(), comment=2)
    _ledger_of_standing_files()
    _replace("install_count", _first_install_count, "channel, day, unit_id, file_id, installs", "*")
    _replace("case_count", _first_case_count, "file_id, row_number, unit_id, day, new_cases, placed_by, place", "*")
    _relax(nullable=False)
    op.drop_index(op.f("ix_held_row_record_key"), table_name="held_row")
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.drop_column(name)
    for table in ROW_OF:
        with op.batch_alter_table(table) as batch:
            for column in reversed(_origin()[1:]):
                batch.drop_column(column.name)


def _origin() -> tuple[sa.Column, ...]:
    """Which file and row a row came from, and what tells it from another version of itself."""
    return (
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("row_number", sa.Integer(), nullable=True, comment="row in the file, the header is row 1; null: simulated"),
        sa.Column("record", sa.String(length=80), nullable=True, comment="the source's own number of the record, for its owner to find it"),
        sa.Column("content_key", KEY, nullable=True, comment="digest of what the row says; null: simulated"),
        sa.Column("version", sa.Integer(), nullable=True, comment="epoch s at which the source changed the record; null: not told"),
    )


ADDED = {
    "case_line": ("birth_year", "sex"),
    "declaration": ("form", "has_contact", "from_affected", "birth_year", "sex"),
    "held_row": ("subject", "record_key", "content_key", "version", "sealed", "dismissed_at", "dismissed_by", "dismissed_why"),
    "person": ("key_id",),
    "rollup_cell": ("known_from",),
    "rollup_unplaced": ("known_from",),
    "touched_day": ("changed_at",),
}


def _add_columns() -> None:
    op.add_column("case_line", sa.Column("birth_year", sa.SmallInteger(), nullable=True, comment="year of birth; null where not told"))
    op.add_column("case_line", sa.Column("sex", sa.String(length=1), nullable=True, comment="f, m or x; null where not told"))
    op.add_column("declaration", sa.Column("form", sa.String(length=20), nullable=True, comment="form filled in; null where the channel has one only"))
    op.add_column("declaration", sa.Column("has_contact", sa.Boolean(), nullable=True, comment="contact with a case declared; null where not asked or answered"))
    op.add_column("declaration", sa.Column("from_affected", sa.Boolean(), nullable=True, comment="stay in an affected area declared; null where not asked or answered"))
    op.add_column("declaration", sa.Column("birth_year", sa.SmallInteger(), nullable=True, comment="year of birth; null where not told"))
    op.add_column("declaration", sa.Column("sex", sa.String(length=1), nullable=True, comment="f, m or x; null where not told"))
    op.add_column("held_row", sa.Column("record_key", KEY, nullable=True, comment="number its record would have; null where it has no key"))
    op.add_column("held_row", sa.Column("content_key", KEY, nullable=True, comment="digest of what the row says"))
    op.add_column("held_row", sa.Column("version", sa.Integer(), nullable=True, comment="epoch s at which the source changed the record; null: not told"))
    op.add_column("held_row", sa.Column("sealed", sa.LargeBinary(), nullable=True, comment="the row as it came, encrypted with the key for held rows"))
    op.add_column("held_row", sa.Column("dismissed_at", sa.DateTime(), nullable=True, comment="when a person dismissed it, local time; null: still open"))
    op.add_column("held_row", sa.Column("dismissed_by", sa.String(length=60), nullable=True, comment="who dismissed it"))
    op.add_column("held_row", sa.Column("dismissed_why", sa.String(length=200), nullable=True, comment="the reason given"))
    op.create_index(op.f("ix_held_row_record_key"), "held_row", ["record_key"])
    op.add_column("held_row", sa.Column("subject", sa.String(length=20), nullable=True, comment="what the row speaks of"))
    op.execute("UPDATE held_row SET subject = 'case_counts'")  # nothing else was imported until now
    with op.batch_alter_table("held_row") as batch:
        batch.alter_column("subject", existing_type=sa.String(length=20), nullable=False)
    op.add_column("person", sa.Column("key_id", sa.String(length=16), nullable=True, comment="the key the pseudonym was made with; null: simulated"))
    for table in ("rollup_cell", "rollup_unplaced"):
        op.add_column(table, sa.Column("known_from", sa.DateTime(), nullable=True, comment="since when this is known, local time; null: since ever"))
    op.add_column("touched_day", sa.Column("changed_at", sa.DateTime(), nullable=True, comment="when that became known, local time; null: with the day's report"))


def _relax(nullable: bool) -> None:
    """What a source need not tell may be missing."""
    for table, columns in (("person", ("unit_id",)), ("venue", ("opens_minute", "closes_minute")), ("declaration", ("symptoms",))):
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.alter_column(name, existing_type=sa.Integer() if table == "person" else sa.SmallInteger(), nullable=nullable)


def _replace(table: str, create, columns: str, selected: str) -> None:
    """A table with another primary key: its rows wait in a scratch table while it is made anew."""
    op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT {selected} FROM {table}")
    op.drop_table(table)
    create()
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM kept")
    op.execute("DROP TABLE kept")


def _ledger_with_withdrawals() -> None:
    with op.batch_alter_table("import_file") as batch:
        batch.add_column(sa.Column("received_at", sa.DateTime(), nullable=True, comment="when the province received the file, local time; null: day by day"))
        batch.add_column(sa.Column("imported_by", sa.String(length=60), server_default=sa.text("''"), nullable=False, comment="who imported it"))
        batch.add_column(sa.Column("seconds", sa.Float(), nullable=True, comment="how long the import took"))
        batch.add_column(sa.Column("withdrawn_at", sa.DateTime(), nullable=True, comment="when it was withdrawn, local time; null: it stands"))
        batch.add_column(sa.Column("withdrawn_by", sa.String(length=60), nullable=True, comment="who withdrew it"))
        batch.add_column(sa.Column("withdrawn_why", sa.String(length=200), nullable=True, comment="the reason given"))
        batch.drop_constraint(op.f("uq_import_file_source_sha256"), type_="unique")
    stands = sa.text("withdrawn_at IS NULL")
    op.create_index("uq_import_file_standing", "import_file", ["source", "sha256"], unique=True, sqlite_where=stands, postgresql_where=stands)


def _ledger_of_standing_files() -> None:
    op.drop_index("uq_import_file_standing", table_name="import_file")
    with op.batch_alter_table("import_file") as batch:
        for name in ("withdrawn_why", "withdrawn_by", "withdrawn_at", "seconds", "imported_by", "received_at"):
            batch.drop_column(name)
        batch.create_unique_constraint(op.f("uq_import_file_source_sha256"), ["source", "sha256"])


def _widen(kind, comment: int) -> None:
    """SQLite needs neither: its integers are wide enough, and it keeps no comments."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, column in WIDENED:
        op.alter_column(table, column, type_=kind)
    for change in COMMENTS:
        if change[1] is None:
            op.create_table_comment(change[0], change[comment])
        else:
            op.alter_column(change[0], change[1], comment=change[comment])


def _coverage_from_reports() -> None:
    """Until now every file reported on all its days; whose subject it was, its source tells."""
    op.execute(
        "INSERT INTO coverage (file_id, subject, day, unit_id, received_at)"
        " SELECT f.file_id, r.subject, r.day, r.unit_id, r.received_at"
        " FROM report r JOIN import_file f ON r.day BETWEEN f.first_day AND f.last_day"
        " WHERE r.received_at IS NOT NULL AND (r.subject = 'cases' AND NOT f.is_simulated"
        " OR r.subject = 'declarations' AND f.source = 'simulated_declaration'"
        " OR r.subject = 'checkins' AND f.source = 'simulated_checkin'"
        " OR r.subject = 'installs' AND f.source = 'simulated_install_count')"
    )


def _known_since_the_report() -> None:
    """Nothing was corrected until now: every figure is known since its report came."""
    op.execute(
        "UPDATE rollup_cell SET known_from = (SELECT r.received_at FROM report r"
        " WHERE r.day = rollup_cell.day AND r.unit_id = rollup_cell.unit_id AND r.subject = CASE measure"
        " WHEN 'new_cases' THEN 'cases' WHEN 'symptomatic_declarations' THEN 'declarations' ELSE measure END)"
    )
    op.execute(
        "UPDATE rollup_unplaced SET known_from ="
        " (SELECT min(r.received_at) FROM report r WHERE r.subject = 'cases' AND r.day = rollup_unplaced.day)"
    )


def _numbered_case_count() -> None:
    op.create_table(
        "case_count",
        sa.Column("count_id", KEY, autoincrement=False, nullable=False, comment="number of the source's place and day"),
        *_origin(),
        *_case_count_columns(),
        sa.PrimaryKeyConstraint("count_id", name=op.f("pk_case_count")),
        comment="new cases per commune and day as a feed published them",
    )
    op.create_index(op.f("ix_case_count_day_unit_id"), "case_count", ["day", "unit_id"])


def _first_case_count() -> None:
    op.create_table(
        "case_count",
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("row_number", sa.Integer(), nullable=False, comment="row in the file, the header is row 1"),
        *_case_count_columns(),
        sa.PrimaryKeyConstraint("file_id", "row_number", name=op.f("pk_case_count")),
        comment="new cases per commune and day as a feed published them",
    )
    op.create_index(op.f("ix_case_count_day_unit_id"), "case_count", ["day", "unit_id"])


def _case_count_columns() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune the row was placed in"),
        sa.Column("day", sa.Date(), nullable=False, comment="day of publication"),
        sa.Column("new_cases", sa.Integer(), nullable=False, comment="new cases"),
        sa.Column("placed_by", sa.String(length=20), nullable=False, comment="name, former_name or person"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="place as written"),
        sa.CheckConstraint("new_cases >= 0", name=op.f("ck_case_count_new_cases")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_case_count_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_case_count_unit_id")),
    )


def _numbered_install_count() -> None:
    op.create_table(
        "install_count",
        sa.Column("install_id", KEY, autoincrement=False, nullable=False, comment="number of app, place and day"),
        *_origin(),
        *_install_count_columns(),
        sa.CheckConstraint("installs >= 0", name=op.f("ck_install_count_installs")),
        sa.PrimaryKeyConstraint("install_id", name=op.f("pk_install_count")),
        comment="reach of the apps",
    )
    op.create_index(op.f("ix_install_count_day_unit_id"), "install_count", ["day", "unit_id"])


def _first_install_count() -> None:
    place, rest = _install_count_columns()[:3], _install_count_columns()[3:]
    op.create_table(
        "install_count",
        *place,
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        *rest,
        sa.PrimaryKeyConstraint("channel", "day", "unit_id", name=op.f("pk_install_count")),
        comment="reach of the apps",
    )


def _install_count_columns() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("channel", sa.String(length=20), nullable=False, comment="app"),
        sa.Column("day", sa.Date(), nullable=False, comment="the day"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune"),
        sa.Column("installs", sa.Integer(), nullable=False, comment="phones with the app at the end of the day"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_install_count_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_install_count_unit_id")),
    )


NEW_TABLES = (
    "api_key",
    "record_choice",
    "unplaced_before",
    "assessment",
    "cell_before",
    "coverage",
    "enterprise",
    "exposure_event",
    "file_rule",
    "place_decision",
    "population_count",
    "push_request",
    "set_aside",
    "site",
    "zone",
    "proximity_notice",
)


def _new_tables() -> None:
    op.create_table(
        "api_key",
        sa.Column("key_id", sa.String(length=16), nullable=False, comment="public part of the key"),
        sa.Column("source", sa.String(length=40), nullable=False, comment="key of the source it may push for"),
        sa.Column("label", sa.String(length=80), nullable=False, comment="whose it is"),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False, comment="digest of the secret part"),
        sa.Column("created_at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.Column("revoked_at", sa.DateTime(), nullable=True, comment="when it stopped working, local time; null: it works"),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_api_key")),
        comment="keys of the push API, one or more a source",
    )
    op.create_table(
        "record_choice",
        sa.Column("subject", sa.String(length=20), nullable=False, comment="what the record speaks of"),
        sa.Column("record_key", KEY, autoincrement=False, nullable=False, comment="number of the record"),
        sa.Column("content_key", KEY, nullable=False, comment="which of its contested versions a person chose"),
        sa.Column("decided_by", sa.String(length=60), nullable=False, comment="who decided"),
        sa.Column("decided_at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.Column("why", sa.String(length=200), nullable=False, comment="the reason given"),
        sa.PrimaryKeyConstraint("subject", "record_key", name=op.f("pk_record_choice")),
        comment="what a person decided where sources contradict themselves",
    )
    op.create_table(
        "unplaced_before",
        sa.Column("measure", sa.String(length=30), nullable=False, comment="name of the measure"),
        sa.Column("day", sa.Date(), nullable=False, comment="the day"),
        sa.Column("known_until", sa.DateTime(), nullable=False, comment="until when this was believed, local time"),
        sa.Column("known_from", sa.DateTime(), nullable=True, comment="since when, local time; null: since ever"),
        sa.Column("rows", sa.Integer(), nullable=False, comment="held rows"),
        sa.Column("value", sa.Float(), nullable=False, comment="what they stood for, in the measure's unit"),
        sa.PrimaryKeyConstraint("measure", "day", "known_until", name=op.f("pk_unplaced_before")),
        comment="what the unplaced count of a day was before",
    )
    op.create_table(
        "assessment",
        sa.Column("assessment_id", KEY, autoincrement=False, nullable=False, comment="number of the assessment"),
        *_origin(),
        sa.Column("enterprise_id", KEY, nullable=False, comment="number of the enterprise, registered or not yet"),
        sa.Column("assessed_on", sa.Date(), nullable=False, comment="day of the assessment"),
        sa.Column("assessed_by", sa.String(length=12), nullable=False, comment="self or inspection"),
        sa.Column("scores", sa.String(length=80), nullable=False, comment="CS1 to CS15 as reported, comma between; empty: not told"),
        sa.Column("total", sa.SmallInteger(), nullable=False, comment="sum of the scores, 0 to 300"),
        sa.Column("index_percent", sa.SmallInteger(), nullable=False, comment="total / 300 × 100, half rounded up"),
        sa.Column("band", sa.String(length=10), nullable=False, comment="very_low, low, medium, high or very_high"),
        sa.CheckConstraint("total BETWEEN 0 AND 300", name=op.f("ck_assessment_total")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_assessment_file_id")),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_assessment")),
        comment="infection risk by 2194/QĐ-BCĐQG (partial source), self-assessed or inspected",
    )
    op.create_index(op.f("ix_assessment_enterprise_id_assessed_on"), "assessment", ["enterprise_id", "assessed_on"])

    op.create_table(
        "cell_before",
        sa.Column("measure", sa.String(length=30), nullable=False, comment="name of the measure"),
        sa.Column("day", sa.Date(), nullable=False, comment="the day"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="the commune"),
        sa.Column("known_until", sa.DateTime(), nullable=False, comment="until when this was believed, local time"),
        sa.Column("known_from", sa.DateTime(), nullable=True, comment="since when, local time; null: since ever"),
        sa.Column("state", sa.SmallInteger(), nullable=False, comment="0 value, 1 no report, 2 late, 3 suppressed"),
        sa.Column("value", sa.Float(), nullable=True, comment="count; null unless state is 0"),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_cell_before_unit_id")),
        sa.PrimaryKeyConstraint("measure", "day", "unit_id", "known_until", name=op.f("pk_cell_before")),
        comment="what a cell of the rollups said before: what was known at a moment of the past",
    )
    op.create_table(
        "coverage",
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("subject", sa.String(length=20), nullable=False, comment="cases, declarations, checkins or installs"),
        sa.Column("day", sa.Date(), nullable=False, comment="day the file reports on"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune it reports for"),
        sa.Column("received_at", sa.DateTime(), nullable=False, comment="when it came, local time"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_coverage_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_coverage_unit_id")),
        sa.PrimaryKeyConstraint("file_id", "subject", "day", "unit_id", name=op.f("pk_coverage")),
        comment="what each file reports on; where it names no row, the count is zero and not unknown",
    )
    op.create_index(op.f("ix_coverage_subject_unit_id_day"), "coverage", ["subject", "unit_id", "day"])
    op.create_table(
        "enterprise",
        sa.Column("enterprise_id", KEY, autoincrement=False, nullable=False, comment="number of the enterprise"),
        *_origin(),
        sa.Column("name", sa.String(length=200), nullable=False, comment="name of the enterprise"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune it stands in"),
        sa.Column("industrial_park", sa.String(length=60), nullable=True, comment="industrial park; null where outside of one or not told"),
        sa.Column("workers", sa.Integer(), nullable=True, comment="people who work there; null where not told"),
        sa.Column("lon", sa.Float(), nullable=True, comment="degrees east, WGS 84; null where not told"),
        sa.Column("lat", sa.Float(), nullable=True, comment="degrees north, WGS 84; null where not told"),
        sa.CheckConstraint("workers >= 0", name=op.f("ck_enterprise_workers")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_enterprise_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_enterprise_unit_id")),
        sa.PrimaryKeyConstraint("enterprise_id", name=op.f("pk_enterprise")),
        comment="enterprises that assess themselves",
    )
    op.create_table(
        "exposure_event",
        sa.Column("event_id", KEY, autoincrement=False, nullable=False, comment="number of the event"),
        *_origin(),
        sa.Column("name", sa.String(length=300), nullable=False, comment="what happened, as published"),
        sa.Column("exposure_type", sa.String(length=20), nullable=True, comment="close, casual_plus or casual; null where not told"),
        sa.Column("location", sa.String(length=300), nullable=False, comment="address of the place, as published"),
        sa.Column("city", sa.String(length=80), nullable=False, comment="city, as published"),
        sa.Column("starts_at", sa.Integer(), nullable=True, comment="epoch s; null where not told"),
        sa.Column("ends_at", sa.Integer(), nullable=True, comment="epoch s; null where not told"),
        sa.Column("advice", sa.Text(), nullable=False, comment="what people who were there should do, as published"),
        sa.Column("lon", sa.Float(), nullable=True, comment="degrees east, WGS 84; null where not told"),
        sa.Column("lat", sa.Float(), nullable=True, comment="degrees north, WGS 84; null where not told"),
        sa.Column("unit_id", sa.Integer(), nullable=True, comment="commune; null where the store knows none there"),
        sa.Column("added_at", sa.Integer(), nullable=True, comment="epoch s of publication; null where not told"),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_exposure_event_times")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_exposure_event_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_exposure_event_unit_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_exposure_event")),
        comment="exposure events as another authority published them, in New Zealand's columns",
    )
    op.create_table(
        "file_rule",
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("rule", sa.String(length=40), nullable=False, comment="key of the rule, worded on screen"),
        sa.Column("rows", sa.Integer(), nullable=False, comment="accepted rows that it changed"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_file_rule_file_id")),
        sa.PrimaryKeyConstraint("file_id", "rule", name=op.f("pk_file_rule")),
        comment="what a rule changed in accepted rows, a stay cut to the longest believed for instance",
    )
    op.create_table(
        "place_decision",
        sa.Column("source", sa.String(length=40), nullable=False, comment="key of the source whose writing was decided on"),
        sa.Column("district_key", sa.String(length=80), nullable=False, comment="district as written, folded"),
        sa.Column("commune_key", sa.String(length=80), nullable=False, comment="commune as written, folded"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="the commune a person put it in"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="place as written"),
        sa.Column("decided_by", sa.String(length=60), nullable=False, comment="who decided"),
        sa.Column("decided_at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.Column("why", sa.String(length=200), nullable=False, comment="the reason given"),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_place_decision_unit_id")),
        sa.PrimaryKeyConstraint("source", "district_key", "commune_key", name=op.f("pk_place_decision")),
        comment="places that a person decided on; remembered for every later row that is written so",
    )
    op.create_table(
        "population_count",
        sa.Column("population_id", KEY, autoincrement=False, nullable=False, comment="number of the record"),
        *_origin(),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="the commune"),
        sa.Column("day", sa.Date(), nullable=False, comment="day counted on"),
        sa.Column("people", sa.Integer(), nullable=False, comment="people"),
        sa.CheckConstraint("people >= 0", name=op.f("ck_population_count_people")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_population_count_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_population_count_unit_id")),
        sa.PrimaryKeyConstraint("population_id", name=op.f("pk_population_count")),
        comment="counts of people; the newest of a commune is the denominator of its rates",
    )
    op.create_table(
        "push_request",
        sa.Column("source", sa.String(length=40), nullable=False, comment="key of the source"),
        sa.Column("idempotency_key", sa.String(length=80), nullable=False, comment="digest of the key the pusher gave"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="digest of the rows"),
        sa.Column("file_id", sa.Integer(), nullable=True, comment="what became of it; null: here already"),
        sa.Column("answer", sa.Text(), nullable=False, comment="the answer given, JSON; empty: being carried out"),
        sa.Column("pushed_at", sa.DateTime(), nullable=False, comment="when it was taken up, local time"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_push_request_file_id")),
        sa.PrimaryKeyConstraint("source", "idempotency_key", name=op.f("pk_push_request")),
        comment="requests of the push API, so that a repeated one changes nothing",
    )
    op.create_table(
        "set_aside",
        sa.Column("file_id", sa.Integer(), nullable=False, comment="the file"),
        sa.Column("row_number", sa.Integer(), nullable=False, comment="row in the file, the header is row 1"),
        sa.Column("subject", sa.String(length=20), nullable=False, comment="what the row speaks of"),
        sa.Column("record_key", KEY, nullable=False, comment="number of the record"),
        sa.Column("content_key", KEY, nullable=False, comment="digest of what the row says"),
        sa.Column("version", sa.Integer(), nullable=True, comment="epoch s at which the source changed the record; null: not told"),
        sa.Column("why", sa.String(length=12), nullable=False, comment="duplicate, superseded or contested"),
        sa.Column("row", sa.Text(), nullable=True, comment="the row as it would be stored, JSON; null for a duplicate of one that is"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_set_aside_file_id")),
        sa.PrimaryKeyConstraint("file_id", "row_number", name=op.f("pk_set_aside")),
        comment="readable rows that another row of the same record keeps out; needed when that one is withdrawn",
    )
    op.create_index(op.f("ix_set_aside_record_key"), "set_aside", ["record_key"])

    op.create_table(
        "site",
        sa.Column("site_id", KEY, autoincrement=False, nullable=False, comment="number of the site"),
        *_origin(),
        sa.Column("name", sa.String(length=120), nullable=False, comment="name of the site"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="quarantine, test, vaccination, treatment or checkpoint"),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="commune it stands in"),
        sa.Column("capacity", sa.Integer(), nullable=True, comment="people, a day or at once; null where not told"),
        sa.Column("opens_on", sa.Date(), nullable=True, comment="first day; null where not told"),
        sa.Column("closes_on", sa.Date(), nullable=True, comment="last day; null while open or where not told"),
        sa.Column("lon", sa.Float(), nullable=True, comment="degrees east, WGS 84; null where not told"),
        sa.Column("lat", sa.Float(), nullable=True, comment="degrees north, WGS 84; null where not told"),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_site_capacity")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_site_file_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_site_unit_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site")),
        comment="quarantine centres, test, vaccination and treatment sites, checkpoints",
    )
    op.create_table(
        "zone",
        sa.Column("zone_id", KEY, autoincrement=False, nullable=False, comment="number of the zone"),
        *_origin(),
        sa.Column("name", sa.String(length=120), nullable=False, comment="name of the zone"),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="lockdown, partial_lockdown or cluster"),
        sa.Column("starts_on", sa.Date(), nullable=False, comment="first day in force"),
        sa.Column("ends_on", sa.Date(), nullable=True, comment="last day in force; null while it is"),
        sa.Column("decision", sa.String(length=80), nullable=True, comment="number of the decision; null where not told"),
        sa.Column("outline", sa.LargeBinary(), nullable=False, comment="polygon, WKB, WGS 84"),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_zone_days")),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_zone_file_id")),
        sa.PrimaryKeyConstraint("zone_id", name=op.f("pk_zone")),
        comment="lockdown zones, as decided",
    )
    op.create_table(
        "proximity_notice",
        sa.Column("notice_id", KEY, autoincrement=False, nullable=False, comment="number of the notice"),
        *_origin(),
        sa.Column("person_id", KEY, nullable=False, comment="the person who got it"),
        sa.Column("unit_id", sa.Integer(), nullable=True, comment="commune of the person; null where not told"),
        sa.Column("level", sa.SmallInteger(), nullable=False, comment="0, 1 or 2 for F0, F1, F2"),
        sa.Column("contact_day", sa.Date(), nullable=False, comment="day of the contact"),
        sa.Column("minutes", sa.Integer(), nullable=True, comment="minutes in Bluetooth reach; null where not told"),
        sa.Column("notified_at", sa.Integer(), nullable=False, comment="epoch s of the notice"),
        sa.ForeignKeyConstraint(["file_id"], ["import_file.file_id"], name=op.f("fk_proximity_notice_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_proximity_notice_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["commune.unit_id"], name=op.f("fk_proximity_notice_unit_id")),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_proximity_notice")),
        comment="notices of Bluetooth contact with a case, as Bluezone sent them",
    )
    op.create_index(op.f("ix_proximity_notice_contact_day_unit_id"), "proximity_notice", ["contact_day", "unit_id"])
