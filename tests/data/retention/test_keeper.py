"""The keeper: a run a day, at night, in the running app; never in the demonstration; back after a failure."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from data.days import VIET_NAM
from data.errors import StoreError
from data.retention import keeper as module
from data.retention.keeper import Keeper, day_to_keep
from data.retention.noted import finished_on
from data.retention.retain import Run, retain_once_a_day
from data.settings import Settings
from tests.data.retention.stores import kept, met

PROVINCE = Settings(access="accounts")


class Runs:
    """Counts runs; `failures` are raised first, one each."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.days: list[date] = []
        self.made = threading.Semaphore(0)

    def __call__(self, settings: Settings, today: date, /) -> Run | None:
        self.days.append(today)
        self.made.release()
        if self.failures:
            raise self.failures.pop(0)
        return None

    def wait(self, times: int) -> None:
        for _ in range(times):
            assert self.made.acquire(timeout=60)


@pytest.fixture
def started():
    """`started(runs, seconds, settings)`: a keeper that is stopped when the test ends."""
    running: list[Keeper] = []

    def start(runs: Runs, seconds: float = 60, settings: Settings = PROVINCE) -> Keeper:
        running.append(Keeper(settings, runs, seconds))
        running[-1].start()
        return running[-1]

    yield start
    for keeper in running:
        keeper.stop()


def test_what_is_due_is_looked_for_at_the_start_and_again_and_again(started) -> None:
    runs = Runs()
    started(runs, 0.01)
    runs.wait(3)


def test_the_demonstration_deletes_nothing(started) -> None:
    runs = Runs()
    keeper = started(runs, 0.01, Settings())
    assert (keeper.is_running, runs.days) == (False, [])


@pytest.mark.parametrize(
    "failure", [StoreError("Expected this, got that."), OSError(28, "No space left")], ids=["told", "disk"]
)
def test_after_a_failure_it_is_tried_again(started, failure, caplog) -> None:
    runs = Runs(failure)
    started(runs, 0.01)
    runs.wait(2)
    assert "could not be deleted" in caplog.text


def test_it_stops_and_can_begin_again(started) -> None:
    runs = Runs()
    keeper = started(runs)
    runs.wait(1)
    keeper.stop()
    assert not keeper.is_running
    keeper.start()
    runs.wait(1)


@pytest.mark.parametrize(("hour", "day"), [(1, 24), (2, 25), (23, 25)])
def test_before_the_quiet_hour_the_day_before_counts(hour: int, day: int) -> None:
    assert day_to_keep(datetime(2026, 11, 25, hour, tzinfo=VIET_NAM)) == date(2026, 11, day)


def test_a_real_run_is_made_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("INFO")
    # All on one day, whatever the hour at which this is run.
    monkeypatch.setattr(module, "now", lambda: datetime(2026, 11, 25, 12, tzinfo=VIET_NAM))
    intake = kept(tmp_path)
    met(intake)
    looked = threading.Semaphore(0)

    def run_once(settings: Settings, today: date, /) -> Run | None:
        try:
            return retain_once_a_day(settings, today)
        finally:
            looked.release()

    keeper = Keeper(replace(intake.settings, access="accounts"), run_once, seconds=0.01)
    keeper.start()
    for _ in range(3):
        assert looked.acquire(timeout=60)
    keeper.stop()
    with intake.reading() as connection:
        assert finished_on(connection) is not None
    assert caplog.text.count("Retention: ") == 1
