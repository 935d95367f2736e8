"""How large a partition may be, and how much memory a worker took."""

from __future__ import annotations

import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1 << 20

BASE = 320 * MEBIBYTE
"""A worker with everything imported and compiled, before it holds a row."""

BYTES_PER_ROW = 96
"""Peak of reading and exposing one partition, a row: measured, and rounded up (docs/scale.md)."""

USED = 0.6
"""Share of its limit that a worker fills by itself: above it Dask spills to disk."""


@dataclass(frozen=True)
class Room:
    """What one worker has: memory, bytes, for all of its threads."""

    memory: int
    threads: int


def here() -> Room:
    """Half of this machine's memory, and all of its cores."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Room(memory // 2, os.cpu_count() or 1)


def rows_for(worker_memory: int, threads: int = 1) -> int:
    """Rows of a partition of which each thread of a worker can hold one; 0 where not one fits."""
    return max(0, int((worker_memory * USED - BASE) / threads / BYTES_PER_ROW))


def partitions_for(rows: int, worker_memory: int, threads: int = 1) -> int:
    """How many partitions so many rows need; raises ValueError where a worker is too small for any."""
    most = rows_for(worker_memory, threads)
    if most < 1:
        least = int(BASE / USED) // MEBIBYTE + 1
        raise ValueError(f"expected workers of at least {least} MiB, got {worker_memory // MEBIBYTE} MiB")
    return max(1, -(-rows // most))


def peak() -> int:
    """The most memory that this process ever held, bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not ru_maxrss, which a process inherits from the one that started it.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def me() -> str:
    """This process among those of all machines."""
    return f"{os.uname().nodename}:{os.getpid()}"
