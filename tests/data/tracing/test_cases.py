"""The line list a tracer begins with: by day and place, page by page."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select, update

from data import schema
from data.store import Store
from data.tracing.cases import find_cases, one_case, search_cases
from geo.exposure_rule import ExposureRule
from tests.world import FIRST, LAST, MAY_10, MAY_11, MAY_12, NENH, QUANG_CHAU, VOI


def numbers(store: Store, *wanted: object, **more: object) -> list[int]:
    return [c.case_id for c in find_cases(store, *wanted, **more)[0]]  # type: ignore[arg-type]


def test_cases_come_by_the_day_of_publication(tiny: Store) -> None:
    assert numbers(tiny, None, FIRST, LAST, 10, 0) == [3, 1, 2]


def test_only_the_days_and_communes_asked_for(tiny: Store) -> None:
    assert numbers(tiny, None, MAY_11, MAY_11, 10, 0) == [1]
    assert numbers(tiny, frozenset({NENH, VOI}), FIRST, LAST, 10, 0) == [3, 2]
    assert find_cases(tiny, frozenset(), FIRST, LAST, 10, 0) == ((), 0)


def test_a_page_tells_how_many_there_are_in_all(tiny: Store) -> None:
    page, total = find_cases(tiny, None, FIRST, LAST, 1, 1)
    assert ([c.case_id for c in page], total) == ([1], 3)


def test_a_case_is_told_as_the_line_list_has_it(tiny: Store) -> None:
    case = one_case(tiny, 1)
    assert (case.person_id, case.unit_id, case.onset_day, case.confirmed_day) == (
        1,
        QUANG_CHAU,
        MAY_10,
        MAY_11,
    )
    unknown = one_case(tiny, 2)
    assert (unknown.onset_day, unknown.first_positive_day, unknown.confirmed_day) == (None, MAY_11, MAY_12)
    assert one_case(tiny, 3).isolated_at is None
    assert one_case(tiny, 99) is None


def test_visits_are_those_made_while_infectious_under_the_rule(tiny: Store) -> None:
    assert [one_case(tiny, n).visits for n in (1, 2, 3)] == [1, 1, 1]
    assert one_case(tiny, 1, ExposureRule(window_days_before=1)).visits == 0


def test_a_record_is_the_source_s_own_number_and_a_simulated_case_has_none(tiny: Store) -> None:
    with tiny.engine.begin() as connection:
        connection.execute(update(schema.case_line).values(record="CA-7"))
    assert (one_case(tiny, 1).record, one_case(tiny, 1).is_simulated) == ("CA-7", False)
    with tiny.engine.begin() as connection:
        connection.execute(update(schema.import_file).values(is_simulated=True))
    assert (one_case(tiny, 1).record, one_case(tiny, 1).is_simulated) == (None, True)


@pytest.mark.parametrize(
    ("record", "found"), [("CA-7", [3, 1, 2]), ("2", [2]), ("99", []), ("9" * 19, []), ("²", [])]
)
def test_a_case_is_found_by_the_source_s_number_and_by_its_own(
    tiny: Store, record: str, found: list[int]
) -> None:
    with tiny.engine.begin() as connection:
        connection.execute(update(schema.case_line).values(record="CA-7"))
    assert [c.case_id for c in search_cases(tiny, record, 10)] == found


def test_a_simulated_case_is_not_found_by_a_record_that_nobody_gave(tiny: Store) -> None:
    with tiny.engine.begin() as connection:
        connection.execute(update(schema.case_line).values(record="CA-7"))
        connection.execute(update(schema.import_file).values(is_simulated=True))
    assert search_cases(tiny, "CA-7", 10) == ()


def test_every_case_of_the_outbreak_is_on_some_page(store: Store) -> None:
    c, span = schema.case_line.c, (date(2021, 1, 1), date(2021, 12, 31))
    with store.read() as connection:
        total = connection.execute(select(func.count(c.case_id))).scalar_one()
    pages = [numbers(store, None, *span, 500, first) for first in range(0, total, 500)]
    assert len({n for page in pages for n in page}) == find_cases(store, None, *span, 1, 0)[1] == total
    assert len(pages[0]) == 500
