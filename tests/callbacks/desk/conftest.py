"""The desk on the built outbreak, with an intake that stores nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from callbacks.desk.desk import EXTENSION, Desk
from callbacks.desk.jobs import Job, Jobs
from callbacks.desk.spool import SpooledFile, spool
from tests.callbacks.desk.fake import FakeIntake


@pytest.fixture
def intake() -> Iterator[FakeIntake]:
    """Nothing waits unless a test shuts the gate."""
    intake = FakeIntake()
    intake.gate.set()
    yield intake
    intake.gate.set()


@pytest.fixture
def jobs(intake) -> Jobs:
    return Jobs(intake)


@pytest.fixture
def desk(context, intake, jobs) -> Iterator[Desk]:
    """The desk of an app whose request is being served."""
    server = Flask("desk")
    desk = Desk(context, intake, jobs)
    server.extensions |= {EXTENSION: desk, "dichte": context}
    with server.app_context():
        yield desk


@pytest.fixture
def spooled(tmp_path: Path) -> Callable[..., SpooledFile]:
    def make(content: bytes = b"a,b\n1,2\n", name: str = "a.csv") -> SpooledFile:
        return spool(tmp_path, name, [content], 1_000_000)

    return make


PATIENCE = 60
"""Seconds that a busy machine may take for what takes none."""


def wait_for(job: Job, *phases: str) -> None:
    """Until the job is in one of these phases."""
    deadline = time.monotonic() + PATIENCE
    while job.phase not in phases:
        assert time.monotonic() < deadline, f"still {job.phase}"
        time.sleep(0.005)


def wait_for_share(job: Job) -> None:
    """Until the intake has told how far it is."""
    deadline = time.monotonic() + PATIENCE
    while job.share is None:
        assert time.monotonic() < deadline, f"still {job.phase}"
        time.sleep(0.005)


def wait_for_rest(jobs: Jobs) -> None:
    """Until the worker has done all that it was given, with what comes after the end of each: its log line."""
    jobs._worker.submit(lambda: None).result(PATIENCE)
