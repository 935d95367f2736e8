from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cells import State, series
from data.cube import Cube, Snapshot
from layers.render.sheet import head_of
from layers.render.table import COLUMNS, Row, case_figures, csv_bytes, ranking
from tests.layers.render import country


def _csv(sheet, figures=None) -> bytes:
    return csv_bytes(ranking(country.drawn(), sheet, figures), head_of(country.drawn().legend, sheet))


def _frame(sheet=None, figures=None) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(_csv(sheet or country.sheet(), figures)), dtype={"code": str})


def test_the_ranking_begins_with_the_highest_value():
    rows = ranking(country.drawn(), country.sheet())
    assert [(r.rank, r.code, r.value) for r in rows[:3]] == [
        (1, "00003", 250.0),
        (2, "00002", 12.5),
        (3, "00001", 0.0),
    ]


def test_what_is_not_known_has_no_rank_and_stands_last():
    rows = ranking(country.drawn(), country.sheet())
    assert [(r.rank, r.value, r.state) for r in rows[3:]] == [
        (None, None, "no_report"),
        (None, None, "late"),
        (None, None, "suppressed"),
    ]


def test_equal_values_share_a_rank_and_the_next_one_is_skipped():
    drawn = country.drawn()
    drawn.areas.values[:3] = (7.0, 7.0, 1.0)
    assert [r.rank for r in ranking(drawn, country.sheet())][:3] == [1, 1, 3]


def test_the_ranking_holds_the_chosen_district_alone():
    assert {r.district for r in ranking(country.drawn(), country.sheet(district="901"))} == {"Biển"}


def test_a_suppressed_commune_shows_no_other_figure_either():
    rows = ranking(country.drawn(), country.sheet(), {"new_cases": np.arange(6.0)})
    figures = {r.code: r.figures["new_cases"] for r in rows}
    assert figures["00005"] == 4.0
    assert figures["00006"] is None


def test_the_csv_begins_with_a_byte_order_mark_for_spreadsheets():
    assert _csv(country.sheet()).startswith(b"\xef\xbb\xbfcode,")


def test_the_csv_has_one_row_a_commune_with_the_tidy_columns_first():
    frame = _frame()
    assert tuple(frame.columns) == (*COLUMNS, "rank")
    assert len(frame) == 6


def test_every_row_of_the_csv_carries_the_title():
    assert set(_frame()["title"]) == {country.sheet().title}


def test_numbers_come_back_from_the_csv_as_numbers():
    values = _frame().set_index("code")["value"]
    assert values["00002"] == 12.5
    assert values["00001"] == 0.0


def test_an_unknown_value_is_an_empty_cell_and_never_zero():
    frame = _frame()
    assert frame.loc[frame["state"] != "value", "value"].isna().all()
    assert b",0,no_report" not in _csv(country.sheet())


def test_every_csv_row_says_day_metric_unit_source_and_snapshot():
    constant = _frame()[["day", "metric", "unit", "source", "snapshot_id", "is_simulated"]].drop_duplicates()
    row = ["2021-05-25", "cases_7d_per_100k", "ca trên 100.000 dân", "Nguồn thử", "0123456789ab", False]
    assert constant.values.tolist() == [row]


def test_the_csv_keeps_the_point_and_the_iso_day_in_vietnamese():
    assert b",12.5,value," in _csv(country.sheet("vi"))
    assert _csv(country.sheet("vi")) == _csv(country.sheet("en"))


def test_further_figures_follow_as_columns():
    frame = _frame(figures={"new_cases": np.array([1.0, np.nan, 3, 4, 5, 6])}).set_index("code")
    assert frame.loc["00003", "new_cases"] == 3
    assert pd.isna(frame.loc["00002", "new_cases"])


def test_no_cell_of_hostile_names_starts_like_a_formula():
    frame = _frame(country.sheet(names=country.HOSTILE))
    assert frame.set_index("code").loc["00001", "name"] == "'=HYPERLINK(1)"


def _written(name: str) -> str:
    row = Row(1, "00001", name, "Núi", -1.5, "value")
    text = csv_bytes([row], head_of(country.drawn().legend, country.sheet())).decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text, newline="")))["name"]


BLANKS, STARTS = st.text(" \t\r\n", max_size=3), st.sampled_from("=+-@＝＋－＠")


SEEN = st.text(st.characters(exclude_categories=("C",), exclude_characters=";"), max_size=5)
"""What XML can't hold is left out, and what follows a semicolon is looked at again: neither is this test's question."""


@given(BLANKS, STARTS, SEEN)
def test_no_text_is_written_that_a_spreadsheet_would_run(blanks, start, rest):
    assert _written(blanks + start + rest) == "'" + blanks + start + rest


@pytest.mark.parametrize("name", ["\tBến Đá", "\rBến Đá", "\nBến Đá"])
def test_text_behind_a_tab_or_a_line_break_is_defused_too(name):
    assert _written(name) == f"'{name}"


@pytest.mark.parametrize("name", ["Bến Đá", "a=1", "Tân - Tiến", "(+)", "1"])
def test_harmless_text_is_written_as_it_is(name):
    assert _written(name) == name


def test_a_negative_number_stays_a_number():
    row = Row(1, "00001", "A", "B", -1.5, "value")
    assert b",-1.5,value," in csv_bytes([row], head_of(country.drawn().legend, country.sheet()))


def test_an_empty_ranking_is_a_header_alone():
    text = csv_bytes([], head_of(country.drawn().legend, country.sheet())).decode("utf-8-sig")
    assert text == ",".join((*COLUMNS, "rank")) + "\r\n"


def _cube() -> Cube:
    days = tuple(date(2021, 5, 19) + timedelta(days=n) for n in range(7))
    values = np.tile(np.arange(1.0, 8.0)[:, None], (1, 6))
    states = np.zeros((7, 6), dtype=np.uint8)
    states[2, 1] = State.NO_REPORT
    snapshot = Snapshot("0123456789ab", datetime(2021, 5, 25, 17), days[0], days[-1])
    return Cube(snapshot, country.units(), days, {"new_cases": series(days, values, states)}, {})


def test_seven_days_are_summed_and_related_to_the_population():
    figures = case_figures(_cube(), country.DAY)
    assert (figures["new_cases"][0], figures["cases_7d"][0], figures["cases_7d_per_100k"][0]) == (7, 28, 280)


@pytest.mark.parametrize(("day", "column"), [(date(2021, 5, 24), 0), (country.DAY, 1)])
def test_a_week_with_a_missing_day_has_no_sum(day, column):
    assert np.isnan(case_figures(_cube(), day)["cases_7d"][column])
