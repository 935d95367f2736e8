"""Once a day, in the running app, what is kept no longer is deleted; at night, or as soon as the app runs again."""

from __future__ import annotations

import logging
import sqlite3
import threading
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from data.days import now
from data.errors import DichteError
from data.retention.retain import Run, retain_once_a_day
from data.settings import Settings

LOOKS_SECONDS = 600.0
"""How often it is looked whether a run is due."""

QUIET_HOUR = 2
"""From this hour on, local time."""


class RunOnce(Protocol):
    def __call__(self, settings: Settings, today: date, /) -> Run | None: ...


class Keeper:
    """One thread beside the refresher. Every process of a served app has its own; one of them does the day's run.

    In the demonstration it never starts: nothing there is about anybody.
    """

    def __init__(
        self, settings: Settings, run: RunOnce = retain_once_a_day, seconds: float = LOOKS_SECONDS
    ) -> None:
        self._settings = settings
        self._run_once = run
        self._seconds = seconds
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin, unless it runs, or there is nobody's data to look after."""
        if self._settings.has_accounts and not self.is_running:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End; a run under way is finished first."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._try()
            self._stopping.wait(self._seconds)

    def _try(self) -> None:
        try:
            run = self._run_once(self._settings, day_to_keep(now()))
        except (DichteError, SQLAlchemyError, sqlite3.Error, OSError) as error:
            # Of the store's failures only the kind: a statement may hold what a row says.
            logging.warning(
                "Rows that are kept no longer could not be deleted (%s); it is tried again in %g seconds.",
                str(error).rstrip(".") if isinstance(error, DichteError) else type(error).__name__,
                self._seconds,
            )
        else:
            if run is not None:
                logging.info("Retention: %d rows deleted.", sum(each.rows for each in run.deleted))


def day_to_keep(moment: datetime) -> date:
    """The day whose run is due at a moment: before the quiet hour that of the day before."""
    return (moment - timedelta(hours=QUIET_HOUR)).date()
