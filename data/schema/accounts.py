"""Accounts with their roles and units, the audit chain, acts that need two people, and what was deleted when due."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from data.schema.base import metadata

account = Table(
    "account",
    metadata,
    Column("account_id", Integer, primary_key=True, comment="number of the account"),
    Column("login", String(60), nullable=False, unique=True, comment="what is typed to sign in, lower case"),
    Column("signs_as", String(60), nullable=False, comment="how acts are signed, a duty or a staff member"),
    Column(
        "password_hash", String(255), comment="argon2id; null: signs in through the province's own service"
    ),
    Column("is_active", Boolean, nullable=False, comment="false: can't sign in"),
    Column(
        "uniquifier", String(64), nullable=False, unique=True, comment="changes when all sessions must end"
    ),
    Column("sso_subject", String(255), unique=True, comment="who it is at the province's own service"),
    Column("second_factor", String(20), comment="authenticator, or null where none is set up"),
    Column("totp_secret", String(512), comment="the authenticator's secret, encrypted with a key of its own"),
    Column("totp_counter", Integer, comment="half minute of the last code used: no code works twice"),
    Column("recovery_codes", Text, comment="codes for a lost authenticator, JSON, each encrypted"),
    Column("failures", Integer, nullable=False, server_default=text("0"), comment="wrong passwords in a row"),
    Column("locked_until", DateTime, comment="no sign-in before, local time; null: not locked"),
    Column("created_at", DateTime, nullable=False, comment="when, local time"),
    Column("password_at", DateTime, comment="when the password was set, local time"),
    Column("signed_in_at", DateTime, comment="last sign-in, local time"),
    Column("expires_on", Date, comment="last day on which it works; null: no end"),
    # A number that was given back must never be another's.
    sqlite_autoincrement=True,
    comment="who may sign in",
)

account_role = Table(
    "account_role",
    metadata,
    Column("account_id", ForeignKey("account.account_id"), primary_key=True, comment="the account"),
    Column("role", String(20), primary_key=True, comment="a duty, as data/access/rights.py names it"),
    comment="duties of an account",
)

account_unit = Table(
    "account_unit",
    metadata,
    Column("account_id", ForeignKey("account.account_id"), primary_key=True, comment="the account"),
    Column("code", String(5), primary_key=True, comment="code of a commune"),
    Column("valid_from", Date, primary_key=True, comment="since when the code means this commune"),
    comment="scope of an account: communes of a vintage, whose counts it sees exactly",
)

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 …, without a gap"),
    Column("at", String(32), nullable=False, comment="when, local time, ISO"),
    Column("by", String(60), nullable=False, comment="who, as they sign"),
    Column("roles", String(120), nullable=False, comment="their duties at that time"),
    Column("act", String(30), nullable=False, comment="what was done"),
    Column("what", String(60), nullable=False, comment="to what kind of thing"),
    Column("key", String(80), nullable=False, comment="which one; no personal data"),
    Column("detail", Text, nullable=False, comment="JSON: counts, digests, reasons; no personal data"),
    Column("previous", String(64), nullable=False, comment="digest of the entry before"),
    Column("digest", String(64), nullable=False, comment="HMAC-SHA-256 of this entry and the one before"),
    Index(None, "act", "seq"),
    comment="who saw, took, changed or decided what: append-only, each entry sealed to the one before",
)

approval = Table(
    "approval",
    metadata,
    Column("approval_id", Integer, primary_key=True, comment="number of the request"),
    Column("act", String(30), nullable=False, comment="what is to be done"),
    Column("key", String(200), nullable=False, comment="to what; no personal data"),
    Column("people", Integer, nullable=False, comment="how many people it concerns"),
    Column("asked_by", String(60), nullable=False, comment="who asks"),
    Column("asked_at", DateTime, nullable=False, comment="when, local time"),
    Column("why", String(200), nullable=False, comment="the reason given"),
    Column("expires_at", DateTime, nullable=False, comment="until when it may be used, local time"),
    Column("decided_by", String(60), comment="the second person; null: not decided"),
    Column("decided_at", DateTime, comment="when, local time"),
    Column("is_granted", Boolean, comment="null: not decided"),
    Column("used_at", DateTime, comment="when it was used, local time; null: not yet"),
    CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_people"),
    CheckConstraint("(decided_by IS NULL) = (is_granted IS NULL)", name="decided"),
    comment="acts that need a second person, a reason and an end",
)

retention_run = Table(
    "retention_run",
    metadata,
    Column("run_id", Integer, primary_key=True, comment="number of the run"),
    Column("at", DateTime, nullable=False, comment="when, local time"),
    Column("what", String(30), nullable=False, comment="checkins, contacts, declarations, held_rows …"),
    Column("before_day", Date, nullable=False, comment="everything before this day was due"),
    Column("rows", Integer, nullable=False, comment="rows deleted"),
    Column("keys", Integer, nullable=False, comment="day keys destroyed"),
    comment="what was deleted because its time was over, in counts",
)
