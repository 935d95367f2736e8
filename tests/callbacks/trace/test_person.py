"""A person on the desk: exposures, venues since, and nothing at all without a tracer."""

from __future__ import annotations

import pytest

from callbacks.trace import person_panel
from data.tracing.answers import PersonExposure, PersonTrace
from data.tracing.person_code import person_code
from geo.exposure_rule import ExposureRule
from layers.text import text
from tests.callbacks.trace.conftest import TRACER
from tests.callbacks.trace.fake import FACTORY, MARKET, MAY_20, at, stay
from tests.callbacks.trees import find, one, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])
CODE = person_code(47)
EXPOSURES = (
    PersonExposure(MARKET, at(MAY_20, 9), 45, True, (12, 13)),
    PersonExposure(FACTORY, at(MAY_20, 15), 20, False, tuple(range(20))),
)


@pytest.fixture
def panel(asked, noted, view, monkeypatch):
    def make(trace, tracer=TRACER, code=CODE, **changes):
        monkeypatch.setattr(person_panel, "trace_person", lambda *_: trace)
        return person_panel.person_panel(asked, view(person=code, **changes), tracer)

    return make


def trace(**changes):
    whole = {"person_id": 47, "case_id": None, "exposures": EXPOSURES, "since": (stay(), stay(FACTORY))}
    return PersonTrace(**(whole | {"rule": ExposureRule()} | changes))


@every_language
def test_without_a_tracer_not_even_whether_there_is_such_a_person_is_told(lang, panel, noted) -> None:
    there, nobody = panel(trace(), None, lang=lang), panel(None, None, lang=lang)
    assert words(there) == words(nobody)
    assert text("trace.people_hidden", lang) in words(there)
    assert noted == []


def test_exposures_name_place_time_minutes_and_the_cases(panel, noted) -> None:
    rows = table(one(panel(trace(), lang="en"), "Table", css="exposures"))
    assert rows[1] == [
        "Chợ Thử",
        "09:00 20/05/2021",
        "45" + text("trace.imputed", "en"),
        "Case 12Case 13",
    ]
    assert rows[2][3].endswith("Case 4" + text("trace.person.more_cases", "en", 15))
    assert [(n.what, n.key) for n in noted] == [("person", "47")]


def test_venues_since_are_a_table_with_the_map_beside(panel) -> None:
    found = panel(trace(), lang="en")
    assert [
        row[1].startswith(("Chợ Thử", "Nhà máy Thử")) for row in table(one(found, "Table", css="stays"))[1:]
    ] == [
        True,
        True,
    ]
    assert len(find(found, css="trace-map")) == 1


@every_language
def test_who_is_a_case_as_well_and_who_went_nowhere_are_told(lang, panel) -> None:
    found = panel(trace(case_id=31, since=()), lang=lang)
    assert text("trace.person.is_case", lang) in words(found)
    assert text("trace.person.nowhere", lang) in words(found)


@every_language
@pytest.mark.parametrize("code", [CODE, "P-01FC", "x"])
def test_a_code_that_nobody_has_is_told(code, lang, panel, noted) -> None:
    assert text("trace.person.not_found_told", lang, code=code) in words(panel(None, code=code, lang=lang))
    assert noted == []
