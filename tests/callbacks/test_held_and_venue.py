"""The two cards that are no place: held rows with their reasons, and an exposed venue."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text as sql

from callbacks.place import place_card
from data.rollup import RULE
from layers.text import number, text
from tests.callbacks.conftest import PEAK
from tests.callbacks.trees import find, paragraphs, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture
def card(context, look):
    return lambda **changes: place_card(context, look(**changes))


@pytest.fixture
def exposed(context):
    """The venue that exposed most people as seen on the peak day, and its row."""
    query = "select * from venue_exposure join venue using (venue_id) where day = :day order by people_exposed desc limit 1"
    with context.store.read() as connection:
        return connection.execute(sql(query), {"day": PEAK.isoformat()}).mappings().one()


@every_language
def test_every_held_row_is_listed_with_its_cases(lang, card) -> None:
    rows = table(card(panel="held", lang=lang))[1:]
    assert len(rows) == 63
    assert sum(int(row[-1]) for row in rows) == 161


@every_language
def test_the_list_of_held_rows_says_rows_cases_and_that_nothing_was_guessed(lang, card) -> None:
    told = paragraphs(card(panel="held", lang=lang))
    assert text("notice.held", lang, 63, cases="161") in told
    assert text("held.explained", lang) in told


@every_language
def test_every_held_row_says_why_and_names_its_row_in_the_file(lang, card, context) -> None:
    with context.store.read() as connection:
        held = connection.execute(
            sql("select row_number, reason, got, place from held_row order by file_id, row_number")
        ).all()
    for cells, (row_number, reason, got, place) in zip(
        table(card(panel="held", lang=lang))[1:], held, strict=True
    ):
        line = " ".join(cells)
        assert text(f"held.reason.{reason}", lang, got=got) in line
        assert place in line
        assert str(row_number) in line


def test_the_list_holds_the_range_of_the_reader_alone(card, context) -> None:
    first, last = date(2021, 5, 20), date(2021, 5, 31)
    with context.store.read() as connection:
        span = {"first": first.isoformat(), "last": last.isoformat()}
        query = "select count(*), sum(weight) from held_row where day between :first and :last"
        count, cases = connection.execute(sql(query), span).one()
    rows = table(card(panel="held", first=first, last=last))[1:]
    assert 0 < len(rows) == count < 63
    assert sum(int(row[-1]) for row in rows) == cases


@pytest.mark.parametrize("changes", [{"panel": "held"}, {"venue": 1}])
def test_one_button_leads_back_to_the_province(changes, card) -> None:
    [back] = find(card(lang="en", **changes), "Button", css="back")
    assert (words(back), back["props"]["data-commune"]) == ("← Whole province", "")


@every_language
def test_a_venue_says_people_cases_days_and_estimates_as_the_store_has_them(lang, card, exposed) -> None:
    told = paragraphs(card(venue=exposed["venue_id"], day=PEAK, lang=lang))
    assert text("venue.people_exposed", lang, exposed["people_exposed"]) in told
    assert text("venue.cases", lang, exposed["cases"]) in told
    assert text("venue.days_since", lang, exposed["days_since"]) in told
    assert text("venue.imputed", lang, exposed["people_imputed"]) in told


@every_language
def test_a_venue_is_named_with_kind_and_place_and_as_simulated(lang, card, exposed) -> None:
    shown = card(venue=exposed["venue_id"], day=PEAK, lang=lang)
    assert words(find(shown, "H2")[0]) == exposed["name"]
    assert text(f"venue_type.{exposed['venue_type']}", lang) in " ".join(paragraphs(shown))
    assert words(find(shown, "Em")[0]) == text("screen.simulated", lang)


@every_language
def test_a_venue_says_by_which_rule_people_were_counted(lang, card, exposed) -> None:
    rule = paragraphs(card(venue=exposed["venue_id"], day=PEAK, lang=lang))[-1]
    for value in (RULE.window_days_before, RULE.min_overlap_minutes, RULE.tail_minutes, RULE.display_days):
        assert number(value, lang) in rule


@every_language
@pytest.mark.parametrize("venue", [2_147_483_647, 1_000_000])
def test_a_venue_that_nobody_knows_says_that_no_f0_was_there(venue, lang, card) -> None:
    assert paragraphs(card(venue=venue, lang=lang)) == [text("venue.not_exposed", lang, days=RULE.display_days)]


def test_a_venue_before_its_exposure_says_that_no_f0_was_there(card, exposed, context) -> None:
    with context.store.read() as connection:
        query = "select min(day) from venue_exposure where venue_id = :venue"
        first = connection.execute(sql(query), {"venue": exposed["venue_id"]}).scalar_one()
    before = (
        date.fromisoformat(first).replace(day=1) if date.fromisoformat(first).day > 1 else date(2021, 4, 29)
    )
    assert paragraphs(card(venue=exposed["venue_id"], day=before, lang="en")) == [
        text("venue.not_exposed", "en", days=RULE.display_days)
    ]
