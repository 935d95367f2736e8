"""What stands on screen for a file in each phase."""

from __future__ import annotations

import pytest

from callbacks.desk.commit import commit_file
from callbacks.desk.discard import discard_file
from callbacks.desk.follow import follow_file
from data.errors import ImportRefused
from data.intake.judged import Receipt
from data.readers.batch import ReadOptions
from layers.text import text
from tests.callbacks.desk.conftest import wait_for, wait_for_rest, wait_for_share
from tests.callbacks.desk.fake import BLUEZONE
from tests.callbacks.trees import find, one, words


@pytest.fixture
def upload(desk, jobs, spooled):
    """`upload("judged")`: a token of a file in that phase."""

    def begin(phase: str = "judged") -> str:
        token = jobs.begin(BLUEZONE.key, "to-khai.csv", spooled(), ReadOptions())
        wait_for(jobs.find(token), phase)
        return token

    return begin


def shown(token: object, lang: str = "en"):
    return follow_file(token, 0, f"?lang={lang}")


def test_without_a_file_nothing_is_shown_and_nothing_waited_for(desk) -> None:
    assert shown(None) == ([], True)


@pytest.mark.parametrize("token", ["x" * 32, 7, ["a"], {"a": 1}])
def test_a_file_that_is_gone_is_told(token, desk) -> None:
    children, is_over = shown(token)
    assert words(children) == text("desk.gone", "en")
    assert is_over


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_file_being_judged_shows_its_step_and_share_and_can_be_stopped(lang, upload, intake, jobs) -> None:
    intake.gate.clear()
    token = upload("judging")
    wait_for_share(jobs.find(token))
    children, is_over = shown(token, lang)
    assert not is_over
    assert text("desk.step.read and check", lang) in words(children)
    assert one(children, "Progress")["props"]["value"] == "25"
    assert one(children, "Button", data_desk="discard")["props"]["data-token"] == token
    assert one(children, "P", role="status")


def test_a_step_that_has_no_words_yet_is_called_by_its_name(upload, intake, jobs) -> None:
    intake.gate.clear()
    token = upload("judging")
    job = jobs.find(token)
    wait_for_share(job)
    job.step = "something new"
    assert "something new" in words(shown(token)[0])


def test_a_judged_file_shows_preview_and_forecast(upload) -> None:
    children, is_over = shown(upload())
    assert is_over
    assert one(children, css="preview")
    assert one(children, css="forecast")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_refused_file_shows_the_sentence_and_what_to_do(lang, upload, intake) -> None:
    intake.refusal = ImportRefused("to-khai.csv: expected headings, got an empty file. Export it again.")
    children, is_over = shown(upload("refused"), lang)
    told = words(children)
    assert is_over
    assert "to-khai.csv: expected headings, got an empty file. Export it again." in told
    assert text("desk.refused_lead", lang) in told
    assert text("desk.refused_remedy", lang) in told
    assert find(children, "Form") == []


def test_a_refusal_never_repeats_a_telephone(upload, intake) -> None:
    intake.refusal = ImportRefused("Expected a time, got '0900000123' in the column 'Thời điểm khai'.")
    assert "0900000123" not in words(shown(upload("refused"))[0])


@pytest.mark.parametrize(
    ("option", "offered"),
    [
        ("encoding", ("windows-1258", "tcvn3")),
        ("delimiter", (",", ";", "\t")),
        ("sheet", ("Tháng 5", "Tháng 6")),
    ],
)
def test_a_file_that_only_needs_an_answer_asks_for_it_with_what_there_is(
    option, offered, upload, intake
) -> None:
    intake.refusal = ImportRefused("which one?", option, offered)
    children, _ = shown(upload("refused"), "vi")
    choice = one(one(children, "Form", data_ask="again"), "Select", name=option)
    assert tuple(o["props"]["value"] for o in find(choice, "Option")) == offered
    assert text(f"desk.refused_asks.{option}", "vi") in words(children)


def test_a_fault_of_the_program_shows_no_words_of_its_own(upload, intake) -> None:
    intake.refusal = KeyError("0900000123 secret")
    told = words(shown(upload("failed"))[0])
    assert text("desk.failed_lead", "en") in told
    assert "secret" not in told


def test_pressing_the_button_begins_the_commit_and_waits_for_it(upload, intake, jobs) -> None:
    token = upload()
    intake.gate.clear()
    children, is_over = commit_file({"by": " Nguyễn Thử ", "token": token}, "?lang=en")
    assert not is_over
    assert text("desk.committing", "en") in words(children)
    assert find(children, "Button") == []
    intake.gate.set()
    wait_for(jobs.find(token), "committed")
    assert intake.asked[-1] == ("commit", "to-khai.csv", "Nguyễn Thử")


@pytest.mark.parametrize("asked", [None, {}, {"by": "a"}, {"token": "x"}, {"by": "", "token": 3}])
def test_a_commit_of_nothing_does_nothing(asked, desk, intake) -> None:
    commit_file(asked, "")
    assert intake.asked == []


def test_nothing_is_committed_in_nobodys_name(upload, intake) -> None:
    token = upload()
    commit_file({"by": "  ", "token": token}, "")
    assert [what[0] for what in intake.asked] == ["judge"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_receipt_says_what_came_in_and_where_to_look(lang, upload, jobs) -> None:
    token = upload()
    commit_file({"by": "a", "token": token}, "")
    wait_for(jobs.find(token), "committed")
    children, is_over = shown(token, lang)
    told = words(children)
    assert is_over
    assert text("desk.done", lang, name="to-khai.csv") in told
    assert "0123456789ab" in told
    links = [link["props"]["href"] for link in find(children, "A")]
    assert links == [
        f"./?day=2021-06-02&lang={lang}",
        f"?tab=ledger&file=12&lang={lang}",
        f"?tab=held&only=12&lang={lang}",
    ]


def test_a_file_that_came_in_meanwhile_changes_nothing_and_says_so(upload, jobs, intake, monkeypatch) -> None:
    monkeypatch.setattr(intake, "commit", lambda *_, **__: Receipt(None))
    token = upload()
    commit_file({"by": "a", "token": token}, "")
    wait_for(jobs.find(token), "committed")
    assert text("desk.is_known", "en") in words(shown(token)[0])


def test_a_commit_that_was_refused_says_why_and_keeps_the_preview(upload, jobs, intake) -> None:
    token = upload()
    intake.failure = ImportRefused("Another import is being written.")
    commit_file({"by": "a", "token": token}, "")
    wait_for_rest(jobs)
    children, _ = shown(token)
    assert "Another import is being written." in words(one(children, role="alert"))
    assert one(children, css="preview")


def test_discarding_forgets_the_file(upload, jobs) -> None:
    token = upload()
    assert discard_file({"token": token}) is None
    assert jobs.find(token) is None


@pytest.mark.parametrize("asked", [None, {}, {"token": None}, {"token": "x"}])
def test_discarding_nothing_does_nothing(asked, desk) -> None:
    assert discard_file(asked) is None
