"""The five channels of declaration: how they grew, and where they reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.random import Generator

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import Floats


@dataclass(frozen=True)
class Channel:
    """`before` and `after` are daily declarations per 100 people around the directive of 2/6/2021; `remote`
    is the reach where towns are far; `lockdown` what the worst lockdown multiplies them by."""

    key: str
    before: float
    after: float
    remote: float
    lockdown: float


TABLE = (
    Channel("bluezone", 1.4, 4.4, 0.3, 1.5),
    Channel("ncovi", 1.2, 3.2, 0.35, 1.4),
    Channel("tokhaiyte", 1.5, 1.7, 0.45, 1.2),
    Channel("zalo", 0.6, 1.4, 0.3, 1.2),
    Channel("community_team", 0.5, 1.6, 1.3, 4.0),
)
"""Apps need phones and networks; the community teams go from door to door, most of all where nobody may go
out."""

CHANNELS = tuple(channel.key for channel in TABLE)

DIRECTIVE = date(2021, 6, 2)
RISE_MIDPOINT_DAYS, RISE_WIDTH_DAYS = 4.0, 2.5
"""The directive's campaign took about ten days to reach everyone."""

FIRST_CASE = date(2021, 5, 8)
BEFORE_FIRST_CASE = 0.6
"""Declarations before the first case, as a share of those after it."""

REACH_SIGMA = 0.3
"""Communes differ: leaders, networks, radio."""
TOWN_DENSITY, REMOTE_DENSITY = 1200.0, 150.0
"""People per km² at and above which a commune counts as town, and at and below which as remote."""

SUNDAY = 0.85


def remoteness(base: Base) -> Floats:
    """0 in towns, 1 in the thinnest settled communes."""
    low, high = np.log(REMOTE_DENSITY), np.log(TOWN_DENSITY)
    far: Floats = np.clip((high - np.log(base.density)) / (high - low), 0.0, 1.0)
    return far


def rise(base: Base) -> Floats:
    """0 before the directive's campaign, 1 after it, per day."""
    late = (base.days_since(DIRECTIVE) - RISE_MIDPOINT_DAYS) / RISE_WIDTH_DAYS
    return 1 / (1 + np.exp(-late))


def channel_rates(base: Base, moved: Floats, generator: Generator) -> Floats:
    """Relative declarations per person, day × commune × channel."""
    reach = np.exp(REACH_SIGMA * generator.standard_normal((base.shape[1], len(TABLE))))
    calendar = np.where(base.days_since(FIRST_CASE) < 0, BEFORE_FIRST_CASE, 1.0)
    calendar = calendar * np.where(base.weekdays == 6, SUNDAY, 1.0)
    grown, far, closed = rise(base), remoteness(base), np.clip((0.8 - moved) / 0.64, 0.0, 1.0)
    planes = []
    for channel in TABLE:
        daily = calendar * (channel.before + (channel.after - channel.before) * grown)
        planes.append(daily[:, None] * channel.remote**far * channel.lockdown**closed)
    return np.stack(planes, axis=2) * reach
