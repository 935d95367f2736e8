"""Who may see what: accounts with roles and units, the audit chain, acts that need two people, retention."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("account_role", "account_unit", "account", "audit_entry", "approval", "retention_run")

APPEND_ONLY = ("audit_entry", "tracing_log")
"""What is written there stays: the database itself refuses to change or delete a row."""


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("account_id", sa.Integer(), nullable=False, comment="number of the account"),
        sa.Column("login", sa.String(60), nullable=False, comment="what is typed to sign in, lower case"),
        sa.Column("signs_as", sa.String(60), nullable=False, comment="how acts are signed, a duty or a staff member"),
        sa.Column("password_hash", sa.String(255), nullable=True, comment="argon2id; null: signs in through the province's own service"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="false: can't sign in"),
        sa.Column("uniquifier", sa.String(64), nullable=False, comment="changes when all sessions must end"),
        sa.Column("sso_subject", sa.String(255), nullable=True, comment="who it is at the province's own service"),
        sa.Column("second_factor", sa.String(20), nullable=True, comment="authenticator, or null where none is set up"),
        sa.Column("totp_secret", sa.String(512), nullable=True, comment="the authenticator's secret, encrypted with a key of its own"),
        sa.Column("totp_counter", sa.Integer(), nullable=True, comment="half minute of the last code used: no code works twice"),
        sa.Column("recovery_codes", sa.Text(), nullable=True, comment="codes for a lost authenticator, JSON, each encrypted"),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="wrong passwords in a row"),
        sa.Column("locked_until", sa.DateTime(), nullable=True, comment="no sign-in before, local time; null: not locked"),
        sa.Column("created_at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.Column("password_at", sa.DateTime(), nullable=True, comment="when the password was set, local time"),
        sa.Column("signed_in_at", sa.DateTime(), nullable=True, comment="last sign-in, local time"),
        sa.Column("expires_on", sa.Date(), nullable=True, comment="last day on which it works; null: no end"),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        sa.UniqueConstraint("sso_subject", name=op.f("uq_account_sso_subject")),
        sa.UniqueConstraint("uniquifier", name=op.f("uq_account_uniquifier")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account")),
        sqlite_autoincrement=True,
        comment="who may sign in",
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", sa.Integer(), nullable=False, comment="the account"),
        sa.Column("role", sa.String(20), nullable=False, comment="a duty, as data/access/rights.py names it"),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_account_role_account_id")),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
        comment="duties of an account",
    )
    op.create_table(
        "account_unit",
        sa.Column("account_id", sa.Integer(), nullable=False, comment="the account"),
        sa.Column("code", sa.String(5), nullable=False, comment="code of a commune"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="since when the code means this commune"),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_account_unit_account_id")),
        sa.PrimaryKeyConstraint("account_id", "code", "valid_from", name=op.f("pk_account_unit")),
        comment="scope of an account: communes of a vintage, whose counts it sees exactly",
    )
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="1, 2, 3 …, without a gap"),
        sa.Column("at", sa.String(32), nullable=False, comment="when, local time, ISO"),
        sa.Column("by", sa.String(60), nullable=False, comment="who, as they sign"),
        sa.Column("roles", sa.String(120), nullable=False, comment="their duties at that time"),
        sa.Column("act", sa.String(30), nullable=False, comment="what was done"),
        sa.Column("what", sa.String(60), nullable=False, comment="to what kind of thing"),
        sa.Column("key", sa.String(80), nullable=False, comment="which one; no personal data"),
        sa.Column("detail", sa.Text(), nullable=False, comment="JSON: counts, digests, reasons; no personal data"),
        sa.Column("previous", sa.String(64), nullable=False, comment="digest of the entry before"),
        sa.Column("digest", sa.String(64), nullable=False, comment="HMAC-SHA-256 of this entry and the one before"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
        comment="who saw, took, changed or decided what: append-only, each entry sealed to the one before",
    )
    op.create_index(op.f("ix_audit_entry_act_seq"), "audit_entry", ["act", "seq"])
    op.create_table(
        "approval",
        sa.Column("approval_id", sa.Integer(), nullable=False, comment="number of the request"),
        sa.Column("act", sa.String(30), nullable=False, comment="what is to be done"),
        sa.Column("key", sa.String(200), nullable=False, comment="to what; no personal data"),
        sa.Column("people", sa.Integer(), nullable=False, comment="how many people it concerns"),
        sa.Column("asked_by", sa.String(60), nullable=False, comment="who asks"),
        sa.Column("asked_at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.Column("why", sa.String(200), nullable=False, comment="the reason given"),
        sa.Column("expires_at", sa.DateTime(), nullable=False, comment="until when it may be used, local time"),
        sa.Column("decided_by", sa.String(60), nullable=True, comment="the second person; null: not decided"),
        sa.Column("decided_at", sa.DateTime(), nullable=True, comment="when, local time"),
        sa.Column("is_granted", sa.Boolean(), nullable=True, comment="null: not decided"),
        sa.Column("used_at", sa.DateTime(), nullable=True, comment="when it was used, local time; null: not yet"),
        sa.CheckConstraint("(decided_by IS NULL) = (is_granted IS NULL)", name=op.f("ck_approval_decided")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_approval_two_people")),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval")),
        comment="acts that need a second person, a reason and an end",
    )
    op.create_table(
        "retention_run",
        sa.Column("run_id", sa.Integer(), nullable=False, comment="number of the run"),
        sa.Column("at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.Column("what", sa.String(30), nullable=False, comment="checkins, contacts, declarations, held_rows …"),
        sa.Column("before_day", sa.Date(), nullable=False, comment="everything before this day was due"),
        sa.Column("rows", sa.Integer(), nullable=False, comment="rows deleted"),
        sa.Column("keys", sa.Integer(), nullable=False, comment="day keys destroyed"),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_retention_run")),
        comment="what was deleted because its time was over, in counts",
    )
    _refuse_changes()


def _refuse_changes() -> None:
    """SQLite: a trigger an act. PostgreSQL: one that TRUNCATE meets too."""
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for act in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{act}")
        return
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute("DROP FUNCTION refuse_change()")


def downgrade() -> None:
    _allow_changes()
    for table in TABLES:
        op.drop_table(table)
