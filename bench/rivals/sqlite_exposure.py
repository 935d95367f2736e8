"""Exposure in SQLite on the product's own store: two ranges of its covering indexes a stay, in plain SQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bench.exposure_world import World
from bench.rivals.exposure_answer import FOUR, NEEDED, TAIL, Answer, Outcome, f0s, turns

PRAGMAS = ("journal_mode=WAL", "cache_size=-2000000", "mmap_size=8000000000", "temp_store=MEMORY")

LONGEST = 12 * 3600

F0S = "CREATE TEMP TABLE f0s (f0 INTEGER PRIMARY KEY, person INTEGER, since INTEGER, until INTEGER)"

LEFT = "{v}.t_in + max(1, min(coalesce({v}.t_out - {v}.t_in, {k}.usual), {k}.longest))"
"""When a visit ended, filled in and limited by the venue's type."""

STAYS = f"""
    CREATE TEMP TABLE stay AS
    SELECT DISTINCT venue_id, f0, person, max(t_in, since) AS t_from, min(t_left, until) + {TAIL} AS t_clear,
        usual, longest
    FROM (
        SELECT v.venue_id, v.t_in, c.*, 60 * k.default_stay_minutes AS usual, 60 * k.max_stay_minutes AS longest,
            v.t_in + max(1, min(
                coalesce(v.t_out - v.t_in, 60 * k.default_stay_minutes), 60 * k.max_stay_minutes)) AS t_left
        FROM f0s c
        CROSS JOIN checkin v ON v.person_id = c.person AND v.t_in > c.since - {LONGEST} AND v.t_in < c.until
        CROSS JOIN venue p ON p.venue_id = v.venue_id
        CROSS JOIN venue_type k ON k.venue_type = p.venue_type
    )
    WHERE t_left > since ORDER BY venue_id, t_from
"""
"""In the order of the index that comes next."""

OVERLAP = f"min({LEFT.format(v='v', k='s')}, s.t_clear) - max(v.t_in, s.t_from)"

PAIRS = f"""
    SELECT s.f0, v.person_id AS person, sum({OVERLAP}) AS overlap
    FROM stay s
    CROSS JOIN checkin v ON v.venue_id = s.venue_id
        AND v.t_in BETWEEN s.t_from + {NEEDED} - s.longest AND s.t_clear - {NEEDED}
    WHERE v.person_id <> s.person AND {OVERLAP} >= {NEEDED} GROUP BY s.f0, v.person_id
"""


def measure(world: World, store: Path) -> Outcome:
    with closing(sqlite3.connect(store)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        cases = f0s(world)
        columns = (column.tolist() for column in vars(cases).values())
        connection.execute(F0S)
        connection.executemany("INSERT INTO f0s VALUES (?, ?, ?, ?)", zip(*columns, strict=True))
        seconds = turns({"covering indexes": lambda: count(connection)})
        row = connection.execute(f"SELECT {FOUR} FROM ({PAIRS})").fetchone()
    return Outcome(
        Answer(*row), seconds, 0.0, store.stat().st_size, notes=(f"SQLite {sqlite3.sqlite_version}",)
    )


def count(connection: sqlite3.Connection) -> None:
    """The sum is what a reader of the pairs would ask for last; it costs next to nothing."""
    connection.execute("DROP TABLE IF EXISTS temp.stay")
    connection.execute(STAYS)
    connection.execute(f"SELECT count(*), sum(overlap) FROM ({PAIRS})").fetchone()
