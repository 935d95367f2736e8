"""The tracer's desk over HTTP for accounts: what lies in their communes, under the account's own name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app import create_app
from callbacks.access.reader import recognise_by
from callbacks.trace.looks import EXTENSION as LOOKS
from callbacks.trace.looks import Looking
from data import schema
from data.access.reader import Reader
from data.access.rights import Right, Role, rights_of
from data.access.sight import PUBLIC, WHOLE, Sight
from data.store import Store
from data.tracing.case import trace_case
from data.tracing.cases import find_cases
from data.tracing.listed import listed_venues
from data.tracing.looks import recent
from data.tracing.person_code import person_code
from geo.exposure_rule import ExposureRule
from layers.text import text
from tests.callbacks.trace.fake import MAY_25
from tests.callbacks.trees import find, plain, words
from tests.copies import copied
from tests.wire.conftest import answer_of
from tests.wire.desk import press
from tests.wire.trace import page, room

RULE = ExposureRule()
PURPOSE = "ổ dịch trong xã"
FORGED = {"by": "Kẻ Mạo Danh", "purpose": PURPOSE}
EVERY = (date(2021, 1, 1), date(2021, 12, 31))


def tracer(units: frozenset[int] | None) -> Reader:
    sight = PUBLIC if units == frozenset() else Sight(units)
    return Reader("Trần Truy Vết", frozenset({Role.TRACER}), rights_of([Role.TRACER]), sight, 7)


@pytest.fixture(scope="module")
def server(untouched, tmp_path_factory):
    return create_app(copied(untouched, tmp_path_factory.mktemp("scope") / "var")).server


@pytest.fixture(scope="module")
def store(server) -> Store:
    return server.extensions["dichte"].store


@pytest.fixture(scope="module")
def home(store: Store) -> frozenset[int]:
    """Three communes: those of the busiest venue, of the tenth and of the twentieth."""
    listed = listed_venues(store, MAY_25, RULE, None)
    units = dict.fromkeys(each.venue.unit_id for each in listed)
    return frozenset(list(units)[:3])


@pytest.fixture(scope="module")
def far(store: Store, home: frozenset[int]) -> dict[str, Any]:
    """A case, a venue and a person outside."""
    seen = store.seen_by(Sight(home))
    lines = [find_cases(each, None, *EVERY, 100_000, 0, RULE)[0] for each in (store, seen)]
    outside = {line.case_id for line in lines[0]} - {line.case_id for line in lines[1]}
    venue = next(e.venue for e in listed_venues(store, MAY_25, RULE, None) if e.venue.unit_id not in home)
    people = {line.person_id: line.case_id for line in lines[0]}
    with store.read() as connection:
        p = schema.person.c
        query = select(p.person_id).where(p.unit_id.not_in(home), p.person_id.in_(list(people))).limit(200)
        persons = connection.execute(query).scalars().all()
    person = next(n for n in persons if people[n] in outside)
    return {"case": min(outside), "venue": venue, "person": person}


As = Callable[[Reader], Any]


@pytest.fixture
def sign_in(server) -> Iterator[As]:
    """`sign_in(reader)`: a client whose requests are that reader's; what other tests looked at is new to them."""
    before = server.extensions["dichte-who"]
    server.extensions[LOOKS] = Looking()

    def client(who: Reader) -> Any:
        recognise_by(server, lambda: who)
        return server.test_client()

    yield client
    recognise_by(server, before)


def take(client: Any, what: str, key: object = "", **changes: object) -> Any:
    asked = {"what": what, "key": str(key), "ext": "csv", "search": "?tab=venues&lang=en"} | FORGED | changes
    return client.post("/trace/export", json=asked)


def panel(client: Any, search: str) -> str:
    """What stands beside the list, in words."""
    [found] = find(plain(room(client, search, FORGED)), css="trace-panel")
    return words(found)


def newest(store: Store) -> Any:
    return recent(store, 1)[0]


def test_the_header_names_the_account_and_asks_for_the_purpose_alone(sign_in, home) -> None:
    told = json.dumps(page(sign_in(tracer(home)), "?lang=en"), ensure_ascii=False)
    assert "Trần Truy Vết" in told
    assert '"trace-purpose"' in told and '"trace-who"' not in told


def test_the_way_to_the_data_desk_is_shown_to_who_may_go_it(sign_in, home) -> None:
    assert '"to-desk"' not in json.dumps(page(sign_in(tracer(home))))
    both = replace(tracer(home), rights=rights_of([Role.TRACER, Role.STEWARD]))
    assert '"to-desk"' in json.dumps(page(sign_in(both)))


def test_every_list_and_tab_is_made_for_a_tracer(sign_in, home) -> None:
    client = sign_in(tracer(home))
    for tab in ("cases", "venues", "network", "what-if"):
        assert (
            text("scope.whole", "en") in words(room(client, f"?tab={tab}&lang=en", FORGED)) or tab != "cases"
        )
    assert client.get("/trace/what-if?lang=en").status_code == 200
    assert client.get("/trace?tab=what-if").status_code == 200


def test_a_look_is_noted_under_the_name_of_the_account_whatever_the_browser_sent(
    sign_in, home, store
) -> None:
    client = sign_in(tracer(home))
    here = next(e.venue for e in listed_venues(store, MAY_25, RULE, None) if e.venue.unit_id in home)
    told = words(room(client, f"?tab=venues&venue={here.venue_id}&day=2021-05-25&lang=en", FORGED))
    assert here.name in told and "Trần Truy Vết" in told and "Kẻ Mạo Danh" not in told
    assert (newest(store).by, newest(store).purpose, newest(store).key) == (
        "Trần Truy Vết",
        PURPOSE,
        str(here.venue_id),
    )


def test_without_a_purpose_no_person_is_shown_and_nothing_is_taken(sign_in, home) -> None:
    client = sign_in(tracer(home))
    assert text("trace.tracer.purpose_missing", "en") in words(room(client, "?lang=en", {"by": "x"}))
    answer = take(client, "list", purpose="")
    assert (answer.status_code, answer.get_json()["words"]) == (403, text("take.purpose_missing", "en"))


@pytest.mark.parametrize(("name", "nowhere"), [("case", 999_999_999), ("venue", 999_999_999)])
def test_what_lies_outside_is_answered_as_what_is_nowhere_and_the_attempt_is_noted(
    name, nowhere, sign_in, home, far, store
) -> None:
    client = sign_in(tracer(home))
    outside = far[name].venue_id if name == "venue" else far[name]
    said = []
    for number in (outside, nowhere):
        said.append(panel(client, f"?{name}={number}&lang=en").replace(str(number), "N"))
        look = newest(store)
        assert (look.by, look.what, look.key, look.rows) == ("Trần Truy Vết", name, f"{number} refused", 0)
        assert take(client, name, number).status_code == 404
    assert said[0] == said[1] and text("scope.or_outside", "en") in said[0]
    if name == "venue":
        assert far["venue"].name not in said[0]


def test_a_person_outside_is_answered_as_a_code_that_nobody_bears(sign_in, home, far) -> None:
    client = sign_in(tracer(home))
    codes = person_code(far["person"]), person_code(2**50 + 1)
    said = [panel(client, f"?person={code}&lang=en").replace(code, "N") for code in codes]
    assert said[0] == said[1] and text("trace.person.not_found", "en") in said[0]


def test_a_decision_outside_is_refused_and_one_inside_bears_the_name_of_the_account(
    sign_in, home, far, store
) -> None:
    client = sign_in(tracer(home))
    here = next(e.venue for e in listed_venues(store, MAY_25, RULE, None) if e.venue.unit_id in home)
    for venue, is_bad in ((far["venue"], True), (here, False)):
        asked = {"venue": str(venue.venue_id), "action": "test", "why": "thử", **FORGED}
        answer = press(client, "trace-done.data", trace_decide=asked, trace_url="?lang=en").get_json()[
            "response"
        ]
        assert next(iter(answer.values()))["data"]["is_bad"] is is_bad
    a = schema.venue_action.c
    with store.read() as connection:
        rows = connection.execute(select(a.venue_id, a.decided_by)).all()
    assert [tuple(row) for row in rows] == [(here.venue_id, "Trần Truy Vết")]


def test_a_list_that_is_taken_holds_the_scope_alone_and_says_which_it_is(sign_in, home, store) -> None:
    answer = take(sign_in(tracer(home)), "list", search="?tab=venues&day=2021-05-25&lang=en")
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))
    head = next(n for n, line in enumerate(lines) if line[0] == text("trace.export.column.venue", "en"))
    names = [each.venue.name for each in listed_venues(store, MAY_25, RULE, home)]
    assert [line[0] for line in lines[head + 1 :]] == names
    assert any(line[0] == text("trace.export.head.scope", "en") for line in lines[:head])
    assert newest(store).by == "Trần Truy Vết"


def test_a_case_that_went_elsewhere_shows_how_much_is_not_shown(sign_in, home, store) -> None:
    seen = store.seen_by(Sight(home))
    lines, _ = find_cases(seen, None, *EVERY, 400, 0, RULE)
    traces = (trace_case(seen, line.case_id, RULE) for line in lines)
    trace = next(each for each in traces if each and each.withheld.venues)
    told = words(room(sign_in(tracer(home)), f"?case={trace.case.case_id}&lang=en"))
    assert "outside your communes: not shown." in told


def test_a_tracer_without_communes_sees_a_sentence_that_says_whom_to_ask(sign_in) -> None:
    client = sign_in(tracer(frozenset()))
    for search in ("?lang=en", "?tab=venues&lang=en", "?case=5&lang=en"):
        assert words(room(client, search, FORGED)).strip() == text("scope.none", "en")
    assert take(client, "list").status_code == 403


def test_choices_of_place_are_the_communes_of_the_tracer(sign_in, home, store) -> None:
    [field] = find(plain(room(sign_in(tracer(home)), "?tab=venues&lang=en")), id="trace-commune")
    units = {each.code: each.unit_id for each in store.cube().units.communes}
    assert {units[each["value"]] for each in field["props"]["options"] if each["value"]} == home


def test_in_the_demonstration_the_name_is_typed_as_before(server, store) -> None:
    client = server.test_client()
    assert '"trace-who"' in json.dumps(page(client))
    assert take(client, "list").status_code == 200
    assert newest(store).by == "Kẻ Mạo Danh"


def test_rows_without_a_commune_are_for_who_may_read_them(sign_in) -> None:
    reader = Reader("An", frozenset({Role.ANALYST}), frozenset({Right.MAP}), WHOLE, 9)
    may = replace(reader, rights=frozenset({Right.MAP, Right.HELD}))
    told = [words(answer_of(sign_in(who), "place", {"panel": "held", "lang": "en"})) for who in (reader, may)]
    assert text("held.no_right", "en") in told[0] and text("held.title", "en") not in told[0]
    assert text("held.title", "en") in told[1] and text("held.to_desk", "en") not in told[1]
