"""Subjects: what a row can speak of, and the canonical fields that every source is mapped onto."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

KINDS = (
    "text", "day", "moment", "count", "decimal", "yes_no", "code", "phone", "id_number", "birth_year", "sex",
    "district", "commune", "commune_code", "lon", "lat", "outline", "scores",
)  # fmt: skip
"""Kinds of field; data/checks/ holds one check for each."""


@dataclass(frozen=True)
class Field:
    """One canonical field. `is_personal`: it makes the pseudonym and is then let fall at the door.

    `codes` of a `code` field are the canonical answers; a `count` lies within `low`..`high`.
    """

    name: str
    kind: str
    description: str
    is_required: bool = False
    is_personal: bool = False
    codes: tuple[str, ...] = ()
    low: int = 0
    high: int = 2**31 - 1


@dataclass(frozen=True)
class Subject:
    """What rows of a kind hold, and where they go.

    `table` is the table's name, `id_column` its key; `measures` the rollup subjects its rows change; `day_field` the
    field whose local day a row belongs to, "" where it has none; `weight_field` what a row stands for, "" for 1.
    `natural_key` makes a record where the source numbers none; empty: the whole content does.
    """

    key: str
    table: str
    id_column: str
    fields: tuple[Field, ...]
    day_field: str = ""
    weight_field: str = ""
    natural_key: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    is_placed: bool = True
    _by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", MappingProxyType({f.name: f for f in self.fields}))

    def field(self, name: str) -> Field:
        """The field of that name; raises KeyError."""
        return self._by_name[name]


RECORD = Field("record", "text", "number that the source itself gives the record")
VERSION = Field("version", "moment", "when the source last changed the record")
PROVINCE = Field("province", "district", "province as written; a row of another one is held")
DISTRICT = Field("district", "district", "district as written")
COMMUNE = Field("commune", "commune", "commune as written")
COMMUNE_CODE = Field("commune_code", "commune_code", "GSO code of the commune, five digits")
PLACE = (PROVINCE, DISTRICT, COMMUNE, COMMUNE_CODE)
"""A source gives the code, or both names."""

LON = Field("lon", "lon", "degrees east, WGS 84")
LAT = Field("lat", "lat", "degrees north, WGS 84")
POINT = (LON, LAT)
PERSON = (
    Field("phone", "phone", "telephone of the person", is_personal=True),
    Field("id_number", "id_number", "identity card, citizen or insurance number, passport", is_personal=True),
)
"""Either makes the pseudonym, the telephone first; without both, nothing links the row to another."""

ABOUT = (Field("birth_year", "birth_year", "year of birth"), Field("sex", "sex", "f, m or x"))

SYMPTOMS = ("fever", "cough", "breathlessness", "pneumonia", "sore_throat", "fatigue")
"""In the order of their bits: 1, 2, 4, 8, 16, 32."""

SOME_SYMPTOM = 64

PROVINCES = (
    "01", "02", "04", "06", "08", "10", "11", "12", "14", "15", "17", "19", "20", "22", "24", "25", "26", "27",
    "30", "31", "33", "34", "35", "36", "37", "38", "40", "42", "44", "45", "46", "48", "49", "51", "52", "54",
    "56", "58", "60", "62", "64", "66", "67", "68", "70", "72", "74", "75", "77", "79", "80", "82", "83", "84",
    "86", "87", "89", "91", "92", "93", "94", "95", "96",
)  # fmt: skip
"""GSO codes of the 63 provinces of 2021."""

VENUE_TYPES = (
    "industrial_park", "factory", "market", "supermarket", "school", "clinic", "office", "shop", "restaurant",
)  # fmt: skip
"""Keys of the table venue_type."""

DECLARATIONS = Subject(
    "declarations", "declaration", "declaration_id",
    (
        RECORD, VERSION,
        Field("declared_at", "moment", "when it was declared", is_required=True),
        *PERSON,
        Field("for_other", "yes_no", "declared for somebody else, whose telephone it is not"),
        *ABOUT, *PLACE,
        Field("has_symptoms", "yes_no", "any symptom in 14 days"),
        *(Field(name, "yes_no", f"{name.replace('_', ' ')} in 14 days") for name in SYMPTOMS),
        Field("has_contact", "yes_no", "contact with a case in 14 days"),
        Field("from_affected", "yes_no", "stay in an affected area in 14 days"),
        Field("origin_province", "code", "province come from, GSO code of two digits", codes=PROVINCES),
        Field("form", "code", "form filled in", codes=("local", "passenger", "health", "ncovi", "bluezone")),
    ),
    day_field="declared_at", measures=("declarations",),
)  # fmt: skip

CHECKINS = Subject(
    "checkins", "checkin", "checkin_id",
    (
        RECORD, VERSION,
        Field("venue", "text", "code of the venue in its register", is_required=True),
        *PERSON,
        Field("t_in", "moment", "check-in", is_required=True),
        Field("t_out", "moment", "check-out"),
    ),
    day_field="t_in", measures=("checkins", "exposure"), is_placed=False,
)  # fmt: skip

VENUES = Subject(
    "venues", "venue", "venue_id",
    (
        Field("record", "text", "code of the venue", is_required=True), VERSION,
        Field("name", "text", "name of the venue", is_required=True),
        Field("venue_type", "code", "kind of venue", is_required=True, codes=VENUE_TYPES),
        *PLACE, *POINT,
        Field("opens_minute", "count", "opening, minutes after midnight", high=1440),
        Field("closes_minute", "count", "closing, minutes after midnight", high=1440),
    ),
    natural_key=("record",),
)  # fmt: skip

NOTICES = Subject(
    "notices", "proximity_notice", "notice_id",
    (
        RECORD, VERSION, *PERSON, *PLACE,
        Field("level", "code", "F0, F1 or F2", is_required=True, codes=("F0", "F1", "F2")),
        Field("contact_day", "day", "day of the contact", is_required=True),
        Field("minutes", "count", "minutes in Bluetooth reach", high=1440),
        Field("notified_at", "moment", "when the notice was sent", is_required=True),
    ),
    day_field="contact_day",
)  # fmt: skip

INSTALLS = Subject(
    "installs", "install_count", "install_id",
    (
        RECORD, VERSION, *PLACE,
        Field("day", "day", "the day", is_required=True),
        Field("installs", "count", "phones with the app at the end of the day", is_required=True),
    ),
    day_field="day", natural_key=("day", "place"), measures=("installs",),
)  # fmt: skip

CASE_LINES = Subject(
    "case_lines", "case_line", "case_id",
    (
        RECORD, VERSION, *PERSON, *ABOUT, *PLACE,
        Field("onset_day", "day", "first symptoms"),
        Field("first_positive_day", "day", "first positive sample", is_required=True),
        Field("confirmed_day", "day", "publication", is_required=True),
        Field("isolated_at", "moment", "isolation"),
    ),
    day_field="confirmed_day", measures=("exposure",),
)  # fmt: skip

CASE_COUNTS = Subject(
    "case_counts", "case_count", "count_id",
    (
        RECORD, VERSION, *PLACE,
        Field("day", "day", "day of publication", is_required=True),
        Field("new_cases", "count", "new cases", is_required=True, high=999_999_999),
    ),
    day_field="day", weight_field="new_cases", natural_key=("day", "place"), measures=("cases",),
)  # fmt: skip

ENTERPRISES = Subject(
    "enterprises", "enterprise", "enterprise_id",
    (
        Field("record", "text", "tax code of the enterprise", is_required=True), VERSION,
        Field("name", "text", "name of the enterprise", is_required=True),
        *PLACE, *POINT,
        Field("industrial_park", "text", "industrial park"),
        Field("workers", "count", "people who work there", high=1_000_000),
    ),
    natural_key=("record",),
)  # fmt: skip

ASSESSMENTS = Subject(
    "assessments", "assessment", "assessment_id",
    (
        RECORD, VERSION,
        Field("enterprise", "text", "tax code of the enterprise", is_required=True),
        Field("assessed_on", "day", "day of the assessment", is_required=True),
        Field("assessed_by", "code", "who assessed", is_required=True, codes=("self", "inspection")),
        *(Field(f"cs{n}", "count", f"score of criterion {n}", high=30) for n in range(1, 16)),
        Field("total", "count", "sum of the scores", high=300),
    ),
    day_field="assessed_on", natural_key=("enterprise", "assessed_on", "assessed_by"), is_placed=False,
)  # fmt: skip

ZONES = Subject(
    "zones", "zone", "zone_id",
    (
        RECORD, VERSION,
        Field("name", "text", "name of the zone", is_required=True),
        Field("kind", "code", "kind of zone", is_required=True, codes=("lockdown", "partial_lockdown", "cluster")),
        Field("starts_on", "day", "first day in force", is_required=True),
        Field("ends_on", "day", "last day in force"),
        Field("decision", "text", "number of the decision"),
        Field("outline", "outline", "polygon, WGS 84", is_required=True),
    ),
    is_placed=False,
)  # fmt: skip

SITES = Subject(
    "sites", "site", "site_id",
    (
        RECORD, VERSION,
        Field("name", "text", "name of the site", is_required=True),
        Field("kind", "code", "kind of site", is_required=True,
              codes=("quarantine", "test", "vaccination", "treatment", "checkpoint")),
        *PLACE, *POINT,
        Field("capacity", "count", "people, a day or at once", high=1_000_000),
        Field("opens_on", "day", "first day"),
        Field("closes_on", "day", "last day"),
    ),
)  # fmt: skip

EXPOSURE_EVENTS = Subject(
    "exposure_events", "exposure_event", "event_id",
    (
        RECORD, VERSION,
        Field("name", "text", "what happened"),
        Field("exposure_type", "code", "how close", codes=("close", "casual_plus", "casual")),
        Field("location", "text", "address of the place"),
        Field("city", "text", "city"),
        Field("starts_at", "moment", "start"),
        Field("ends_at", "moment", "end"),
        Field("advice", "text", "what people who were there should do"),
        *POINT,
        Field("added_at", "moment", "publication"),
    ),
    is_placed=False,
)  # fmt: skip

POPULATION = Subject(
    "population", "population_count", "population_id",
    (
        RECORD, VERSION, *PLACE,
        Field("day", "day", "day counted on", is_required=True),
        Field("people", "count", "people", is_required=True),
    ),
    natural_key=("day", "place"),
)  # fmt: skip

SUBJECTS = (
    DECLARATIONS, CHECKINS, VENUES, NOTICES, INSTALLS, CASE_LINES, CASE_COUNTS, ENTERPRISES, ASSESSMENTS, ZONES,
    SITES, EXPOSURE_EVENTS, POPULATION,
)  # fmt: skip


def subject_of(key: str) -> Subject:
    """The subject of that key; raises KeyError."""
    return {s.key: s for s in SUBJECTS}[key]
