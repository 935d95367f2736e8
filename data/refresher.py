"""After pushes the rollups are made anew in the background: at once after a quiet time, then every so often."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data.errors import DichteError


class Refresher:
    """One thread that refreshes when woken, never twice within `seconds`.

    It starts awake, for pushes may have come in that an earlier process did not live to refresh. Every process of a
    served app has its own; the store lets one of them write at a time.
    """

    def __init__(self, refresh: Callable[[], object], seconds: float) -> None:
        self._refresh = refresh
        self._seconds = max(0.0, seconds)
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin, unless it runs."""
        if not self.is_running:
            self._stopping.clear()
            self._woken.set()
            self._thread = threading.Thread(target=self._run, name="refresher", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Rows came in. Without a thread nothing happens: `python -m data refresh` does it then."""
        self._woken.set()

    def stop(self) -> None:
        """End; a refresh under way is finished first."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while self._is_woken():
            self._woken.clear()
            self._try()
            self._stopping.wait(self._seconds)

    def _is_woken(self) -> bool:
        self._woken.wait()
        return not self._stopping.is_set()

    def _try(self) -> None:
        try:
            self._refresh()
        except (DichteError, SQLAlchemyError) as error:
            logging.warning(
                "The refresh after a push failed (%s); it is tried again in %g seconds.",
                _why(error),
                self._seconds,
            )
            self._woken.set()


def _why(error: DichteError | SQLAlchemyError) -> str:
    """The first line; of the store's failures without the statement, which may hold what a row says."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return next(iter(str(cause).splitlines()), type(error).__name__).rstrip(".")
