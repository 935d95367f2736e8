"""How often, how much, from where, and who may keep it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import create_app
from callbacks.access.reader import recognise_by
from callbacks.access.sizes import MOST_BYTES, MOST_PARTS
from data.access.reader import DEMONSTRATION, NOBODY
from layers.text import text
from tests.wire.access.test_own_page import EVERYTHING

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
PUSH = "/api/v1/sources/qr-checkins/row"


@pytest.fixture
def server(settings):
    """An app whose every request is from an account that may do everything."""
    server = create_app(settings).server
    recognise_by(server, lambda: EVERYTHING)
    return server


def statuses(client, times: int, path: str, method: str = "GET", **more) -> list[int]:
    return [client.open(path, method=method, **more).status_code for _ in range(times)]


def test_files_are_made_thirty_times_a_minute_for_one_account(server) -> None:
    client = server.test_client()
    assert 429 not in statuses(client, 30, "/export/none.csv")
    answer = client.get("/export/none.csv")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    recognise_by(server, lambda: replace(EVERYTHING, account_id=8))
    assert client.get("/export/none.csv").status_code == 404


def test_a_key_that_is_none_is_tried_thirty_times_a_minute_from_one_address(server) -> None:
    client = server.test_client()
    asked = {"method": "POST", "environ_base": ELSEWHERE}
    assert statuses(client, 30, PUSH, **asked) == [401] * 30
    answer = client.open(PUSH, **asked)
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert answer.get_json()["type"] == "urn:dichte:problem:too-many"
    assert int(answer.headers["Retry-After"]) >= 1
    assert client.post(PUSH, environ_base={"REMOTE_ADDR": "203.0.113.10"}).status_code == 401


def test_a_forged_address_does_not_count(server) -> None:
    client = server.test_client()
    for n in range(30):
        client.post(PUSH, environ_base=ELSEWHERE, headers={"X-Forwarded-For": f"198.51.100.{n}"})
    asked = {"environ_base": ELSEWHERE, "headers": {"X-Forwarded-For": "198.51.100.99"}}
    assert client.post(PUSH, **asked).status_code == 429


def test_of_what_is_forwarded_only_the_last_of_our_own_servers_counts(settings) -> None:
    client = create_app(replace(settings, proxies=1)).server.test_client()
    for n in range(30):
        client.post(PUSH, environ_base=ELSEWHERE, headers={"X-Forwarded-For": f"198.51.100.{n}, 192.0.2.1"})
    same, other = "198.51.100.99, 192.0.2.1", "192.0.2.1, 192.0.2.2"
    assert client.post(PUSH, headers={"X-Forwarded-For": same}).status_code == 429
    assert client.post(PUSH, headers={"X-Forwarded-For": other}).status_code == 401


def test_passwords_are_tried_ten_times_a_minute_wherever_the_form_stands(server) -> None:
    server.add_url_rule("/sign-in", "security.login", lambda: "wrong", methods=["POST"])
    recognise_by(server, lambda: NOBODY)
    client, typed = server.test_client(), {"email": "a@tinh.example"}
    assert 429 not in statuses(client, 10, "/sign-in", "POST", data=typed)
    assert client.post("/sign-in", data=typed).status_code == 429
    elsewhere = {"data": {"email": " A@tinh.example"}, "environ_base": ELSEWHERE}
    assert client.post("/sign-in", **elsewhere).status_code == 429
    assert (
        client.post("/sign-in", data={"email": "b@tinh.example"}, environ_base=ELSEWHERE).status_code != 429
    )


def test_the_demonstration_is_not_counted(server) -> None:
    recognise_by(server, lambda: DEMONSTRATION)
    assert 429 not in statuses(server.test_client(), 100, "/export/none.csv")


@pytest.mark.parametrize("path", ["/_dash-update-component", "/trace/export"])
def test_more_than_two_megabytes_are_refused_before_they_are_read(path, client) -> None:
    answer = client.post(path, data=b" " * (MOST_BYTES + 1), content_type="application/json")
    assert answer.status_code in (400, 413)
    assert client.application.config["MAX_FORM_PARTS"] == MOST_PARTS


def test_a_callback_of_more_than_two_megabytes_is_413(client) -> None:
    answer = client.post(
        "/_dash-update-component", data=b" " * (MOST_BYTES + 1), content_type="application/json"
    )
    assert answer.status_code == 413


# ── refusals and failures ───────────────────────────────────────────────────────────────────────


def _failing(server):
    server.view_functions["serve_picture"] = lambda: {}["Nguyễn Văn Bịa"]


@pytest.mark.parametrize(
    ("status", "method", "path"),
    [
        (404, "GET", "/nowhere-<script>"),
        (405, "PUT", "/desk/upload?x=<b>"),
        (413, "POST", "/_dash-update-component"),
        (500, "GET", "/map.svg?layer=<b>"),
    ],
)
def test_an_error_is_a_sentence_in_both_languages_and_repeats_nothing(status, method, path, settings) -> None:
    server = create_app(settings).server
    _failing(server)
    body = b" " * (MOST_BYTES + 1) if status == 413 else b""
    answer = server.test_client().open(path, method=method, data=body, content_type="application/json")
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert text(f"refused.{status}", "vi") in page
    assert text(f"refused.{status}", "en") in page.replace("&#x27;", "'")
    assert not any(word in page for word in ("Traceback", "KeyError", "Bịa", "nowhere", "upload", "<b>"))
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refused_method_says_which_ones_are_taken(client) -> None:
    assert "POST" in client.put("/desk/upload").headers["Allow"]


def test_dash_s_developer_tools_are_off(dash_app, client) -> None:
    assert client.get("/_reload-hash").status_code in (403, 404)
    config = client.get("/").get_data(as_text=True)
    assert '"ui":false' in config and '"hot_reload"' not in config
    assert not dash_app.server.debug


# ── who may keep what ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies"])
def test_answers_of_dash_are_kept_by_nobody(path, client) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_figures_are_kept_by_the_reader_s_own_browser_alone(server, snapshot) -> None:
    urls = [f"/values/{snapshot}/new_cases.bin", f"/venues/{snapshot}.bin", "/map.svg", "/"]
    for who in (EVERYTHING, DEMONSTRATION):
        recognise_by(server, lambda who=who: who)
        found = [server.test_client().get(url).headers["Cache-Control"] for url in urls]
        assert all(said.startswith("private") for said in found)
