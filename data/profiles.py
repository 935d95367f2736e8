"""Profiles: what a province, or another country's feed, has of its own. One TOML file each in data/profiles/."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.errors import SettingError

FOLDER = Path(__file__).with_name("profiles")

_KEYS: Mapping[str, type] = {
    "title_vi": str,
    "title_en": str,
    "time_zone": str,
    "box": list,
    "phone_region": str,
    "has_units": bool,
    "commune_code_width": int,
}


@dataclass(frozen=True)
class Profile:
    """One province.

    `time_zone` is an IANA name; `box` is lon_min, lat_min, lon_max, lat_max in degrees, WGS 84: a coordinate
    outside of it is held; `phone_region` the country whose numbers are written without their code; `has_units`
    whether the store knows communes there; `commune_code_width` digits of a commune's code, 0 where there are none.
    """

    key: str
    title_vi: str
    title_en: str
    time_zone: str
    box: tuple[float, float, float, float]
    phone_region: str
    has_units: bool
    commune_code_width: int

    def title(self, lang: str) -> str:
        return self.title_en if lang == "en" else self.title_vi


def load_profile(key: str, folder: Path = FOLDER) -> Profile:
    """The profile of that key. Raises SettingError where there is none, or where its file is not right."""
    path = folder / f"{key}.toml"
    known = sorted(p.stem for p in folder.glob("*.toml"))
    if key not in known:
        raise SettingError(
            f"profile: expected one of {', '.join(known)}, got {key!r}. Add {path.name} or name another."
        )
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(
            f"{path.name}: expected TOML in UTF-8, got: {error}. Set the file right."
        ) from error
    return _profile(key, values)


def _profile(key: str, values: Mapping[str, Any]) -> Profile:
    for name in sorted(_KEYS.keys() ^ values.keys()):
        expected = (
            "to be there" if name in _KEYS else f"only {', '.join(f.name for f in fields(Profile)[1:])}"
        )
        raise _wrong(key, name, expected, "none" if name in _KEYS else "a key that says nothing")
    for name, kind in _KEYS.items():
        if type(values[name]) is not kind:
            raise _wrong(key, name, f"a {kind.__name__}", repr(values[name]))
    _check_zone(key, values["time_zone"])
    return Profile(key=key, **{**values, "box": _box(key, values["box"])})


def _check_zone(key: str, name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _wrong(key, "time_zone", "an IANA name such as Asia/Ho_Chi_Minh", repr(name)) from error


def _box(key: str, box: list[Any]) -> tuple[float, float, float, float]:
    expected = "lon_min, lat_min, lon_max, lat_max in degrees"
    if len(box) != 4 or not all(isinstance(side, int | float) for side in box):
        raise _wrong(key, "box", expected, repr(box))
    west, south, east, north = (float(side) for side in box)
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise _wrong(key, "box", expected, repr(box))
    return west, south, east, north


def _wrong(key: str, name: str, expected: str, got: str) -> SettingError:
    return SettingError(f"{key}.toml, {name}: expected {expected}, got {got}. Set the file right.")
