"""Pushes: one request is carried out once, whoever repeats it, and whoever dies while carrying it out."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update

from data import schema
from data.claims import LEASE_SECONDS, State
from data.engine import writing
from data.errors import ImportRefused
from data.push import Push, digest, push
from tests.wire.api.fake import FakeIntake

ROW = {"Mã lượt": "A1", "Mã điểm": "V7"}
ASKED = Push("qr-checkins", "request-1", [ROW], "api key 1")
PATIENCE = 60
"""Seconds that a busy machine may take for what takes none."""


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def intake(engine: Engine) -> FakeIntake:
    return FakeIntake(engine)


def count(engine: Engine, table: schema.Table) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def leave(engine: Engine) -> None:
    """Make the claim as old as one whose process died."""
    p = schema.push_request
    with writing(engine) as connection:
        claimed = connection.execute(select(p.c.pushed_at)).scalar_one()
        connection.execute(
            update(p).values(answer="", pushed_at=claimed - timedelta(seconds=LEASE_SECONDS + 1))
        )


def test_the_same_request_gets_the_same_answer_and_changes_nothing(engine, intake) -> None:
    first, again = push(intake, engine, ASKED), push(intake, engine, ASKED)
    assert (first.is_new, first.is_replayed) == (True, False)
    assert (again.is_new, again.is_replayed) == (False, True)
    assert again.answer == first.answer
    assert count(engine, schema.import_file) == 1


def test_an_answer_stays_as_it_was_given_though_the_file_is_withdrawn(engine, intake) -> None:
    first = push(intake, engine, ASKED)
    with engine.begin() as connection:
        connection.execute(
            update(schema.import_file).values(withdrawn_at=func.current_timestamp(), held=1, accepted=0)
        )
    assert push(intake, engine, ASKED).answer == first.answer
    assert count(engine, schema.import_file) == 1


def test_other_rows_under_the_same_key_are_not_taken_in(engine, intake) -> None:
    push(intake, engine, ASKED)
    other = push(intake, engine, Push("qr-checkins", "request-1", [ROW | {"Mã lượt": "A2"}], "api key 1"))
    assert (other.state, other.answer) == (State.REUSED, None)
    assert count(engine, schema.import_file) == 1


def test_two_sources_may_use_the_same_key(engine, intake) -> None:
    push(intake, engine, ASKED)
    assert push(intake, engine, Push("cdc-cases", "request-1", [{"n": "1"}], "api key 2")).is_new


def test_the_same_rows_under_another_key_are_known(engine, intake) -> None:
    first = push(intake, engine, ASKED)
    second = push(intake, engine, Push("qr-checkins", "request-2", [ROW], "api key 1"))
    assert (second.is_new, second.is_replayed, second.answer) == (False, False, first.answer)


def test_of_two_threads_with_one_request_one_carries_it_out_and_the_other_is_told_to_wait(
    engine, intake
) -> None:
    begun, finish = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        assert finish.wait(PATIENCE)

    intake.before_commit = hold
    with ThreadPoolExecutor(1) as other:
        running = other.submit(push, intake, engine, ASKED)
        assert begun.wait(PATIENCE)
        met = push(intake, engine, ASKED)
        finish.set()
        first = running.result(PATIENCE)
    assert (met.state, met.answer, met.retry_after_seconds > 0) == (State.RUNNING, None, True)
    assert first.is_new
    assert push(intake, engine, ASKED).answer == first.answer


@pytest.mark.parametrize("keys", [["request-1"] * 8, [f"request-{n}" for n in range(8)]], ids=["one", "many"])
def test_of_many_threads_with_the_same_rows_one_takes_them_in(keys, engine, intake) -> None:
    together = threading.Barrier(len(keys), timeout=PATIENCE)

    def send(key: str):
        together.wait()
        return push(intake, engine, Push("qr-checkins", key, [ROW], "api key 1"))

    with ThreadPoolExecutor(len(keys)) as threads:
        told = list(threads.map(send, keys))
    assert sum(one.is_new for one in told) == 1
    assert count(engine, schema.import_file) == 1
    assert {one.answer["file"] for one in told if one.answer} == {1}
    assert {one.state for one in told if not one.answer} <= {State.RUNNING}


@pytest.mark.parametrize("moment", ["before_judge", "before_commit", "after_commit"])
def test_a_crash_at_any_moment_neither_loses_nor_doubles_rows(moment, engine, intake, monkeypatch) -> None:
    def die() -> None:
        raise Killed

    setattr(intake, moment, die)
    # A killed process cleans nothing up.
    monkeypatch.setattr("data.push.release", lambda *_: None)
    with pytest.raises(Killed):
        push(intake, engine, ASKED)
    setattr(intake, moment, lambda: None)
    assert push(intake, engine, ASKED).state is State.RUNNING
    leave(engine)
    told = push(intake, engine, ASKED)
    assert told.answer is not None
    assert (told.answer["received"], told.answer["accepted"]) == (1, 1)
    assert count(engine, schema.import_file) == 1
    assert push(intake, engine, ASKED).is_replayed


def test_a_crash_before_the_answer_was_kept_is_made_good(engine, intake, monkeypatch) -> None:
    first = push(intake, engine, ASKED)
    leave(engine)
    told = push(intake, engine, ASKED)
    assert (told.is_new, told.answer) == (False, first.answer)
    assert count(engine, schema.import_file) == 1


def test_of_many_that_find_a_claim_left_one_takes_it(engine, intake) -> None:
    push(intake, engine, ASKED)
    leave(engine)
    together = threading.Barrier(6, timeout=PATIENCE)

    def send(_n: int):
        together.wait()
        return push(intake, engine, ASKED)

    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(send, range(6)))
    assert sum(one.state is State.CLAIMED for one in told) == 1


def test_a_request_that_fails_leaves_its_key_free_for_other_rows(engine, intake) -> None:
    hopeless = Push("qr-checkins", "request-1", [{"Mã lượt": "hopeless"}], "api key 1")
    with pytest.raises(ImportRefused):
        push(intake, engine, hopeless)
    assert count(engine, schema.push_request) == 0
    assert push(intake, engine, ASKED).is_new


def test_the_store_keeps_a_digest_of_the_key_that_the_pusher_gave(engine, intake) -> None:
    push(intake, engine, ASKED)
    with engine.connect() as connection:
        kept = connection.execute(select(schema.push_request)).one()
    assert len(kept.idempotency_key) == 64
    assert "request-1" not in str(kept)


def test_a_missing_answer_and_a_heading_left_out_are_the_same_rows() -> None:
    assert digest([ROW | {"Giờ ra": None}]) == digest([dict(reversed(ROW.items()))])
    assert digest([ROW | {"Giờ ra": ""}]) != digest([ROW])
    assert digest([ROW, ROW | {"Mã lượt": "A2"}]) != digest([ROW | {"Mã lượt": "A2"}, ROW])
