"""A tiny square province around the real seats of the parks, with an invented epidemic of two waves."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from shapely import box

from data.outbreak_2021.simulate import Base, Outbreak, simulate
from data.units import Commune, District, Units

FIRST, LAST = date(2021, 5, 1), date(2021, 7, 13)
SEED, SCALE = 7, 0.3
HALF_SIDE_DEGREES = 0.006

PLACES = (
    # code, name, district, people, area in km², centre; the first six are where the parks have their seats
    ("07705", "Đông", "213", 12_000, 6.0, 106.172, 21.247),
    # Its district's server is silent for two days of June.
    ("07312", "Lặng", "216", 9_000, 9.0, 106.054, 21.429),
    # So thinly settled that it is connected late.
    ("07621", "Xa", "220", 1_500, 60.0, 106.907, 21.401),
    ("07789", "Tây", "222", 10_000, 8.0, 106.145, 21.262),
    ("07795", "Giữa", "222", 30_000, 17.0, 106.126, 21.256),
    ("07801", "Nam", "222", 9_000, 9.0, 106.131, 21.243),
    # Hit hardest: two smooth waves, so that leads and lags are known.
    ("07807", "Sông", "222", 14_000, 9.0, 106.106, 21.218),
    # No census.
    ("07885", "Bắc", "223", None, 9.0, 105.955, 21.248),
)
SILENT, REMOTE, HIT = 1, 2, 6


def _units() -> Units:
    communes = tuple(
        Commune(n + 1, code, date(2020, 1, 1), name, "xã", district, people, area, lon, lat)
        for n, (code, name, district, people, area, lon, lat) in enumerate(PLACES)
    )
    codes = sorted({place[2] for place in PLACES})
    return Units(communes, tuple(District(code, f"Huyện {code}", "huyện") for code in codes))


def _cases() -> np.ndarray:
    day = np.arange((LAST - FIRST).days + 1)[:, None]
    height = np.array([1, 0, 0, 3, 6, 4, 30, 1])
    wave = np.exp(-(((day - 24) / 5) ** 2)) + 0.8 * np.exp(-(((day - 47) / 5) ** 2))
    return np.round(height * wave).astype(np.int64)


@pytest.fixture(scope="session")
def base() -> Base:
    """Eight square communes and 74 days."""
    half = HALF_SIDE_DEGREES
    squares = [box(lon - half, lat - half, lon + half, lat + half) for *_, lon, lat in PLACES]
    return Base(_units(), squares, FIRST, LAST, _cases())


@pytest.fixture(scope="session")
def outbreak(base: Base) -> Outbreak:
    """What the simulator grows around the tiny province."""
    return simulate(base, SEED, SCALE, lambda table, share: None)
