"""No answer of tracing can carry a name, a telephone, an identity number or a home."""

from __future__ import annotations

import csv
import io
from dataclasses import fields, is_dataclass

from data import schema
from data.store import Store
from data.tracing import answers
from data.tracing.case import trace_case
from data.tracing.exports import Request, case_sheet, export
from data.tracing.person_code import parse_person
from data.tracing.sheets import PEOPLE, VENUES
from data.venues import Venue
from geo.exposure_rule import ExposureRule
from tests.wire.test_privacy import PERSONAL

HOME = {"lon", "lat", "birth_year", "sex"}
KINDS = [
    kind for kind in vars(answers).values() if is_dataclass(kind) and kind.__module__ == answers.__name__
]


def test_no_field_of_an_answer_is_named_like_a_name_a_telephone_or_an_id_number() -> None:
    names = {f"{kind.__name__}.{f.name}" for kind in KINDS for f in fields(kind)}
    assert len(names) > 60
    assert [name for name in names if PERSONAL.search(name)] == []


def test_no_answer_about_people_holds_a_point_a_birth_year_or_a_sex() -> None:
    about = [kind for kind in KINDS if {"person_id", "person"} & {f.name for f in fields(kind)}]
    assert {kind.__name__ for kind in about} == {"CaseLine", "Met", "PersonTrace", "Node"}
    assert not any(HOME & {f.name for f in fields(kind)} for kind in about)


def test_whom_a_case_met_are_not_even_told_by_their_commune() -> None:
    assert "unit_id" not in {
        f.name for kind in (answers.Met, answers.Node, answers.Edge) for f in fields(kind)
    }


def test_lists_that_are_taken_away_have_no_column_of_a_person_but_the_code() -> None:
    assert not [c for c in (*PEOPLE, *VENUES) if PERSONAL.search(c)]
    assert PEOPLE[0] == "code" and not HOME & {*PEOPLE, *VENUES}


def test_a_name_or_a_home_can_not_slip_in_for_the_tables_have_none() -> None:
    tables = (schema.checkin, schema.case_line, schema.person, schema.tracing_log, schema.venue_action)
    assert not [c.name for t in tables for c in t.columns if PERSONAL.search(c.name)]
    assert {f.name for f in fields(Venue)} == {"venue_id", "name", "venue_type", "unit_id", "lon", "lat"}


def test_a_list_of_people_knows_them_by_code_alone(store: Store) -> None:
    trace = next(t for n in range(1, 400) if (t := trace_case(store, n, ExposureRule())) and len(t.met) > 5)
    content = export(store, case_sheet(trace, None, str), "csv", Request("Lan", "kiểm tra", str))
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    first = next(n for n, line in enumerate(lines) if line[0] == "column.code") + 1
    assert [parse_person(line[0]) for line in lines[first:]] == [m.person_id for m in trace.met]
    numbers = {str(m.person_id) for m in trace.met if m.person_id > 9_999}
    assert not numbers & {cell for line in lines[first:] for cell in line}
