"""Tracing: which check-ins changed, what was decided on a venue, who looked at contacts.

A store that was filled before has no list of changes; its columnar snapshot is built whole the first time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "visit_change",
        sa.Column("change_id", sa.Integer(), nullable=False, comment="number of the change, growing with every write"),
        sa.Column("venue_id", KEY, nullable=True, comment="the venue, gone or not; null: every venue"),
        sa.Column("day", sa.Date(), nullable=True, comment="local day of the check-ins that came or went; null: every day"),
        sa.CheckConstraint("(venue_id IS NULL) = (day IS NULL)", name=op.f("ck_visit_change_whole")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_visit_change")),
        sqlite_autoincrement=True,
        comment="which check-ins changed, in order: what the columnar snapshot has to read again",
    )
    op.create_table(
        "venue_action",
        sa.Column("action_id", sa.Integer(), nullable=False, comment="number of the decision; the newest of a venue stands"),
        sa.Column("venue_id", KEY, nullable=False, comment="the venue, gone or not"),
        sa.Column("action", sa.String(20), nullable=False, comment="close_disinfect, test, monitor or none"),
        sa.Column("decided_at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.Column("decided_by", sa.String(60), nullable=False, comment="who decided"),
        sa.Column("why", sa.String(200), nullable=False, comment="the reason given; may be empty"),
        sa.Column("rule", sa.String(200), nullable=False, comment="the definition of exposure that was looked at"),
        sa.CheckConstraint("action IN ('close_disinfect', 'test', 'monitor', 'none')", name=op.f("ck_venue_action_action")),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_venue_action")),
        comment="what a person decided to do about an exposed venue; nothing is ever overwritten",
    )
    op.create_index(op.f("ix_venue_action_venue_id_action_id"), "venue_action", ["venue_id", "action_id"])
    op.create_table(
        "tracing_log",
        sa.Column("log_id", sa.Integer(), nullable=False, comment="number of the entry"),
        sa.Column("at", sa.DateTime(), nullable=False, comment="when, local time"),
        sa.Column("by", sa.String(60), nullable=False, comment="who"),
        sa.Column("purpose", sa.String(200), nullable=False, comment="for what, as stated"),
        sa.Column("act", sa.String(10), nullable=False, comment="look, export, notice or action"),
        sa.Column("what", sa.String(10), nullable=False, comment="case, venue, person, list or network"),
        sa.Column("key", sa.String(40), nullable=False, comment="number of the case, venue or person; empty for lists"),
        sa.Column("rule", sa.String(200), nullable=False, comment="the definition of exposure, as rule_text writes it"),
        sa.Column("rows", sa.Integer(), nullable=False, comment="rows shown or written"),
        sa.Column("sha256", sa.String(64), nullable=True, comment="digest of the file; null where none was written"),
        sa.CheckConstraint("act IN ('look', 'export', 'notice', 'action')", name=op.f("ck_tracing_log_act")),
        sa.CheckConstraint("what IN ('case', 'venue', 'person', 'list', 'network')", name=op.f("ck_tracing_log_what")),
        sa.PrimaryKeyConstraint("log_id", name=op.f("pk_tracing_log")),
        comment="who looked at contacts or took them away, for what, by which definition",
    )
    op.create_index(op.f("ix_tracing_log_at"), "tracing_log", ["at"])


def downgrade() -> None:
    for table in ("tracing_log", "venue_action", "visit_change"):
        op.drop_table(table)
