"""Every address and every callback × every reader: who lacks the right gets nothing, who has it gets through."""

from __future__ import annotations

import json

import pytest
from dash import Input, Output

from callbacks.access.demands import BY_KEY, BY_PAGE, ENDPOINTS, OPEN, PAGES, demand_of_callback
from data.access.rights import Right
from tests.attacks.asked import CALLBACKS, VALUES, Address, addresses, body_of, server_callbacks
from tests.attacks.readers import MAY, NAMES, STRANGERS, Attacked, attacked

NOBODYS = frozenset({"/_reload-hash"})
"""Addresses that Dash brings along and nobody may ask for."""

every_reader = pytest.mark.parametrize("name", NAMES)


def right_of_address(address: Address) -> Right | str | None:
    """What an address ought to ask for, by its path alone: written here a second time, and not read from the code."""
    path = address.path
    if path.startswith("/api/"):
        return "key" if "/rows" in path or "/row" in path or "/imports" in path else "open"
    if path.startswith(("/lib/", "/geometry/", "/assets/", "/_dash-component-suites/", "/_favicon")):
        return "open"
    if path.startswith("/approvals"):
        return "open" if path.endswith(".css") else Right.APPROVE
    if path.startswith("/work"):
        return "open" if path.endswith(".css") else Right.WORK
    if path.startswith("/desk"):
        return Right.DESK
    if path.startswith("/trace"):
        return Right.TRACE
    return None if address.endpoint in NOBODYS else Right.MAP


def right_of_output(output: str) -> Right:
    if output.startswith(("desk-", "..desk-")):
        return Right.DESK
    return Right.TRACE if output.startswith(("trace-", "venue-")) else Right.MAP


def refusal(name: str) -> int:
    return 401 if name in STRANGERS else 403


def is_through(status: int) -> bool:
    return status < 500 and status not in (401, 403)


def test_every_address_is_listed_with_what_it_asks_for(target_with_accounts: Attacked) -> None:
    endpoints = {address.endpoint for address in addresses(target_with_accounts.app)}
    assert endpoints - set(ENDPOINTS) == NOBODYS
    assert set(ENDPOINTS) - endpoints == {"/_dash-update-component"} & set(ENDPOINTS)


def test_of_the_pages_of_accounts_those_to_sign_in_are_open_and_the_others_for_who_has_one(
    target: Attacked, target_with_accounts: Attacked
) -> None:
    plain = {address.endpoint for address in addresses(target.app)}
    found = [each for each in addresses(target_with_accounts.app) if each.endpoint not in plain]
    assert len(found) > 10
    for address in found:
        status = target_with_accounts.ask("nobody", address.path, address.method).status_code
        if address.path in ("/sign-out", "/change-password"):
            assert status in (302, 401), address
        else:
            assert status < 500 and status != 401, address


def test_every_address_asks_for_what_its_path_promises(target: Attacked) -> None:
    for address in addresses(target.app):
        demand = ENDPOINTS.get(address.endpoint)
        asked = PAGES[address.path] if demand == BY_PAGE else demand
        assert asked == right_of_address(address), address


def test_every_callback_is_listed_with_what_it_asks_for(target: Attacked) -> None:
    found = server_callbacks(target.app)
    assert len(found) >= 20
    for output in found:
        asked = demand_of_callback(output, "/")
        assert asked == right_of_output(output), output


def test_an_address_and_a_callback_that_nobody_listed_are_nobodys(settings) -> None:
    fresh = attacked(settings)
    fresh.app.server.add_url_rule("/new", "new", lambda: "a secret")
    fresh.app.callback(Output("new", "children"), Input("view", "data"))(lambda view: "a secret")
    asked = body_of("new.children", server_callbacks(fresh.app)["new.children"])
    for name in NAMES:
        assert fresh.ask(name, "/new").status_code == refusal(name)
        assert fresh.ask(name, CALLBACKS, "POST", json=asked).status_code == refusal(name)
    assert {a.endpoint for a in addresses(fresh.app)} - set(ENDPOINTS) - NOBODYS == {"new"}


@every_reader
def test_an_address_answers_whoever_has_the_right_and_nobody_else(name: str, target: Attacked) -> None:
    wrong, kinds = [], set()
    for address in addresses(target.app):
        right = right_of_address(address)
        status = target.ask(name, address.path, address.method).status_code
        kinds.add(right)
        if right == OPEN:
            is_good = is_through(status)
        elif right == BY_KEY:
            is_good = status == (404 if "/sources/" in address.path else 401)
        elif isinstance(right, Right) and name in MAY[right]:
            # The desk's own check of who sends a file comes after the guard, and says so in words.
            is_good = is_through(status) or (address.method == "POST" and status == 403)
        else:
            is_good = status == refusal(name)
        if not is_good:
            wrong.append((address, status))
    assert wrong == []
    assert kinds == {OPEN, BY_KEY, Right.MAP, Right.DESK, Right.TRACE, Right.APPROVE, Right.WORK, None}


@every_reader
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_callback_answers_whoever_has_the_right_and_nobody_else(
    name: str, value: object, target: Attacked
) -> None:
    for output, callback in server_callbacks(target.app).items():
        path = {"url.pathname": "/"} if output == "page.children" else {}
        answer = target.ask(name, CALLBACKS, "POST", json=body_of(output, callback, value, **path))
        if name in MAY[right_of_output(output)]:
            assert answer.status_code in (200, 204), (output, answer.status_code)
        else:
            assert answer.status_code == refusal(name), output
            assert len(answer.data) < 1_000, output


@every_reader
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_for_whoever_has_its_right_by_address_and_by_callback(
    name: str, path: str, target: Attacked
) -> None:
    right = Right.DESK if path == "/desk" else Right.TRACE if path == "/trace" else Right.MAP
    callback = server_callbacks(target.app)["page.children"]
    body = body_of("page.children", callback, "", **{"url.pathname": path})
    expected = 200 if name in MAY[right] else refusal(name)
    for method in ("GET", "HEAD"):
        assert target.ask(name, path, method).status_code == expected
    assert target.ask(name, CALLBACKS, "POST", json=body).status_code == expected


@every_reader
def test_the_work_list_opens_for_officers_of_communes_alone(name: str, target: Attacked) -> None:
    expected = 200 if name in MAY[Right.WORK] else refusal(name)
    for method in ("GET", "HEAD"):
        assert target.ask(name, "/work", method).status_code == expected


@every_reader
def test_what_the_map_shows_comes_to_whoever_may_see_it(name: str, target: Attacked) -> None:
    good = ["/", "/_dash-layout", "/_dash-dependencies", "/export/table.csv", "/export/areas.geojson"]
    expected = 200 if name in MAY[Right.MAP] else 401
    assert {path: target.ask(name, path).status_code for path in good} == dict.fromkeys(good, expected)


@every_reader
def test_a_template_of_the_desk_comes_to_stewards_alone(name: str, target: Attacked) -> None:
    expected = 200 if name in MAY[Right.DESK] else refusal(name)
    assert target.ask(name, "/desk/template/qr-venues.csv").status_code == expected
    assert target.ask(name, "/desk/schema/qr-venues.json").status_code == expected


@every_reader
def test_places_as_written_are_read_by_who_may_see_held_rows(name: str, target: Attacked) -> None:
    """The card of held rows says what stood in a file; it is reached by a parameter of the map."""
    for output in ("place.children", "page.children"):
        callback = server_callbacks(target.app)[output]
        more = {"url.pathname": "/", "url.search": "?panel=held", "asked.data": {"panel": "held"}}
        answer = target.ask(name, CALLBACKS, "POST", json=body_of(output, callback, **more))
        is_told = "held-table" in answer.get_data(as_text=True) and answer.status_code == 200
        assert is_told == (name in MAY[Right.HELD]), output


def test_a_refusal_says_nothing_of_what_is_behind_it(target: Attacked) -> None:
    words = {
        json.dumps(target.ask("nobody", path).get_data(as_text=True)) for path in ("/desk", "/trace", "/work")
    }
    assert len(words) == 1
    assert all(
        secret not in each for each in words for secret in ("desk", "trace", "work", "Right", "Traceback")
    )
