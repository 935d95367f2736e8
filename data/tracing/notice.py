"""Public notice of a venue in New Zealand's columns: a place and times, and no person.

Times are rounded outward to whole hours, so that nobody is told by the minute. A time in which fewer than 10 people were
inside is masked: the kind of venue and its commune, no name and no point, for so few would know each other. How many came is
never said. Where no other venue of its kind stands in the commune, kind and commune would say which one it is: then the
district alone is said, nothing of the place where the district has no other either, and not even the kind where the
province has none. The number of a row is made of what the row says, so that a masked one leads nowhere either.

ExposureType by the rule that was asked: "Close" where time was shared for 10 minutes or more, "Casual Plus" where a shorter
time was enough, "Casual" where the same day or the place alone was ("same_day", "place").
"""

from __future__ import annotations

import csv
import io
from base64 import b32encode
from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Connection, func, select

from data import schema
from data.days import VIET_NAM, now
from data.plain_text import harmless
from data.stays import MINUTE
from data.store import Store
from data.tracing.answers import VenueTrace
from data.tracing.exports import Request, noted
from data.tracing.hours import HOUR
from data.tracing.sheets import Sheet, Words
from data.tracing.venue import trace_venue
from data.venues import Venue
from geo.exposure_rule import ExposureRule

COLUMNS = (
    "id", "Event", "ExposureType", "Location", "City", "Start", "End", "Advice", "LAT", "LNG", "Added", "Updated",
)  # fmt: skip

FEWEST = 10
"""Visitors from which on a venue is named."""

CLOSE, CASUAL_PLUS, CASUAL = EXPOSURE_TYPES = ("Close", "Casual Plus", "Casual")

WORDS = ("masked", *(f"advice.{kind}" for kind in EXPOSURE_TYPES))
"""What a notice asks words for, beside "venue_type." and the key of a type."""


@dataclass(frozen=True)
class Place:
    """Commune and district of a venue, as words, and how many venues of its kind stand there, itself counted."""

    commune: str
    district: str
    alike_in_commune: int = 2
    alike_in_district: int = 2
    alike_in_province: int = 2

    def words(self, is_masked: bool) -> tuple[str, str]:
        """Location and city of a row; of a masked one nothing that only this venue could be."""
        if is_masked and self.alike_in_district < 2:
            return "", ""
        if is_masked and self.alike_in_commune < 2:
            return self.district, self.district
        return f"{self.commune}, {self.district}", self.district


@dataclass(frozen=True)
class NoticeRow:
    """One time at one venue, its fields in the order of COLUMNS, each as it is written."""

    number: str
    event: str
    exposure_type: str
    location: str
    city: str
    start: str
    end: str
    advice: str
    lat: str
    lng: str
    added: str
    updated: str


def alike(connection: Connection, venue: Venue, unit_ids: Collection[int] | None = None) -> int:
    """How many registered venues of its kind, itself counted, stand in some communes (None: anywhere)."""
    v = schema.venue.c
    query = select(func.count()).where(v.venue_type == venue.venue_type)
    query = query if unit_ids is None else query.where(v.unit_id.in_(unit_ids))
    return connection.execute(query).scalar_one()


def notice(
    store: Store, venue_id: int, day: date, rule: ExposureRule, place: Place, request: Request
) -> bytes | None:
    """The notice as CSV, noted in the log before it is given; None where there is no such venue."""
    trace = trace_venue(store, venue_id, day, rule, has_people=False)
    if trace is None:
        return None
    rows = notice_rows(trace, place, request.words, now())
    sheet = Sheet("venue", str(venue_id), trace.venue.name, rule, COLUMNS, tuple(map(astuple, rows)))
    return noted(store, notice_csv(rows), sheet, request, "notice")


def notice_csv(rows: Iterable[NoticeRow]) -> bytes:
    """UTF-8 with a byte order mark, RFC 4180."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def notice_rows(trace: VenueTrace, place: Place, words: Words, at: datetime) -> tuple[NoticeRow, ...]:
    """One row a time of the venue, those that touch after rounding as one."""
    return tuple(_row(trace, place, words, at, time) for time in _times(trace))


def exposure_type(rule: ExposureRule) -> str:
    if rule.match != "overlap":
        return CASUAL
    return CLOSE if rule.needed_seconds >= 10 * MINUTE else CASUAL_PLUS


@dataclass(frozen=True)
class _Time:
    """Whole hours; `visitors` came at least."""

    begin: int
    clear: int
    visitors: int


def _times(trace: VenueTrace) -> list[_Time]:
    found: list[_Time] = []
    for window, visitors in zip(trace.windows, trace.visitors, strict=True):
        time = _Time(window.begin // HOUR * HOUR, -(-window.clear // HOUR) * HOUR, visitors)
        if found and time.begin <= found[-1].clear:
            before = found.pop()
            time = _Time(before.begin, max(before.clear, time.clear), max(before.visitors, visitors))
        found.append(time)
    return found


def _row(trace: VenueTrace, place: Place, words: Words, at: datetime, time: _Time) -> NoticeRow:
    venue, kind, is_masked = trace.venue, exposure_type(trace.rule), time.visitors < FEWEST
    event = _masked(venue.venue_type, place, words) if is_masked else venue.name
    event, location, city = (harmless(s) for s in (event, *place.words(is_masked)))
    start = _moment(time.begin)
    has_point = venue.has_point and not is_masked
    stamp = at.astimezone(VIET_NAM).isoformat(timespec="milliseconds")
    return NoticeRow(
        _number(event, location, start), event, kind, location, city, start, _moment(time.clear),
        harmless(words(f"advice.{kind}")), f"{venue.lat:.5f}" if has_point else "", f"{venue.lon:.5f}" if has_point else "",
        stamp, stamp,
    )  # fmt: skip


def _masked(venue_type: str, place: Place, words: Words) -> str:
    """The kind, where it is not the only one of the province."""
    return (
        words("masked")
        if place.alike_in_province < 2
        else f"{words(f'venue_type.{venue_type}')} ({words('masked')})"
    )


def _number(*said: str) -> str:
    """The same for the same place and start, whenever it is written."""
    return "V-" + b32encode(sha256("\n".join(said).encode()).digest()[:10]).decode()


def _moment(epoch_seconds: int) -> str:
    return datetime.fromtimestamp(epoch_seconds, VIET_NAM).isoformat(timespec="milliseconds")
