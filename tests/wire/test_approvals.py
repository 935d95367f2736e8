"""Two people over HTTP: the list of many contacts is refused, asked for, granted by another one, given once."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app import create_app
from data.access.approvals import requests
from data.access.rights import Role
from data.audit.chain import last_entries
from data.tracing.listed import listed_venues
from geo.exposure_rule import ExposureRule
from tests.callbacks.trace.fake import MAY_25
from tests.copies import copied
from tests.wire.signed_in import OURS, sign_in, with_accounts

LAN, MAI = "Tổ truy vết", "Ban chỉ đạo"


@pytest.fixture(scope="module")
def app(untouched, tmp_path_factory):
    """An app on a copy of the store, with accounts."""
    made = create_app(copied(untouched, tmp_path_factory.mktemp("approvals") / "var"))
    with_accounts(made.server)
    return made


@pytest.fixture
def server(app):
    return app.server


@pytest.fixture(scope="module")
def store(app):
    return app.server.extensions["dichte"].store


@pytest.fixture(scope="module")
def busiest(store) -> int:
    """The venue with most people exposed: more than twenty."""
    listed = listed_venues(store, MAY_25, ExposureRule(), None)[0]
    assert listed.people_exposed > 20
    return listed.venue.venue_id


def take(client, venue_id: int, by: str = LAN) -> Any:
    who = {"by": by, "purpose": "ổ dịch Quang Châu"}
    asked = {"what": "venue", "key": str(venue_id), "ext": "csv", "search": "?tab=venues&lang=en"} | who
    return client.post("/trace/export", json=asked, headers=OURS)


def asked(client, refused: Any, **changes: str) -> Any:
    """Press the button of the page that the refusal leads to."""
    query = parse_qs(urlsplit(refused.get_json()["ask"]["href"]).query)
    form = {name: values[0] for name, values in query.items()} | {"why": "họp giao ban", "hours": "24"}
    return client.post("/trace/ask", data=form | changes, headers=OURS)


def newest(store) -> Any:
    with store.read() as connection:
        return requests(connection)[0]


def acts(store, count: int) -> list[str]:
    with store.read() as connection:
        return [entry.act for entry in last_entries(connection, count)]


def decide(client, request: int, decision: str = "grant", headers: Any = OURS) -> Any:
    return client.post("/approvals?lang=en", data={"request": request, "decision": decision}, headers=headers)


@pytest.fixture
def waiting(server, store, busiest) -> int:
    """A request of the tracer."""
    client = sign_in(server, LAN, Role.TRACER)
    assert asked(client, take(client, busiest)).status_code == 200
    return newest(store).approval_id


def test_a_long_list_is_refused_with_the_way_to_ask(server, store, busiest) -> None:
    client = sign_in(server, LAN, Role.TRACER)
    answer = take(client, busiest)
    assert answer.status_code == 403
    assert "a second person has to grant it first" in answer.get_json()["words"]
    assert acts(store, 1) == ["export_refused"]
    page = client.get("/" + answer.get_json()["ask"]["href"])
    assert page.status_code == 200 and 'name="why"' in page.text


def test_asked_granted_by_another_one_given_once(server, store, busiest, waiting) -> None:
    assert decide(sign_in(server, MAI, Role.COMMITTEE), waiting).status_code == 200
    client = sign_in(server, LAN, Role.TRACER)
    assert take(client, busiest).status_code == 200
    assert acts(store, 4) == ["approval_ask", "approval_grant", "approval_use", "export"]
    assert take(client, busiest).status_code == 403


def test_nobody_grants_their_own_request(server, store, busiest, waiting) -> None:
    client = sign_in(server, LAN, Role.TRACER, Role.COMMITTEE)
    page = client.get("/approvals?lang=en").text
    assert "This is your own request" in page and f'value="{waiting}"' not in page
    assert decide(client, waiting).status_code == 409
    assert newest(store).is_granted is None


def test_the_page_shows_what_is_asked_and_by_whom(server, waiting) -> None:
    for lang, words in (("vi", "Đồng ý"), ("en", "Grant")):
        page = sign_in(server, MAI, Role.COMMITTEE).get(f"/approvals?lang={lang}").text
        assert all(each in page for each in (LAN, "họp giao ban", words, f'value="{waiting}"'))
        assert "<script" not in page and "style=" not in page


def test_a_refused_one_says_so(server, store, busiest, waiting) -> None:
    assert "Refused" in decide(sign_in(server, MAI, Role.COMMITTEE), waiting, "refuse").text
    assert take(sign_in(server, LAN, Role.TRACER), busiest).status_code == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {}])
def test_another_site_s_page_decides_nothing(server, store, waiting, headers) -> None:
    assert decide(sign_in(server, MAI, Role.COMMITTEE), waiting, headers=headers).status_code == 403
    assert newest(store).is_granted is None


@pytest.mark.parametrize("role", [Role.ANALYST, Role.STEWARD, Role.ADMINISTRATOR, Role.COMMUNE_OFFICER])
def test_without_the_right_there_is_no_page(server, store, waiting, role) -> None:
    client = sign_in(server, MAI, role)
    assert client.get("/approvals").status_code == 403
    assert decide(client, waiting).status_code == 403
    assert newest(store).is_granted is None


@pytest.mark.parametrize(
    "form",
    [{"request": "x"}, {"request": "9" * 30}, {"decision": "maybe"}, {"request": ""}, {"request": "²"}],
)
def test_nonsense_is_refused_in_words(server, form) -> None:
    client = sign_in(server, MAI, Role.COMMITTEE)
    answer = client.post("/approvals", data={"request": "1", "decision": "grant"} | form, headers=OURS)
    assert answer.status_code == 400 and 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "changes", [{"why": ""}, {"hours": "73"}, {"hours": "x"}, {"people": "-1"}, {"key": ""}]
)
def test_a_request_that_lacks_something_is_not_made(server, store, busiest, waiting, changes) -> None:
    client = sign_in(server, LAN, Role.TRACER)
    assert asked(client, take(client, busiest), **changes).status_code == 400
    assert newest(store).approval_id == waiting


def test_what_was_typed_stands_on_the_page_as_text(server, store, busiest) -> None:
    client = sign_in(server, LAN, Role.TRACER)
    asked(client, take(client, busiest), why="<script>alert(1)</script>")
    page = sign_in(server, MAI, Role.COMMITTEE).get("/approvals").text
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_the_demonstration_gives_the_list_and_says_so(untouched, tmp_path) -> None:
    app = create_app(copied(untouched, tmp_path / "var"))
    store = app.server.extensions["dichte"].store
    venue_id = listed_venues(store, MAY_25, ExposureRule(), None)[0].venue.venue_id
    client = app.server.test_client()
    assert take(client, venue_id).status_code == 200
    with store.read() as connection:
        (entry,) = last_entries(connection, 1)
    assert json.loads(entry.detail)["two_people"] == "demonstration"
    assert "no second person is needed" in client.get("/approvals?lang=en").text
    assert decide(client, 1).status_code == 403
