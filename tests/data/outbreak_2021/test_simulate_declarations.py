"""Declarations: five channels, a campaign, and symptoms that rise before the cases do."""

from datetime import date

import numpy as np
import pytest

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS, day_number

from .conftest import HIT, REMOTE


@pytest.fixture(scope="module")
def rows(base, outbreak):
    """Declarations with the row of their local day and their commune's column."""
    found = dict(outbreak.declarations.columns)
    found["row"] = (found["declared_at"] + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY - base.day_numbers[0]
    found["unit"] = found["unit_id"] - 1
    return found


def per_day(base, rows, wanted):
    return np.bincount(rows["row"][wanted], minlength=base.shape[0])


def best_lead(early, late, most=10):
    """Days by which `early` runs before `late` where their correlation is highest."""
    days, leads = len(early), range(-most, most + 1)
    pairs = [(early[max(0, -n) : days - max(0, n)], late[max(0, n) : days - max(0, -n)]) for n in leads]
    return leads[int(np.argmax([np.corrcoef(*pair)[0, 1] for pair in pairs]))]


def test_the_lead_of_a_shifted_series_is_its_shift():
    wave = np.exp(-(((np.arange(60) - 30) / 4) ** 2))
    assert best_lead(wave, np.roll(wave, 6)) == 6


def test_declarations_come_in_order_of_time(rows):
    assert (np.diff(rows["declared_at"]) >= 0).all()


def test_declarations_exist_only_where_the_report_is_in(base, outbreak, rows):
    covered = dict(outbreak.coverage)["declaration"]
    came = np.zeros(base.shape, dtype=bool)
    came[covered["day"] - base.day_numbers[0], covered["unit_id"] - 1] = True
    assert not came.all()
    assert came[rows["row"], rows["unit"]].all()


def test_people_declare_in_their_own_commune(outbreak, rows):
    assert np.array_equal(outbreak.people["unit_id"][rows["person_id"] - 1], rows["unit_id"])


def test_every_channel_is_used(outbreak, rows):
    counts = np.bincount(rows["channel"], minlength=5)
    channels = ("bluezone", "ncovi", "tokhaiyte", "zalo", "community_team")
    assert outbreak.declarations.labels["channel"] == channels
    assert (counts > 0.03 * counts.sum()).all()


def test_the_apps_rise_after_the_directive(base, rows):
    days = per_day(base, rows, rows["channel"] == 0)
    directive = day_number(date(2021, 6, 2)) - base.day_numbers[0]
    assert days[directive + 14 : directive + 21].sum() > 1.5 * days[directive - 7 : directive].sum()


def test_symptoms_lead_cases_by_three_to_five_days(base, rows):
    here = rows["unit"] == HIT
    ill = per_day(base, rows, here & (rows["symptoms"] > 0)) / np.maximum(per_day(base, rows, here), 1)
    cases = base.cases[:, HIT]
    assert 3 <= best_lead(ill, cases) <= 5


def test_calm_communes_report_one_to_two_percent_ill(rows):
    assert 0.01 <= (rows["symptoms"][np.isin(rows["unit"], [1, 2])] > 0).mean() <= 0.02


def test_fever_and_cough_are_the_commonest_symptoms(rows):
    counts = [(rows["symptoms"] & bit > 0).sum() for bit in (1, 2, 4, 8, 16, 32)]
    assert set(np.argsort(counts)[-2:].tolist()) == {0, 1}


def test_symptoms_stay_within_the_six_bits(rows):
    assert rows["symptoms"].min() == 0 and rows["symptoms"].max() < 64


def test_cases_declare_symptoms_between_onset_and_sample(outbreak, rows):
    lines = outbreak.case_lines
    onset, sample = np.full((2, len(outbreak.people) + 1), -1)
    known = ~lines.is_null("onset_day")
    onset[lines["person_id"][known]] = lines["onset_day"][known]
    sample[lines["person_id"][known]] = lines["first_positive_day"][known]
    day = (rows["declared_at"] + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY
    ill = (onset[rows["person_id"]] <= day) & (day <= sample[rows["person_id"]])
    assert (rows["symptoms"][ill] > 0).mean() > 5 * (rows["symptoms"][~ill] > 0).mean()


def test_a_few_percent_come_from_other_provinces_where_roads_are_open(rows):
    is_open = np.isin(rows["unit"], [0, 1, 2, 7])
    arrives = rows["origin_province"] >= 0
    assert 0.015 < arrives[is_open].mean() < 0.05
    assert arrives[rows["unit"] == HIT].mean() < 0.6 * arrives[is_open].mean()


def test_origins_are_codes_of_other_provinces(outbreak):
    codes = {code for code in outbreak.declarations.objects("origin_province") if code is not None}
    assert len(codes) > 5
    assert all(len(code) == 2 and code.isdigit() and code != "24" for code in codes)


def test_the_remote_commune_declares_less(base, rows):
    per_person = np.bincount(rows["unit"], minlength=base.shape[1]) / base.population
    assert np.argmin(per_person) == REMOTE
