"""Request forgery: another site's page changes nothing, fetches nothing, frames nothing; it may link to us."""

from __future__ import annotations

import re

import pytest

from app import create_app
from callbacks.access.demands import BY_KEY, ENDPOINTS
from callbacks.access.reader import recognise_by
from data.access.reader import Reader
from data.access.rights import Right, Role
from data.access.sight import WHOLE

FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Origin": "http://localhost:9999"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
)
CHANGING = ("/_dash-update-component", "/desk/upload", "/trace/export")
READ = (
    "/",
    "/_dash-layout",
    "/export/table.csv",
    "/map.svg",
    "/trace/what-if",
    "/desk/schema/qr-checkins.json",
)
EVERYTHING = Reader("thử", frozenset(Role), frozenset(Right), WHOLE, account_id=7)

every_foreigner = pytest.mark.parametrize("who", FOREIGN, ids=str)


@pytest.fixture(scope="module")
def signed_in(settings):
    """An app whose every request is from an account that may do everything."""
    server = create_app(settings).server
    recognise_by(server, lambda: EVERYTHING)
    return server


@pytest.mark.parametrize("path", CHANGING)
@every_foreigner
def test_another_site_changes_nothing(who, path, client) -> None:
    answer = client.post(path, json={}, headers=who)
    assert (answer.status_code, answer.mimetype) == (403, "application/json")
    assert "Host" in answer.get_json()["words"]


def test_every_address_that_changes_something_is_guarded_but_the_push_api(dash_app, client) -> None:
    rules = [r for r in dash_app.server.url_map.iter_rules() if r.methods - {"GET", "HEAD", "OPTIONS"}]
    assert len(rules) >= 3
    for rule in rules:
        asks = rule.methods - {"GET", "HEAD", "OPTIONS"}
        path = re.sub("<[^>]*>", "qr-checkins", rule.rule)
        answers = {client.open(path, method=method, headers=FOREIGN[0]).status_code for method in asks}
        assert answers == {401 if ENDPOINTS.get(rule.endpoint) == BY_KEY else 403}, rule


@pytest.mark.parametrize("own", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}], ids=str)
@pytest.mark.parametrize("path", CHANGING)
def test_our_own_page_is_let_through(own, path, client) -> None:
    answer = client.post(path, json={}, headers=own)
    assert "Host" not in answer.get_data(as_text=True)


def test_a_cookie_alone_speaks_for_nobody(signed_in) -> None:
    body = {"output": "place.children", "inputs": [], "state": []}
    with_cookie = signed_in.test_client()
    with_cookie.set_cookie("session", "x")
    assert with_cookie.post("/_dash-update-component", json=body).status_code == 403
    own = {"Sec-Fetch-Site": "same-origin"}
    assert with_cookie.post("/_dash-update-component", json=body, headers=own).status_code == 400
    assert signed_in.test_client().post("/_dash-update-component", json=body).status_code == 400


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("dest", ["image", "script", "iframe", "empty", "object"])
def test_another_site_embeds_and_fetches_nothing(path, site, dest, client) -> None:
    mode = "navigate" if dest in ("iframe", "object") else "no-cors"
    asked = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    assert client.get(path, headers=asked).status_code == 403


def test_another_site_may_link_to_us(client) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/", headers=link).status_code == 200


@pytest.mark.parametrize("path", READ)
def test_an_address_typed_by_a_reader_answers(path, client) -> None:
    assert client.get(path, headers={"Sec-Fetch-Site": "none"}).status_code == 200
