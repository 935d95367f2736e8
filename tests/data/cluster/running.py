"""Dask's scheduler and workers as programs of their own on loopback, as a province would run them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

ROOT = Path(__file__).parents[3]
SECONDS = 300


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """The address of a scheduler without workers."""
    with ended() as programs:
        yield _start_scheduler(folder, programs)


@contextmanager
def cluster(folder: Path, workers: int, memory: int) -> Iterator[str]:
    """The address of a scheduler with workers of one thread and so many bytes each."""
    limit = ("--nthreads", "1", "--memory-limit", str(memory), "--local-directory", str(folder))
    limit += ("--preload", "tests.data.cluster.gate")
    with ended() as programs:
        address = _start_scheduler(folder, programs)
        for number in range(workers):
            programs.append(_start(folder, "worker", address, "--name", str(number), *limit))
        with Client(address, timeout=SECONDS, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=SECONDS)
        yield address


@contextmanager
def ended() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Programs that are asked to end, all at once, when the block does."""
    programs: list[subprocess.Popen[bytes]] = []
    try:
        yield programs
    finally:
        for program in reversed(programs):
            program.terminate()
        for program in programs:
            try:
                program.wait(30)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def _start_scheduler(folder: Path, programs: list[subprocess.Popen[bytes]]) -> str:
    found = folder / "address.json"
    started = _start(folder, "scheduler", "--port", "0", "--scheduler-file", str(found), "--no-jupyter")
    programs.append(started)
    until = time.monotonic() + SECONDS
    while not (address := _address(found)):
        assert started.poll() is None and time.monotonic() < until, (folder / "scheduler.log").read_text()
        time.sleep(0.05)
    return address


def _start(folder: Path, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    """One of Dask's programs, without its dashboard."""
    command = [sys.executable, "-m", "dask", program, *arguments, "--host", "127.0.0.1", "--no-dashboard"]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    with (folder / f"{program}.log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environ)


def _address(file: Path) -> str:
    """What the scheduler wrote of itself; empty while it has not, or not wholly."""
    text = file.read_text() if file.exists() else ""
    return (
        text.split('"address": "')[1].split('"')[0] if '"address": "' in text and text.endswith("}") else ""
    )
