"""A reader finds the rows of their own communes, however they ask; whoever says nothing finds none."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from data.access.acting import DASHBOARD, TRACER, Acting, reading_as
from data.access.policies import SEEN
from data.access.sight import PUBLIC, WHOLE, Sight
from data.engine import reading, writing
from data.store import Store
from tests.postgresql.owned import run
from tests.world import BINH, FACTORY, HOA, HUNG, LAN, MAI, MARKET_NENH, NENH, QUANG_CHAU, TUAN, VOI

OURS = Sight(frozenset({NENH, VOI}))


def ask(store: Store, role: str, sight: Sight, query: str) -> list[object]:
    with reading(store.engine, reading_as(role, sight)) as connection:
        return sorted(connection.execute(text(query)).scalars())


def as_owner(store: Store, query: str) -> list[object]:
    with reading(store.engine) as connection:
        return sorted(connection.execute(text(query)).scalars())


def as_if_unset(store: Store, query: str, role: str = "") -> object:
    """The first figure, in a transaction that said nothing of whose eyes it is."""
    url = store.engine.url.render_as_string(hide_password=False)
    return run(url, *([f"SET LOCAL ROLE {role}"] if role else []), query)


@pytest.mark.parametrize("table", ("rollup_cell", "report", "venue"))
def test_the_dashboard_finds_the_rows_of_its_units_alone(walled: Store, table: str) -> None:
    every = as_owner(walled, f"SELECT unit_id FROM {table}")
    found = ask(walled, DASHBOARD, OURS, f"SELECT unit_id FROM {table}")
    assert found == [unit for unit in every if unit in (NENH, VOI)] != every
    assert ask(walled, DASHBOARD, OURS, f"SELECT count(*) FROM {table}") == [len(found)]
    assert ask(walled, DASHBOARD, WHOLE, f"SELECT unit_id FROM {table}") == every


def test_rows_of_a_venue_show_where_the_venue_does(walled: Store) -> None:
    query = "SELECT DISTINCT venue_id FROM venue_exposure"
    assert FACTORY in as_owner(walled, query)
    assert FACTORY not in ask(walled, DASHBOARD, OURS, query)
    assert MARKET_NENH in ask(walled, DASHBOARD, OURS, query)


def test_a_tracer_finds_the_visits_at_venues_of_their_units(walled: Store) -> None:
    found = ask(walled, TRACER, OURS, "SELECT person_id FROM checkin WHERE venue_id <> 3")
    assert found == [MAI, HOA]
    assert ask(walled, TRACER, WHOLE, "SELECT person_id FROM checkin WHERE venue_id <> 3") == [
        LAN,
        HUNG,
        MAI,
        HOA,
    ]


def test_a_tracer_finds_the_cases_of_their_units(walled: Store) -> None:
    assert ask(walled, TRACER, OURS, "SELECT person_id FROM case_line") == [MAI, TUAN]


def test_a_person_without_a_home_shows_with_their_visits_and_cases(walled: Store) -> None:
    nobody, homes = 99, dict[int, int]()
    with writing(walled.engine) as connection:
        homes |= dict(connection.execute(text("SELECT person_id, unit_id FROM person")).all())
        connection.execute(text("UPDATE person SET unit_id = NULL"))
        connection.execute(text(f"INSERT INTO person (person_id, key_id) VALUES ({nobody}, 'k')"))
    assert ask(walled, TRACER, OURS, "SELECT person_id FROM person") == [MAI, TUAN, HOA, BINH]
    assert nobody in ask(walled, TRACER, WHOLE, "SELECT person_id FROM person")
    with writing(walled.engine) as connection:
        connection.execute(text(f"DELETE FROM person WHERE person_id = {nobody}"))
        for person, home in homes.items():
            connection.execute(text(f"UPDATE person SET unit_id = {home} WHERE person_id = {person}"))


def test_a_join_shows_no_more(walled: Store) -> None:
    joined = (
        "SELECT count(*) FROM case_line l JOIN checkin k USING (person_id) LEFT JOIN venue v USING (venue_id) "
        f"WHERE l.unit_id = {QUANG_CHAU}"
    )
    assert as_owner(walled, joined) == [1]
    assert ask(walled, TRACER, OURS, joined) == [0]


def test_a_view_and_a_function_of_the_owners_show_no_more(walled: Store) -> None:
    with writing(walled.engine) as connection:
        connection.execute(text("CREATE VIEW every_visit AS SELECT venue_id FROM checkin"))
        connection.execute(text(f"GRANT SELECT ON every_visit TO {DASHBOARD}"))
        connection.execute(
            text(
                "CREATE FUNCTION visits() RETURNS bigint LANGUAGE sql SECURITY DEFINER "
                "AS 'SELECT count(*) FROM checkin'"
            )
        )
    assert as_owner(walled, "SELECT count(*) FROM every_visit") == [6]
    mine = as_owner(walled, f"SELECT count(*) FROM checkin WHERE venue_id <> {FACTORY}")
    for query in ("SELECT count(*) FROM every_visit", "SELECT visits()"):
        assert ask(walled, DASHBOARD, OURS, query) == mine
        assert ask(walled, DASHBOARD, PUBLIC, query) == [0]
    with writing(walled.engine) as connection:
        connection.execute(text("DROP VIEW every_visit"))
        connection.execute(text("DROP FUNCTION visits()"))


@pytest.mark.parametrize("table", sorted(SEEN))
def test_whoever_says_nothing_finds_no_row_not_even_the_owner(walled: Store, table: str) -> None:
    assert as_if_unset(walled, f"SELECT count(*) FROM {table}") == 0


def test_a_role_that_says_nothing_finds_no_row(walled: Store) -> None:
    assert as_if_unset(walled, "SELECT count(*) FROM rollup_cell", DASHBOARD) == 0
    assert as_if_unset(walled, "SELECT count(*) FROM checkin", TRACER) == 0


@pytest.mark.parametrize("table", ("rollup_cell", "venue"))
def test_the_public_finds_no_row(walled: Store, table: str) -> None:
    assert ask(walled, DASHBOARD, PUBLIC, f"SELECT count(*) FROM {table}") == [0]


def test_one_plan_serves_many_readers_and_mixes_none(walled: Store) -> None:
    query = "SELECT DISTINCT unit_id FROM venue WHERE unit_id > 0"
    for _ in range(8):  # The driver prepares a statement from its fifth time on.
        assert ask(walled, DASHBOARD, OURS, query) == [VOI, NENH]
        assert ask(walled, DASHBOARD, Sight(frozenset({QUANG_CHAU})), query) == [QUANG_CHAU]
        assert ask(walled, TRACER, WHOLE, query) == [VOI, NENH, QUANG_CHAU]


def test_a_setting_that_is_no_list_of_numbers_shows_nothing(walled: Store) -> None:
    for units in ("1) OR (true", "'; SET ROLE NONE; --", "all,1", "ALL"):
        with (
            pytest.raises(Exception, match="invalid input syntax"),
            reading(walled.engine, Acting(DASHBOARD, units)) as connection,
        ):
            connection.execute(text("SELECT count(*) FROM venue"))


def test_a_unit_that_is_no_number_is_no_sight(walled: Store) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        ask(walled, DASHBOARD, Sight(frozenset({"1'); DROP TABLE venue; --"})), "SELECT 1")  # type: ignore[arg-type]


def test_a_role_is_never_written_into_a_statement(walled: Store) -> None:
    with (
        pytest.raises(Exception, match=r"role .* does not exist"),
        reading(walled.engine, Acting("dichte_dashboard; RESET ROLE", "all")) as connection,
    ):
        connection.execute(text("SELECT 1"))
