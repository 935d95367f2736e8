"""What every answer tells the browser: pages, data, code, files, refusals and failures."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from flask.testing import FlaskClient

from app import create_app
from callbacks.access.headers import OFF

PAGES = ("/", "/?lang=en", "/desk", "/trace?tab=network")
ERRORS = ("/nowhere", "/lib/x@1/y.js", "/export/x.exe")
DATA = (
    "/_dash-layout",
    "/_dash-dependencies",
    "/export/table.csv",
    "/api/v1/health",
    "/api/v1/nowhere",
    "/trace/what-if",
)
FIRST = r'(?:src|href)="(/?(?:_dash|assets|lib|geometry|values)[^"]+)"'

every_document = pytest.mark.parametrize("path", [*PAGES, *ERRORS, "/map.svg"])
every_data = pytest.mark.parametrize("path", DATA)


def directives(answer) -> dict[str, str]:
    said = answer.headers["Content-Security-Policy"].split("; ")
    return dict(each.partition(" ")[::2] for each in said)


@pytest.fixture
def fetched(client: FlaskClient) -> list:
    """All that the first page fetches by itself."""
    urls = re.findall(FIRST, client.get("/").get_data(as_text=True))
    assert len(urls) > 15
    answers = [client.get(url if url.startswith("/") else f"/{url}") for url in urls]
    for answer in answers:
        answer.close()
    return answers


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_scripts_of_this_host_and_dash_s_own_line_and_no_other(path, client) -> None:
    answer = client.get(path, buffered=True)
    inline = re.findall(r'<script id="_dash-renderer"[^>]*>(.*?)</script>', answer.get_data(as_text=True))
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert directives(answer)["script-src"] == f"'self' 'sha256-{digest}'"


@pytest.mark.parametrize("path", [*PAGES, *ERRORS])
def test_a_page_is_allowed_nothing_that_is_not_named(path, client) -> None:
    found = directives(client.get(path, buffered=True))
    assert found["default-src"] == "'none'"
    assert found["base-uri"] == found["frame-ancestors"] == "'none'"
    assert found["connect-src"] == found["worker-src"] == found["form-action"] == "'self'"
    assert "unsafe" not in found["script-src"] and "http" not in " ".join(found.values())


def test_the_picture_of_the_map_may_do_nothing(client) -> None:
    assert directives(client.get("/map.svg")) == {"default-src": "'none'"}


@every_data
def test_data_may_do_nothing_and_be_used_by_no_other_site(path, client) -> None:
    answer = client.get(path, buffered=True)
    assert directives(answer)["default-src"] == "'none'"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", [*PAGES, *ERRORS, *DATA, "/map.svg"])
def test_no_answer_is_taken_for_another_kind(path, client) -> None:
    assert client.get(path, buffered=True).headers["X-Content-Type-Options"] == "nosniff"


def test_no_code_is_taken_for_another_kind(fetched) -> None:
    assert {(a.status_code, a.headers["X-Content-Type-Options"]) for a in fetched} == {(200, "nosniff")}


@every_document
def test_no_other_site_is_told_where_a_reader_was(path, client) -> None:
    assert client.get(path, buffered=True).headers["Referrer-Policy"] == "no-referrer"


@every_document
def test_nothing_of_ours_is_framed(path, client) -> None:
    assert client.get(path, buffered=True).headers["X-Frame-Options"] == "DENY"


@every_document
def test_no_other_site_holds_our_window(path, client) -> None:
    assert client.get(path, buffered=True).headers["Cross-Origin-Opener-Policy"] == "same-origin"


@every_document
def test_no_page_reaches_camera_place_or_microphone(path, client) -> None:
    assert client.get(path, buffered=True).headers["Permissions-Policy"] == ", ".join(f"{name}=()" for name in OFF)
    assert {"camera", "geolocation", "microphone"} <= set(OFF)


def test_https_is_asked_for_where_tls_stands_in_front_and_nowhere_else(client, settings) -> None:
    from dataclasses import replace

    secure = create_app(replace(settings, is_behind_tls=True)).server.test_client()
    for path in ("/", "/nowhere", "/_dash-layout"):
        assert secure.get(path).headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert "Strict-Transport-Security" not in client.get(path, buffered=True).headers


def test_a_failure_of_ours_says_as_much(settings) -> None:
    server = create_app(settings).server
    server.view_functions["serve_picture"] = lambda: 1 / 0
    answer = server.test_client().get("/map.svg")
    assert answer.status_code == 500
    assert directives(answer)["default-src"] == "'none'"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_headers_of_code_weigh_little(fetched) -> None:
    """They are paid for before the first map, by every file."""
    added = ("X-Content-Type-Options", "Content-Security-Policy", "Cross-Origin-Resource-Policy")
    weights = [
        sum(len(name) + len(a.headers[name]) + 4 for name in added if name in a.headers) for a in fetched
    ]
    assert sum(weights) <= 1_100
