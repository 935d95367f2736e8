"""The line list: exactly the real counts, with believable dates."""

import numpy as np

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS


def test_the_line_list_adds_up_to_the_real_counts(base, outbreak):
    lines = outbreak.case_lines
    counts = np.zeros_like(base.cases)
    np.add.at(counts, (lines["confirmed_day"] - base.day_numbers[0], lines["unit_id"] - 1), 1)
    assert np.array_equal(counts, base.cases)


def test_nobody_is_a_case_twice(outbreak):
    people = outbreak.case_lines["person_id"]
    assert len(np.unique(people)) == len(people)


def test_cases_live_where_they_are_counted(outbreak):
    lines = outbreak.case_lines
    assert np.array_equal(outbreak.people["unit_id"][lines["person_id"] - 1], lines["unit_id"])


def test_onset_precedes_the_sample_by_at_most_a_week_before_publication(outbreak):
    lines = outbreak.case_lines
    known = ~lines.is_null("onset_day")
    assert (lines["onset_day"] <= lines["first_positive_day"])[known].all()
    assert (lines["confirmed_day"] - lines["onset_day"])[known].max() <= 7


def test_the_sample_is_published_within_two_days(outbreak):
    delay = outbreak.case_lines["confirmed_day"] - outbreak.case_lines["first_positive_day"]
    assert set(delay.tolist()) == {0, 1, 2}


def test_about_a_quarter_has_no_known_onset(outbreak):
    assert 0.19 < outbreak.case_lines.is_null("onset_day").mean() < 0.31


def test_isolation_follows_the_sample_and_is_sometimes_unknown(outbreak):
    lines = outbreak.case_lines
    unknown = lines.is_null("isolated_at")
    day = (lines["isolated_at"] + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY
    assert 0 < unknown.mean() < 0.06
    assert (day >= lines["first_positive_day"])[~unknown].all()
    assert (day <= lines["confirmed_day"])[~unknown].all()


def test_cases_are_18_to_35_more_often_than_people_at_large(outbreak):
    is_young = np.isin(outbreak.people["birth_year"], range(2021 - 35, 2021 - 17))
    infected = is_young[outbreak.case_lines["person_id"] - 1]
    assert infected.mean() > max(0.5, 1.1 * is_young.mean())
