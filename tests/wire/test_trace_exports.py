"""What the tracer's desk gives away over HTTP: files only in somebody's name, numbers to whoever asks, people to nobody else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from app import create_app
from data import schema
from data.tracing.cases import find_cases
from data.tracing.listed import listed_venues
from data.tracing.looks import recent
from data.tracing.notice import COLUMNS
from data.tracing.person_code import parse_person
from data.tracing.what_if import what_if
from geo.exposure_rule import ExposureRule
from layers.text import text
from tests.callbacks.trace.fake import MAY_25
from tests.callbacks.trees import words
from tests.copies import copied
from tests.wire.test_forged import NONSENSE

WHO = {"by": "Người Thử", "purpose": "ổ dịch Quang Châu"}
RULE = ExposureRule()


@pytest.fixture(scope="module")
def own_app(untouched, tmp_path_factory):
    """An app on a copy of the store, for every file that is taken is written down."""
    return create_app(copied(untouched, tmp_path_factory.mktemp("trace") / "var"))


@pytest.fixture(scope="module")
def store(own_app):
    return own_app.server.extensions["dichte"].store


@pytest.fixture
def client(own_app):
    return own_app.server.test_client()


@pytest.fixture
def take(client) -> Callable[..., Any]:
    """`take("venue", 7)`: the answer to a press of the button, by somebody who said who they are."""

    def post(what: object, key: object = "", ext: object = "csv", headers: Any = None, **changes: object):
        asked = {"what": what, "key": key, "ext": ext, "search": "?tab=venues&lang=en"} | WHO | changes
        return client.post("/trace/export", json=asked, headers=headers)

    return post


@pytest.fixture(scope="module")
def busiest(store):
    """The venue with most people exposed on 25 May."""
    return listed_venues(store, MAY_25, RULE, None)[0]


def rows(answer) -> list[list[str]]:
    """Rows of a CSV below its head lines, headings first."""
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    return lines[lines.index([""] * len(lines[0])) + 1 :]


def test_the_list_of_venues_holds_what_the_screen_shows(take, store) -> None:
    answer = take("list")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="list-2021-05-25.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    heads, *found = rows(answer)
    listed = listed_venues(store, MAY_25, RULE, None)
    assert len(found) == len(listed)
    people = heads.index(text("trace.export.column.people_exposed", "en"))
    assert [int(row[people]) for row in found] == [each.people_exposed for each in listed]


def test_a_tracing_list_names_people_by_pseudonym_and_is_written_down(take, store, busiest) -> None:
    answer = take("venue", str(busiest.venue.venue_id))
    heads, *found = rows(answer)
    assert len(found) == busiest.people_exposed
    code = heads.index(text("trace.export.column.code", "en"))
    assert all(parse_person(row[code]) is not None for row in found)
    [look] = recent(store, 1)
    assert (look.by, look.purpose) == (WHO["by"], WHO["purpose"])
    assert (look.act, look.what, look.key) == ("export", "venue", str(busiest.venue.venue_id))
    assert (look.rows, look.sha256) == (len(found), sha256(answer.get_data()).hexdigest())


def test_a_workbook_holds_the_same_as_the_csv(take, busiest) -> None:
    key = str(busiest.venue.venue_id)
    book = load_workbook(io.BytesIO(take("venue", key, "xlsx").get_data()), read_only=True)
    sheet = list(book.worksheets[0].iter_rows(values_only=True))
    codes = [row[0] for row in rows(take("venue", key))]
    assert [row[0] for row in sheet[-len(codes) :]] == codes


def test_the_list_of_a_case_holds_f2s_only_where_they_were_asked_for(take, store) -> None:
    lines, _ = find_cases(store, None, date(2021, 5, 14), MAY_25, 300, 0)
    key = str(max(lines, key=lambda line: line.visits).case_id)
    plain, onward = (take("case", key, search=f"?lang=en&onward={n}") for n in (0, 1))
    generation = rows(plain)[0].index(text("trace.export.column.generation", "en"))
    assert {row[generation] for row in rows(plain)[1:]} <= {"1"}
    assert len(rows(onward)) > len(rows(plain))


def test_the_notice_speaks_new_zealands_columns_and_of_no_person(take, store, busiest) -> None:
    answer = take("notice", str(busiest.venue.venue_id))
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert lines[0] == list(COLUMNS)
    assert len(lines) > 1
    assert "P-" not in "".join("".join(line[1:]) for line in lines[1:])
    assert recent(store, 1)[0].act == "notice"


@pytest.mark.parametrize(
    "missing", [{"by": ""}, {"by": "  "}, {"purpose": ""}, {"by": 5}, {"purpose": ["x"]}]
)
@pytest.mark.parametrize("what", ["case", "venue", "list", "notice"])
def test_without_name_and_purpose_nothing_is_given_nor_written_down(take, store, what, missing) -> None:
    before = _noted(store)
    answer = take(what, "1", **missing)
    assert answer.status_code == 403
    assert answer.get_json() == {"words": text("take.who_missing", "en")}
    assert _noted(store) == before


def _noted(store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(schema.tracing_log)).scalar_one()


def test_another_site_s_page_gets_nothing(take, store) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
        answer = take("list", headers=headers)
        assert answer.status_code == 403
        assert text("access.not_own_page", "en") in answer.get_json()["words"]


def test_a_file_is_never_had_by_an_address(client) -> None:
    for method in (client.get, client.head, client.put, client.delete):
        assert method("/trace/export", query_string={"what": "list", **WHO}).status_code in (404, 405)


@pytest.mark.parametrize(
    "key", ["999999999", "99999999999999999", "-1", "1.5", "x", 5, None, [1], {"a": 1}, "٣"]
)
@pytest.mark.parametrize("what", ["case", "venue", "notice"])
def test_what_is_not_there_and_what_is_no_number_is_said_and_no_failure(take, what, key) -> None:
    answer = take(what, key)
    assert answer.status_code in (400, 404)
    assert answer.get_json()["words"]


@pytest.mark.parametrize(
    "changes", [{"what": "moon"}, {"what": ["case"]}, {"ext": "exe"}, {"ext": None}, {"ext": {}}]
)
def test_what_is_no_file_of_ours_is_refused(take, changes) -> None:
    assert take(**({"what": "list"} | changes)).status_code == 400


@pytest.mark.parametrize("value", NONSENSE.values(), ids=NONSENSE)
def test_forged_bodies_and_addresses_are_no_failure(take, client, value) -> None:
    body = json.dumps(value)
    assert client.post("/trace/export", data=body, content_type="application/json").status_code in (400, 403)
    assert client.post("/trace/export", data=b"\xff\xfe{").status_code == 400
    assert take("list", search=value).status_code in (200, 400)


# ── numbers that follow the hand ────────────────────────────────────────────────────────────────


def test_what_if_answers_an_address_with_numbers_table_and_curve(client, store) -> None:
    answer = client.get("/trace/what-if?lang=en&rule=bac_giang,min_overlap_minutes%3D30&visits=35")
    found = what_if(store, MAY_25, ExposureRule(min_overlap_minutes=30), None, 3.5)
    parts = answer.get_json()
    told = words({"props": {"data-still": parts["result"]}})
    assert text("what_if.people_one", "en", found.people_exposed) in told
    assert parts["figure"]["data"][0]["y"] == [people for _, people in found.curve]
    assert json.loads(parts["table"])
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "query",
    ["rule=moon", "rule=bac_giang,min_overlap_minutes%3D9999", "visits=0", "visits=x", "day=1999-01-01"],
)
def test_what_if_refuses_an_address_that_it_would_misread(client, query) -> None:
    assert client.get(f"/trace/what-if?{query}").status_code == 400


def test_what_if_says_the_same_numbers_as_its_tab(client) -> None:
    answer = client.get("/trace/what-if?tab=what-if&lang=vi").get_json()
    callback = "trace-room.children"
    body = {
        "output": callback,
        "outputs": {"id": "trace-room", "property": "children"},
        "inputs": [
            {"id": "trace-url", "property": "search", "value": "?tab=what-if&lang=vi"},
            {"id": "trace-tracer", "property": "data", "value": None},
            {"id": "trace-done", "property": "data", "value": None},
        ],
        "state": [],
        "changedPropIds": ["trace-url.search"],
    }
    room = client.post("/_dash-update-component", json=body).get_json()["response"]["trace-room"]["children"]
    assert answer["result"] in _stills(room)


def _stills(tree: Any) -> list[str]:
    if isinstance(tree, list):
        return [found for each in tree for found in _stills(each)]
    if not isinstance(tree, dict):
        return []
    own = [tree["data-still"]] if isinstance(tree.get("data-still"), str) else []
    return own + [found for each in tree.values() for found in _stills(each)]
