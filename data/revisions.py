"""Revisions: a figure that changes leaves what it was before behind, with the moments between which it was believed.

A figure becomes known with its report, or when a correction of it came. What nobody ever knew (no report, or late
from the beginning) needs no history: what was not known yet at a moment follows from when the reports came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from data import schema
from data.cells import State
from data.days import now
from data.ledger import insert_rows

Key = tuple[date, int]
"""Day and commune."""

Figure = tuple[int, float | None]
"""State and value."""


@dataclass(frozen=True)
class Moments:
    """When the figures of some days became known.

    `reported` by day and commune: when the report came, None while it is due; `changed` by day: when a change came,
    None where it came with the report; `last_resort` stands where neither says anything.
    """

    reported: Mapping[Key, datetime | None]
    changed: Mapping[date, datetime | None]
    last_resort: datetime

    def first(self, key: Key) -> datetime | None:
        """Since when a figure that was not there before is known; None: since ever."""
        return self.reported.get(key)

    def later(self, key: Key) -> datetime:
        """Since when a figure that replaces another is known."""
        return self.changed.get(key[0]) or self.reported.get(key) or self.last_resort


@dataclass(frozen=True)
class _Cell:
    figure: Figure
    known_from: datetime | None

    def was_believed_until(self, moment: datetime) -> bool:
        """Whether anybody could have known it before `moment`."""
        if self.known_from is None:
            return self.figure[0] == State.VALUE
        return self.known_from < moment


def local_now() -> datetime:
    """The ledger's own clock."""
    return now().replace(tzinfo=None)


def write_cells(
    connection: Connection,
    measure: str,
    run: tuple[date, date],
    figures: Mapping[Key, Figure],
    moments: Moments,
) -> None:
    """Bring the cells of a run of days to `figures`; those that differ leave their old selves in cell_before."""
    there = _there(connection, measure, run)
    fresh = [_row(measure, key, figures[key], moments.first(key)) for key in figures if key not in there]
    changed = [key for key, old in there.items() if key in figures and figures[key] != old.figure]
    gone = [key for key in there if key not in figures]
    since = {key: _since(moments.later(key), there[key]) for key in (*changed, *gone)}
    _keep(connection, measure, {key: (there[key], since[key]) for key in since})
    _update(connection, [_row(measure, key, figures[key], since[key]) for key in changed])
    _delete(connection, measure, gone)
    insert_rows(connection, schema.rollup_cell, fresh)


def forget_days_outside(connection: Connection, span: tuple[date, date]) -> None:
    """Take the cells of days outside the span away; what they said stays in cell_before."""
    r = schema.rollup_cell.c
    moments = Moments({}, {}, local_now())
    outside = select(r.measure, r.day).where(~r.day.between(*span)).distinct()
    for measure, day in connection.execute(outside).all():
        write_cells(connection, measure, (day, day), {}, moments)


def _there(connection: Connection, measure: str, run: tuple[date, date]) -> dict[Key, _Cell]:
    r = schema.rollup_cell.c
    query = select(r.day, r.unit_id, r.state, r.value, r.known_from)
    found = connection.execute(query.where(r.measure == measure, r.day.between(*run)))
    return {(day, unit): _Cell((state, value), since) for day, unit, state, value, since in found}


def _since(moment: datetime, old: _Cell) -> datetime:
    """A correction that is older than what it corrects can only have been known since that was."""
    return moment if old.known_from is None else max(moment, old.known_from)


def _keep(connection: Connection, measure: str, olds: Mapping[Key, tuple[_Cell, datetime]]) -> None:
    """Note what cells said until now; a second change of the same moment hides the first."""
    rows = [
        _row(measure, key, old.figure, old.known_from) | {"known_until": until}
        for key, (old, until) in olds.items()
        if old.was_believed_until(until)
    ]
    b = schema.cell_before.c
    same = delete(schema.cell_before).where(
        b.measure == measure,
        b.day == bindparam("d"),
        b.unit_id == bindparam("u"),
        b.known_until == bindparam("k"),
    )
    if rows:
        connection.execute(same, [{"d": r["day"], "u": r["unit_id"], "k": r["known_until"]} for r in rows])
    insert_rows(connection, schema.cell_before, rows)


def _row(measure: str, key: Key, figure: Figure, known_from: datetime | None) -> dict[str, object]:
    day, unit = key
    state, value = figure
    known = {"state": state, "value": value, "known_from": known_from}
    return {"measure": measure, "day": day, "unit_id": unit, **known}


def _update(connection: Connection, rows: list[dict[str, object]]) -> None:
    r = schema.rollup_cell.c
    this = (r.measure == bindparam("m")) & (r.day == bindparam("d")) & (r.unit_id == bindparam("u"))
    names = ("state", "value", "known_from")
    renewed = (
        update(schema.rollup_cell).where(this).values({name: bindparam(f"new_{name}") for name in names})
    )
    if rows:
        keys = ({"m": row["measure"], "d": row["day"], "u": row["unit_id"]} for row in rows)
        news = ({f"new_{name}": row[name] for name in names} for row in rows)
        connection.execute(renewed, [key | new for key, new in zip(keys, news, strict=True)])


def _delete(connection: Connection, measure: str, gone: Iterable[Key]) -> None:
    r = schema.rollup_cell.c
    these = [{"d": day, "u": unit} for day, unit in gone]
    if these:
        this = (r.measure == measure) & (r.day == bindparam("d")) & (r.unit_id == bindparam("u"))
        connection.execute(delete(schema.rollup_cell).where(this), these)
