"""Wordings of the work list: places, days and figures as its reader writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from callbacks.trace.places import commune_name, within
from data.access.sight import Sight
from data.days import runs
from data.units import Units
from data.venues import Venue
from data.work.missing import Gap
from geo.exposure_rule import DEFAULT_RULE
from layers.text import day_text, long_day, moment_text, number, text

ONE_DAY = timedelta(1)


@dataclass(frozen=True)
class Words:
    """What the page says of what it shows to whoever has this sight, on one day, in one language."""

    units: Units
    sight: Sight
    day: date
    lang: str

    def scope(self) -> str:
        """The communes by name, empty for none; in short where it is the whole province."""
        if self.sight.is_whole:
            return text("work.whole", self.lang)
        return "; ".join(self.place(commune.unit_id) for commune in within(self.units, self.sight)[1])

    def place(self, unit_id: int) -> str:
        return commune_name(self.units, unit_id)

    def kind_and_place(self, venue: Venue) -> str:
        """The place is left out where the list is of one commune, which stands above it."""
        kind = text(f"venue_type.{venue.venue_type}", self.lang)
        is_of_one = self.sight.units is not None and len(self.sight.units) == 1
        return kind if is_of_one else f"{kind} · {self.place(venue.unit_id)}"

    def last_seen(self, days_since: int) -> str:
        """20/05/2021, 5 days before."""
        when = day_text(self.day - timedelta(days_since))
        if not days_since:
            return text("work.seen_that_day", self.lang, day=when)
        return text("work.seen_before", self.lang, days_since, day=when)

    def not_exposed(self) -> str:
        days = number(DEFAULT_RULE.display_days, self.lang)
        return text("work.not_exposed", self.lang, days=days, day=day_text(self.day))

    def moment(self, at: datetime) -> str:
        return moment_text(at)

    def day_of(self, at: datetime) -> str:
        return day_text(at.date())

    def number(self, value: int) -> str:
        return number(value, self.lang)

    def this_day(self) -> str:
        return long_day(self.day, self.lang)

    def steps(self, first_and_last: tuple[date, date]) -> list[tuple[date, str, bool]]:
        """The day before and the day after: the day, its words, whether there is one."""
        first, last = first_and_last
        before, after = self.day - ONE_DAY, self.day + ONE_DAY
        return [
            (before, f"← {day_text(before)}", self.day > first),
            (after, f"{day_text(after)} →", self.day < last),
        ]

    def days(self, days: Iterable[date]) -> str:
        """20/05/2021 – 22/05/2021, 24/05/2021."""
        parts = [
            day_text(first) if first == last else f"{day_text(first)}\u00a0– {day_text(last)}"
            for first, last in runs(days)
        ]
        return ", ".join(parts)

    def gap(self, gap: Gap) -> str:
        """What is missing of one kind, and how."""
        said = [("work.unreported", gap.unreported), ("work.late", gap.late)]
        told = [text(key, self.lang, days=self.days(days)) for key, days in said if days]
        return f"{text(f'work.kind.{gap.kind}', self.lang)}: {'; '.join(told)}."
