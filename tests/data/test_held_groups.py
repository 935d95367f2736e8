"""Held rows in groups: what is written alike stands together, nothing is counted twice or left out."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Connection

from data import schema
from data.held_groups import (
    HeldFilter,
    count_alike,
    count_open,
    facets,
    held_groups,
    held_line,
    lines_alike,
    versions,
)
from data.ledger import FileRecord, Tally, write_file

MAY_8 = date(2021, 5, 8)
OUTSIDE, BAD_DAY, CONTESTED = "district_outside_province", "day_unreadable", "contested"


def hold(
    connection: Connection, file_id: int, row: int, reason: str, place: str = "", weight: int = 1, **more
):
    values = {
        "file_id": file_id,
        "row_number": row,
        "subject": "case_counts",
        "reason": reason,
        "column_name": "district",
        "expected": "x",
        "got": "y",
        "day": MAY_8,
        "weight": weight,
        "place": place,
    }
    connection.execute(schema.held_row.insert().values(**(values | more)))


@pytest.fixture
def held(places: Connection) -> Connection:
    """Files 1 and 2 of source a, 3 of source b, 4 withdrawn."""
    for n, source in enumerate("aaba", 1):
        write_file(places, FileRecord(source, f"{n}.csv", f"{n}" * 64, Tally(9), MAY_8, MAY_8))
    for file_id, row, weight in ((1, 2, 5), (1, 3, 7), (2, 2, 80)):
        hold(places, file_id, row, OUTSIDE, "Ba Đồn / Quảng Châu", weight)
    hold(places, 3, 2, OUTSIDE, "Ba Đồn / Quảng Châu", 3)
    for file_id, row in ((1, 4), (1, 5), (2, 3)):
        hold(places, file_id, row, BAD_DAY, "Việt Yên / Nếnh", column_name="date")
    hold(places, 1, 6, CONTESTED, record_key=9)
    hold(places, 2, 4, CONTESTED, record_key=9)
    hold(places, 2, 5, CONTESTED, record_key=8)
    hold(places, 1, 7, OUTSIDE, "Ba Đồn / Quảng Châu", 999, dismissed_at=datetime(2021, 6, 1))
    hold(places, 4, 2, OUTSIDE, "Ba Đồn / Quảng Châu", 999)
    places.execute(
        schema.import_file.update()
        .where(schema.import_file.c.file_id == 4)
        .values(withdrawn_at=datetime(2021, 6, 1))
    )
    return places


def groups(held: Connection, **wish):
    found = held_groups(held, HeldFilter(**wish), 100)
    return [(g.source, g.reason, g.place, g.rows, g.weight, g.file_id, g.row_number) for g in found]


def test_one_written_place_of_one_source_is_one_group_over_all_its_files(held) -> None:
    assert groups(held, reason=OUTSIDE) == [
        ("a", OUTSIDE, "Ba Đồn / Quảng Châu", 3, 92, 1, 2),
        ("b", OUTSIDE, "Ba Đồn / Quảng Châu", 1, 3, 3, 2),
    ]


def test_other_reasons_stand_together_by_file_and_column_whatever_place_they_name(held) -> None:
    assert groups(held, reason=BAD_DAY) == [("a", BAD_DAY, "", 2, 2, 1, 4), ("a", BAD_DAY, "", 1, 1, 2, 3)]


def test_groups_hold_every_open_row_once(held) -> None:
    assert sum(g[3] for g in groups(held)) == count_open(held)[0] == 10


def test_what_was_dismissed_or_withdrawn_is_on_no_list(held) -> None:
    assert count_open(held) == (10, 101)
    assert held_line(held, 1, 7) is None
    assert held_line(held, 4, 2) is None


def test_groups_that_stand_for_most_come_first_and_in_pages(held) -> None:
    whole = held_groups(held, HeldFilter(), 100)
    assert [g.weight for g in whole] == sorted((g.weight for g in whole), reverse=True)
    pages = [held_groups(held, HeldFilter(), 2, offset) for offset in range(0, 8, 2)]
    assert tuple(g for page in pages for g in page) == whole


def test_each_choice_counts_what_it_would_leave_under_the_others(held) -> None:
    found = facets(held, HeldFilter(source="a", reason=OUTSIDE))
    assert dict(found.reasons) == {OUTSIDE: 3, BAD_DAY: 3, CONTESTED: 3}
    assert dict(found.sources) == {"a": 3, "b": 1}
    assert dict(found.files) == {(1, "1.csv"): 2, (2, "2.csv"): 1}


def test_a_file_alone_can_be_asked_for(held) -> None:
    assert count_open(held, HeldFilter(file_id=2)) == (4, 83)
    assert {g[5] for g in groups(held, file_id=2)} == {2}


def test_a_row_knows_what_is_held_like_it(held) -> None:
    line = held_line(held, 1, 3)
    assert line is not None
    assert count_alike(held, line) == (3, 92)
    assert [(each.file_id, each.row_number) for each in lines_alike(held, line, 10)] == [
        (1, 2),
        (1, 3),
        (2, 2),
    ]
    assert len(lines_alike(held, line, 2)) == 2


def test_a_bad_cell_is_held_like_those_of_its_own_file(held) -> None:
    line = held_line(held, 1, 4)
    assert line is not None
    assert [(each.file_id, each.row_number) for each in lines_alike(held, line, 10)] == [(1, 4), (1, 5)]


def test_versions_of_one_record_are_found_across_files(held) -> None:
    line = held_line(held, 1, 6)
    assert line is not None and line.is_contested
    assert [(each.file_id, each.row_number) for each in versions(held, line)] == [(1, 6), (2, 4)]


def test_a_row_without_a_record_is_its_own_only_version(held) -> None:
    line = held_line(held, 1, 4)
    assert line is not None
    assert versions(held, line) == (line,)


def test_an_empty_store_holds_nothing(places) -> None:
    assert count_open(places) == (0, 0)
    assert held_groups(places, HeldFilter(), 10) == ()
    assert facets(places, HeldFilter()).reasons == ()
