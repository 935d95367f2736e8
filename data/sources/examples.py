"""Two invented rows for every source, so that a template shows what a file looks like and can be imported as it is.

Nobody has these telephone numbers and cards, no enterprise these tax codes. The communes are there, with points inside
them: Quang Châu (Việt Yên) and Hương Lạc (Lạng Giang).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from data.sources.explain import answer_for, columns, words
from data.sources.source import FieldMapping, Source
from data.subjects import SYMPTOMS, Field

ROWS = 2

Pair = tuple[object, object]

_PAIRS: Mapping[str, Pair] = MappingProxyType(
    {
        "version": (datetime(2021, 6, 2, 9, 0), datetime(2021, 6, 2, 9, 30)),
        "phone": ("0900000001", ""),
        "id_number": ("", "000000000012"),
        "district": ("Việt Yên", "Lạng Giang"),
        "commune": ("Quang Châu", "Hương Lạc"),
        "province": ("Bắc Giang", "Bắc Giang"),
        "commune_code": ("07807", "07405"),
        "lon": (106.1063, 106.2643),
        "lat": (21.2119, 21.3868),
        "birth_year": (1990, 1985),
        "sex": ("f", "m"),
        "for_other": ("no", "yes"),
        "has_symptoms": ("yes", "no"),
        **dict.fromkeys(SYMPTOMS, ("no", "no")),
        "fever": ("yes", "no"),
        "has_contact": ("no", "no"),
        "from_affected": ("no", "yes"),
        "origin_province": ("", "27"),
        "declared_at": (datetime(2021, 6, 2, 8, 15), datetime(2021, 6, 2, 8, 40)),
        "t_in": (datetime(2021, 6, 2, 7, 30), datetime(2021, 6, 2, 17, 45)),
        "t_out": (datetime(2021, 6, 2, 8, 10), ""),
        "venue": ("DD-0001", "DD-0002"),
        "venue_type": ("market", "shop"),
        "opens_minute": (300, 420),
        "closes_minute": (1080, 1260),
        "level": ("F1", "F2"),
        "contact_day": (date(2021, 5, 30), date(2021, 5, 31)),
        "minutes": (15, 20),
        "notified_at": (datetime(2021, 6, 1, 17, 0), datetime(2021, 6, 1, 17, 5)),
        "day": (date(2021, 6, 1), date(2021, 6, 2)),
        "installs": (1200, 800),
        "onset_day": (date(2021, 5, 20), ""),
        "first_positive_day": (date(2021, 5, 22), date(2021, 5, 23)),
        "confirmed_day": (date(2021, 5, 24), date(2021, 5, 24)),
        "isolated_at": (datetime(2021, 5, 22, 17, 0), ""),
        "new_cases": (3, 0),
        "enterprise": ("0000000001", "0000000002"),
        "industrial_park": ("Quang Châu", ""),
        "workers": (120, 45),
        "assessed_on": (date(2021, 6, 1), date(2021, 6, 2)),
        **{f"cs{n}": (n % 3, n % 2) for n in range(1, 16)},
        "total": (sum(n % 3 for n in range(1, 16)), sum(n % 2 for n in range(1, 16))),
        "kind": ("lockdown", "cluster"),
        "starts_on": (date(2021, 5, 18), date(2021, 5, 20)),
        "ends_on": (date(2021, 6, 10), ""),
        "outline": (
            "POLYGON ((106.102 21.208, 106.110 21.208, 106.110 21.216, 106.102 21.216, 106.102 21.208))",
            "POLYGON ((106.260 21.383, 106.268 21.383, 106.268 21.390, 106.260 21.390, 106.260 21.383))",
        ),
        "capacity": (200, 150),
        "opens_on": (date(2021, 5, 10), date(2021, 5, 12)),
        "closes_on": ("", date(2021, 7, 1)),
        "exposure_type": ("close", "casual"),
        "starts_at": (datetime(2021, 9, 1, 11, 30), datetime(2021, 9, 2, 14, 0)),
        "ends_at": (datetime(2021, 9, 1, 12, 0), datetime(2021, 9, 2, 15, 30)),
        "added_at": (datetime(2021, 9, 3, 10, 28), datetime(2021, 9, 3, 10, 30)),
        "people": (13769, 9178),
    }
)
_OF_SUBJECT: Mapping[str, Pair] = MappingProxyType(
    {
        "venues.record": ("DD-0001", "DD-0002"),
        "enterprises.record": ("0000000001", "0000000002"),
        "population.day": (date(2019, 4, 1), date(2019, 4, 1)),
        "exposure_events.lon": (174.7633, 174.7762),
        "exposure_events.lat": (-36.8485, -41.2865),
        "exposure_events.version": (datetime(2021, 9, 4, 9, 0), ""),
    }
)


def example_rows(source: Source, lang: str) -> tuple[dict[str, str], ...]:
    """The rows, each as heading → cell; a column of which nothing is known beforehand holds "Ví dụ 1"."""
    return tuple(
        {m.column: _cell(source, m, f, number, lang) for m, f in columns(source)} for number in range(ROWS)
    )


def _cell(source: Source, mapping: FieldMapping, field: Field, number: int, lang: str) -> str:
    pair = _OF_SUBJECT.get(f"{source.subject.key}.{field.name}") or _PAIRS.get(field.name)
    if pair is None:
        return _unheard_of(mapping, field, number, lang)
    value = pair[number]
    if value == "" and not _stands_alone(source, field):
        value = pair[1 - number]
    if isinstance(value, date) and mapping.formats:
        return value.strftime(mapping.formats[0].replace("%z", "Z").replace("%Z", "UTC"))
    if mapping.codes:
        return answer_for(mapping, str(value))
    return str(value).replace(".", source.decimal) if isinstance(value, float) else str(value)


def _stands_alone(source: Source, field: Field) -> bool:
    """Whether the field may be empty: of telephone and card one is enough, but that one is there."""
    other = {"phone": "id_number", "id_number": "phone"}.get(field.name)
    return other is None or source.mapping(other) is not None


def _unheard_of(mapping: FieldMapping, field: Field, number: int, lang: str) -> str:
    """A cell of a field that has no example of its own: a record's number, a code, some text."""
    if field.name == "record":
        return f"VD-{number + 1:04d}"
    if mapping.codes:
        return list(mapping.codes)[number % len(mapping.codes)]
    return str(words(lang)["example"]).format(n=number + 1)
