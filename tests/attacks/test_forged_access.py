"""Requests made by hand to get past the guard: other paths, methods, hosts and bodies than a page of ours sends."""

from __future__ import annotations

from typing import Any

import pytest

from data.access.rights import Right
from tests.attacks.asked import CALLBACKS, body_of, server_callbacks
from tests.attacks.readers import MAY, NAMES, Attacked

MAP_ONLY = "anybody"
"""May see the map, and nothing else."""

SECRET_PATHS = (
    "/desk/",
    "/DESK",
    "/Desk",
    "//desk",
    "/desk//",
    "/./desk",
    "/x/../desk",
    "/%64esk",
    "/desk%2f",
    "/%2fdesk",
    "/desk%00",
    "/desk;x=1",
    "/desk?x=1",
    "/desk%3fx",
    "/desk#x",
    "/trace/",
    "/TRACE",
    "//trace",
    "/trace%2fwhat-if",
    "/trace/what-if/",
    "//trace/what-if",
    "/TRACE/what-if",
    "/trace/./what-if",
    "/map.svg/../trace/what-if",
    "/desk/template/qr-venues.csv/",
    "/desk//template/qr-venues.csv",
    "/desk/template//qr-venues.csv",
    "/work/",
    "/WORK",
    "//work",
    "/work%2f",
    "/x/../work",
    "/work.css/../work",
    "/_dash-layout/../desk",
    "/assets/../desk",
    "/lib/a@b/..%2f..%2f..%2fdesk",
    "/_reload-hash",
    "/_reload-hash/",
)
MAP_PATHS = (
    "/",
    "//",
    "/?",
    "/_dash-layout",
    "/_dash-layout/",
    "//_dash-layout",
    "/_DASH-LAYOUT",
    "/_dash-dependencies",
    "/map.svg",
    "/MAP.svg",
    "//map.svg",
    "/export/table.csv",
    "/export//table.csv",
    "/export/table.csv/",
    "/EXPORT/table.csv",
    "/export%2ftable.csv",
)
FIGURES = (
    b"dichte_new_cases",
    b"desk-tabs",
    b"trace-tab",
    b"work-list",
    b"M\xc3\xa3 \xc4\x91",
    b"snapshot_id",
    b"ca m\xe1\xbb\x9bi",
)
"""Words of an answer that somebody with the right gets."""


@pytest.mark.parametrize("path", SECRET_PATHS)
@pytest.mark.parametrize("name", ["nobody", MAP_ONLY, "analyst", "administrator"])
def test_no_writing_of_a_path_gets_past_the_guard(name: str, path: str, target: Attacked) -> None:
    for method in ("GET", "HEAD", "POST"):
        answer = target.ask(name, path, method, follow_redirects=True)
        assert answer.status_code in (400, 401, 403, 404, 405), (method, answer.status_code)
        assert not any(words in answer.data for words in FIGURES)


@pytest.mark.parametrize("path", MAP_PATHS)
def test_a_stranger_gets_no_map_whatever_the_path_is_written_like(path: str, target: Attacked) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
        answer = target.ask("nobody", path, method, follow_redirects=True)
        assert answer.status_code in (400, 401, 404, 405), (method, answer.status_code)
        assert not any(words in answer.data for words in FIGURES)


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_header_changes_no_method(header: str, target: Attacked) -> None:
    asked = {"headers": {header: "POST"}, "data": b"x"}
    assert target.ask("demonstration", "/desk/upload", **asked).status_code == 404
    assert target.ask(MAP_ONLY, "/trace/export", **asked).status_code == 404
    assert target.ask("demonstration", "/map.svg", "TRACE", headers={header: "GET"}).status_code == 405


@pytest.mark.parametrize("header", ["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-Script-Name"])
def test_a_header_changes_no_path(header: str, target: Attacked) -> None:
    answer = target.ask(MAP_ONLY, "/", headers={header: "/desk"})
    assert answer.status_code == 200
    assert b"desk-tabs" not in answer.data
    assert target.ask(MAP_ONLY, "/desk", headers={header: "/"}).status_code == 401


def forged(target: Attacked, known: str, **changes: Any) -> dict[str, Any]:
    """A well-made request for the callback `known`, with parts of it exchanged."""
    return body_of(known, server_callbacks(target.app)[known]) | changes


def status(target: Attacked, name: str, body: Any) -> int:
    return target.ask(name, CALLBACKS, "POST", json=body).status_code


def test_inputs_of_another_output_do_not_pass_under_an_allowed_name(target: Attacked) -> None:
    allowed = forged(target, "place.children")
    for output in server_callbacks(target.app):
        other = forged(target, output)
        if other["inputs"] != allowed["inputs"] or other["state"] != allowed["state"]:
            mixed = allowed | {"inputs": other["inputs"], "state": other["state"]}
            assert status(target, MAP_ONLY, mixed) == 400


def test_the_list_of_outputs_is_that_of_the_output(target: Attacked) -> None:
    """Dash answers to `output`; a body that says another thing in `outputs` beside it is nobody's."""
    mine = forged(target, "place.children")
    for output in server_callbacks(target.app):
        other = forged(target, output)
        if other["outputs"] != mine["outputs"]:
            assert status(target, MAP_ONLY, mine | {"outputs": other["outputs"]}) == 400
            assert status(target, MAP_ONLY, other | {"outputs": mine["outputs"]}) == 400


@pytest.mark.parametrize(
    "output",
    [
        "..place.children...desk-room.children..",
        "..desk-room.children...place.children..",
        "..place.children...trace-room.children...legend.children..",
        "..place.children..",
        "...place.children",
        "place.children@x",
        "place.children...desk-room.children",
        " desk-room.children",
        "desk-room.children ",
        "DESK-ROOM.children",
        "desk-room.children\x00",
        "desk-room",
        "desk-room.",
        "..",
        "",
    ],
)
def test_an_output_written_otherwise_is_refused(output: str, target: Attacked) -> None:
    for name in ("nobody", MAP_ONLY, "demonstration"):
        assert status(target, name, forged(target, "place.children", output=output)) == 400


@pytest.mark.parametrize(
    "path", ["/desk", "/trace", "/desk/", "//desk", "desk", "/nothing", "", None, 5, ["/desk"], {}]
)
def test_the_page_callback_opens_no_desk_to_a_reader_of_the_map(path: object, target: Attacked) -> None:
    body = body_of("page.children", server_callbacks(target.app)["page.children"], **{"url.pathname": path})
    assert status(target, MAP_ONLY, body) == 401
    assert status(target, "analyst", body) == 403


def test_a_second_path_hidden_in_the_request_is_not_the_one_that_counts(target: Attacked) -> None:
    body = body_of(
        "page.children", server_callbacks(target.app)["page.children"], **{"url.pathname": "/desk"}
    )
    body["changedPropIds"] = ["url.search"]
    body["inputs"][0]["Value"] = body["inputs"][0]["path"] = "/"
    assert status(target, MAP_ONLY, body) == 401
    assert status(target, MAP_ONLY, body | {"inputs": [*body["inputs"], *body["inputs"]]}) == 400


def test_a_body_with_a_name_twice_is_read_the_same_by_guard_and_callback(target: Attacked) -> None:
    """JSON may hold a name twice: who checks the one and serves the other lets anybody in."""
    inputs = '[{"id":"url","property":"pathname","value":"/","value":"/desk"}]'
    state = '[{"id":"url","property":"search","value":""}]'
    outputs = '{"id":"page","property":"children"}'
    body = f'{{"output":"page.children","outputs":{outputs},"inputs":{inputs},"state":{state},"changedPropIds":[]}}'
    answer = target.ask(MAP_ONLY, CALLBACKS, "POST", data=body.encode(), content_type="application/json")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "media_type", ["text/json", "application/json; charset=utf-16", "text/plain", "", "application/x-json"]
)
def test_another_media_type_opens_nothing(media_type: str, target: Attacked) -> None:
    import json

    body = json.dumps(forged(target, "desk-room.children")).encode()
    answer = target.ask(MAP_ONLY, CALLBACKS, "POST", data=body, content_type=media_type)
    assert answer.status_code in (400, 401, 415)


def test_the_words_of_a_refused_callback_run_nothing(target: Attacked) -> None:
    """A refused withdrawal withdraws nothing; the ledger is as it was."""
    from sqlalchemy import func, select

    from data import schema

    def marks() -> tuple[int, ...]:
        with target.store.read() as connection:
            count = select(func.count()).select_from(schema.import_file)
            held = select(func.count()).select_from(schema.held_row)
            return connection.execute(count).scalar_one(), connection.execute(held).scalar_one()

    before, asked = marks(), {"by": "Người Thử", "file": "1", "row": "2", "why": "x"}
    refused = [name for name in NAMES if name not in MAY[Right.DESK]]
    for output, callback in server_callbacks(target.app).items():
        if "desk" in output:
            assert {status(target, name, body_of(output, callback, asked)) for name in refused} <= {401, 403}
    assert marks() == before


HERE = {"environ_overrides": {"REMOTE_ADDR": "127.0.0.1"}}


@pytest.fixture(scope="module")
def demonstration(settings):
    """The app as it is served by default: no reader is told to it."""
    from app import create_app

    return create_app(settings)


def asked_from(
    app: Any, address: str = "127.0.0.1", host: str = "localhost", path: str = "/desk", **headers: str
) -> int:
    client = app.server.test_client(use_cookies=False)
    given = {name.replace("_", "-"): value for name, value in headers.items()} | {"Host": host}
    return client.get(path, headers=given, environ_overrides={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8050", "127.0.0.1:8050", "127.0.0.9", "[::1]:8050", "[::1]"]
)
def test_the_demonstration_is_open_on_this_machine(host: str, demonstration) -> None:
    for address in ("127.0.0.1", "::1"):
        assert asked_from(demonstration, address, host) == 200


@pytest.mark.parametrize(
    "address",
    ["10.0.0.5", "192.168.1.7", "203.0.113.9", "::ffff:10.0.0.5", "fe80::1", "", "unix:", "0.0.0.0"],
)
def test_the_demonstration_is_shut_to_every_other_machine(address: str, demonstration) -> None:
    for path in ("/", "/desk", "/trace", "/export/table.csv", "/_dash-layout"):
        assert asked_from(demonstration, address, path=path) == 401


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8050",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8050@localhost",
        "localhost@evil.example",
        "10.0.0.5",
        "[2001:db8::1]",
        "0.0.0.0",
        "127.0.0.1.",
        "",
        " ",
        "localhost evil",
        "localhost/evil",
        "2130706433.evil",
        "[::1",
        "]",
        "ⅼocalhost",
    ],
)
def test_a_name_that_was_made_to_point_here_opens_nothing(host: str, demonstration) -> None:
    """DNS rebinding: another site's page asks this machine, by that site's name."""
    client = demonstration.server.test_client(use_cookies=False)
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": host}
    for path in ("/", "/desk", "/trace/what-if"):
        assert client.get(path, environ_overrides=environ).status_code in (400, 401)


@pytest.mark.parametrize(
    "header",
    ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "x-forwarded-for", "X-FORWARDED-FOR"],
)
def test_what_a_proxy_passes_on_is_not_from_this_machine(header: str, demonstration) -> None:
    for value in ("127.0.0.1", "for=127.0.0.1", "203.0.113.9", ""):
        client = demonstration.server.test_client(use_cookies=False)
        assert client.get("/desk", headers={header: value}).status_code == 401


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Real-Ip", "Forwarded", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"],
)
def test_no_header_makes_another_machine_this_one(header: str, demonstration) -> None:
    headers = {header: "127.0.0.1", "Host": "localhost"}
    client = demonstration.server.test_client(use_cookies=False)
    answer = client.get("/desk", headers=headers, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert answer.status_code == 401
