"""Whether a commune carried a decision out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "action_done"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("done_id", sa.Integer(), nullable=False, comment="number of the word; the newest on a decision stands"),
        sa.Column("action_id", sa.Integer(), nullable=False, comment="the decision"),
        sa.Column("state", sa.String(20), nullable=False, comment="done, not_possible, or open: what was said is taken back"),
        sa.Column("at", sa.DateTime(), nullable=False, comment="when it was said, local time"),
        sa.Column("by", sa.String(60), nullable=False, comment="who said so"),
        sa.Column("note", sa.String(200), nullable=False, comment="a note that names nobody; may be empty"),
        sa.CheckConstraint("state IN ('done', 'not_possible', 'open')", name=op.f("ck_action_done_state")),
        sa.ForeignKeyConstraint(["action_id"], ["venue_action.action_id"], name=op.f("fk_action_done_action_id")),
        sa.PrimaryKeyConstraint("done_id", name=op.f("pk_action_done")),
        comment="whether a commune carried a decision out: append-only",
    )
    op.create_index(op.f("ix_action_done_action_id_done_id"), TABLE, ["action_id", "done_id"])
    _refuse_changes()


def _refuse_changes() -> None:
    """The triggers of 0004, on one table more; they go with it."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
