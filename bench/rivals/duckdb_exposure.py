"""Exposure in DuckDB: visits sorted by venue and time, cases' stays cut into buckets of a day so that joins hash."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from bench.exposure_world import DAYS, World
from bench.rivals.exposure_answer import FOUR, NEEDED, TAIL, Answer, Outcome, believed, clocked, f0s, turns

THREADS, MEMORY = 2, "8GB"
LONGEST = 12 * 3600
"""No visit lasts longer, so that the visits worth a look began at most so much before a stay."""

OVERLAP = "least(v.t_left, s.t_clear) - greatest(v.t_in, s.t_from)"

STAYS = f"""
    SELECT DISTINCT v.venue, c.f0, c.person, greatest(v.t_in, c.since) AS t_from,
        least(v.t_left, c.until) + {TAIL} AS t_clear
    FROM visit v JOIN f0s c ON v.person = c.person
    WHERE v.t_in < c.until AND v.t_left > c.since
"""


def bucket(seconds: str, width: int) -> str:
    """Number of the bucket of local time; with 86400 it is the local day."""
    return f"(({seconds} + 25200) // {width})"


def bucketed(width: int) -> str:
    """Pairs by an equality of venue and bucket: every stay stands once in each bucket in which such a visit may begin."""
    first, last = bucket(f"t_from - {LONGEST}", width), bucket("t_clear", width)
    return f"""
        WITH stay AS ({STAYS}),
        cut AS (SELECT *, unnest(range({first}, {last} + 1)) AS bucket FROM stay)
        SELECT s.f0, v.person, sum({OVERLAP}) AS overlap
        FROM cut s JOIN visit v ON v.venue = s.venue AND {bucket("v.t_in", width)} = s.bucket
        WHERE v.person <> s.person AND {OVERLAP} >= {NEEDED} GROUP BY ALL
    """


RANGES = f"""
    WITH stay AS ({STAYS})
    SELECT s.f0, v.person, sum({OVERLAP}) AS overlap
    FROM stay s JOIN visit v ON v.venue = s.venue AND v.t_in < s.t_clear AND v.t_left > s.t_from
    WHERE v.person <> s.person AND {OVERLAP} >= {NEEDED} GROUP BY ALL
"""

WAYS = {
    "day buckets": bucketed(86_400),
    "buckets of 6 h": bucketed(6 * 3600),
    "buckets of 2 h": bucketed(2 * 3600),
    "hash join on the venue": RANGES,
}


def measure(world: World, folder: Path, is_on_disk: bool) -> Outcome:
    """In a file, whose columns DuckDB compresses, or in memory, where it does not."""
    path = folder / "visits.duckdb"
    with duckdb.connect(path if is_on_disk else ":memory:") as connection:
        connection.execute(f"SET threads = {THREADS}; SET memory_limit = '{MEMORY}'")
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET temp_directory = '{folder / 'spill'}'")
        loading = clocked(lambda: load(connection, world))[1]
        # The sum is what a reader of the pairs would ask for last; it costs next to nothing.
        ways = {
            name: (lambda q=query: connection.execute(f"SELECT count(*), sum(overlap) FROM ({q})").fetchall())
            for name, query in WAYS.items()
        }
        seconds = turns(ways)
        (row,) = connection.execute(f"SELECT {FOUR} FROM ({WAYS['day buckets']})").fetchall()
    size = path.stat().st_size if path.exists() else 0
    return Outcome(Answer(*map(int, row)), seconds, loading, size)


def load(connection: duckdb.DuckDBPyConnection, world: World) -> None:
    connection.execute("CREATE TABLE raw (venue INTEGER, person INTEGER, t_in INTEGER, t_left INTEGER)")
    for number in range(DAYS):
        day = pa.table(believed(world, number))
        connection.register("day", day)
        connection.execute("INSERT INTO raw SELECT * FROM day")
        connection.unregister("day")
    connection.execute("CREATE TABLE visit AS SELECT * FROM raw ORDER BY venue, t_in")
    connection.execute("DROP TABLE raw")
    connection.register("cases", pa.table(vars(f0s(world))))
    connection.execute("CREATE TABLE f0s AS SELECT f0, person::INTEGER AS person, since, until FROM cases")
    connection.execute("ANALYZE; CHECKPOINT")
