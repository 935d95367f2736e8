"""The chain of revisions ends in the schema, and an unknown revision is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect, text
from sqlalchemy.exc import IntegrityError

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


@pytest.fixture
def first(bare: Engine) -> Engine:
    """A store of the first revision with a file, its cases, installs, a declaration, a venue and reports."""
    with bare.begin() as connection:
        command.upgrade(config(connection), "0001")
        for statement in FIRST_ROWS:
            connection.execute(text(statement))
    return bare


FIRST_ROWS = (
    "INSERT INTO commune VALUES (5, '07795', '2020-01-01', NULL, 'Nếnh', 'thị trấn', '222', 30025, 10.0, 106.1, 21.2)",
    "INSERT INTO import_file VALUES (3, 'feed', 'cases.csv', '0', 2, 2, 0, 0, '2021-05-10', '2021-05-11', 0, "
    "'2021-05-12 08:00:00'), (4, 'simulated_declaration', 'n', '0', 1, 1, 0, 0, '2021-05-10', '2021-05-11', 1, "
    "'2021-05-12 08:00:00')",
    "INSERT INTO case_count VALUES (3, 2, 5, '2021-05-10', 7, 'name', 'Nếnh'), (3, 3, 5, '2021-05-11', 1, 'name', 'Nếnh')",
    "INSERT INTO held_row VALUES (3, 9, 'ambiguous_name', 'commune', '', 'x', NULL, 4, 'x')",
    "INSERT INTO install_count VALUES ('zalo', '2021-05-10', 5, 4, 8), ('ncovi', '2021-05-10', 5, 4, 9)",
    "INSERT INTO person VALUES (1, 5, 1990, 'f')",
    "INSERT INTO venue_type VALUES ('market', 45, 240)",
    "INSERT INTO venue VALUES (1, 3, 'Chợ Nếnh', 'market', 5, NULL, NULL, 300, 1080)",
    "INSERT INTO checkin VALUES (1, 3, 1, 1, 1000, NULL)",
    "INSERT INTO declaration VALUES (1, 4, 1, 5, 1000, 'zalo', 2, NULL)",
    "INSERT INTO report VALUES ('cases', '2021-05-10', 5, '2021-05-10 23:59:00'), ('cases', '2021-05-11', 5, NULL),"
    " ('declarations', '2021-05-10', 5, '2021-05-11 07:00:00'), ('checkins', '2021-05-10', 5, '2021-05-11 07:00:00')",
    "INSERT INTO rollup_cell VALUES ('new_cases', '2021-05-10', 5, 0, 7), ('new_cases', '2021-05-11', 5, 2, NULL),"
    " ('symptomatic_declarations', '2021-05-10', 5, 0, 1), ('installs', '2021-05-10', 5, 1, NULL)",
    "INSERT INTO rollup_unplaced VALUES ('new_cases', '2021-05-10', 1, 4)",
)
FIRST_TABLES = (
    "import_file",
    "case_count",
    "install_count",
    "held_row",
    "person",
    "venue",
    "checkin",
    "declaration",
)


def rows_of(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_rows_of_the_first_schema_come_along(first: Engine) -> None:
    upgrade(first)
    assert rows_of(first, "SELECT count_id, new_cases FROM case_count ORDER BY 1") == [
        (3 << 32 | 2, 7),
        (3 << 32 | 3, 1),
    ]
    assert rows_of(first, "SELECT install_id, channel, installs FROM install_count ORDER BY 1") == [
        (1, "ncovi", 9),
        (2, "zalo", 8),
    ]
    assert rows_of(first, "SELECT subject, place FROM held_row") == [("case_counts", "x")]
    for table in ("person", "venue", "checkin", "declaration"):
        assert rows_of(first, f"SELECT count(*) FROM {table}") == [(1,)], table


def test_what_a_file_covers_follows_from_the_reports_of_before(first: Engine) -> None:
    upgrade(first)
    assert rows_of(first, "SELECT file_id, subject, day FROM coverage ORDER BY 1") == [
        (3, "cases", "2021-05-10"),
        (4, "declarations", "2021-05-10"),
    ]


def test_every_figure_is_known_since_its_report_came(first: Engine) -> None:
    upgrade(first)
    assert rows_of(first, "SELECT measure, day, known_from FROM rollup_cell ORDER BY 1, 2") == [
        ("installs", "2021-05-10", None),
        ("new_cases", "2021-05-10", "2021-05-10 23:59:00"),
        ("new_cases", "2021-05-11", None),
        ("symptomatic_declarations", "2021-05-10", "2021-05-11 07:00:00"),
    ]
    assert rows_of(first, "SELECT known_from FROM rollup_unplaced") == [("2021-05-10 23:59:00",)]


def test_the_way_down_gives_the_rows_of_the_first_schema_back(first: Engine) -> None:
    before = {table: sorted(map(repr, rows_of(first, f"SELECT * FROM {table}"))) for table in FIRST_TABLES}
    upgrade(first)
    downgrade(first, "0001")
    after = {table: sorted(map(repr, rows_of(first, f"SELECT * FROM {table}"))) for table in FIRST_TABLES}
    assert after == before


def test_rows_that_the_first_schema_cannot_hold_stop_the_way_down(first: Engine) -> None:
    upgrade(first)
    with first.begin() as connection:
        connection.execute(text("UPDATE declaration SET symptoms = NULL"))
    with pytest.raises(IntegrityError, match="symptoms"):
        downgrade(first, "0001")
    assert rows_of(first, "SELECT symptoms FROM declaration") == [(None,)]
    assert rows_of(first, "SELECT version_num FROM alembic_version") == [("0005",)]


def test_a_store_whose_rows_refer_to_nothing_is_not_upgraded(first: Engine) -> None:
    with first.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            connection.execute(text("UPDATE checkin SET person_id = 99"))
    with pytest.raises(StoreError, match="refer"):
        upgrade(first)
    assert rows_of(first, "SELECT version_num FROM alembic_version") == [("0001",)]


def downgrade(engine: Engine, revision: str) -> None:
    """As `upgrade` does it: references rest while tables are copied."""
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            command.downgrade(config(connection), revision)


def test_what_communes_said_goes_with_the_way_down_and_decisions_stay(bare: Engine) -> None:
    upgrade(bare)
    with bare.begin() as connection:
        decision = "(1, 1, 'test', '2021-05-25 08:00:00', 'Lan', '', 'bac_giang')"
        connection.execute(text(f"INSERT INTO venue_action VALUES {decision}"))
        connection.execute(
            text("INSERT INTO action_done VALUES (1, 1, 'done', '2021-05-25 09:00:00', 'Mai', '')")
        )
    downgrade(bare, "0004")
    assert not inspect(bare).has_table("action_done")
    upgrade(bare)
    assert rows_of(bare, "SELECT count(*) FROM action_done") == [(0,)]
    assert rows_of(bare, "SELECT action FROM venue_action") == [("test",)]
