"""What a mapping says, checked for sense: every check is one function from a source to its mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from data.profiles import FOLDER as PROFILES
from data.readers.encodings import ENCODINGS
from data.readers.reader import FORMATS
from data.sources.field_checks import flaws_of_field
from data.sources.fields import is_placed
from data.sources.flaws import Flaw, near, one_of, shown
from data.sources.headings import heading_key
from data.sources.source import Source

_CHANNELLED = ("declarations", "installs")
_REGISTERED = ("venues", "checkins", "enterprises", "assessments")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")


def flaws_of_meaning(source: Source) -> Iterator[Flaw]:
    """Every mistake of a mapping whose form is right."""
    for check in CHECKS:
        yield from check(source)
    for mapping in source.fields:
        yield from flaws_of_field(source, mapping)


def required_fields(source: Source) -> Iterator[Flaw]:
    """A required field without a column and without a constant."""
    for field in source.subject.fields:
        if field.is_required and source.mapping(field.name) is None:
            remedy = f"Add [fields.{field.name}] with the column that holds it: {field.description}."
            yield Flaw(f"fields.{field.name}", "a column or a constant", "nothing", remedy)


def place(source: Source) -> Iterator[Flaw]:
    """Rows that belong to a commune, and no way to tell which."""
    mapped = {mapping.field for mapping in source.fields}
    if not is_placed(source.subject, mapped):
        got = ", ".join(sorted(mapped & {"district", "commune"})) or "nothing"
        remedy = "Add [fields.commune_code], or [fields.district] and [fields.commune]."
        yield Flaw(
            "fields", "the commune by commune_code, by district and commune, or by lon and lat", got, remedy
        )


def points(source: Source) -> Iterator[Flaw]:
    """Half a point."""
    for here, there in (("lon", "lat"), ("lat", "lon")):
        if source.mapping(here) and not source.mapping(there):
            yield Flaw(
                f"fields.{there}", f"a column, for {here} has one", "nothing", f"Add [fields.{there}]."
            )


def columns(source: Source) -> Iterator[Flaw]:
    """Two fields that would read one column, and columns both read and ignored."""
    owners: dict[str, str] = {}
    for mapping in source.fields:
        for heading in filter(None, (mapping.column, *mapping.also)):
            owner = owners.setdefault(heading_key(heading), mapping.field)
            if owner != mapping.field:
                expected = f"a column of its own; {shown(heading)} is read by {owner}"
                yield Flaw(f"fields.{mapping.field}", expected, shown(heading), "Take one of them out.")
    for heading in source.ignored:
        if heading_key(heading) in owners:
            expected = f"columns that no field reads; {owners[heading_key(heading)]} reads this one"
            yield Flaw("file.ignored", expected, shown(heading), "Take it out of the list.")


def version(source: Source) -> Iterator[Flaw]:
    """The newest row stands, and nothing says which is newest."""
    mapping = source.mapping("version")
    if source.changes == "newest_row" and (mapping is None or not mapping.column):
        remedy = 'Add [fields.version], or write changes = "hold" or "newest_file".'
        yield Flaw("changes", "a version column, for the newest row stands", "nothing", remedy)


def zone(source: Source) -> Iterator[Flaw]:
    known = _zones()
    if source.time_zone not in known:
        expected = "a time zone as in Asia/Ho_Chi_Minh"
        remedy = near(source.time_zone, known, "Look it up in the list of IANA time zones.")
        yield Flaw("file.time_zone", expected, shown(source.time_zone), remedy)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def reading(source: Source) -> Iterator[Flaw]:
    """How the file is read: formats, encoding, delimiter, header row."""
    for format in source.formats or ("",):
        if format not in FORMATS:
            remedy = near(format, FORMATS, "Take it out.")
            yield Flaw("file.formats", one_of(FORMATS), shown(format), remedy)
    options = source.options
    if options.encoding and options.encoding not in ENCODINGS:
        remedy = near(options.encoding, ENCODINGS, "Leave it out to have it detected.")
        yield Flaw("file.encoding", one_of(ENCODINGS), shown(options.encoding), remedy)
    if len(options.delimiter) > 1:
        yield Flaw("file.delimiter", "one character", shown(options.delimiter), 'For a tab write "\\t".')
    if options.header_row < 1:
        yield Flaw("file.header_row", "1 or more", shown(options.header_row), "The first row is 1.")


def names(source: Source) -> Iterator[Flaw]:
    """The profile is there; channel and registry are where the rows need one, and nowhere else."""
    known = sorted(path.stem for path in PROFILES.glob("*.toml"))
    if source.profile and source.profile not in known:
        remedy = near(source.profile, known, "Leave it out for a source of any province.")
        yield Flaw("profile", one_of(known), shown(source.profile), remedy)
    for key, value, needing in (
        ("channel", source.channel, _CHANNELLED),
        ("registry", source.registry, _REGISTERED),
    ):
        subject = source.subject.key
        if subject not in needing and value:
            yield Flaw(key, f"nothing, for {subject} have no {key}", shown(value), "Leave it out.")
        if subject in needing and not _NAME.fullmatch(value):
            expected = "1 to 20 small letters, digits and _"
            yield Flaw(key, expected, shown(value or None), f'Write {key} = "some_name".')


def rules(source: Source) -> Iterator[Flaw]:
    if not 0 <= source.rules.clock_skew_minutes <= 1440:
        got = shown(source.rules.clock_skew_minutes)
        yield Flaw("rules.clock_skew_minutes", "0 to 1440", got, "10 is usual.")
    try:
        date.fromisoformat(source.rules.plausible_from or "2020-01-01")
    except ValueError:
        got = shown(source.rules.plausible_from)
        yield Flaw("rules.plausible_from", "a day as 2020-01-01", got, 'Write "" for no such rule.')


CHECKS: tuple[Callable[[Source], Iterator[Flaw]], ...] = (
    required_fields, place, points, columns, version, zone, reading, names, rules,
)  # fmt: skip
