"""Reports: due and in, due and late, not due; and installs, which only grow."""

from datetime import date

import numpy as np
import pytest

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS, day_number
from data.outbreak_2021.simulate.reports import SUBJECTS, draw_reports

from .conftest import REMOTE, SILENT


@pytest.fixture(scope="module")
def reports(base):
    return draw_reports(base, np.random.default_rng(3))


def test_the_silent_district_is_late_on_both_days(base, reports):
    rows = [day_number(date(2021, 6, day)) - base.day_numbers[0] for day in (12, 13)]
    for subject in ("declarations", "checkins"):
        n = SUBJECTS.index(subject)
        assert reports.is_due[n][rows, SILENT].all()
        assert not reports.is_in[n][rows, SILENT].any()


def test_the_remote_commune_is_connected_late_and_for_good(reports):
    due = reports.is_due[SUBJECTS.index("declarations"), :, REMOTE]
    assert not due[0] and due[-1]
    assert (np.diff(due.astype(int)) >= 0).all()


def test_installs_are_due_everywhere_from_the_first_day(reports):
    assert reports.is_due[SUBJECTS.index("installs")].all()


def test_about_one_percent_of_the_reports_are_late(reports):
    n = SUBJECTS.index("installs")
    assert 0.003 < (~reports.is_in[n]).mean() < 0.02


def test_no_report_is_in_that_was_not_due(reports):
    assert not (reports.is_in & ~reports.is_due).any()


def test_a_report_comes_the_next_morning(outbreak):
    for _, table in outbreak.coverage:
        day, second = np.divmod(table["received_at"] + UTC_OFFSET_SECONDS, SECONDS_PER_DAY)
        assert np.array_equal(day, table["day"] + 1)
        assert second.min() >= 6 * 3600 and second.max() <= 9.5 * 3600


def test_a_report_that_never_came_covers_nothing(base, outbreak, reports):
    for name, table in outbreak.coverage:
        assert len(table) < base.shape[0] * base.shape[1], name
    assert [len(table) for _, table in outbreak.coverage] == pytest.approx(
        reports.is_in.sum(axis=(1, 2)), rel=0.05
    )


def test_each_subject_is_covered_by_the_table_that_its_reports_bring(outbreak):
    subjects = {name: set(table.objects("subject")) for name, table in outbreak.coverage}
    assert subjects == {
        "declaration": {"declarations"},
        "checkin": {"checkins"},
        "install_count": {"installs"},
    }


def test_no_report_is_named_twice(outbreak):
    for _, table in outbreak.coverage:
        keys = np.column_stack([table["day"], table["unit_id"]])
        assert len(np.unique(keys, axis=0)) == len(table)


def test_installs_never_fall(outbreak):
    table = outbreak.installs
    for app in (0, 1):
        for unit in np.unique(table["unit_id"]):
            here = (table["channel"] == app) & (table["unit_id"] == unit)
            assert (np.diff(table["day"][here]) > 0).all()
            assert (np.diff(table["installs"][here]) >= 0).all()


def test_no_commune_has_more_installs_than_people(base, outbreak):
    table = outbreak.installs
    assert (table["installs"] <= base.population[table["unit_id"] - 1]).all()


def test_installs_rise_with_the_campaign(outbreak):
    table = outbreak.installs
    app = table["channel"] == 0
    eve = app & (table["day"] == day_number(date(2021, 6, 1)))
    later = app & (table["day"] == day_number(date(2021, 6, 20)))
    assert table["installs"][later].mean() > 1.5 * table["installs"][eve].mean()
