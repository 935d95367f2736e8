"""Import of a case feed: every row and every case ends as accepted, duplicate or held."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, func, select

from data import schema
from data.cases import Imported, held_rows, import_cases, ledger
from data.ingest import CaseFeed, FeedRow
from data.ledger import Tally
from data.outbreak_2021.feed import load_feed
from data.outbreak_2021.gazetteer import read_gazetteer
from data.places import Placer
from data.units import Commune, Units
from tests.world import DAYS, FIRST, FORMER, LAST, MAY_8, MAY_9, MAY_10, NENH, QUANG_CHAU, UNITS, write_places

PLACER = Placer(UNITS, FORMER)

Row = tuple[str, str, str, str]


def case_feed(*rows: Row, sha256: str = "a", source: str = "test") -> CaseFeed:
    numbered = tuple(FeedRow(n, *row) for n, row in enumerate(rows, 2))
    return CaseFeed(source, "test.csv", sha256, FIRST, LAST, numbered)


def run(connection: Connection, *rows: Row, sha256: str = "a") -> Imported:
    return import_cases(connection, case_feed(*rows, sha256=sha256), PLACER)


def counts(connection: Connection) -> dict[tuple[int, date], int]:
    c = schema.case_count.c
    query = select(c.unit_id, c.day, func.sum(c.new_cases)).group_by(c.unit_id, c.day)
    return {(unit, day): total for unit, day, total in connection.execute(query)}


def everything(connection: Connection) -> list[list[tuple[object, ...]]]:
    return [
        sorted(map(tuple, connection.execute(select(t))), key=repr) for t in schema.metadata.sorted_tables
    ]


def test_a_row_is_counted_in_its_commune_on_its_day(places: Connection) -> None:
    run(places, ("Việt Yên", "Quang Châu", "2021-05-10", "7"))
    assert counts(places) == {(QUANG_CHAU, MAY_10): 7}


def test_a_former_name_is_placed_and_says_so(places: Connection) -> None:
    run(places, ("Việt Yên", "Hoàng Ninh", "2021-05-10", "2"))
    c = schema.case_count.c
    row = places.execute(select(c.unit_id, c.placed_by, c.place)).one()
    assert tuple(row) == (NENH, "former_name", "Việt Yên / Hoàng Ninh")


def test_today_s_and_yesterday_s_name_of_one_commune_add_up(places: Connection) -> None:
    run(places, ("Việt Yên", "Hoàng Ninh", "2021-05-10", "2"), ("Việt Yên", "Nếnh", "2021-05-10", "2"))
    assert counts(places) == {(NENH, MAY_10): 4}


def test_a_district_of_another_province_is_held_with_its_weight_and_place(places: Connection) -> None:
    run(places, ("Ba Đồn", "Quảng Châu", "2021-05-10", "88"))
    (held,) = held_rows(places)
    assert (held.row_number, held.reason, held.column) == (2, "district_outside_province", "district")
    assert (held.got, held.day, held.weight, held.place) == ("Ba Đồn", MAY_10, 88, "Ba Đồn / Quảng Châu")


@pytest.mark.parametrize(
    ("row", "reason", "got"),
    [
        (("Việt Yên", "Nếnh", "2021-05-10", "many"), "count_unreadable", "many"),
        (("Việt Yên", "Nếnh", "10/05/2021", "1"), "day_unreadable", "10/05/2021"),
        (("Việt Yên", "Nếnh", "2021-05-13", "1"), "day_not_published", "2021-05-13"),
        (("Việt Yên", "Vôi", "2021-05-10", "1"), "commune_not_in_district", "Vôi"),
    ],
)
def test_a_row_that_cannot_be_used_is_held_with_its_reason(
    places: Connection, row: Row, reason: str, got: str
) -> None:
    imported = run(places, row)
    (held,) = held_rows(places)
    assert (imported.rows, held.reason, held.got) == (Tally(held=1), reason, got)


def test_the_same_file_again_changes_nothing_and_is_all_duplicate(places: Connection) -> None:
    rows = (("Việt Yên", "Nếnh", "2021-05-10", "3"), ("Ba Đồn", "Quảng Châu", "2021-05-10", "4"))
    run(places, *rows)
    before = everything(places)
    again = run(places, *rows)
    assert again == Imported(None, Tally(duplicate=2), Tally(duplicate=7))
    assert everything(places) == before


def test_a_row_that_another_file_gave_already_is_a_duplicate(places: Connection) -> None:
    placed, held = ("Việt Yên", "Nếnh", "2021-05-10", "3"), ("Ba Đồn", "Quảng Châu", "2021-05-10", "4")
    run(places, placed, held)
    longer = run(places, placed, held, ("Việt Yên", "Nếnh", "2021-05-11", "5"), sha256="b")
    assert longer.rows == Tally(accepted=1, duplicate=2)
    assert longer.cases == Tally(accepted=5, duplicate=7)


def test_a_row_written_twice_in_one_file_counts_once_whatever_its_tone_style(places: Connection) -> None:
    imported = run(places, ("Hạ Hoà", "A", "2021-05-10", "3"), ("Hạ Hòa", "a", "2021-05-10", "3"))
    assert imported.rows == Tally(duplicate=1, held=1)


def test_a_second_count_for_one_place_and_day_is_held_and_the_first_stands(places: Connection) -> None:
    run(places, ("Việt Yên", "Nếnh", "2021-05-10", "3"))
    run(places, ("Việt Yên", "Nếnh", "2021-05-10", "5"), sha256="b")
    (held,) = held_rows(places)
    assert (held.reason, held.expected, held.got) == ("count_differs", "3, as given before", "5")
    assert counts(places) == {(NENH, MAY_10): 3}


def test_another_source_is_no_duplicate(places: Connection) -> None:
    row = ("Việt Yên", "Nếnh", "2021-05-10", "3")
    run(places, row)
    other = import_cases(places, case_feed(row, source="other"), PLACER)
    assert other.rows == Tally(accepted=1)


def test_every_commune_reported_on_every_published_day(places: Connection) -> None:
    run(places, ("Việt Yên", "Nếnh", "2021-05-10", "3"))
    r = schema.report.c
    reports = places.execute(select(r.subject, r.day, r.unit_id, r.received_at)).all()
    assert len(reports) == len(DAYS) * len(UNITS.communes)
    assert {tuple(row) for row in reports if row.day == MAY_9 and row.unit_id == NENH} == {
        ("cases", MAY_9, NENH, datetime(2021, 5, 9, 23, 59))
    }


def test_every_published_day_is_marked_for_the_next_refresh(places: Connection) -> None:
    run(places, ("Việt Yên", "Nếnh", "2021-05-10", "3"))
    marked = places.execute(select(schema.touched_day).order_by(schema.touched_day.c.day))
    assert [tuple(row) for row in marked] == [("cases", day) for day in DAYS]


def test_the_ledger_balances_rows_and_cases(places: Connection) -> None:
    run(places, ("Việt Yên", "Nếnh", "2021-05-10", "3"), ("Ba Đồn", "Quảng Châu", "2021-05-10", "4"))
    (entry,) = ledger(places)
    assert (entry.rows, entry.cases) == (Tally(accepted=1, held=1), Tally(accepted=3, held=4))
    assert (entry.first_day, entry.last_day, entry.is_simulated) == (FIRST, LAST, False)


def test_an_import_that_fails_half_way_leaves_no_trace(engine: Engine) -> None:
    class Broken(Placer):
        def place(self, district: str, commune: str) -> None:  # type: ignore[override]
            raise RuntimeError(commune)

    with engine.begin() as connection:
        write_places(connection)
    with pytest.raises(RuntimeError), engine.begin() as connection:
        run(connection, ("Việt Yên", "Nếnh", "2021-05-08", "3"))
        feed = case_feed(("Việt Yên", "Nếnh", "2021-05-10", "3"), sha256="b")
        import_cases(connection, feed, Broken(UNITS))
    with engine.connect() as connection:
        assert ledger(connection) == ()
        assert counts(connection) == {}


cells = st.sampled_from(["Việt Yên", "Nếnh", "Vôi", "Lạng Giang", "Ba Đồn", "Hoàng Ninh", "", "Nenh"])
days = st.sampled_from(["2021-05-08", "2021-05-10", "2021-05-12", "2021-06-01", "x"])
feeds = st.lists(st.tuples(cells, cells, days, st.sampled_from(["0", "1", "5", "x", "-1"])), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(feeds, feeds)
def test_no_row_and_no_case_is_lost_or_invented(engine: Engine, first: list[Row], second: list[Row]) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        write_places(connection)
        for digest, rows in (("a", first), ("b", second)):
            imported = run(connection, *rows, sha256=digest)
            readable = sum(int(count) for *_, count in rows if count.isdigit())
            assert (imported.rows.received, imported.cases.received) == (len(rows), readable)
        c, h = schema.case_count.c, schema.held_row.c
        stored = connection.execute(
            select(func.count(c.row_number), func.coalesce(func.sum(c.new_cases), 0))
        ).one()
        kept = connection.execute(
            select(func.count(h.row_number), func.coalesce(func.sum(h.weight), 0))
        ).one()
        entries = ledger(connection)
        assert tuple(stored) == (
            sum(e.rows.accepted for e in entries),
            sum(e.cases.accepted for e in entries),
        )
        assert tuple(kept) == (sum(e.rows.held for e in entries), sum(e.cases.held for e in entries))
        transaction.rollback()


def province() -> Units:
    """All communes of 2021, each at the same point: names are all that placing needs."""
    gazetteer = read_gazetteer()
    numbers = gazetteer.unit_ids()
    communes = tuple(
        Commune(
            numbers[e.code],
            e.code,
            gazetteer.valid_from,
            e.name,
            e.kind,
            e.district_code,
            e.population,
            1,
            0,
            0,
        )
        for e in gazetteer.communes
    )
    return Units(communes, gazetteer.districts)


def test_the_embedded_feed_places_1014_rows_and_holds_63(connection: Connection) -> None:
    from data.units import write_units

    units = province()
    write_units(connection, units.communes, units.districts, MAY_8)
    imported = import_cases(connection, load_feed(), Placer(units, read_gazetteer().former))
    assert imported.rows == Tally(accepted=1_014, held=63)
    assert imported.cases == Tally(accepted=5_488, held=161)
    c = schema.case_count.c
    by = select(c.placed_by, func.count(), func.sum(c.new_cases)).group_by(c.placed_by).order_by(c.placed_by)
    assert [tuple(r) for r in connection.execute(by)] == [("former_name", 5, 6), ("name", 1_009, 5_482)]
    assert connection.execute(select(func.count(c.unit_id.distinct()))).scalar() == 161
