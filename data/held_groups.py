"""Held rows as a steward works through them: what is written alike stands together, with counts for each choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, case, cast, func, literal, select

from data import schema
from data.intake.judged import CONTESTED, PLACE_REASONS

_STEP = 2**32


@dataclass(frozen=True)
class HeldFilter:
    """Which open rows are meant; None and "" mean any."""

    file_id: int | None = None
    reason: str = ""
    source: str = ""


@dataclass(frozen=True)
class HeldGroup:
    """Rows held alike: one written place of one source, or one reason and column of one file.

    `file_name` is one of theirs, `file_id` and `row_number` name the first; `weight` counts what they stand for.
    """

    source: str
    reason: str
    column: str
    place: str
    rows: int
    weight: int
    file_name: str
    file_id: int
    row_number: int


@dataclass(frozen=True)
class HeldLine:
    """One open row, with what must be known to decide on it."""

    file_id: int
    row_number: int
    source: str
    file_name: str
    reason: str
    column: str
    expected: str
    got: str
    day: date | None
    weight: int
    place: str
    record_key: int | None

    @property
    def is_contested(self) -> bool:
        return self.reason == CONTESTED

    @property
    def is_of_place(self) -> bool:
        return self.reason in PLACE_REASONS

    @property
    def can_be_placed(self) -> bool:
        """Whether something is written that a person may say the commune of."""
        return self.is_of_place and self.place != ""


@dataclass(frozen=True)
class Facets:
    """Open rows by reason, source and file, most first; each under the other choices."""

    reasons: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    files: tuple[tuple[tuple[int, str], int], ...]


_H, _F = schema.held_row.c, schema.import_file.c
_OPEN = (_H.dismissed_at.is_(None), _F.withdrawn_at.is_(None))


def _wanted(wish: HeldFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [*_OPEN]
    found += [_H.file_id == wish.file_id] if wish.file_id is not None else []
    found += [_H.reason == wish.reason] if wish.reason else []
    found += [_F.source == wish.source] if wish.source else []
    return found


def _from(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(schema.held_row.join(schema.import_file))


def count_open(connection: Connection, wish: HeldFilter = HeldFilter()) -> tuple[int, int]:
    """Open rows and what they stand for."""
    rows, weight = connection.execute(_from(func.count(), func.sum(_H.weight)).where(*_wanted(wish))).one()
    return rows, weight or 0


def held_groups(
    connection: Connection, wish: HeldFilter, limit: int, offset: int = 0
) -> tuple[HeldGroup, ...]:
    """Groups of open rows, those that stand for most first."""
    of_place = _H.reason.in_(PLACE_REASONS)
    place = case((of_place, _H.place), else_=literal(""))
    file = case((of_place, literal(0)), else_=_H.file_id)
    first = func.min(cast(_H.file_id, BigInteger) * _STEP + _H.row_number)
    rows, weight = func.count(), func.sum(_H.weight)
    query = (
        _from(_F.source, _H.reason, _H.column_name, place, rows, weight, func.min(_F.name), first)
        .where(*_wanted(wish))
        .group_by(_F.source, _H.reason, _H.column_name, place, file)
        .order_by(weight.desc(), rows.desc(), first)
    )
    found = connection.execute(query.limit(limit).offset(offset))
    return tuple(HeldGroup(*row[:7], *divmod(row[7], _STEP)) for row in found)


def facets(connection: Connection, wish: HeldFilter, most_files: int = 12) -> Facets:
    """How many open rows each further choice would leave."""
    rows = func.count()

    def counted(*columns: Any, under: HeldFilter, most: int | None = None) -> list[Any]:
        query = _from(*columns, rows).where(*_wanted(under)).group_by(*columns)
        return list(connection.execute(query.order_by(rows.desc(), *columns).limit(most)).all())

    reasons = counted(_H.reason, under=HeldFilter(wish.file_id, "", wish.source))
    sources = counted(_F.source, under=HeldFilter(wish.file_id, wish.reason, ""))
    files = counted(_H.file_id, _F.name, under=HeldFilter(None, wish.reason, wish.source), most=most_files)
    return Facets(
        tuple((r[0], r[1]) for r in reasons),
        tuple((s[0], s[1]) for s in sources),
        tuple(((f[0], f[1]), f[2]) for f in files),
    )


def _lines() -> Select[Any]:
    columns = (_H.file_id, _H.row_number, _F.source, _F.name, _H.reason, _H.column_name, _H.expected, _H.got)
    return _from(*columns, _H.day, _H.weight, _H.place, _H.record_key)


def held_line(connection: Connection, file_id: int, row_number: int) -> HeldLine | None:
    """One open row, or None where it is no longer held."""
    query = _lines().where(*_OPEN, _H.file_id == file_id, _H.row_number == row_number)
    row = connection.execute(query).one_or_none()
    return None if row is None else HeldLine(*row)


def lines_alike(connection: Connection, line: HeldLine, limit: int) -> tuple[HeldLine, ...]:
    """The group of a row, itself included, in the order of files."""
    alike = [_F.source == line.source, _H.reason == line.reason, _H.column_name == line.column]
    alike += [_H.place == line.place] if line.is_of_place else [_H.file_id == line.file_id]
    query = _lines().where(*_OPEN, *alike).order_by(_H.file_id, _H.row_number).limit(limit)
    return tuple(HeldLine(*row) for row in connection.execute(query))


def count_alike(connection: Connection, line: HeldLine) -> tuple[int, int]:
    """Rows of the group of a row, and what they stand for."""
    alike = [_F.source == line.source, _H.reason == line.reason, _H.column_name == line.column]
    alike += [_H.place == line.place] if line.is_of_place else [_H.file_id == line.file_id]
    rows, weight = connection.execute(_from(func.count(), func.sum(_H.weight)).where(*_OPEN, *alike)).one()
    return rows, weight or 0


def versions(connection: Connection, line: HeldLine) -> tuple[HeldLine, ...]:
    """The contested versions of a row's record that are held, itself included."""
    if line.record_key is None:
        return (line,)
    same = (_H.record_key == line.record_key, _H.reason == CONTESTED)
    query = _lines().where(*_OPEN, *same).order_by(_H.file_id, _H.row_number)
    return tuple(HeldLine(*row) for row in connection.execute(query))
