"""One way of doing something in a process of its own: its answer, its seconds and its peak memory."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.base import AnswersDiffer


@dataclass(frozen=True)
class Alone:
    """`seconds` on the wall, `cpu_seconds` of all threads, peak resident memory of the whole process in MiB."""

    answer: Any
    seconds: float
    cpu_seconds: float
    peak_mib: float


def alone(way: Callable[..., Any], tell: Callable[[Any], Any], *arguments: Any) -> Alone:
    """Run `way` in a fresh process; `tell` makes of its result what is sent back, off the clock.

    The start of the process and its imports are not timed; their memory counts.
    """
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_measure, args=(there, way, tell, arguments))
    process.start()
    there.close()
    try:
        found: Alone = here.recv()
    except EOFError as error:
        raise AnswersDiffer(
            f"{way.__name__}: expected an answer, got a process that ended without one"
        ) from error
    finally:
        process.join()
    return found


def _measure(
    there: Connection, way: Callable[..., Any], tell: Callable[[Any], Any], arguments: tuple[Any, ...]
) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    result = way(*arguments)
    seconds = time.perf_counter() - wall, time.process_time() - cpu
    peak = _peak_mib()
    there.send(Alone(tell(result), *seconds, peak))


def _peak_mib() -> float:
    """Linux hands the peak of a parent down to getrusage() of its children, so the kernel's own note comes first."""
    status = Path("/proc/self/status")
    lines = status.read_text("ascii", "replace").splitlines() if status.exists() else []
    own = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return (own[0] if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
