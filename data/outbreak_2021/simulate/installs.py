"""Phones with the apps, per commune and day: they only grow, and they are counted, so scale leaves them
alone."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.channels import remoteness, rise
from data.outbreak_2021.simulate.draw import Floats, Ints
from data.outbreak_2021.simulate.tables import Array, Table

APPS = ("bluezone", "ncovi")
"""The channels that are apps on a phone."""

START, BEFORE, AFTER = (0.13, 0.05), (0.19, 0.08), (0.46, 0.22)
"""Installs per person in a town: on the first day, on the eve of the directive, after its campaign; assumed,
for the province published its installs only as a total."""
REMOTE_REACH = 0.35
"""Installs per person where the settlement is thinnest, against a town."""
REACH_SIGMA = 0.18
LARGEST_SHARE = 0.85
"""Never more phones than adults carry."""


def draw_installs(base: Base, generator: Generator) -> Ints:
    """Phones with the app at the end of the day, app × day × commune, never falling."""
    reach = REMOTE_REACH ** remoteness(base) * np.exp(REACH_SIGMA * generator.standard_normal(base.shape[1]))
    found = np.empty((len(APPS), *base.shape), dtype=np.int64)
    for n in range(len(APPS)):
        share = np.minimum(_growth(base, n)[:, None] * reach, LARGEST_SHARE)
        steps = np.diff(share * base.population, axis=0, prepend=0.0)
        found[n] = np.cumsum(generator.poisson(np.maximum(steps, 0.0)), axis=0)
    return np.minimum(found, np.floor(base.population).astype(np.int64))


def _growth(base: Base, app: int) -> Floats:
    """Installs per person in a town, per day: a slow drift, then the campaign."""
    drift = np.linspace(START[app], BEFORE[app], base.shape[0])
    return drift + (AFTER[app] - BEFORE[app]) * rise(base)


def install_table(base: Base, came: NDArray[np.bool_], generator: Generator) -> Table:
    """Rows of install_count, where the report of the day is in."""
    installs = draw_installs(base, generator)
    app, day, column = np.nonzero(np.broadcast_to(came, installs.shape))
    columns: dict[str, Array] = {
        "install_id": np.arange(1, len(day) + 1, dtype=np.int32),
        "channel": app.astype(np.int8),
        "day": base.day_numbers[day].astype(np.int32),
        "unit_id": base.units.unit_ids[column].astype(np.int32),
        "installs": installs[app, day, column].astype(np.int32),
    }
    return Table("install_count", columns, labels={"channel": APPS}, kinds={"day": "day"})
