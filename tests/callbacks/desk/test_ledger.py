"""The ledger: every file with its balance, one of them in full, and the way to take it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from callbacks.desk.ledger import PER_PAGE, ledger_tab
from callbacks.desk.view import DeskView
from callbacks.desk.withdraw import withdraw_file
from data.errors import ImportRefused
from data.ledger import Tally
from layers.text import text
from tests.callbacks.desk.fake import FEED, entry
from tests.callbacks.trees import find, one, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])
WITHDRAWN = {
    "withdrawn_at": datetime(2021, 6, 4, 8),
    "withdrawn_by": "Trần Mẫu",
    "withdrawn_why": "sai nguồn",
}


@pytest.fixture
def tab(desk, intake):
    """`tab(entry(…), file=12)`: the tab with these files."""

    def make(*files, lang: str = "en", **view):
        intake.files[:] = files
        return ledger_tab(desk, DeskView(tab="ledger", lang=lang, **view))

    return make


@every_language
def test_an_empty_ledger_says_how_to_begin(lang, tab) -> None:
    assert words(tab(lang=lang)) == text("desk.ledger_empty", lang)


def test_a_file_stands_with_who_when_where_from_and_its_balance(tab) -> None:
    cells = table(tab(entry()))[1]
    assert cells[:9] == [
        "17:05 03/06/2021",
        "Health declarations in Bluezone",
        "to-khai.csv",
        "1,240",
        "1,009",
        "220",
        "11",
        "25/05/2021\u00a0– 02/06/2021",
        "Nguyễn Thử",
    ]
    assert cells[9:] == ["1.3 s", "abababab"]


def test_the_whole_digest_is_there_on_demand(tab) -> None:
    assert one(find(tab(entry()), "Table")[0], "Code")["props"]["title"] == "ab" * 32
    assert "ab" * 32 in words(one(tab(entry(), file=12), css="panel"))


def test_simulated_and_withdrawn_files_are_marked(tab) -> None:
    rows = table(tab(entry(is_simulated=True), entry(**WITHDRAWN), entry()))[1:]
    assert [cells[2] for cells in rows] == ["to-khai.csvsimulated", "to-khai.csvwithdrawn", "to-khai.csv"]


def test_every_cell_says_what_it_is_for_narrow_screens(tab) -> None:
    row = find(tab(entry()), "Tr")[1]
    assert all(cell["props"]["data-label"] for cell in find(row, "Td"))


def test_files_of_the_embedded_outbreak_have_names_of_their_own(tab) -> None:
    rows = table(
        tab(entry(source="an-toan-covid-cases"), entry(source="simulated_checkin"), entry(source="gone"))
    )[1:]
    assert [cells[1] for cells in rows] == [
        "New cases by commune, An toàn COVID",
        text("source.simulated", "en"),
        "gone",
    ]


def test_a_long_ledger_comes_in_pages(tab) -> None:
    files = [entry(file_id=n) for n in range(PER_PAGE + 5)]
    first, second = tab(*files), tab(*files, page=2)
    assert (len(table(first)), len(table(second))) == (PER_PAGE + 1, 6)
    assert [a["props"]["href"] for a in find(one(first, css="pager"), "A")] == ["?tab=ledger&lang=en&page=2"]
    assert [a["props"]["href"] for a in find(one(second, css="pager"), "A")] == ["?tab=ledger&lang=en"]


@every_language
def test_one_file_in_full_says_everything_and_leads_on(lang, tab) -> None:
    panel = one(tab(entry(adjusted={"stay_cut": 7}), lang=lang, file=12), css="panel")
    assert text("rule.stay_cut", lang) in words(panel)
    links = [a["props"]["href"] for a in find(panel, "A")]
    assert f"./?day=2021-06-02&lang={lang}" in links
    assert f"?tab=held&only=12&lang={lang}" in links


def test_cases_of_a_feed_are_told_beside_its_rows(tab) -> None:
    panel = one(tab(entry(source=FEED.key, weights=Tally(300, 0, 60)), file=12), css="panel")
    assert text("desk.cases_balance", "en", accepted="300", held="60") in words(panel)


def test_a_file_that_is_not_there_is_told(tab) -> None:
    assert text("desk.no_such_file", "en", number=99) in words(one(tab(entry(), file=99), css="panel"))


def test_withdrawing_says_before_it_asks_what_will_happen(tab) -> None:
    form = one(tab(entry(), file=12), "Form", data_ask="desk-withdraw")
    told = words(one(tab(entry(), file=12), "Details", css="desk-gesture"))
    assert "1,009 rows of the file leave the tables and 11 held rows go" in told
    assert "25/05/2021\u00a0– 02/06/2021" in told
    assert form["props"]["data-fact-file"] == "12"
    assert one(form, "Input", name="why")["props"]["required"] is True


def test_a_withdrawn_file_says_who_and_why_and_can_not_be_withdrawn_again(tab) -> None:
    panel = one(tab(entry(**WITHDRAWN), file=12), css="panel")
    assert "Withdrawn at 08:00 04/06/2021 by Trần Mẫu. Reason: sai nguồn" in words(panel)
    assert find(panel, "Form") == []


@pytest.mark.parametrize("changes", [{"source": "gone"}, {"source": "simulated_x", "is_simulated": True}])
def test_the_embedded_outbreak_can_not_be_withdrawn(changes, tab) -> None:
    assert find(tab(entry(**changes), file=12), "Form") == []


def test_withdrawing_is_done_in_the_name_of_who_asked_and_told(desk, intake) -> None:
    done = withdraw_file({"by": "Nguyễn Thử", "file": "12", "why": " sai nguồn "}, "?tab=ledger&lang=en")
    assert intake.asked == [("withdraw", 12, "Nguyễn Thử", "sai nguồn")]
    assert done == {
        "words": text("desk.withdraw.done", "en", 12, days="25/05/2021"),
        "is_bad": False,
        "search": "?tab=ledger&lang=en",
    }


def test_nothing_is_withdrawn_in_nobodys_name(desk, intake) -> None:
    done = withdraw_file({"by": " ", "file": "12", "why": "x"}, "?lang=en")
    assert (intake.asked, done["is_bad"], done["words"]) == ([], True, text("desk.who_missing", "en"))


def test_a_refusal_is_told_and_not_raised(desk, intake) -> None:
    intake.failure = ImportRefused("Check-ins of file 13 stand on it.")
    done = withdraw_file({"by": "a", "file": "12", "why": "x"}, "?lang=en")
    assert done["is_bad"]
    assert done["words"] == f"{text('desk.not_done', 'en')} Check-ins of file 13 stand on it."


def test_names_and_reasons_are_cut_to_what_the_ledger_holds(desk, intake) -> None:
    withdraw_file({"by": "a" * 99, "file": "12", "why": "b" * 999}, "")
    assert intake.asked == [("withdraw", 12, "a" * 60, "b" * 200)]


def test_the_file_that_is_looked_at_is_marked_in_the_table(tab) -> None:
    tree = tab(entry(), replace(entry(), file_id=13), file=13)
    [here] = [row for row in find(tree, "Tr") if row["props"].get("aria-current")]
    assert find(here, "A")[0]["props"]["href"] == "?tab=ledger&lang=en&file=13"
