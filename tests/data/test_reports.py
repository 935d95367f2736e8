"""Reports follow from what the files cover: in, due and late, or not due; in whatever order the files came."""

from __future__ import annotations

from datetime import date, datetime
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, insert, select

from data import schema
from data.ledger import FileRecord, Tally, write_file
from data.reports import last_complete_day, renew_reports
from tests.world import DAYS, MAY_8, MAY_9, MAY_10, MAY_11, MAY_12, NENH, VOI, write_places

NOON = datetime(2021, 5, 13, 12)
EVENING = datetime(2021, 5, 13, 18)

Cover = tuple[date, int, datetime]


def bring(connection: Connection, *covered: Cover) -> tuple[int, tuple[date, ...]]:
    """A file that covers these days and communes; its number and the days whose reports changed."""
    number = len(connection.execute(select(schema.import_file.c.file_id)).all())
    file_id = write_file(connection, FileRecord("s", "n", f"{number:064}", Tally(), None, None))
    keys = ("day", "unit_id", "received_at")
    rows = [{"file_id": file_id, "subject": "cases", **dict(zip(keys, row, strict=True))} for row in covered]
    connection.execute(insert(schema.coverage), rows)
    return file_id, renew_reports(connection, "cases", {row[0] for row in covered})


def withdraw(connection: Connection, file_id: int) -> tuple[date, ...]:
    c = schema.coverage
    days = set(connection.execute(select(c.c.day).where(c.c.file_id == file_id)).scalars())
    connection.execute(delete(c).where(c.c.file_id == file_id))
    return renew_reports(connection, "cases", days)


def reports(connection: Connection) -> dict[tuple[date, int], datetime | None]:
    r = schema.report.c
    return {
        (row.day, row.unit_id): row.received_at
        for row in connection.execute(select(r.day, r.unit_id, r.received_at))
    }


def test_a_covered_day_is_in_since_its_file_came(places: Connection) -> None:
    bring(places, (MAY_8, VOI, NOON))
    assert reports(places) == {(MAY_8, VOI): NOON}


def test_of_two_files_the_earlier_one_brought_the_report(places: Connection) -> None:
    bring(places, (MAY_8, VOI, EVENING))
    _, changed = bring(places, (MAY_8, VOI, NOON))
    assert reports(places) == {(MAY_8, VOI): NOON}
    assert changed == (MAY_8,)


def test_a_file_that_comes_after_another_changes_no_report(places: Connection) -> None:
    bring(places, (MAY_8, VOI, NOON))
    assert bring(places, (MAY_8, VOI, EVENING))[1] == ()


def test_a_day_between_two_that_no_file_covers_is_late(places: Connection) -> None:
    _, changed = bring(places, (MAY_8, VOI, NOON), (MAY_10, VOI, NOON))
    assert reports(places) == {(MAY_8, VOI): NOON, (MAY_9, VOI): None, (MAY_10, VOI): NOON}
    assert changed == (MAY_8, MAY_9, MAY_10)


def test_a_commune_is_late_until_the_last_day_that_another_one_reports(places: Connection) -> None:
    bring(places, (MAY_8, VOI, NOON), (MAY_8, NENH, NOON))
    _, changed = bring(places, (MAY_10, NENH, EVENING))
    late = {key for key, received in reports(places).items() if received is None}
    assert late == {(MAY_9, VOI), (MAY_9, NENH), (MAY_10, VOI)}
    assert changed == (MAY_9, MAY_10)


def test_before_its_first_day_no_report_of_a_commune_was_due(places: Connection) -> None:
    bring(places, (MAY_8, VOI, NOON))
    bring(places, (MAY_10, NENH, NOON))
    assert (MAY_9, NENH) not in reports(places)
    assert reports(places)[MAY_9, VOI] is None


def test_a_withdrawn_file_takes_its_reports_with_it(places: Connection) -> None:
    bring(places, (MAY_8, VOI, NOON))
    file_id, _ = bring(places, (MAY_9, VOI, NOON), (MAY_12, VOI, NOON))
    assert withdraw(places, file_id) == (MAY_9, MAY_10, MAY_11, MAY_12)
    assert reports(places) == {(MAY_8, VOI): NOON}


def test_where_every_file_is_withdrawn_no_report_is_left(places: Connection) -> None:
    file_id, _ = bring(places, (MAY_8, VOI, NOON), (MAY_10, NENH, NOON))
    withdraw(places, file_id)
    assert reports(places) == {}


def test_the_order_of_imports_never_shows(engine: Engine) -> None:
    files = [((MAY_8, VOI, NOON),), ((MAY_12, NENH, NOON),), ((MAY_10, VOI, EVENING), (MAY_10, NENH, NOON))]
    found = []
    for order in permutations(files):
        with engine.connect() as connection, connection.begin() as transaction:
            write_places(connection)
            for file in order:
                bring(connection, *file)
            found.append(reports(connection))
            transaction.rollback()
    assert all(each == found[0] for each in found)


covers = st.lists(
    st.tuples(st.sampled_from(DAYS), st.sampled_from((VOI, NENH)), st.sampled_from((NOON, EVENING))),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(covers, min_size=2, max_size=4), st.integers(0, 3))
def test_a_withdrawal_leaves_what_the_other_files_alone_would_have_made(
    engine: Engine, files: list[list[Cover]], which: int
) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        write_places(connection)
        ids = [bring(connection, *file)[0] for file in files]
        withdraw(connection, ids[which % len(files)])
        after = reports(connection)
        for table in (schema.coverage, schema.report):
            connection.execute(delete(table))
        for n, file in enumerate(files):
            if n != which % len(files):
                bring(connection, *file)
        assert reports(connection) == after
        transaction.rollback()


@pytest.mark.parametrize(
    ("moment", "last"),
    [(datetime(2021, 5, 9), None), (NOON, MAY_8), (EVENING, MAY_10), (datetime(2021, 6, 1), MAY_10)],
)
def test_a_day_is_complete_once_all_its_reports_have_come(
    places: Connection, moment: datetime, last: date | None
) -> None:
    bring(places, (MAY_8, VOI, NOON), (MAY_9, VOI, EVENING), (MAY_10, VOI, NOON))
    assert last_complete_day(places, "cases", moment) == last
