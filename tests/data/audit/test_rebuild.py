"""A store that is built anew goes on where the chain was: what was noted outlives the figures."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from data import schema
from data.audit.audit import Audit
from data.build import _empty_store
from data.settings import Settings
from tests.data.audit.chains import open_chain, rows_of, verdict_of
from tests.data.audit.test_chain import log
from tests.world import FACTORY, write_places, write_world


def emptied(audit: Audit) -> Audit:
    """The same store, as a build finds it before it fills it."""
    with audit.engine.begin() as connection:
        write_places(connection)
    log(audit.engine)
    before = rows_of(audit.engine)
    audit.engine.dispose()
    with _empty_store(audit.settings) as connection:
        assert connection.execute(schema.commune.select()).first() is None
        assert len(connection.execute(schema.tracing_log.select()).all()) == 1
    assert rows_of(audit.engine) == before
    return audit


def test_on_sqlite(tmp_path: Path) -> None:
    audit = emptied(open_chain(tmp_path, 3))
    audit.note("look", "case", 4)
    assert (verdict_of(audit).entries, verdict_of(audit).is_whole) == (4, True)


def test_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    audit = emptied(open_chain(tmp_path, 3, postgresql_url))
    audit.note("look", "case", 4)
    assert (verdict_of(audit).entries, verdict_of(audit).is_whole) == (4, True)
    audit.engine.dispose()


def test_a_first_store_has_nothing_to_take_over(tmp_path: Path) -> None:
    with _empty_store(Settings(var_dir=tmp_path)) as connection:
        assert connection.execute(schema.audit_entry.select()).first() is None


def say_done(connection: Connection) -> None:
    """A decision about a venue of the tiny world, and the word that it was carried out."""
    write_world(connection)
    at = datetime(2021, 5, 25, 8)
    decision = {"action_id": 1, "venue_id": FACTORY, "action": "test", "decided_at": at, "decided_by": "Lan"}
    connection.execute(schema.venue_action.insert().values(**decision, why="", rule="bac_giang"))
    word = {"done_id": 1, "action_id": 1, "state": "done", "at": at, "by": "Mai", "note": ""}
    connection.execute(schema.action_done.insert().values(**word))


def test_what_communes_said_goes_with_the_decisions_and_is_append_only_again(
    postgresql_url: str, tmp_path: Path
) -> None:
    audit = open_chain(tmp_path, 1, postgresql_url)
    with audit.engine.begin() as connection:
        say_done(connection)
    audit.engine.dispose()
    with _empty_store(audit.settings) as connection:
        assert connection.execute(schema.action_done.select()).first() is None
    with audit.engine.begin() as connection:
        say_done(connection)
    with pytest.raises(DatabaseError, match="append-only"), audit.engine.begin() as connection:
        connection.execute(schema.action_done.delete())
    audit.engine.dispose()
