from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from data.cells import State, series
from data.cube import Cube, Snapshot, Unplaced
from data.view import View
from layers.base import Areas
from layers.incidence import NEW_CASES
from layers.render.captions import area_drawn, captions
from layers.render.sheet import clean, file_name, sheet_of, state_of, value_of
from tests.layers.render import country


def test_a_file_is_named_by_metric_day_and_chosen_district():
    assert file_name(country.sheet(), "csv") == "dichte_cases_7d_per_100k_2021-05-25.csv"
    assert file_name(country.sheet(district="901"), "html") == "dichte_cases_7d_per_100k_2021-05-25_901.html"


def test_a_file_name_never_leaves_its_folder():
    name = file_name(country.sheet(metric="../../etc/passwd"), "csv")
    assert name == "dichte_etcpasswd_2021-05-25.csv"


def test_direction_marks_and_control_characters_do_not_leave_the_house():
    assert clean("\u202eBắc\u200f\x00\tGiang\ufeff\u2066") == "Bắc Giang"


def test_cleaning_leaves_vietnamese_as_it_is():
    assert clean("Xã Quỳnh Sơn – Đồng Việt") == "Xã Quỳnh Sơn – Đồng Việt"


def test_a_suppressed_value_is_not_told_even_where_the_array_still_holds_it():
    areas = Areas(
        np.array([3.0]), np.array([State.SUPPRESSED], dtype=np.uint8), np.array([253], dtype=np.uint8)
    )
    assert value_of(areas, 0) is None
    assert state_of(areas, 0) == "suppressed"


def test_zero_is_a_value():
    areas = country.drawn().areas
    assert areas is not None
    assert value_of(areas, 0) == 0.0
    assert state_of(areas, 0) == "value"


def test_the_sheet_takes_the_held_rows_of_its_own_day_from_the_cube():
    days = (date(2021, 5, 24), date(2021, 5, 25))
    block = series(days, np.zeros((2, 6)), np.zeros((2, 6), dtype=np.uint8))
    unplaced = Unplaced(np.array([1, 7]), np.array([2.0, 30.0]))
    snapshot = Snapshot("0123456789ab", datetime(2021, 5, 25, 17), *days)
    cube = Cube(snapshot, country.units(), days, {"new_cases": block}, {"new_cases": unplaced})
    sheet = sheet_of(cube, NEW_CASES, View("new_cases", days[1], *days, district="900"), "T", "C")
    assert (sheet.held_rows, sheet.held_cases, sheet.district, sheet.snapshot_id) == (
        7,
        30.0,
        "900",
        "0123456789ab",
    )


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "63 dòng (161 ca)"), ("en", "63 rows of the day (cases: 161)")]
)
def test_captions_say_how_many_rows_and_cases_have_no_place(lang, words):
    assert any(words in note for note in captions([country.drawn()], country.sheet(lang)).notes)


def test_one_held_row_is_singular_in_english():
    notes = captions([country.drawn()], country.sheet("en", held_rows=1, held_cases=None)).notes
    assert "1 row of the day could not be placed in a commune and is not on the map." in notes


def test_captions_name_the_layer_that_is_simulated_when_another_is_not():
    words = captions([country.drawn(), country.venues()], country.sheet())
    assert words.simulated == "Mô phỏng: Địa điểm phơi nhiễm"
    assert captions([country.drawn()], country.sheet()).simulated == ""


def test_captions_carry_the_notices_of_every_layer():
    assert "2 người phơi nhiễm" in captions([country.drawn(), country.venues()], country.sheet()).notes


def test_captions_name_the_chosen_district():
    assert captions([country.drawn()], country.sheet(district="901")).metric == "Ca 7 ngày, Huyện Biển"


def test_a_map_without_an_area_layer_is_refused_with_what_was_expected():
    with pytest.raises(ValueError, match="expected a layer with areas, got 1 without"):
        area_drawn([country.venues()])
