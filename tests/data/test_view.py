"""The View and the URL: what is written comes back, what can't be used falls back and is told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.view import LANGUAGES, PANELS, SORTS, BadValue, Choices, View, default_view, from_query, to_query
from tests.data.exposure_worlds import rules

FIRST, LAST = date(2021, 5, 1), date(2021, 7, 13)
CHOICES = Choices(
    layers=("cases_7d_per_100k", "new_cases"),
    overlays=("areas", "venues", "districts"),
    districts=frozenset({"213", "219"}),
    communes=frozenset({"07807", "07795"}),
    first_day=FIRST,
    last_day=LAST,
    default_day=date(2021, 5, 25),
    now=datetime(2021, 9, 1, 12),
)


@st.composite
def views(draw: st.DrawFn) -> View:
    first, day, last = sorted(draw(st.lists(st.dates(FIRST, LAST), min_size=3, max_size=3)))
    commune = draw(st.none() | st.sampled_from(sorted(CHOICES.communes)))
    open_eyes = draw(st.sets(st.sampled_from(CHOICES.overlays)))
    return View(
        layer=draw(st.sampled_from(CHOICES.layers)),
        day=day,
        first=first,
        last=last,
        district=draw(st.none() | st.sampled_from(sorted(CHOICES.districts))),
        commune=commune,
        venue=draw(st.none() | st.integers(1, 2**53 - 1)) if commune is None else None,
        panel=draw(st.sampled_from(("", *PANELS))),
        overlays=tuple(key for key in CHOICES.overlays if key in open_eyes),
        opacity=draw(st.integers(0, 100)),
        venue_opacity=draw(st.integers(0, 100)),
        sort=draw(st.sampled_from(SORTS)),
        lang=draw(st.sampled_from(LANGUAGES)),
        as_of=draw(st.none() | moments()),
        rule=draw(rules),
    )


def moments() -> st.SearchStrategy[datetime]:
    """Whole minutes that have been."""
    every = st.datetimes(datetime.combine(FIRST, time()), CHOICES.now)
    return every.map(lambda moment: moment.replace(second=0, microsecond=0))


@given(views())
def test_a_view_written_to_the_url_comes_back_unchanged(view: View) -> None:
    assert from_query(to_query(view, CHOICES), CHOICES) == (view, ())


@given(
    st.dictionaries(
        st.sampled_from(
            sorted(
                to_query(default_view(CHOICES), CHOICES)
                | dict.fromkeys(
                    (
                        "from",
                        "to",
                        "district",
                        "commune",
                        "venue",
                        "panel",
                        "show",
                        "opacity",
                        "venue_opacity",
                        "sort",
                        "lang",
                        "as_of",
                    )
                )
            )
        ),
        st.text(max_size=20),
    )
)
def test_any_text_in_the_url_gives_a_usable_view(query: dict[str, str]) -> None:
    view, bad = from_query(query, CHOICES)
    assert view.first <= view.day <= view.last
    assert from_query(to_query(view, CHOICES), CHOICES) == (view, ())
    assert {each.name for each in bad} <= set(query)


@pytest.mark.parametrize(
    ("name", "got"),
    [
        ("layer", "deaths"),
        ("day", "2021-13-01"),
        ("day", "2020-05-25"),
        ("district", "999"),
        ("commune", "00001"),
        ("venue", "-1"),
        ("venue", "²"),
        ("opacity", "101"),
        ("show", "areas,homes"),
        ("sort", "password"),
        ("lang", "fr"),
        ("panel", "admin"),
        ("to", "2022-01-01"),
        ("venue", "9007199254740992"),
        ("as_of", "yesterday"),
    ],
)
def test_a_bad_value_falls_back_to_its_default_and_is_named(name: str, got: str) -> None:
    view, bad = from_query({name: got}, CHOICES)
    assert view == default_view(CHOICES)
    assert bad == (BadValue(name, got),)


def test_the_default_view_needs_only_layer_and_day_in_the_url() -> None:
    assert to_query(default_view(CHOICES), CHOICES) == {"layer": "cases_7d_per_100k", "day": "2021-05-25"}


def test_no_open_eye_is_not_the_same_as_none_said() -> None:
    shut, _ = from_query({"show": "none"}, CHOICES)
    unsaid, _ = from_query({}, CHOICES)
    assert shut.overlays == ()
    assert unsaid.overlays == CHOICES.overlays


def test_a_default_day_outside_the_range_moves_to_its_nearer_end() -> None:
    view, bad = from_query({"from": "2021-06-01"}, CHOICES)
    assert (view.day, bad) == (date(2021, 6, 1), ())
    earlier, _ = from_query({"to": "2021-05-10"}, CHOICES)
    assert earlier.day == date(2021, 5, 10) == earlier.last - timedelta(0)


def test_a_moment_stands_in_the_url_as_the_browser_writes_it() -> None:
    view = default_view(CHOICES).but(as_of=datetime(2021, 6, 5, 17))
    assert to_query(view, CHOICES)["as_of"] == "2021-06-05T17:00"


@pytest.mark.parametrize(
    "text",
    [
        "2021-06-05",
        "2021-06-05T17:00:00",
        "2021-06-05 17:00",
        "2021-6-5T17:00",
        "2021-06-05T25:00",
        "2021-04-30T23:59",
        "2021-09-01T12:01",
        "9999-12-31T23:59",
        "0021-06-05T17:00",
    ],
)
def test_a_moment_that_is_none_or_has_not_been_shows_all_that_is_known(text: str) -> None:
    view, bad = from_query({"as_of": text}, CHOICES)
    assert (view.as_of, bad) == (None, (BadValue("as_of", text),))
