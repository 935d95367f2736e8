"""The simulator: people, line list, venues, check-ins, declarations and installs around the real cases.

Everything but the counts per commune and day is simulated.
The same seed and scale give the same rows, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from numpy.random import PCG64, Generator, SeedSequence

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.checkins import checkin_table
from data.outbreak_2021.simulate.declarations import declaration_table
from data.outbreak_2021.simulate.installs import install_table
from data.outbreak_2021.simulate.kinds import venue_type_table
from data.outbreak_2021.simulate.lines import case_table, draw_lines
from data.outbreak_2021.simulate.parks import load_parks
from data.outbreak_2021.simulate.population import draw_people, person_table
from data.outbreak_2021.simulate.reports import coverage_table, draw_reports
from data.outbreak_2021.simulate.tables import NULL, Table, digest_tables
from data.outbreak_2021.simulate.venues import draw_venues, venue_table
from data.outbreak_2021.simulate.world import draw_world

__all__ = ["NULL", "Base", "Outbreak", "Table", "digest", "simulate"]

_STREAMS = ("reports", "venues", "people", "lines", "checkins", "declarations", "installs")
"""One child seed each, in this order: a change in one table leaves the tables before it as they were."""


_COVERED = (("declaration", "declarations"), ("checkin", "checkins"), ("install_count", "installs"))
"""Tables that reports bring, and the subject of those reports."""


@dataclass(frozen=True)
class Outbreak:
    """All tables, in the order in which foreign keys let them be written."""

    people: Table
    case_lines: Table
    venue_types: Table
    venues: Table
    checkins: Table
    declarations: Table
    installs: Table
    coverage: tuple[tuple[str, Table], ...]
    """What the tables named report on, commune by commune and day by day."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that rows of people, places and visits are in."""
        return tuple(table for table in vars(self).values() if isinstance(table, Table))


def simulate(base: Base, seed: int, scale: float, progress: Callable[[str, float], None]) -> Outbreak:
    """Grow the outbreak.

    `scale` multiplies people, venues, check-ins and declarations, never cases or installs. `progress` is told
    the name of the table that was made and the share of the work done, up to 1.
    Raises ValueError where `scale` is not above 0.
    """
    if not scale > 0:
        raise ValueError(f"expected a scale above 0, got {scale}. Set 1 for the full size, 0.02 for a trial.")
    rng = dict(zip(_STREAMS, _generators(seed), strict=True))
    parks, reports = load_parks(base), draw_reports(base, rng["reports"])
    venues = draw_venues(base, parks, scale, rng["venues"])
    progress("venues", 0.05)
    people = draw_people(base, parks, venues, scale, rng["people"])
    progress("people", 0.15)
    lines = draw_lines(base, people, venues, rng["lines"])
    world = draw_world(base, parks, venues, people, lines, reports.came("checkins"), rng["checkins"])
    progress("case_lines", 0.2)
    checkins = checkin_table(world, scale, rng["checkins"])
    progress("checkins", 0.6)
    came = reports.came("declarations")
    declarations = declaration_table(base, people, lines, came, scale, rng["declarations"])
    progress("declarations", 0.95)
    installs = install_table(base, reports.came("installs"), rng["installs"])
    progress("installs", 1.0)
    return Outbreak(
        people=person_table(base, people),
        case_lines=case_table(base, lines),
        venue_types=venue_type_table(),
        venues=venue_table(base, parks, venues),
        checkins=checkins,
        declarations=declarations,
        installs=installs,
        coverage=tuple((name, coverage_table(base, reports, subject)) for name, subject in _COVERED),
    )


def _generators(seed: int) -> list[Generator]:
    return [Generator(PCG64(child)) for child in SeedSequence(seed).spawn(len(_STREAMS))]


def digest(outbreak: Outbreak) -> str:
    """SHA-256, in hex, over every column of every table."""
    return digest_tables([*outbreak.tables, *(table for _, table in outbreak.coverage)])
