"""What tracing needs beside the visits: which of them changed, what was decided on a venue and carried out, who looked."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Integer, String, Table

from data.schema.base import Key, metadata

visit_change = Table(
    "visit_change",
    metadata,
    Column("change_id", Integer, primary_key=True, comment="number of the change, growing with every write"),
    Column("venue_id", Key, comment="the venue, gone or not; null: every venue"),
    Column("day", Date, comment="local day of the check-ins that came or went; null: every day"),
    CheckConstraint("(venue_id IS NULL) = (day IS NULL)", name="whole"),
    # A number that was pruned must never come again.
    sqlite_autoincrement=True,
    comment="which check-ins changed, in order: what the columnar snapshot has to read again",
)

venue_action = Table(
    "venue_action",
    metadata,
    Column(
        "action_id", Integer, primary_key=True, comment="number of the decision; the newest of a venue stands"
    ),
    Column("venue_id", Key, nullable=False, comment="the venue, gone or not"),
    Column("action", String(20), nullable=False, comment="close_disinfect, test, monitor or none"),
    Column("decided_at", DateTime, nullable=False, comment="when, local time"),
    Column("decided_by", String(60), nullable=False, comment="who decided"),
    Column("why", String(200), nullable=False, comment="the reason given; may be empty"),
    Column("rule", String(200), nullable=False, comment="the definition of exposure that was looked at"),
    CheckConstraint("action IN ('close_disinfect', 'test', 'monitor', 'none')", name="action"),
    Index(None, "venue_id", "action_id"),
    comment="what a person decided to do about an exposed venue; nothing is ever overwritten",
)

action_done = Table(
    "action_done",
    metadata,
    Column(
        "done_id", Integer, primary_key=True, comment="number of the word; the newest on a decision stands"
    ),
    Column("action_id", ForeignKey(venue_action.c.action_id), nullable=False, comment="the decision"),
    Column(
        "state",
        String(20),
        nullable=False,
        comment="done, not_possible, or open: what was said is taken back",
    ),
    Column("at", DateTime, nullable=False, comment="when it was said, local time"),
    Column("by", String(60), nullable=False, comment="who said so"),
    Column("note", String(200), nullable=False, comment="a note that names nobody; may be empty"),
    CheckConstraint("state IN ('done', 'not_possible', 'open')", name="state"),
    Index(None, "action_id", "done_id"),
    comment="whether a commune carried a decision out: append-only",
)

tracing_log = Table(
    "tracing_log",
    metadata,
    Column("log_id", Integer, primary_key=True, comment="number of the entry"),
    Column("at", DateTime, nullable=False, comment="when, local time"),
    Column("by", String(60), nullable=False, comment="who"),
    Column("purpose", String(200), nullable=False, comment="for what, as stated"),
    Column("act", String(10), nullable=False, comment="look, export, notice or action"),
    Column("what", String(10), nullable=False, comment="case, venue, person, list or network"),
    Column("key", String(40), nullable=False, comment="number of the case, venue or person; empty for lists"),
    Column("rule", String(200), nullable=False, comment="the definition of exposure, as rule_text writes it"),
    Column("rows", Integer, nullable=False, comment="rows shown or written"),
    Column("sha256", String(64), comment="digest of the file; null where none was written"),
    CheckConstraint("act IN ('look', 'export', 'notice', 'action')", name="act"),
    CheckConstraint("what IN ('case', 'venue', 'person', 'list', 'network')", name="what"),
    Index(None, "at"),
    comment="who looked at contacts or took them away, for what, by which definition",
)
