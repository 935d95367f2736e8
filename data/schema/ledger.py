"""The ledger: files, rows kept aside, decisions, what was reported, and who may push."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from data.schema.base import Key, metadata

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
    Column("is_simulated", Boolean, nullable=False, comment="true for rows that no person ever reported"),
    Column("imported_at", DateTime, nullable=False, comment="when the import ended, local time"),
    Column(
        "received_at", DateTime, comment="when the province received the file, local time; null: day by day"
    ),
    Column("imported_by", String(60), nullable=False, server_default=text("''"), comment="who imported it"),
    Column("seconds", Float, comment="how long the import took"),
    Column("withdrawn_at", DateTime, comment="when it was withdrawn, local time; null: it stands"),
    Column("withdrawn_by", String(60), comment="who withdrew it"),
    Column("withdrawn_why", String(200), comment="the reason given"),
    CheckConstraint("received = accepted + duplicate + held", name="balance"),
    Index(
        "uq_import_file_standing",
        "source",
        "sha256",
        unique=True,
        sqlite_where=text("withdrawn_at IS NULL"),
        postgresql_where=text("withdrawn_at IS NULL"),
    ),
    comment="one row an imported file: nothing is lost, nothing invented",
)

file_rule = Table(
    "file_rule",
    metadata,
    Column("file_id", ForeignKey("import_file.file_id"), primary_key=True, comment="the file"),
    Column("rule", String(40), primary_key=True, comment="key of the rule, worded on screen"),
    Column("rows", Integer, nullable=False, comment="accepted rows that it changed"),
    comment="what a rule changed in accepted rows, a stay cut to the longest believed for instance",
)

held_row = Table(
    "held_row",
    metadata,
    Column("file_id", ForeignKey("import_file.file_id"), primary_key=True, comment="the file"),
    Column("row_number", Integer, primary_key=True, comment="row in the file, the header is row 1"),
    Column("subject", String(20), nullable=False, comment="what the row speaks of"),
    Column("reason", String(40), nullable=False, comment="key of the reason, worded on screen"),
    Column("column_name", String(60), nullable=False, comment="column that failed"),
    Column("expected", String(200), nullable=False, comment="what the column should hold"),
    Column("got", String(200), nullable=False, comment="what it holds; no personal data"),
    Column("day", Date, comment="day of the row, where readable"),
    Column("weight", Integer, nullable=False, comment="cases the row stands for"),
    Column("place", String(200), nullable=False, comment="place as written"),
    Column("record_key", Key, index=True, comment="number its record would have; null where it has no key"),
    Column("content_key", Key, comment="digest of what the row says"),
    Column("version", Integer, comment="epoch s at which the source changed the record; null: not told"),
    Column("sealed", LargeBinary, comment="the row as it came, encrypted with the key for held rows"),
    Column("dismissed_at", DateTime, comment="when a person dismissed it, local time; null: still open"),
    Column("dismissed_by", String(60), comment="who dismissed it"),
    Column("dismissed_why", String(200), comment="the reason given"),
    comment="rows kept aside, shown beside the legend, never guessed",
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("file_id", ForeignKey("import_file.file_id"), primary_key=True, comment="the file"),
    Column("row_number", Integer, primary_key=True, comment="row in the file, the header is row 1"),
    Column("subject", String(20), nullable=False, comment="what the row speaks of"),
    Column("record_key", Key, nullable=False, index=True, comment="number of the record"),
    Column("content_key", Key, nullable=False, comment="digest of what the row says"),
    Column("version", Integer, comment="epoch s at which the source changed the record; null: not told"),
    Column("why", String(12), nullable=False, comment="duplicate, superseded or contested"),
    Column("row", Text, comment="the row as it would be stored, JSON; null for a duplicate of one that is"),
    comment="readable rows that another row of the same record keeps out; needed when that one is withdrawn",
)

record_choice = Table(
    "record_choice",
    metadata,
    Column("subject", String(20), primary_key=True, comment="what the record speaks of"),
    Column("record_key", Key, primary_key=True, autoincrement=False, comment="number of the record"),
    Column("content_key", Key, nullable=False, comment="which of its contested versions a person chose"),
    Column("decided_by", String(60), nullable=False, comment="who decided"),
    Column("decided_at", DateTime, nullable=False, comment="when, local time"),
    Column("why", String(200), nullable=False, comment="the reason given"),
    comment="what a person decided where sources contradict themselves",
)

coverage = Table(
    "coverage",
    metadata,
    Column("file_id", ForeignKey("import_file.file_id"), primary_key=True, comment="the file"),
    Column("subject", String(20), primary_key=True, comment="cases, declarations, checkins or installs"),
    Column("day", Date, primary_key=True, comment="day the file reports on"),
    Column("unit_id", ForeignKey("commune.unit_id"), primary_key=True, comment="commune it reports for"),
    Column("received_at", DateTime, nullable=False, comment="when it came, local time"),
    Index(None, "subject", "unit_id", "day"),
    comment="what each file reports on; where it names no row, the count is zero and not unknown",
)

api_key = Table(
    "api_key",
    metadata,
    Column("key_id", String(16), primary_key=True, comment="public part of the key"),
    Column("source", String(40), nullable=False, comment="key of the source it may push for"),
    Column("label", String(80), nullable=False, comment="whose it is"),
    Column("secret_sha256", String(64), nullable=False, comment="digest of the secret part"),
    Column("created_at", DateTime, nullable=False, comment="when, local time"),
    Column("revoked_at", DateTime, comment="when it stopped working, local time; null: it works"),
    comment="keys of the push API, one or more a source",
)

push_request = Table(
    "push_request",
    metadata,
    Column("source", String(40), primary_key=True, comment="key of the source"),
    Column("idempotency_key", String(80), primary_key=True, comment="digest of the key the pusher gave"),
    Column("sha256", String(64), nullable=False, comment="digest of the rows"),
    Column("file_id", ForeignKey("import_file.file_id"), comment="what became of it; null: here already"),
    Column("answer", Text, nullable=False, comment="the answer given, JSON; empty: being carried out"),
    Column("pushed_at", DateTime, nullable=False, comment="when it was taken up, local time"),
    comment="requests of the push API, so that a repeated one changes nothing",
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
