"""The chain of revisions ends in the schema, and an unknown revision is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect, text

from data import schema
from data.engine import connect
from data.errors import StoreError
from data.migrate import check_current, config, is_current, upgrade


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Engine]:
    """A store without a table."""
    engine = connect(f"sqlite:///{tmp_path / 'dichte.sqlite'}")
    yield engine
    engine.dispose()


def test_upgrading_an_empty_store_makes_the_schema_and_nothing_else(bare: Engine) -> None:
    upgrade(bare)
    with bare.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata) == []


def test_a_difference_between_store_and_schema_would_be_seen(bare: Engine) -> None:
    upgrade(bare)
    with bare.begin() as connection:
        connection.execute(text("ALTER TABLE event ADD COLUMN stray INTEGER"))
    with bare.connect() as connection:
        (difference,) = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    assert difference[0] == "remove_column"


def test_check_constraints_are_carried_over(bare: Engine) -> None:
    upgrade(bare)
    found = inspect(bare)
    for table in schema.metadata.sorted_tables:
        expected = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {c["name"] for c in found.get_check_constraints(table.name)} == expected


def test_upgrading_twice_is_upgrading_once(bare: Engine) -> None:
    upgrade(bare)
    upgrade(bare)
    with bare.connect() as connection:
        assert is_current(connection)


def test_the_way_down_leaves_no_table_but_the_chain_s_own(bare: Engine) -> None:
    upgrade(bare)
    with bare.begin() as connection:
        command.downgrade(config(connection), "base")
    assert inspect(bare).get_table_names() == ["alembic_version"]


def test_a_store_newer_than_the_program_is_refused_and_left_alone(bare: Engine) -> None:
    upgrade(bare)
    with bare.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"got 9999.*newer program"):
        upgrade(bare)
    with bare.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_a_store_without_a_schema_says_what_to_run(bare: Engine) -> None:
    with bare.connect() as connection, pytest.raises(StoreError, match="python -m data build"):
        check_current(connection)


def test_migrations_need_no_file_of_settings(
    bare: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    upgrade(bare)
    assert inspect(bare).has_table("commune")
