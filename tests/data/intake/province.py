"""A store of the whole province without the embedded outbreak, and one of another profile, for files of every source."""

from __future__ import annotations

from pathlib import Path

from data.build import build
from data.intake.intake import Intake, open_intake
from data.settings import Settings

SHARED = Path(__file__).parents[4] / "shared" / "data" / "real"
"""Real feeds, where they are at hand; a user's clone has none of them, and the tests that read them say so."""

BAC_GIANG = SHARED / "bacgiang_commune_daily_2021-05-08_2021-07-13.csv"
VIET_NAM = SHARED / "vietnam_commune_daily_2021-04-27_2021-07-13.csv"
NEW_ZEALAND = SHARED / "nz_locations_of_interest_union_2021-08-20_2022-03-07.csv"


def open_province(folder: Path, boundaries: Path) -> Intake:
    """A new store with the 209 communes and not a figure; `boundaries` are built ones, taken as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "boundaries").symlink_to(boundaries, target_is_directory=True)
    settings = Settings(var_dir=folder, outbreak="none")
    build(settings)
    return open_intake(settings)


def open_elsewhere(folder: Path) -> Intake:
    """A new store of New Zealand, of which no commune is known."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(var_dir=folder, profile="new_zealand")
    build(settings)
    return open_intake(settings)
