"""One case in DuckDB: whom they met, by two sorted copies of the visits, so that little more than their blocks is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from bench.exposure_world import World
from bench.rivals.duckdb_exposure import LONGEST, MEMORY, OVERLAP, THREADS, load
from bench.rivals.exposure_answer import NEEDED, TAIL, CaseOutcome, Cases, clocked, drawn, each

STAYS = f"""
    SELECT DISTINCT venue, greatest(t_in, $since) AS t_from, least(t_left, $until) + {TAIL} AS t_clear
    FROM {{visits}} WHERE person = $person AND t_in > $since - {LONGEST} AND t_in < $until AND t_left > $since
"""

WHOLE = f"""
    WITH stay AS ({STAYS})
    SELECT v.person, sum({OVERLAP}) AS overlap
    FROM stay s JOIN visit v ON v.venue = s.venue AND v.t_in < s.t_clear AND v.t_in > s.t_from - {LONGEST}
    WHERE v.person <> $person AND {OVERLAP} >= {NEEDED} GROUP BY ALL
"""

MET = f"""
    SELECT person, least(t_left, $clear) - greatest(t_in, $since) AS overlap
    FROM visit WHERE venue = $venue AND t_in < $clear AND t_in > $since - {LONGEST} AND person <> $person
        AND least(t_left, $clear) - greatest(t_in, $since) >= {NEEDED}
"""
"""Of one stay; both bounds are known, so that whole blocks are passed over."""

Met = dict[int, int]


def measure(world: World, folder: Path) -> CaseOutcome:
    """In memory, where it was faster than in a file."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET threads = {THREADS}; SET memory_limit = '{MEMORY}'")
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET temp_directory = '{folder / 'spill'}'")
        loading = clocked(lambda: load(connection, world))[1]
        connection.execute("CREATE TABLE by_person AS FROM visit ORDER BY person, t_in")
        ways: dict[str, Callable[[Sequence[int]], Met]] = {
            "one statement, visits by venue": lambda case: in_one(connection, "visit", case),
            "one statement, a copy by person beside": lambda case: in_one(connection, "by_person", case),
            "one statement a stay, a copy by person beside": lambda case: a_stay(connection, case),
        }
        cases = drawn(world)
        found = {name: each(way, cases) for name, way in ways.items()}
    return CaseOutcome({name: seconds for name, (_, seconds) in found.items()}, _same(found), loading)


def _same(found: dict[str, tuple[Cases, list[float]]]) -> Cases:
    """The answer that all ways give; none where they differ, which no other engine's answer equals."""
    answers = [answer for answer, _ in found.values()]
    return answers[0] if all(answer == answers[0] for answer in answers) else ()


def in_one(connection: duckdb.DuckDBPyConnection, visits: str, case: Sequence[int]) -> Met:
    return dict(connection.execute(WHOLE.format(visits=visits), _values(case)).fetchall())


def a_stay(connection: duckdb.DuckDBPyConnection, case: Sequence[int]) -> Met:
    met: Met = {}
    for venue, since, clear in connection.execute(STAYS.format(visits="by_person"), _values(case)).fetchall():
        given = {"person": case[1], "venue": venue, "since": since, "clear": clear}
        for person, overlap in connection.execute(MET, given).fetchall():
            met[person] = met.get(person, 0) + overlap
    return met


def _values(case: Sequence[int]) -> dict[str, Any]:
    return dict(zip(("person", "since", "until"), case[1:], strict=True))
