"""Exposure in PostgreSQL: two covering indexes, read alone; the longest stay makes a plain range of the times looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from bench.exposure_world import DAYS, VENUES, World
from bench.rivals.exposure_answer import FOUR, NEEDED, TAIL, Answer, Outcome, believed, clocked, f0s, turns
from tests.postgresql.binaries import HOW, binaries
from tests.postgresql.server import IN_USE, server

SETTINGS = {
    "shared_buffers": "7GB",
    "effective_cache_size": "8GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "2",
    "max_parallel_maintenance_workers": "2",
    "min_parallel_table_scan_size": "0",
    "parallel_setup_cost": "10",
    "autovacuum": "off",
}

LONGEST = 12 * 3600
"""No visit lasts longer."""

OVERLAP = "least(v.t_left, s.t_clear) - greatest(v.t_in, s.t_from)"

STAYS = f"""
    SELECT DISTINCT v.venue, c.f0, c.person, greatest(v.t_in, c.since) AS t_from,
        least(v.t_left, c.until) + {TAIL} AS t_clear, k.longest
    FROM f0s c JOIN visit v ON v.person = c.person JOIN venue k ON k.venue = v.venue
    WHERE v.t_in > c.since - {LONGEST} AND v.t_in < c.until AND v.t_left > c.since
"""
"""Index only, by person."""

PAIRS = f"""
    SELECT s.f0, v.person, sum({OVERLAP}) AS overlap
    FROM {{stays}} s JOIN visit v
        ON v.venue = s.venue AND v.t_in BETWEEN s.t_from + {NEEDED} - s.longest AND s.t_clear - {NEEDED}
    WHERE v.person <> s.person AND {OVERLAP} >= {NEEDED} GROUP BY s.f0, v.person
"""
"""Index only, by venue and a bounded range of times."""


def measure(world: World) -> Outcome:
    programs = binaries()
    if programs is None:
        raise FileNotFoundError(f"expected PostgreSQL's programs, found none. {HOW}")
    # This process has no other server.
    IN_USE.update(SETTINGS)
    with server(programs) as url, psycopg.connect(url, autocommit=True) as connection:
        loading = clocked(lambda: load(connection, world))[1]
        with _peak_memory(connection) as peak:
            seconds = turns({name: _way(connection, *how) for name, how in WAYS.items()})
        (row,) = connection.execute(f"SELECT {FOUR} FROM ({PAIRS.format(stays=f'({STAYS})')}) p").fetchall()
        (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
        said = connection.execute("SHOW server_version").fetchone() or ("",)
    return Outcome(Answer(*map(int, row)), seconds, loading, size, peak[0], (f"PostgreSQL {said[0]}",))


# ── the ways ──────────────────────────────────────────────────────────────────────────────────────


def in_one(connection: psycopg.Connection[Any]) -> None:
    _count(connection, f"({STAYS})")


def in_two(connection: psycopg.Connection[Any]) -> None:
    """Stays in a table of their own, counted, so that the planner knows how many they are and workers share them."""
    connection.execute("DROP TABLE IF EXISTS stay")
    connection.execute(f"CREATE UNLOGGED TABLE stay WITH (parallel_workers = 2) AS {STAYS} ORDER BY 1, 4")
    connection.execute("ANALYZE stay")
    _count(connection, "stay")


def _count(connection: psycopg.Connection[Any], stays: str) -> None:
    """The sum is what a reader of the pairs would ask for last; it costs next to nothing."""
    connection.execute(f"SELECT count(*), sum(overlap) FROM ({PAIRS.format(stays=stays)}) p").fetchall()


WAYS: dict[str, tuple[Callable[[psycopg.Connection[Any]], None], str]] = {
    "one statement": (in_one, "off"),
    "stays in a table first": (in_two, "off"),
    "stays in a table first, compiled": (in_two, "on"),
}


def _way(
    connection: psycopg.Connection[Any], way: Callable[[psycopg.Connection[Any]], None], jit: str
) -> Callable[[], None]:
    def run() -> None:
        connection.execute(f"SET jit = {jit}")
        way(connection)

    return run


# ── loading ───────────────────────────────────────────────────────────────────────────────────────


def load(connection: psycopg.Connection[Any], world: World) -> None:
    connection.execute("CREATE UNLOGGED TABLE visit (venue int, person int, t_in int, t_left int)")
    for number in range(DAYS):
        _copy(connection, "visit", believed(world, number))
    connection.execute("CREATE INDEX ON visit (venue, t_in) INCLUDE (t_left, person)")
    connection.execute("CREATE INDEX ON visit (person, t_in) INCLUDE (t_left, venue)")
    connection.execute("CREATE UNLOGGED TABLE f0s (f0 int PRIMARY KEY, person int, since int, until int)")
    _copy(connection, "f0s", vars(f0s(world)))
    connection.execute("CREATE UNLOGGED TABLE venue (venue int PRIMARY KEY, longest int)")
    _copy(connection, "venue", {"venue": np.arange(VENUES), "longest": 60 * world.minutes[1]})
    connection.execute("VACUUM (ANALYZE, FREEZE)")
    connection.execute("CREATE EXTENSION pg_prewarm")
    connection.execute("SELECT pg_prewarm(indexrelid) FROM pg_index WHERE indrelid = 'visit'::regclass")


def _copy(connection: psycopg.Connection[Any], table: str, columns: dict[str, NDArray[Any]]) -> None:
    """Binary COPY of columns of 32-bit numbers."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for first in range(0, len(next(iter(columns.values()))), 500_000):
            copy.write(_packed([column[first : first + 500_000] for column in columns.values()]))
        copy.write(b"\xff\xff")


def _packed(columns: list[NDArray[Any]]) -> bytes:
    fields = [part for n in range(len(columns)) for part in ((f"n{n}", ">i4"), (f"v{n}", ">i4"))]
    rows = np.empty(len(columns[0]), np.dtype([("count", ">i2"), *fields]))
    rows["count"] = len(columns)
    for n, column in enumerate(columns):
        rows[f"n{n}"], rows[f"v{n}"] = 4, column
    return rows.tobytes()


# ── memory ────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _peak_memory(connection: psycopg.Connection[Any]) -> Iterator[list[float]]:
    """Most memory that the server's processes shared out among them, MiB, looked at four times a second."""
    parent = _parent(connection.info.backend_pid)
    peak, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.25):
            peak[0] = max(peak[0], sum(map(_share, _family(parent))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])


def _family(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *map(int, children)]


def _share(process: int) -> float:
    """0 for a process that ended meanwhile."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
