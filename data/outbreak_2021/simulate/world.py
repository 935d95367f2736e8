"""World: what check-ins are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.outbreak_2021.simulate.activity import draw_appeal, openness
from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import Floats
from data.outbreak_2021.simulate.lines import Lines
from data.outbreak_2021.simulate.mobility import mobility
from data.outbreak_2021.simulate.parks import Park
from data.outbreak_2021.simulate.population import People
from data.outbreak_2021.simulate.venues import Venues


@dataclass(frozen=True)
class World:
    """`came` is the report of check-ins and `moved` the mobility, day × commune.

    `appeal` is the visits of each venue on a free day, and `openness` the share of them left, day × venue.
    """

    base: Base
    venues: Venues
    people: People
    lines: Lines
    came: NDArray[np.bool_]
    moved: Floats
    appeal: Floats
    openness: Floats


def draw_world(
    base: Base,
    parks: tuple[Park, ...],
    venues: Venues,
    people: People,
    lines: Lines,
    came: NDArray[np.bool_],
    generator: Generator,
) -> World:
    moved = mobility(base)
    appeal = draw_appeal(people, venues, generator)
    return World(base, venues, people, lines, came, moved, appeal, openness(base, parks, venues, moved))
