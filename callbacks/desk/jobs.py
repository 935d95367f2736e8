"""Files on their way through the desk: judged by one worker, kept half an hour in memory, then forgotten."""

from __future__ import annotations

import logging
import secrets
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from callbacks.desk.spool import SpooledFile
from data.errors import DichteError
from data.intake.intake import Intake
from data.intake.judged import Forecast, Judged, Receipt
from data.readers.batch import ReadOptions

KEEP_SECONDS = 30 * 60
MOST_JOBS = 4
RUNNING = ("judging", "committing")
"""Phases in which a file is being worked on."""


class Stopped(Exception):
    """The reader cancelled while the file was being judged."""


class DeskBusy(Exception):
    """Every place is taken by a file that is being worked on."""


@dataclass(eq=False)
class Job:
    """One uploaded file of the account `owner`. `phase` says how far it is; `step` and `share` how far within the phase."""

    source_key: str
    name: str
    began: float
    owner: int | None = None
    step: str = ""
    share: float | None = None
    is_stopped: bool = False
    judging: Future[tuple[Judged, Forecast]] = field(default_factory=Future)
    committing: Future[Receipt] | None = None

    def report(self, step: str, share: float | None = None) -> None:
        """What the intake calls as it goes on; raises Stopped where the reader wants no more."""
        if self.is_stopped:
            raise Stopped
        self.step, self.share = step, share

    @property
    def phase(self) -> str:
        """judging, stopped, refused, failed, judged, committing or committed."""
        # A commit that ends while this is asked puts a future in its place that is never done.
        judging = self.judging
        if self.committing is not None and not self.committing.done():
            return "committing"
        if self.committing is not None and self.committing.exception() is None:
            return "committed"
        if self.is_stopped or judging.cancelled():
            return "stopped"
        if not judging.done():
            return "judging"
        return "judged" if (error := judging.exception()) is None else _kind(error)

    @property
    def is_running(self) -> bool:
        return self.phase in RUNNING

    @property
    def error(self) -> BaseException | None:
        """Why the last step ended badly, or None."""
        last: Future[Any] = self.committing or self.judging
        return last.exception() if last.done() and not last.cancelled() else None


def _kind(error: BaseException) -> str:
    return "refused" if isinstance(error, DichteError) else "failed"


class Jobs:
    """The jobs of one app, by a token that nobody can guess."""

    def __init__(self, intake: Intake, clock: Callable[[], float] = time.monotonic) -> None:
        self._intake, self._clock = intake, clock
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    def begin(
        self, source_key: str, name: str, file: SpooledFile, options: ReadOptions, owner: int | None = None
    ) -> str:
        """Queue a file of an account (None: there are no accounts); returns its token. Raises DeskBusy.

        The file is deleted whatever happens.
        """
        job = Job(source_key, name, self._clock(), owner)
        try:
            token = self._admit(job)
        except DeskBusy:
            file.delete()
            raise
        job.judging = self._worker.submit(self._judge, job, file, options)
        # One that is cancelled before its turn never reaches `_judge`, which deletes the file otherwise.
        job.judging.add_done_callback(lambda done: file.delete() if done.cancelled() else None)
        job.judging.add_done_callback(_log_failure)
        return token

    def _admit(self, job: Job) -> str:
        with self._lock:
            self._forget_old()
            if len(self._jobs) >= MOST_JOBS:
                self._forget_one()
            token = secrets.token_urlsafe(24)
            self._jobs[token] = job
        timer = threading.Timer(KEEP_SECONDS, self.drop, (token,))
        timer.daemon = True
        timer.start()
        return token

    def _forget_old(self) -> None:
        oldest = self._clock() - KEEP_SECONDS
        self._jobs = {token: job for token, job in self._jobs.items() if job.began > oldest}

    def _forget_one(self) -> None:
        """Make room: what is finished goes first, then what waits longest; what is being worked on stays."""
        idle = [
            (job.phase == "judged", job.began, token)
            for token, job in self._jobs.items()
            if not job.is_running
        ]
        if not idle:
            raise DeskBusy
        del self._jobs[min(idle)[-1]]

    def _judge(self, job: Job, file: SpooledFile, options: ReadOptions) -> tuple[Judged, Forecast]:
        # Deleted before the future is done, and not by a callback of it: who hears of the end finds no file.
        try:
            job.report("waiting")
            judged = self._intake.judge(file.path, job.source_key, job.name, options, job.report)
        finally:
            file.delete()
        job.report("forecast")
        return judged, self._intake.forecast(judged)

    def find(self, token: object, owner: int | None = None) -> Job | None:
        """The job of a token, unless it is unknown, too old or another account's."""
        with self._lock:
            self._forget_old()
            job = self._jobs.get(token) if isinstance(token, str) else None
        return job if job is not None and job.owner == owner else None

    def commit(self, job: Job, by: str) -> None:
        """Begin to commit what was judged; does nothing where that has begun already."""
        with self._lock:
            if job.phase != "judged":
                return
            judged, _ = job.judging.result()
            job.step, job.share = "waiting", None
            job.committing = self._worker.submit(self._commit, job, judged, by)
        job.committing.add_done_callback(_log_failure)

    def _commit(self, job: Job, judged: Judged, by: str) -> Receipt:
        receipt = self._intake.commit(judged, by, progress=job.report)
        job.judging = Future()
        return receipt

    def drop(self, token: object) -> None:
        """Forget a job; one that is being judged is stopped at its next step, a commit goes on to its end."""
        with self._lock:
            job = self._jobs.pop(token, None) if isinstance(token, str) else None
        if job is not None and job.committing is None:
            job.is_stopped = True
            job.judging.cancel()


def _log_failure(done: Future[Any]) -> None:
    """Log a fault of the program by kind and place alone: its message may hold a cell."""
    error = None if done.cancelled() else done.exception()
    if error is not None and not isinstance(error, DichteError | Stopped):
        last = traceback.extract_tb(error.__traceback__)[-1]
        logging.error("Data desk: %s in %s, line %s", type(error).__name__, last.name, last.lineno)
