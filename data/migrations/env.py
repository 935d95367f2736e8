"""Alembic's way into the store: the connection that data/migrate.py hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from data import schema


def _run() -> None:
    """SQLite can't alter most of a table, so changes to one are made by copying it (batch mode)."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=schema.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


_run()
