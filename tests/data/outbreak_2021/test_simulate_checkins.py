"""Check-ins: in opening hours, one place at a time, none after isolation, few under lockdown."""

from datetime import date

import numpy as np
import pytest

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS, day_number
from data.outbreak_2021.simulate.kinds import FACTORY, KINDS, PARK

from .conftest import HIT

LONGEST = np.array([k.max_stay_minutes for k in KINDS]) * 60


@pytest.fixture(scope="module")
def visits(outbreak):
    """Check-ins with their local day, second of the day, kind and commune."""
    found = dict(outbreak.checkins.columns)
    venue = found["venue_id"] - 1
    found["day"], found["second"] = np.divmod(found["t_in"] + UTC_OFFSET_SECONDS, SECONDS_PER_DAY)
    found["kind"] = outbreak.venues["venue_type"][venue]
    found["unit"] = outbreak.venues["unit_id"][venue] - 1
    found["opens"] = outbreak.venues["opens_minute"][venue].astype(int) * 60
    found["closes"] = outbreak.venues["closes_minute"][venue].astype(int) * 60
    found["is_complete"] = found["t_out"] >= 0
    return found


def between(days, first, end):
    """True from `first` on and before `end`."""
    return (days >= day_number(first)) & (days < day_number(end))


def test_check_ins_come_in_order_of_time(visits):
    assert (np.diff(visits["t_in"]) >= 0).all()


def test_everyone_arrives_while_the_venue_is_open(visits):
    assert (visits["second"] >= visits["opens"]).all()
    assert (visits["second"] < visits["closes"]).all()


def test_everyone_leaves_before_the_venue_closes(visits):
    shuts = visits["is_complete"] & (visits["closes"] - visits["opens"] < SECONDS_PER_DAY)
    leaves = visits["second"] + visits["t_out"] - visits["t_in"]
    assert (leaves <= visits["closes"])[shuts].all()


def test_no_stay_is_longer_than_its_kind_allows(visits):
    done = visits["is_complete"]
    stay = (visits["t_out"] - visits["t_in"])[done]
    assert (stay > 0).all() and (stay <= LONGEST[visits["kind"][done]]).all()


def test_night_shifts_run_past_midnight(visits):
    nights = (visits["kind"] == FACTORY) & visits["is_complete"]
    leaves = visits["second"] + visits["t_out"] - visits["t_in"]
    assert 0.1 < (leaves > SECONDS_PER_DAY)[nights].mean() < 0.5


def test_about_18_percent_never_check_out(visits):
    assert (~visits["is_complete"]).mean() == pytest.approx(0.18, abs=0.01)


def test_nobody_checks_in_after_isolation(outbreak, visits):
    isolated = np.full(len(outbreak.people) + 1, np.iinfo(np.int64).max)
    lines = outbreak.case_lines
    known = ~lines.is_null("isolated_at")
    isolated[lines["person_id"][known]] = lines["isolated_at"][known]
    assert (visits["t_in"] < isolated[visits["person_id"]]).all()
    assert (visits["t_out"] <= isolated[visits["person_id"]]).all()


def test_nobody_checks_in_after_publication_where_isolation_is_unknown(outbreak, visits):
    lines = outbreak.case_lines
    unknown = lines.is_null("isolated_at")
    for person, day in zip(lines["person_id"][unknown], lines["confirmed_day"][unknown], strict=True):
        assert (visits["day"][visits["person_id"] == person] <= day).all()


def test_nobody_is_in_two_places_at_once(visits):
    done = np.flatnonzero(visits["is_complete"])
    order = done[np.lexsort((visits["t_in"][done], visits["person_id"][done]))]
    is_same = np.diff(visits["person_id"][order]) == 0
    assert is_same.any()
    assert (visits["t_in"][order][1:] >= visits["t_out"][order][:-1])[is_same].all()


def test_check_ins_exist_only_where_the_report_is_in(base, outbreak, visits):
    covered = dict(outbreak.coverage)["checkin"]
    came = np.zeros(base.shape, dtype=bool)
    came[covered["day"] - base.day_numbers[0], covered["unit_id"] - 1] = True
    assert not came.all()
    assert came[visits["day"] - base.day_numbers[0], visits["unit"]].all()


def test_stopped_parks_are_empty_from_18_to_28_may(outbreak, visits):
    stopped = np.isin(visits["venue_id"], [1, 2, 3, 4])
    shut = between(visits["day"], date(2021, 5, 18), date(2021, 5, 28))
    assert (stopped & ~shut).any()
    assert not (stopped & shut).any()


def test_parks_that_never_stopped_go_on(visits):
    shut = between(visits["day"], date(2021, 5, 18), date(2021, 5, 28))
    assert (shut & (visits["kind"] == PARK) & (visits["venue_id"] >= 5)).any()


def test_lockdown_keeps_people_home(outbreak, visits):
    # Cases are counted out: they are few, and theirs are the visits that tracers looked for.
    is_case = np.isin(visits["person_id"], outbreak.case_lines["person_id"])
    here = (visits["unit"] == HIT) & (visits["kind"] > FACTORY) & ~is_case
    before = here & between(visits["day"], date(2021, 5, 1), date(2021, 5, 8))
    during = here & between(visits["day"], date(2021, 5, 19), date(2021, 5, 26))
    assert during.sum() < 0.6 * before.sum()


def test_most_cases_were_somewhere_in_their_tracing_window(outbreak, visits):
    lines = outbreak.case_lines
    infectious = np.where(lines.is_null("onset_day"), lines["first_positive_day"], lines["onset_day"])
    first = np.full(len(outbreak.people) + 1, np.iinfo(np.int32).max)
    first[lines["person_id"]] = infectious - 3
    traced = np.unique(visits["person_id"][visits["day"] >= first[visits["person_id"]]])
    assert 0.45 < len(traced) / len(lines) < 0.85


def test_scanning_jumps_after_the_directive(visits):
    quiet = np.isin(visits["unit"], [0, 1, 7]) & (visits["kind"] > FACTORY)
    days = visits["day"][quiet]
    before = between(days, date(2021, 5, 22), date(2021, 5, 29))
    after = between(days, date(2021, 6, 19), date(2021, 6, 26))
    assert after.sum() > 1.5 * before.sum()


def test_hardly_any_worker_scans_twice_a_day_at_one_factory(visits):
    work = visits["kind"] == FACTORY
    key = np.column_stack([visits["venue_id"][work], visits["day"][work], visits["person_id"][work]])
    assert len(np.unique(key, axis=0)) > 0.97 * work.sum()
    assert work.sum() > 1000
