"""The line beside the ledger: what was deleted because its time was over, in counts, with the date."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from callbacks.desk import retention
from callbacks.desk.ledger import ledger_tab
from callbacks.desk.view import DeskView
from data.retention.due import due_on
from data.retention.noted import Deleted, Noted
from data.retention.retain import steps_of
from data.settings import Settings
from layers.text import text
from tests.callbacks.desk.fake import entry
from tests.callbacks.trees import words

AT, BEFORE = datetime(2021, 6, 5, 2, 0), date(2021, 5, 15)


@pytest.fixture
def line(desk, monkeypatch):
    """`line(deleted…)`: the words of the newest run."""

    def make(*deleted: Deleted, lang: str = "en") -> str:
        noted = [Noted(AT, each) for each in (*deleted, Deleted("finished", date(2021, 6, 5), 0))]
        monkeypatch.setattr(retention, "newest_run", lambda _connection: tuple(noted if deleted else ()))
        return words(retention.retention_line(desk, lang))

    return make


def test_before_the_first_run_there_is_no_line(line) -> None:
    assert line() == ""


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            "Time over: on 05/06/2021, 1,204 check-ins, the cells of 1 held row, 2 keys of days were deleted. Daily "
            "counts and this ledger stay as they were.",
        ),
        (
            "vi",
            "Hết thời hạn lưu: ngày 05/06/2021 đã xóa 1.204 lượt check-in, ô dữ liệu của 1 dòng giữ lại, 2 khóa theo "
            "ngày. Số đếm theo ngày và sổ này giữ nguyên.",
        ),
    ],
)
def test_what_went_is_told_in_counts(line, lang: str, told: str) -> None:
    found = (
        Deleted("checkins", BEFORE, 1204),
        Deleted("people", BEFORE, 0),
        Deleted("held_rows", BEFORE, 1),
        Deleted("day_keys", BEFORE, 0, 2),
    )
    assert line(*found, lang=lang) == told


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_run_that_found_nothing_says_so(line, lang: str) -> None:
    assert line(Deleted("checkins", BEFORE), lang=lang) == text("retention.nothing", lang, day="05/06/2021")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_kind_of_row_has_a_word(lang: str) -> None:
    kinds = [what for what, *_ in steps_of(due_on(BEFORE, Settings()))]
    assert all(text(f"retention.{what}", lang, 2) for what in (*kinds, "day_keys"))


def test_it_stands_in_the_ledger(desk, intake, line) -> None:
    line(Deleted("checkins", BEFORE, 3))
    intake.files[:] = [entry()]
    assert "3 check-ins were deleted" in words(ledger_tab(desk, DeskView(tab="ledger", lang="en")))
