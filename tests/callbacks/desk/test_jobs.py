"""Files on their way: one after the other, stopped when asked, forgotten in time; the file itself is always deleted."""

from __future__ import annotations

import logging
from concurrent.futures import Future, wait

import pytest

from callbacks.desk import jobs as module
from callbacks.desk.jobs import KEEP_SECONDS, MOST_JOBS, DeskBusy, Job, Jobs
from data.errors import ImportRefused
from data.readers.batch import ReadOptions
from tests.callbacks.desk.conftest import PATIENCE, wait_for, wait_for_rest, wait_for_share
from tests.callbacks.desk.fake import BLUEZONE

PLAIN = ReadOptions()


@pytest.fixture
def begin(jobs, spooled):
    def start(name: str = "a.csv", options: ReadOptions = PLAIN):
        token = jobs.begin(BLUEZONE.key, name, spooled(), options)
        return token, jobs.find(token)

    return start


def in_spool(tmp_path) -> list[str]:
    return [path.name for path in (tmp_path / "spool").glob("*")]


def test_a_file_is_judged_and_forecast(begin, intake, tmp_path) -> None:
    _, job = begin(options=ReadOptions(encoding="tcvn3"))
    wait_for(job, "judged")
    judged, forecast = job.judging.result()
    assert (judged.source, forecast.rows.received) == (BLUEZONE, 1240)
    assert intake.asked == [("judge", BLUEZONE.key, "a.csv", ReadOptions(encoding="tcvn3"))]
    assert intake.seen == [b"a,b\n1,2\n"]
    assert in_spool(tmp_path) == []


def test_the_file_is_on_disk_only_while_it_is_judged(begin, intake, tmp_path) -> None:
    intake.gate.clear()
    _, job = begin()
    assert len(in_spool(tmp_path)) == 1
    intake.gate.set()
    wait_for(job, "judged")
    assert in_spool(tmp_path) == []


def test_progress_says_step_and_share(begin, intake) -> None:
    intake.gate.clear()
    _, job = begin()
    wait_for_share(job)
    assert job.phase == "judging"
    assert (job.step, job.share) == ("read and check", 0.25)


def test_a_refused_file_says_why_and_is_deleted(begin, intake, tmp_path) -> None:
    intake.refusal = ImportRefused("a.csv: expected headings, got an empty file.")
    _, job = begin()
    wait_for(job, "refused")
    assert str(job.error) == "a.csv: expected headings, got an empty file."
    assert in_spool(tmp_path) == []


def test_a_fault_of_the_program_is_logged_without_its_words(begin, jobs, intake, tmp_path, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    intake.refusal = KeyError("0900000123")
    _, job = begin()
    wait_for_rest(jobs)
    assert job.phase == "failed"
    assert "KeyError" in caplog.text
    assert "0900000123" not in caplog.text
    assert in_spool(tmp_path) == []


def test_what_is_dropped_while_it_is_judged_stops_and_is_deleted(begin, jobs, intake, tmp_path) -> None:
    intake.gate.clear()
    token, job = begin()
    wait_for_share(job)
    jobs.drop(token)
    intake.gate.set()
    wait([job.judging], timeout=PATIENCE)
    assert job.phase == "stopped"
    assert jobs.find(token) is None
    assert in_spool(tmp_path) == []


def test_what_is_dropped_before_its_turn_never_runs(begin, jobs, intake, tmp_path) -> None:
    intake.gate.clear()
    _, first = begin("first.csv")
    token, job = begin("second.csv")
    jobs.drop(token)
    assert job.phase == "stopped"
    assert len(in_spool(tmp_path)) == 1
    intake.gate.set()
    wait_for(first, "judged")
    assert [name for _, _, name, _ in intake.asked] == ["first.csv"]
    assert in_spool(tmp_path) == []


@pytest.mark.parametrize("ending", [None, ImportRefused("nothing in it"), KeyError("a cell")])
def test_who_hears_of_the_end_finds_no_file(begin, jobs, intake, tmp_path, ending) -> None:
    found = []
    intake.gate.clear()
    intake.refusal = ending
    _, job = begin()
    with job.judging._condition:  # in front of every callback there is, so that none can have tidied up before
        job.judging._done_callbacks.insert(0, lambda done: found.append(in_spool(tmp_path)))
    intake.gate.set()
    wait_for_rest(jobs)
    assert found == [[]]


def test_a_commit_is_in_the_name_of_who_asked_and_ends_in_a_receipt(begin, jobs, intake) -> None:
    _, job = begin()
    wait_for(job, "judged")
    jobs.commit(job, "Nguyễn Thử")
    wait_for(job, "committed")
    assert intake.asked[-1] == ("commit", "to-khai.csv", "Nguyễn Thử")
    assert job.committing.result().file_id == 12


def test_two_presses_commit_once(begin, jobs, intake) -> None:
    _, job = begin()
    wait_for(job, "judged")
    intake.gate.clear()
    jobs.commit(job, "một")
    jobs.commit(job, "hai")
    intake.gate.set()
    wait_for(job, "committed")
    jobs.commit(job, "ba")
    assert [what[2] for what in intake.asked if what[0] == "commit"] == ["một"]


def test_what_is_not_judged_yet_is_not_committed(begin, jobs, intake) -> None:
    intake.gate.clear()
    _, job = begin()
    jobs.commit(job, "một")
    assert job.phase == "judging"


def test_a_commit_that_fails_leaves_the_file_to_be_tried_again(begin, jobs, intake) -> None:
    _, job = begin()
    wait_for(job, "judged")
    intake.failure = ImportRefused("the store is being written")
    jobs.commit(job, "một")
    wait([job.committing], timeout=PATIENCE)
    assert job.phase == "judged"
    assert str(job.error) == "the store is being written"
    intake.failure = None
    jobs.commit(job, "một")
    wait_for(job, "committed")


def test_dropping_does_not_stop_a_commit(begin, jobs, intake) -> None:
    token, job = begin()
    wait_for(job, "judged")
    intake.gate.clear()
    jobs.commit(job, "một")
    jobs.drop(token)
    intake.gate.set()
    wait_for(job, "committed")


def test_what_was_judged_leaves_the_memory_with_the_commit(begin, jobs) -> None:
    _, job = begin()
    wait_for(job, "judged")
    jobs.commit(job, "một")
    wait_for(job, "committed")
    assert not job.judging.done()


def test_a_commit_that_ends_while_the_phase_is_asked_holds_nobody_up() -> None:
    """What was judged is let go of then: whoever asked the future in its place would wait for ever."""

    class LetGo(Future):
        def exception(self, timeout=None):
            raise AssertionError("never done")

    class Ending(Future):
        def done(self) -> bool:
            job.judging, job.committing = LetGo(), Future()
            job.committing.set_result(None)
            return super().done()

    job = Job(BLUEZONE.key, "a.csv", 0.0)
    job.judging = Ending()
    job.judging.set_result(("judged", "forecast"))
    assert [job.phase, job.phase] == ["judged", "committed"]


def test_tokens_can_not_be_guessed(begin) -> None:
    tokens = {begin()[0] for _ in range(MOST_JOBS)}
    assert len(tokens) == MOST_JOBS
    assert min(map(len, tokens)) >= 32


@pytest.mark.parametrize("token", ["", "x" * 32, None, 7, ["a"], {"a": 1}])
def test_nothing_is_found_for_what_is_no_token(token, jobs) -> None:
    assert jobs.find(token) is None
    jobs.drop(token)


def test_half_an_hour_later_a_file_is_forgotten(intake, spooled) -> None:
    now = [0.0]
    jobs = Jobs(intake, clock=lambda: now[0])
    token = jobs.begin(BLUEZONE.key, "a.csv", spooled(), PLAIN)
    wait_for(jobs.find(token), "judged")
    now[0] = KEEP_SECONDS - 1
    assert jobs.find(token) is not None
    now[0] = KEEP_SECONDS + 1
    assert jobs.find(token) is None


def test_nobody_has_to_ask_for_a_file_to_be_forgotten(begin, jobs, monkeypatch) -> None:
    clocks = []

    class Alarm:
        def __init__(self, seconds, ring, words) -> None:
            self.seconds, self.ring = seconds, lambda: ring(*words)

        def start(self) -> None:
            clocks.append(self)

    monkeypatch.setattr(module.threading, "Timer", Alarm)
    token, job = begin()
    wait_for(job, "judged")
    (clock,) = clocks
    assert (clock.seconds, clock.daemon) == (KEEP_SECONDS, True)
    assert jobs.find(token) is job
    clock.ring()
    assert job.phase == "stopped"
    assert jobs._jobs == {}


def test_only_a_few_are_kept_and_the_oldest_goes_first(begin, jobs) -> None:
    first, job = begin()
    wait_for(job, "judged")
    others = [begin() for _ in range(MOST_JOBS)]
    for _, each in others:
        wait_for(each, "judged")
    assert jobs.find(first) is None
    assert all(jobs.find(token) is not None for token, _ in others)


def test_a_finished_file_makes_room_before_one_that_waits_for_its_reader(begin, jobs) -> None:
    waiting, job = begin()
    wait_for(job, "judged")
    done, job = begin()
    wait_for(job, "judged")
    jobs.commit(job, "một")
    wait_for(job, "committed")
    for _ in range(MOST_JOBS - 1):
        wait_for(begin()[1], "judged")
    assert jobs.find(done) is None
    assert jobs.find(waiting) is not None


def test_where_all_are_being_worked_on_the_next_is_refused_and_deleted(begin, intake, tmp_path) -> None:
    intake.gate.clear()
    for _ in range(MOST_JOBS):
        begin()
    with pytest.raises(DeskBusy):
        begin()
    assert len(in_spool(tmp_path)) == MOST_JOBS
