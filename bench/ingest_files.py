"""Files for the import benchmark: declarations as apps export them, with the mistakes such exports have; QR check-ins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.outbreak_2021.gazetteer import read_gazetteer

DAYS = pd.date_range("2021-05-01", periods=60).strftime("%d/%m/%Y").to_numpy(dtype=object)
SYMPTOMS = ("Sốt", "Ho", "Khó thở", "Viêm phổi", "Đau họng", "Mệt mỏi")
WRONG = 0.004
"""Share of rows with a wrong date; as many have a wrong telephone, and as many a place that is none."""
REPEATED = 0.01
"""Share of rows that stand there twice."""

Texts = NDArray[np.object_]


def write_declarations(path: Path, rows: int, seed: int = 1) -> Path:
    """`rows` declarations of 60 days in all communes, about 0.6 people a row."""
    r, own = np.random.default_rng(seed), rows - round(rows * REPEATED)
    districts, communes = _places(r, own)
    frame = pd.DataFrame(
        {
            "Mã tờ khai": _numbered("BZ", np.arange(own), 10),
            "Thời điểm khai": _spoiled(r, _moments(r, own), lambda text: text.replace("/0", "/9", 1)),
            "Số điện thoại": _spoiled(r, _phones(r, own, rows), lambda text: text[:-4]),
            "Họ và tên": "Nguyễn Văn Bịa",
            "Năm sinh": r.integers(1930, 2010, own),
            "Giới tính": np.array(["Nam", "Nữ"], dtype=object)[r.integers(0, 2, own)],
            "Huyện": districts,
            "Xã": _spoiled(r, communes, lambda text: f"{text} Ngoài"),
        }
        | {
            name: np.array(["Có", "Không"], dtype=object)[(r.random(own) > 0.01).astype(int)]
            for name in SYMPTOMS
        }
    )
    again = frame.iloc[np.sort(r.choice(own, rows - own, replace=False))]
    pd.concat([frame, again]).to_csv(path, index=False)
    return path


def write_venues(path: Path, venues: int) -> Path:
    """A register of venues, without coordinates."""
    r = np.random.default_rng(2)
    districts, communes = _places(r, venues)
    kinds = np.array(["market", "restaurant", "factory"], dtype=object)[r.integers(0, 3, venues)]
    names = {
        "venue_code": _numbered("V", np.arange(venues), 6),
        "name": _numbered("Quán ", np.arange(venues), 6),
    }
    pd.DataFrame(names | {"venue_type": kinds, "district": districts, "commune": communes}).to_csv(
        path, index=False
    )
    return path


def write_checkins(path: Path, rows: int, venues: int, chunk: int = 500_000) -> Path:
    """Visits of 30 days without check-outs, 20 a person; written piece by piece."""
    r = np.random.default_rng(3)
    for first in range(0, rows, chunk):
        count = min(chunk, rows - first)
        people = r.integers(0, max(1, rows // 20), count)
        columns = {
            "checkin_id": _numbered("Q", np.arange(first, first + count), 10),
            "venue_code": _numbered("V", r.integers(0, venues, count), 6),
            "phone": _numbered("09", people, 8),
            "t_in": _moments(r, count),
        }
        pd.DataFrame(columns).to_csv(path, index=False, header=first == 0, mode="w" if first == 0 else "a")
    return path


def _numbered(prefix: str, numbers: NDArray[np.int64], width: int) -> Texts:
    return np.array([f"{prefix}{n:0{width}}" for n in numbers.tolist()], dtype=object)


def _moments(r: np.random.Generator, rows: int) -> Texts:
    minutes = np.array([f"{h:02}:{m:02}" for h in range(24) for m in range(60)], dtype=object)
    seconds = np.array([f":{s:02}" for s in range(60)], dtype=object)
    parts = (
        DAYS[r.integers(0, 60, rows)],
        minutes[r.integers(0, 1440, rows)],
        seconds[r.integers(0, 60, rows)],
    )
    moments: Texts = parts[0] + " " + parts[1] + parts[2]
    return moments


def _phones(r: np.random.Generator, rows: int, of: int) -> Texts:
    """Four in five as dialled at home, one in ten with +84, one in ten with its number of before 2018."""
    people = r.integers(0, max(1, of), rows).tolist()
    ways: tuple[Callable[[int], str], ...] = (
        *(lambda n: f"09{n:08}",) * 8,
        lambda n: f"+84 9{n:08}",
        lambda n: f"016{n % 8 + 2}{n % 10**7:07}",
    )
    chosen = r.integers(0, len(ways), rows).tolist()
    return np.array([ways[way](n) for way, n in zip(chosen, people, strict=True)], dtype=object)


def _places(r: np.random.Generator, rows: int) -> tuple[Texts, Texts]:
    """District and commune of each row: half as written, the rest in capitals or in the other form of Unicode."""
    g = read_gazetteer()
    districts = {d.code: d.name for d in g.districts}
    styles: tuple[Callable[[str], str], ...] = (str, str, str.upper, lambda name: normalize("NFD", name))
    written = [
        [style(name) for style in styles for name in names]
        for names in zip(*((districts[c.district_code], c.full_name) for c in g.communes), strict=True)
    ]
    chosen = r.integers(0, len(written[0]), rows)
    return tuple(np.array(names, dtype=object)[chosen] for names in written)  # type: ignore[return-value]


def _spoiled(r: np.random.Generator, texts: Texts, spoil: Callable[[str], str]) -> Texts:
    made = texts.copy()
    for row in np.flatnonzero(r.random(len(made)) < WRONG).tolist():
        made[row] = spoil(made[row])
    return made
