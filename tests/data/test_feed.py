"""The embedded feed is the published one, row for row."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from data.days import days_between
from data.outbreak_2021 import feed
from data.outbreak_2021.feed import CaseFeed


@pytest.fixture(scope="module")
def case_feed() -> CaseFeed:
    return feed.load_feed()


def cases_of(case_feed: CaseFeed, district: str, commune: str) -> int:
    rows = (r for r in case_feed.rows if (r.district, r.commune) == (district, commune))
    return sum(int(row.new_cases) for row in rows)


def test_it_holds_1077_rows_and_5649_cases(case_feed: CaseFeed) -> None:
    assert (len(case_feed.rows), sum(int(r.new_cases) for r in case_feed.rows)) == (1_077, 5_649)


@pytest.mark.parametrize(
    ("commune", "cases"), [("Quang Châu", 2_789), ("Nếnh", 720), ("Vân Trung", 390), ("Tăng Tiến", 122)]
)
def test_communes_of_viet_yen_have_their_published_totals(
    case_feed: CaseFeed, commune: str, cases: int
) -> None:
    assert cases_of(case_feed, "Việt Yên", commune) == cases


def test_the_peak_is_351_cases_on_25_may(case_feed: CaseFeed) -> None:
    daily: Counter[str] = Counter()
    for row in case_feed.rows:
        daily[row.day] += int(row.new_cases)
    assert daily.most_common(1) == [("2021-05-25", 351)]


def test_wrong_districts_stay_as_the_feed_wrote_them(case_feed: CaseFeed) -> None:
    assert cases_of(case_feed, "Ba Đồn", "Quảng Châu") == 92


def test_both_tone_styles_stay_as_the_feed_wrote_them(case_feed: CaseFeed) -> None:
    districts = {row.district for row in case_feed.rows}
    assert {"Hiệp Hòa", "Hạ Hoà"} <= districts


def test_rows_are_numbered_from_two_in_the_order_of_days_and_names(case_feed: CaseFeed) -> None:
    assert [row.row_number for row in case_feed.rows] == list(range(2, 1_079))
    order = [(row.day, row.district, row.commune) for row in case_feed.rows]
    assert order == sorted(order)
    assert order[0] == ("2021-05-08", "Lục Nam", "Phương Sơn")


def test_days_without_a_row_are_published_zeros_within_the_published_span(case_feed: CaseFeed) -> None:
    published = set(days_between(case_feed.published_first, case_feed.published_last))
    empty = published - {date.fromisoformat(row.day) for row in case_feed.rows}
    assert empty == {*days_between(date(2021, 4, 29), date(2021, 5, 7)), date(2021, 7, 3)}


def test_the_source_is_named(case_feed: CaseFeed) -> None:
    assert case_feed.name == "An toàn COVID feed, collected by ConstantSun/FEBaoCaoCovid"
