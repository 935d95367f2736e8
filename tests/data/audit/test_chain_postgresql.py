"""The same chain on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.audit.audit import Audit
from tests.data.audit.chains import broken, edit, open_chain, verdict_of
from tests.data.audit.test_chain import refuses_changes


@pytest.fixture
def audit(postgresql_url: str, tmp_path: Path) -> Audit:
    return open_chain(tmp_path, 3, postgresql_url)


def test_a_chain_is_whole_and_an_edit_is_named(audit: Audit) -> None:
    assert verdict_of(audit).is_whole
    edit(audit.engine, 2, by="Somebody else")
    assert broken(audit) == (2, "edited")
    audit.engine.dispose()


@pytest.mark.parametrize("table", ["audit_entry", "tracing_log"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET act = 'look'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_itself_refuses_changes(audit: Audit, table: str, statement: str) -> None:
    refuses_changes(audit, table, statement)
    audit.engine.dispose()
