"""Two readers at once never get each other's answers: not by a thread, not by a cache of ours, not by one between."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.attacks.asked import CALLBACKS, body_of, server_callbacks
from tests.attacks.readers import COMMUNES, HEADER, Attacked

NAMES = ("anybody", "analyst", "committee", "nobody")
REQUESTS = 500
Ask = Callable[[str], tuple[int, bytes]]


def asks(target: Attacked) -> dict[str, Ask]:
    """Addresses and callbacks of the map, each as a function of the reader's name."""
    found: dict[str, Ask] = {}
    for path in (
        "/",
        "/_dash-layout",
        "/export/table.csv?day=2021-05-23",
        "/export/table.csv?layer=new_cases",
    ):
        found[path] = address(target, path)
    for layer in ("new_cases", "cases_7d_per_100k", "checkins"):
        for name in NAMES[:3]:
            path = f"/values/{snapshot(target, name)}/{layer}.bin"
            found[path] = address(target, path)
    views = (
        {},
        {"commune": COMMUNES[0], "day": "2021-05-23"},
        {"district": "219", "lang": "en"},
        {"panel": "held"},
    )
    for output in ("page", "place", "ranking", "legend", "curve", "histogram"):
        for n, view in enumerate(views):
            found[f"{output} {n}"] = callback(target, f"{output}.children", view)
    return found


def address(target: Attacked, path: str) -> Ask:
    def ask(name: str) -> tuple[int, bytes]:
        answer = target.ask(name, path)
        return answer.status_code, re.sub(rb'"end_id":"[^"]*"', b"", answer.data)

    return ask


def callback(target: Attacked, output: str, view: dict[str, str]) -> Ask:
    search = "?" + "&".join(f"{key}={value}" for key, value in view.items())
    given = {"asked.data": view, "framed.data": view, "charts-ready.data": True, "view.data": view}
    given |= {"url.pathname": "/", "url.search": search}
    body = body_of(output, server_callbacks(target.app)[output], **given)

    def ask(name: str) -> tuple[int, bytes]:
        answer = target.ask(name, CALLBACKS, "POST", json=body)
        # The token of the form to sign out is another one each time.
        return answer.status_code, re.sub(rb'"value":"[\w.-]{60,}"', b"", answer.data)

    return ask


def snapshot(target: Attacked, name: str) -> str:
    """The id in the addresses of the values, as the page of this reader has it."""
    page = target.ask(name, "/").get_data(as_text=True)
    return page.partition("values/")[2].partition("/")[0]


@pytest.fixture(scope="module")
def alone(target: Attacked) -> dict[tuple[str, str], tuple[int, bytes]]:
    """What each reader gets while nobody else asks."""
    return {(key, name): ask(name) for key, ask in asks(target).items() for name in NAMES}


def test_readers_do_differ(alone) -> None:
    """Else nothing could be mixed up."""
    for key in ("ranking 1", "/export/table.csv?day=2021-05-23"):
        assert len({alone[key, name] for name in NAMES}) == len(NAMES), key


def test_five_hundred_requests_of_readers_in_turn_are_each_answered_as_alone(target: Attacked, alone) -> None:
    every, rng = asks(target), random.Random(20_210_508)
    turns = [(rng.choice(list(every)), NAMES[n % len(NAMES)]) for n in range(REQUESTS)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda turn: every[turn[0]](turn[1]), turns))
    wrong = [turn for turn, answer in zip(turns, answers, strict=True) if answer != alone[turn]]
    assert wrong == []


@pytest.mark.parametrize("theirs", ["anybody", "analyst", "committee"])
@pytest.mark.parametrize("mine", ["anybody", "analyst", "committee"])
def test_the_values_of_another_sight_are_not_found(mine: str, theirs: str, target: Attacked) -> None:
    name = snapshot(target, theirs)
    expected = 200 if mine == theirs else 404
    assert target.ask(mine, f"/values/{name}/new_cases.bin").status_code == expected
    assert target.ask(mine, f"/venues/{name}.bin").status_code == expected
    assert target.ask(mine, f"/venues/{name}.geojson").status_code == expected


def test_snapshots_of_three_sights_have_three_names(target: Attacked) -> None:
    assert len({snapshot(target, name) for name in ("anybody", "analyst", "committee")}) == 3
    assert snapshot(target, "analyst") == snapshot(target, "commune_officer")
    assert snapshot(target, "anybody") == snapshot(target, "administrator")


def cacheable(target: Attacked, name: str) -> dict[str, str]:
    """Addresses of figures with the Cache-Control of their answers."""
    known = snapshot(target, name)
    paths = ["/", "/_dash-layout", "/map.svg", f"/values/{known}/new_cases.bin", f"/venues/{known}.geojson"]
    paths += [f"/export/{each}" for each in ("map.html", "table.csv", "areas.geojson", "map.svg")]
    return {path: target.ask(name, path).headers.get("Cache-Control", "") for path in paths}


@pytest.mark.parametrize("name", ["analyst", "committee"])
def test_no_cache_between_keeps_what_one_reader_got(name: str, target: Attacked) -> None:
    """A shared cache (a proxy, a CDN) asks nobody's right: exact figures are kept by a reader's own browser at most."""
    public = {path: told for path, told in cacheable(target, name).items() if "public" in told}
    assert public == {}


def test_no_reader_is_told_that_another_s_answer_is_still_good(target: Attacked) -> None:
    for path in cacheable(target, "committee"):
        tag = target.ask("committee", path).headers.get("ETag")
        moment = target.ask("committee", path).headers.get("Last-Modified")
        headers = {
            "If-None-Match": tag or "*",
            "If-Modified-Since": moment or "Wed, 01 Jan 2098 00:00:00 GMT",
        }
        for name in ("nobody", "anybody", "analyst"):
            answer = target.ask(name, path, headers=headers)
            assert answer.status_code != 304 or tag == target.ask(name, path).headers.get("ETag"), path
        assert target.ask("nobody", path, headers=headers).status_code == 401


def test_a_range_of_an_answer_needs_the_right_too(target: Attacked) -> None:
    path = f"/values/{snapshot(target, 'committee')}/new_cases.bin"
    for name, expected in (("nobody", 401), ("anybody", 404), ("analyst", 404)):
        assert target.ask(name, path, headers={"Range": "bytes=0-99"}).status_code == expected


def test_one_connection_of_two_readers_remembers_neither(target: Attacked) -> None:
    """The same client with its cookies, a reader after the other: nothing of the first stays."""
    client = target.app.server.test_client()
    path = "/export/table.csv?day=2021-05-23"
    first = {name: client.get(path, headers={HEADER: name}).data for name in NAMES}
    again = {name: client.get(path, headers={HEADER: name}).data for name in reversed(NAMES)}
    assert first == again
    assert len(set(first.values())) == len(NAMES)


def test_another_definition_of_exposure_is_for_who_sees_everything(target: Attacked) -> None:
    for name, expected in (("anybody", 404), ("analyst", 404), ("committee", 200), ("demonstration", 200)):
        found = target.ask(name, f"/venues/{snapshot(target, name)}~same_day.bin").status_code
        assert found == expected, name
