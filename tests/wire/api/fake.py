"""An intake that keeps the ledger's promises and nothing else, with places where a test may stop it or make it fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from sqlalchemy import Engine, select

from data import schema
from data.days import now
from data.engine import writing
from data.errors import ImportRefused
from data.sources.source import FieldMapping, Source
from data.subjects import CASE_COUNTS, CHECKINS

CHECKINS_QR = Source(
    "qr-checkins",
    CHECKINS,
    "Điểm danh QR",
    "QR check-ins",
    (
        FieldMapping("record", "Mã lượt"),
        FieldMapping("venue", "Mã điểm"),
        FieldMapping("phone", "Số điện thoại"),
        FieldMapping("t_in", "Giờ vào", formats=("%Y-%m-%d %H:%M",)),
        FieldMapping("t_out", "Giờ ra", formats=("%Y-%m-%d %H:%M",)),
    ),
    ignored=("Họ tên",),
)
CASES = Source(
    "cdc-cases",
    CASE_COUNTS,
    "Ca mắc",
    "Cases",
    (FieldMapping("day", "date", formats=("%Y-%m-%d",)), FieldMapping("new_cases", "n")),
)
SOURCES = (CHECKINS_QR, CASES)

DAY = date(2021, 5, 25)
NEEDED = {"qr-checkins": "Mã điểm", "cdc-cases": "n"}
"""The heading without whose answer a row is held."""

Row = Mapping[str, str | None]


@dataclass(frozen=True)
class Judged:
    """Rows that were looked at."""

    source: str
    name: str
    sha256: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Receipt:
    """Number of the new file; None: these very rows stood already."""

    file_id: int | None


def nothing() -> None:
    """What happens before and after a commit, unless a test says otherwise."""


@dataclass
class FakeIntake:
    """`before_commit` and `after_commit` may wait or raise; `refreshes` counts."""

    engine: Engine
    sources: tuple[Source, ...] = SOURCES
    seen: set[str] = field(default_factory=set)
    refreshes: int = 0

    def __post_init__(self) -> None:
        self.before_judge = self.before_commit = self.after_commit = nothing

    def judge_rows(self, rows: Sequence[Row], source_key: str, name: str, sha256: str) -> Judged:
        self.before_judge()
        if any(row.get("Mã lượt") == "hopeless" for row in rows):
            raise ImportRefused("Expected rows that can be read, got none. Compare the columns.")
        return Judged(source_key, name, sha256, tuple(rows))

    def commit(self, judged: Judged, by: str, refresh: bool = True) -> Receipt:
        self.before_commit()
        with writing(self.engine) as connection:
            f = schema.import_file
            standing = select(f.c.file_id).where(
                f.c.source == judged.source, f.c.sha256 == judged.sha256, f.c.withdrawn_at.is_(None)
            )
            if connection.execute(standing).first() is not None:
                return Receipt(None)
            file_id = self._write(connection, judged, by)
        self.after_commit()
        return Receipt(file_id)

    def _write(self, connection, judged: Judged, by: str) -> int:
        held = [n for n, row in enumerate(judged.rows, 1) if row.get(NEEDED[judged.source]) is None]
        keys = [sha256(repr(sorted(r.items(), key=str)).encode()).hexdigest() for r in judged.rows]
        good = {key for n, key in enumerate(keys, 1) if n not in held}
        accepted = len(good - self.seen)
        self.seen |= good
        values = {"received": len(keys), "accepted": accepted, "held": len(held), "is_simulated": False}
        made = connection.execute(
            schema.import_file.insert().values(
                source=judged.source,
                name=judged.name,
                sha256=judged.sha256,
                duplicate=len(keys) - accepted - len(held),
                first_day=DAY,
                last_day=DAY,
                imported_at=now().replace(tzinfo=None),
                imported_by=by,
                **values,
            )
        )
        file_id = made.inserted_primary_key[0]
        for n in held:
            connection.execute(schema.held_row.insert().values(_held(file_id, n, NEEDED[judged.source])))
        return file_id

    def refresh(self) -> None:
        self.refreshes += 1


def _held(file_id: int, row_number: int, column: str) -> dict[str, object]:
    why = {"reason": "missing_value", "column_name": column, "expected": "an answer", "got": "(empty)"}
    return {"subject": "x", "file_id": file_id, "row_number": row_number, "weight": 1, "place": "", **why}
