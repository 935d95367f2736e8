"""Which commune each row of a batch belongs to; every distinct writing is judged once a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data import schema
from data.checks.checked import Problem
from data.checks.rule import masked
from data.intake.canon import Canon
from data.intake.digests import text_word
from data.intake.world import World
from data.places import Unplaced
from geo.locate import locate
from geo.names import has_marks, plain_key, split_kind, tone_key

Written = tuple[str | None, str | None, str | None]
"""District, commune and code as written; None where not given."""

NAMES = ("district", "commune", "commune_code")


@dataclass(frozen=True)
class Found:
    """What a writing means; `unit_id` 0 with a problem, or without one where nothing was written."""

    unit_id: int
    placed_by: str
    text: str
    word: int
    field: str = ""
    problem: Problem | None = None


@dataclass
class Places:
    """Places of one file; remembers every writing it has judged."""

    world: World
    _known: dict[Written, Found] = field(default_factory=dict)

    def place(self, canon: Canon) -> None:
        """Fill the place columns of `canon`; rows that fit no commune, and need one, fail."""
        _require_province(canon)
        written, codes = _distinct(canon)
        found = [self._judge(w) for w in written]
        canon.unit_id = np.array([f.unit_id for f in found], dtype=np.int32)[codes]
        canon.placed_by = np.array([f.placed_by for f in found], dtype=object)[codes]
        canon.place_text = np.array([f.text for f in found], dtype=object)[codes]
        canon.place_word = np.array([f.word for f in found], dtype=np.uint64)[codes]
        self._by_point(canon)
        for n, f in enumerate(found):
            if f.problem is not None:
                canon.fail_where(codes == n, f.field, f.problem)
        self._require(canon)

    def _judge(self, written: Written) -> Found:
        if written not in self._known:
            self._known[written] = self._look_up(written)
        return self._known[written]

    def _look_up(self, written: Written) -> Found:
        district, commune, code = written
        if code is not None:
            return self._by_code(code)
        if district is None and commune is None:
            return Found(0, "", "", 0)
        district, commune = district or "", commune or ""
        # A telephone that stands where a commune should is no place to be kept.
        text, word = (
            f"{masked(district)} / {masked(commune)}",
            text_word("|".join(_folded(district) + _folded(commune))),
        )
        placed = self.world.place(district, commune)
        if isinstance(placed, Unplaced):
            return Found(
                0, "", text, word, placed.column, Problem(placed.reason, placed.expected, masked(placed.got))
            )
        return Found(placed[0], placed[1], text, word)

    def _by_code(self, code: str) -> Found:
        word = text_word(f"code {code}")
        decided = self.world.decided.get(("", code))
        if decided is not None:
            return Found(decided, "person", code, word)
        unit = self.world.unit_by_code.get(code)
        if unit is not None:
            return Found(unit, "code", code, word)
        expected = f"the code of a commune that stands ({len(self.world.unit_by_code)})"
        return Found(0, "", code, word, "commune_code", Problem("commune_code_unknown", expected, code[:200]))

    def _by_point(self, canon: Canon) -> None:
        """Where no place is written but a point is given, the commune is the one the point lies in."""
        rows = np.flatnonzero((canon.place_word == 0) & canon.known("lon") & canon.known("lat"))
        if not rows.size or self.world.polygons is None:
            return
        at = locate(canon.checked["lon"].values[rows], canon.checked["lat"].values[rows], self.world.polygons)
        inside, units = rows[at >= 0], self.world.units.unit_ids[at[at >= 0]]
        canon.unit_id[inside], canon.placed_by[inside] = units, "point"

    def _require(self, canon: Canon) -> None:
        table = schema.metadata.tables[canon.source.subject.table]
        if not canon.source.subject.is_placed or table.c.unit_id.nullable:
            return
        missing = Problem("place_missing", "a commune, by code or by names", "(empty)")
        canon.fail_where((canon.unit_id == 0) & (canon.place_word == 0), _place_field(canon), missing)


def _require_province(canon: Canon) -> None:
    """Names of districts repeat from province to province: a row that names another one is none of ours."""
    if not canon.has("province"):
        return
    written = canon.values("province", "")
    name = canon.world.profile.title_vi
    for text in set(written[canon.known("province")].tolist()):
        if not _is_province(text, name):
            problem = Problem("other_province", name, text[:80])
            canon.fail_where(written == text, "province", problem)


def _is_province(written: str, name: str) -> bool:
    plain = plain_key(_TITLE.sub("", written.strip()))
    return plain == plain_key(name) and (
        not has_marks(written) or tone_key(_TITLE.sub("", written)) == tone_key(name)
    )


_TITLE = re.compile(r"^\s*(tỉnh|tinh|t\.|province of)\s+", re.IGNORECASE)


def _place_field(canon: Canon) -> str:
    return next((name for name in reversed(NAMES) if canon.has(name)), "commune")


def _folded(written: str) -> tuple[str, str]:
    """A name without its tone style, its kind apart: a town and a village of one name are two places."""
    return split_kind(written)[0] or "", tone_key(written)


def _distinct(canon: Canon) -> tuple[list[Written], NDArray[np.intp]]:
    """The distinct writings of a batch, and which of them each row has."""
    codes: NDArray[Any] = np.zeros(canon.rows, dtype=np.int64)
    parts: list[list[str | None]] = []
    for name in NAMES:
        encoded = canon.column(name).cast(pa.string()).dictionary_encode(null_encoding="encode")
        parts.append(encoded.dictionary.to_pylist() or [None])
        indices = encoded.indices.to_numpy(zero_copy_only=False) if canon.rows else codes
        codes = codes * len(parts[-1]) + indices
    found, inverse = np.unique(codes, return_inverse=True)
    written: list[Written] = []
    for code in found.tolist():
        code, third = divmod(code, len(parts[2]))
        first, second = divmod(code, len(parts[1]))
        written.append((parts[0][first], parts[1][second], parts[2][third]))
    return written, inverse
