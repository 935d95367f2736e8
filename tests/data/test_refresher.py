"""The refresher: woken by pushes, never twice within its time, stopped cleanly, and back after a failure."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy.exc import OperationalError

from data.errors import StoreError
from data.refresher import Refresher

PATIENCE = 60
"""Seconds that a busy machine may take for what takes none."""


class Rollups:
    """Counts refreshes, which wait while the gate is shut; `failures` are raised first, one each."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.times: list[float] = []
        self.made = threading.Semaphore(0)
        self.gate = threading.Event()
        self.gate.set()

    def refresh(self) -> None:
        self.times.append(time.monotonic())
        self.made.release()
        assert self.gate.wait(PATIENCE)
        if self.failures:
            raise self.failures.pop(0)

    def wait(self, times: int) -> None:
        for _ in range(times):
            assert self.made.acquire(timeout=PATIENCE)


@pytest.fixture
def started():
    """`started(rollups, seconds)`: a refresher that is stopped when the test ends."""
    running: list[Refresher] = []

    def start(rollups: Rollups, seconds: float) -> Refresher:
        running.append(Refresher(rollups.refresh, seconds))
        running[-1].start()
        return running[-1]

    yield start
    for refresher in running:
        refresher.stop()


def test_what_an_earlier_process_left_is_refreshed_at_the_start(started) -> None:
    rollups = Rollups()
    started(rollups, 60)
    rollups.wait(1)


def test_many_pushes_are_one_refresh_and_wait_for_their_time(started) -> None:
    rollups = Rollups()
    rollups.gate.clear()
    refresher = started(rollups, 0.3)
    rollups.wait(1)
    for _ in range(50):
        refresher.wake()
    rollups.gate.set()
    rollups.wait(1)
    assert rollups.times[1] - rollups.times[0] >= 0.3
    assert not refresher._woken.is_set()
    refresher.stop()
    assert len(rollups.times) == 2


def test_without_pushes_nothing_is_refreshed(started) -> None:
    rollups = Rollups()
    started(rollups, 0)
    rollups.wait(1)
    time.sleep(0.1)
    assert len(rollups.times) == 1


@pytest.mark.parametrize(
    "failure",
    [
        StoreError("Expected a store, got none."),
        OperationalError("INSERT", {"got": "0912345678"}, Exception("locked")),
    ],
)
def test_a_failure_is_one_sentence_and_the_refresh_is_tried_again(failure, started, caplog) -> None:
    rollups = Rollups(failure)
    started(rollups, 0.05)
    rollups.wait(2)
    (record,) = [each for each in caplog.records if each.threadName == "refresher"]
    assert record.getMessage().startswith("The refresh after a push failed (")
    assert "0912345678" not in caplog.text
    assert "\n" not in record.getMessage()


def test_stopping_ends_the_thread_at_once_though_its_time_is_long() -> None:
    rollups = Rollups()
    refresher = Refresher(rollups.refresh, 3600)
    refresher.start()
    rollups.wait(1)
    stopping = threading.Thread(target=refresher.stop, daemon=True)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive() and not refresher.is_running


def test_a_refresher_that_was_stopped_can_be_started_again(started) -> None:
    rollups = Rollups()
    refresher = started(rollups, 0)
    rollups.wait(1)
    refresher.stop()
    refresher.start()
    rollups.wait(1)
    assert refresher.is_running


def test_starting_twice_makes_one_thread(started) -> None:
    rollups = Rollups()
    refresher = started(rollups, 60)
    rollups.wait(1)
    thread = refresher._thread
    refresher.start()
    assert refresher._thread is thread and refresher.is_running


def test_a_refresher_that_nobody_started_does_nothing_when_woken() -> None:
    rollups = Rollups()
    Refresher(rollups.refresh, 0).wake()
    time.sleep(0.05)
    assert rollups.times == []
