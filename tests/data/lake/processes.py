"""Programs that change a store and refresh its snapshot, to be run side by side and killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from unittest import mock

from data.lake import files
from data.lake.lake import current, lake_dir
from data.lake.refresh import refresh_lake
from tests.data.lake.lakes import put_one, reopened
from tests.patience import patient_writers
from tests.world import DAYS, FACTORY, LAN, at


def go_on(folder: Path, number: int, rounds: int | None, told: Pipe) -> None:
    """Move a check-in about and look at it; every third time everything is read. `rounds` None: until killed."""
    store = reopened(folder)
    with patient_writers():
        told.send("begin")
        for n in range(rounds) if rounds is not None else count():
            put_one(store, number, (FACTORY, LAN, at(DAYS[n % 5], n % 24), None))
            refresh_lake(store.engine, lake_dir(store.settings), is_whole=n % 3 == 2)
            current(store)
        told.send("done")


def die_at(folder: Path, nth: int) -> None:
    """One refresh of everything, killed when the nth file is about to take its place."""
    store, files_written = reopened(folder), count(1)

    def sync(_number: int) -> None:
        if next(files_written) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    with mock.patch.object(files.os, "fsync", sync):
        refresh_lake(store.engine, lake_dir(store.settings), is_whole=True)


def died_at(folder: Path, nth: int) -> int | None:
    """The exit code of such a process."""
    process = _server().Process(target=die_at, args=(folder, nth))
    process.start()
    process.join()
    return process.exitcode


def _server() -> ForkServerContext:
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([__name__])
    return server


@contextmanager
def going_on(folder: Path, number: int, rounds: int | None = None) -> Iterator[tuple[BaseProcess, Pipe]]:
    """Another process, on its way when the block begins and killed when it ends."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = _server().Process(target=go_on, args=(folder, number, rounds, there), daemon=True)
    process.start()
    there.close()
    try:
        assert here.recv() == "begin"
        yield process, here
    finally:
        process.kill()
        process.join()
        here.close()
