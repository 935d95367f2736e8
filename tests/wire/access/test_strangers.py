"""Strangers and readers without the right: asked to sign in, told in words, led back, and never to another site."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from markupsafe import escape

from app import create_app
from data import store as stores
from data.access.rights import Role
from layers.text import text
from tests.wire.conftest import answer_of


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/", "/sign-in"),
        ("/?lang=en", "/sign-in?next=%2F%3Flang%3Den&lang=en"),
        ("/desk", "/sign-in?next=%2Fdesk"),
        ("/trace?tab=network&lang=vi", "/sign-in?next=%2Ftrace%3Ftab%3Dnetwork%26lang%3Dvi"),
        ("/work?day=2021-05-25", "/sign-in?next=%2Fwork%3Fday%3D2021-05-25"),
        ("/change-password", "/sign-in"),
    ],
)
def test_a_page_asks_a_stranger_to_sign_in_and_remembers_where_to(path, way, server) -> None:
    answer = server.test_client().get(path, base_url="https://localhost")
    assert (answer.status_code, answer.headers["Location"]) == (302, way)


@pytest.mark.parametrize(
    "path",
    ["/_dash-layout", "/_dash-dependencies", "/map.svg", "/export/table.csv", "/values/x/new_cases.bin"],
)
def test_everything_else_is_refused_to_a_stranger(path, server) -> None:
    assert server.test_client().get(path, base_url="https://localhost").status_code == 401


def test_a_callback_is_refused_to_a_stranger(server) -> None:
    body = {
        "output": "page.children",
        "inputs": [{"id": "url", "property": "pathname", "value": "/"}],
        "state": [{"id": "url", "property": "search", "value": ""}],
    }
    answer = server.test_client().post("/_dash-update-component", json=body, base_url="https://localhost")
    assert answer.status_code == 401


@pytest.mark.parametrize("path", ["/desk", "/trace", "/work"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_reader_without_the_right_is_told_so_with_a_way_back(path, lang, person) -> None:
    somebody = person("cdc", Role.COMMITTEE).arrive()
    answer = somebody.open(f"{path}?lang={lang}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert escape(text("access.refused", lang, signs_as="Ký tên cdc")) in page
    assert f'href="{"/?lang=en" if lang == "en" else "/"}"' in page


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        ("/desk", "/desk"),
        ("/?layer=new_cases&lang=en", "/?layer=new_cases&lang=en"),
        ("https://evil.example/", "/"),
        ("//evil.example/desk", "/"),
        ("/\\evil.example", "/"),
        ("/desk/../../evil", "/"),
        ("javascript:alert(1)", "/"),
        ("https:/desk", "/"),
        ("\t//evil.example/", "/"),
        ("//[", "/"),
        ("/sign-out", "/"),
        ("desk", "/"),
    ],
)
def test_signing_in_goes_on_to_a_page_of_ours_alone(asked, way, person, server) -> None:
    somebody = person("cdc", Role.COMMITTEE).arrive()
    somebody.client = server.test_client()
    query = f"?next={quote(asked)}"
    assert somebody.sign_in(f"/sign-in{query}").headers["Location"] == way


@pytest.mark.parametrize("name", ["login", "register", "reset", "tf-setup", "tf-rescue", "fs-static/x.js"])
def test_no_page_of_the_library_is_served(name, server) -> None:
    assert server.test_client().get(f"/{name}", base_url="https://localhost").status_code == 404


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/second-factor", "/change-password", "/sso"])
def test_without_accounts_there_is_nothing_to_sign_in_to(path, client) -> None:
    assert client.get(path).status_code == 404


@pytest.fixture
def public(with_accounts, monkeypatch) -> Flask:
    """An app that the public may look at; what protection does is another test's."""
    monkeypatch.setattr(stores, "protect", lambda cube, *_: cube)
    server = create_app(replace(with_accounts, is_public=True)).server
    yield server
    server.extensions["dichte"].store.engine.dispose()


def test_the_public_sees_the_map_and_nothing_else(public) -> None:
    client = public.test_client()
    assert client.get("/", base_url="https://localhost").status_code == 200
    assert client.get("/desk", base_url="https://localhost").headers["Location"] == "/sign-in?next=%2Fdesk"
    assert client.post("/trace/export", base_url="https://localhost").status_code == 401


def test_a_public_view_offers_to_sign_in(public) -> None:
    page = answer_of(public.test_client(), "page", "?lang=en")
    assert "sign-in?lang=en" in str(page)
    assert text("access.public", "en") in str(page)
    assert "desk?lang=en" not in str(page)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in?out=1", "/second-factor/new", "/change-password"])
def test_pages_are_not_kept_by_a_browser_and_hold_no_script(path, lang, person) -> None:
    somebody = person()
    if path != "/sign-in":
        somebody.give_password()
    if path == "/change-password":
        somebody.set_up()
    answer = somebody.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    page = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'<html lang="{lang}">' in page
    for piece in ("<script", " style=", "<style", "onclick", "http://", "//cdn"):
        assert piece not in page.replace("http://www.w3.org/2000/svg", "")
