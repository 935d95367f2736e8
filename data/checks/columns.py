"""The check of every kind of field: columns of text become canonical values, or rows held with a reason.

What a cell says is never guessed and never silently mended. A whole file is checked by a `Checker`, made once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pyarrow as pa
from sqlalchemy import String

from data import schema
from data.checks.cells import Cells, read_cells
from data.checks.checked import Checked
from data.checks.codes import check_code, check_sex, check_yes_no
from data.checks.dates import check_day, check_moment
from data.checks.identity import check_id_number
from data.checks.numbers import check_birth_year, check_count, check_decimal
from data.checks.outlines import check_outline
from data.checks.phones import check_phone
from data.checks.rule import ColumnRule
from data.checks.words import check_commune_code, check_place, check_text
from data.profiles import Profile
from data.sources.source import FieldMapping, Source
from data.subjects import Field, Subject

CHECKS: Mapping[str, Callable[[Cells, ColumnRule], Checked]] = MappingProxyType(
    {
        "text": check_text,
        "day": check_day,
        "moment": check_moment,
        "count": check_count,
        "decimal": check_decimal,
        "yes_no": check_yes_no,
        "code": check_code,
        "phone": check_phone,
        "id_number": check_id_number,
        "birth_year": check_birth_year,
        "sex": check_sex,
        "district": check_place,
        "commune": check_place,
        "commune_code": check_commune_code,
        "lon": check_decimal,
        "lat": check_decimal,
        "outline": check_outline,
    }
)

TYPED_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S%z")
"""How readers write the dates of a file that types its cells (data/readers/batch.py)."""

_RECORD_LENGTH, _PLACE_LENGTH, _LONGEST_TEXT = 80, 80, 4_000


def check(kind: str, texts: pa.StringArray, rule: ColumnRule) -> Checked:
    """Check one column of a batch. `kind` is a kind of data/subjects.py; the dtype of the values follows from it."""
    return CHECKS[kind](read_cells(texts, rule.missing), rule)


@dataclass(frozen=True)
class Checker:
    """The rules of every mapped field of a source, by the field's name."""

    rules: Mapping[str, ColumnRule]

    def check(self, field: str, texts: pa.StringArray) -> Checked:
        """Check one column of a batch; a constant is checked like any other text."""
        rule = self.rules[field]
        return check(rule.kind, texts, rule)


def make_checker(
    source: Source,
    profile: Profile,
    codes: Mapping[str, tuple[str, ...]] | None = None,
    has_typed_dates: bool = False,
    today: date | None = None,
) -> Checker:
    """The checker of a source's files.

    `codes`: canonical answers that only the store knows, by field (venue_type). `has_typed_dates`: the file's
    format gives dates a type of their own, so that they come as ISO text beside those in the declared formats.
    `today`: nobody is born later; by default today in the profile's time zone.
    """
    fields = [(m, source.subject.field(m.field)) for m in source.fields]
    return Checker(
        {
            f.name: column_rule(source, m, f, profile, (codes or {}).get(f.name, ()), has_typed_dates, today)
            for m, f in fields
        }
    )


def column_rule(
    source: Source,
    mapping: FieldMapping,
    field: Field,
    profile: Profile,
    codes: tuple[str, ...] = (),
    has_typed_dates: bool = False,
    today: date | None = None,
) -> ColumnRule:
    """What the check of one mapped field has to know; the arguments as those of `make_checker`."""
    this_year = (today or datetime.now(ZoneInfo(profile.time_zone)).date()).year
    is_commune_code = field.kind == "commune_code"
    return ColumnRule(
        field=field.name,
        column=mapping.column,
        kind=field.kind,
        formats=_formats(mapping, field, has_typed_dates),
        codes=mapping.codes,
        canonical=codes or field.codes,
        missing=source.missing,
        time_zone=source.time_zone,
        decimal=source.decimal,
        width=mapping.width or (profile.commune_code_width if is_commune_code else 0),
        low=field.low,
        high=this_year if field.kind == "birth_year" else field.high,
        max_length=max_length(source.subject, field),
        phone_region=profile.phone_region,
        box=profile.box,
        is_personal=field.is_personal,
        has_people=any(f.is_personal for f in source.subject.fields),
    )


def _formats(mapping: FieldMapping, field: Field, has_typed_dates: bool) -> tuple[str, ...]:
    if field.kind not in ("day", "moment") or not has_typed_dates:
        return mapping.formats
    return tuple(dict.fromkeys((*mapping.formats, *TYPED_FORMATS)))


def max_length(subject: Subject, field: Field) -> int:
    """How many characters of a text the field's column holds."""
    if field.kind in ("district", "commune"):
        return _PLACE_LENGTH
    column = schema.metadata.tables[subject.table].columns.get(field.name)
    if column is None:
        return _RECORD_LENGTH
    return (column.type.length if isinstance(column.type, String) else None) or _LONGEST_TEXT
