"""What is gone is told with its day, and only where something was counted of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from data import schema
from data.counted_anew import gone_from, gone_in_view, gone_on_map
from data.engine import writing
from data.intake.intake import Intake
from data.retention.gone import CHECKINS, CONTACTS, DECLARATIONS, Gone
from data.retention.noted import Deleted, note
from data.settings import Settings
from data.store import Store, open_store
from data.venues import venue_points
from geo.exposure_rule import DEFAULT_RULE, PRESETS, ExposureRule
from tests.bereft import ALL_GONE, MAY_27, lose
from tests.copies import copied
from tests.data.retention.stores import AUGUST, MAY_30, kept, met, on
from tests.world import MAY_9

RULE, PLACE, SAME_DAY = DEFAULT_RULE, PRESETS["place"], PRESETS["same_day"]
GONE = Gone(MAY_27, date(2021, 6, 17))


def store_of(intake: Intake) -> Store:
    return Store(intake.settings, intake.engine)


def test_before_a_run_nothing_is_gone(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    assert store_of(intake).gone(CHECKINS) is None


def test_after_a_run_the_day_before_which_and_the_day_on_which_are_told(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    on(intake, MAY_30)
    assert store_of(intake).gone(CHECKINS) == Gone(MAY_9, MAY_30)
    assert store_of(intake).gone(DECLARATIONS) is None


def test_each_subject_has_a_day_of_its_own(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    on(intake, AUGUST)
    days = [found.before for each in (CHECKINS, CONTACTS) if (found := store_of(intake).gone(each))]
    assert days == [AUGUST - timedelta(21), AUGUST - timedelta(60)]


def test_a_run_that_finds_nothing_moves_no_day(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    on(intake, MAY_30)
    with writing(intake.engine) as connection:
        note(connection, Deleted(CHECKINS, date(2022, 1, 1), rows=0))
    assert store_of(intake).gone(CHECKINS) == Gone(MAY_9, MAY_30)


def test_a_shorter_period_of_an_earlier_run_stays_known(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    on(intake, MAY_30)
    with writing(intake.engine) as connection:
        note(connection, Deleted(CHECKINS, date(2021, 1, 1), rows=5))
    assert store_of(intake).gone(CHECKINS) == Gone(MAY_9, MAY_30)


def test_simulated_rows_are_never_gone(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    with intake.engine.begin() as connection:
        connection.execute(update(schema.import_file).values(is_simulated=True))
        connection.execute(update(schema.person).values(key_id=None))
    on(intake, AUGUST)
    assert store_of(intake).gone(CHECKINS) is None


@pytest.mark.parametrize(
    ("first", "rule", "is_gone"),
    [
        (date(2021, 5, 27), RULE, True),
        (date(2021, 5, 28), RULE, False),
        (date(2021, 5, 28), ExposureRule(longest_minutes=1440), True),
        (date(2021, 5, 29), ExposureRule(longest_minutes=1440), False),
    ],
)
def test_a_stay_of_the_night_before_counts(first: date, rule: ExposureRule, is_gone: bool) -> None:
    assert gone_from(GONE, first, rule) == (GONE if is_gone else None)


@pytest.mark.parametrize(
    ("rule", "last_day"),
    [
        (RULE, date(2021, 6, 17)),
        (SAME_DAY, date(2021, 6, 17)),
        (replace(RULE, display_days=7), date(2021, 6, 3)),
        # By the place alone somebody is exposed three weeks after the F0, and in view for three more.
        (PLACE, date(2021, 7, 8)),
    ],
)
def test_a_day_is_told_about_for_as_long_as_days_that_are_gone_are_in_view(
    bereft_store: Store, rule: ExposureRule, last_day: date
) -> None:
    assert gone_in_view(bereft_store, last_day, rule) == GONE
    assert gone_in_view(bereft_store, last_day + timedelta(1), rule) is None


def test_the_kept_counts_of_the_map_are_whole_and_need_no_notice(bereft_store: Store) -> None:
    past = bereft_store.at(datetime(2021, 5, 31, 17))
    assert gone_on_map(bereft_store, ALL_GONE) is None
    assert gone_on_map(bereft_store.under(SAME_DAY), ALL_GONE) is not None
    assert gone_on_map(past, ALL_GONE) is not None


def test_a_store_of_simulated_rows_needs_no_notice(store: Store) -> None:
    assert gone_on_map(store.under(SAME_DAY), ALL_GONE) is None


def test_what_was_counted_before_a_run_is_counted_anew_after_it(
    untouched: Settings, bereft_store: Store, tmp_path: Path
) -> None:
    """A run changes no snapshot: what is kept in memory would show what nobody else sees."""
    store = open_store(copied(untouched, tmp_path / "var"))
    before = shown(store)
    lose(store.settings)
    assert shown(store) == shown(bereft_store) < before


def shown(store: Store) -> int:
    """People exposed on the map on 30 May by the same day."""
    under = store.under(SAME_DAY)
    past = under.past_exposures()
    with under.read_whole() as connection:
        found = venue_points(connection, MAY_30, under.sight, past)
    return sum(venue.people_exposed for venue in found)
