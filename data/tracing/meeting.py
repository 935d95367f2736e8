"""One person's stays, and the visits that they exposed, by two ranges of the row indexes: a few pages of any store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)

from data import schema
from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS
from data.stays import MINUTE, local_day_number
from data.tracing.least import greatest, least
from geo.exposure_rule import MATCHES, ExposureRule

Number = ColumnElement[int]


class StayRow(NamedTuple):
    """A visit of somebody while they infect: all of it, and when it exposes others, epoch s."""

    venue_id: int
    t_in: int
    left: int
    begin: int
    clear: int
    is_imputed: bool


class MetRow(NamedTuple):
    """A visit that a stay exposed: `stay_begin` and `stay_clear` name the stay, `begin` and `overlap` what was shared."""

    venue_id: int
    stay_begin: int
    stay_clear: int
    person_id: int
    t_in: int
    begin: int
    overlap: int
    is_imputed: bool


def stay_rows(
    connection: Connection, person_id: int, begin: int, until: int, rule: ExposureRule
) -> list[StayRow]:
    """Visits of a person within a period, by time."""
    found = connection.execute(_STAYS[_kind(rule)], _values(person_id, begin, until, rule))
    return [StayRow(*row) for row in found]


def met_rows(
    connection: Connection, person_id: int, begin: int, until: int, rule: ExposureRule
) -> list[MetRow]:
    """Visits of others that those stays exposed, in no order."""
    found = connection.execute(_MET[_kind(rule)], _values(person_id, begin, until, rule))
    return [MetRow(*row) for row in found]


def _kind(rule: ExposureRule) -> tuple[str, bool]:
    return rule.match, rule.tail_within_stay


def _values(person_id: int, begin: int, until: int, rule: ExposureRule) -> dict[str, int]:
    return {
        "person": person_id,
        "begin": begin,
        "until": until,
        "earliest": begin - MINUTE * rule.longest_minutes,
        "needed": rule.needed_seconds,
        "longest": rule.longest_minutes,
        "percent": rule.imputed_percent,
        "tail": MINUTE * rule.tail_minutes,
        "buffer": MINUTE * rule.buffer_minutes,
        "shown": rule.display_days,
    }


def _plain(number: int) -> Number:
    return literal_column(str(number), Integer)


def _given(name: str) -> Number:
    return bindparam(name, type_=schema.Key if name == "person" else Integer)


def _left(t_in: Number, t_out: ColumnElement[Any], default: Number, cap: Number) -> Number:
    """One second at least, for somebody was there; the longest stay at most."""
    return t_in + greatest(least(func.coalesce(t_out - t_in, default), cap), _plain(1))


def _visits() -> Subquery:
    """Visits of the person that may reach into the period, with what is believed of a stay there, s."""
    v, place, kind = schema.checkin.c, schema.venue.c, schema.venue_type.c
    most, usual = (cast(minutes, Integer) for minutes in (kind.max_stay_minutes, kind.default_stay_minutes))
    default = usual * MINUTE * _given("percent") // 100
    cap = least(most, _given("longest")) * MINUTE
    return (
        select(v.venue_id, v.t_in, v.t_out, default.label("default"), cap.label("cap"))
        .join(schema.venue, place.venue_id == v.venue_id)
        .join(schema.venue_type, kind.venue_type == place.venue_type)
        .where(v.person_id == _given("person"), v.t_in >= _given("earliest"), v.t_in < _given("until"))
        .subquery("visit")
    )


def _stays(match: str, is_within: bool) -> Select[*tuple[Any, ...]]:
    """Columns of StayRow, then default and cap."""
    visit = _visits().c
    left = _left(visit.t_in, visit.t_out, visit.default, visit.cap)
    a, b = greatest(visit.t_in, _given("begin")), least(left, _given("until"))
    begin, clear = _exposing(a, b, match, is_within)
    return select(
        visit.venue_id,
        visit.t_in,
        left.label("left"),
        begin.label("begin"),
        clear.label("clear"),
        visit.t_out.is_(None).label("is_imputed"),
        visit.default,
        visit.cap,
    ).where(left > _given("begin"))


def _exposing(a: Number, b: Number, match: str, is_within: bool) -> tuple[Number, Number]:
    """When a stay exposes others, as `exposing` in geo/copresence.py has it."""
    if match == "overlap":
        tail = least(_given("tail"), b - a) if is_within else _given("tail")
        return a - _given("buffer"), b + tail + _given("buffer")
    days = 1 + _given("shown") if match == "place" else _plain(1)
    return _midnight(local_day_number(a)), _midnight(local_day_number(b - 1) + days)


def _midnight(day: Number) -> Number:
    return day * SECONDS_PER_DAY - UTC_OFFSET_SECONDS


def _all_stays(match: str, is_within: bool) -> Select[*tuple[Any, ...]]:
    """Rows of StayRow; two records of one visit are one stay."""
    s = _stays(match, is_within).subquery("stay").c
    columns = [s[name] for name in StayRow._fields]
    return select(*columns).distinct().order_by(s.t_in, s.left, s.venue_id, s.is_imputed)


def _met(match: str, is_within: bool) -> Select[*tuple[Any, ...]]:
    """Rows of MetRow; equal intervals at one venue expose once."""
    s, v = _intervals(match, is_within).c, schema.checkin.c
    since = greatest(v.t_in, s.begin)
    overlap = least(_left(v.t_in, v.t_out, s.default, s.cap), s.clear) - since
    # No visit lasts longer than the cap, or than its one second: those worth a look are a plain range of the index.
    first, last = s.begin + _given("needed") - s.cap - 1, s.clear - _given("needed")
    near = and_(v.venue_id == s.venue_id, v.t_in.between(first, last))
    imputed = or_(s.is_imputed, v.t_out.is_(None)).label("is_imputed")
    return (
        select(s.venue_id, s.begin, s.clear, v.person_id, v.t_in, since, overlap, imputed)
        .join(schema.checkin, near)
        .where(v.person_id != _given("person"), overlap >= _given("needed"))
    )


def _intervals(match: str, is_within: bool) -> Subquery:
    names = ("venue_id", "begin", "clear", "is_imputed", "default", "cap")
    s = _stays(match, is_within).subquery("each").c
    return select(*(s[name] for name in names)).distinct().subquery("stay")


_KINDS = (*((match, False) for match in MATCHES), ("overlap", True))
_STAYS: Mapping[tuple[str, bool], Select[*tuple[Any, ...]]] = {kind: _all_stays(*kind) for kind in _KINDS}
_MET: Mapping[tuple[str, bool], Select[*tuple[Any, ...]]] = {kind: _met(*kind) for kind in _KINDS}
