"""After a run of retention: what the map, its files and the desk's files say over HTTP, and what stays as it was."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app import create_app
from data.settings import Settings
from data.store import Store
from data.tracing.listed import listed_venues
from geo.exposure_rule import DEFAULT_RULE, PRESETS
from layers.text import text
from tests.bereft import ALL_GONE, PARTLY, copied, lose
from tests.callbacks.trees import find, words
from tests.wire.conftest import answer_of
from tests.wire.trace import TRACER, room

GONE = "27/05/2021"
SAME_DAY, MOMENT = {"rule": "same_day"}, {"as_of": "2021-05-31T17:00"}
every_language = pytest.mark.parametrize("lang", ["vi", "en"])
counted_anew = pytest.mark.parametrize("how", [SAME_DAY, MOMENT], ids=["rule", "as of"])


@pytest.fixture(scope="module")
def server(bereft_settings: Settings) -> Any:
    return create_app(bereft_settings).server


@pytest.fixture
def client(server) -> FlaskClient:
    return server.test_client()


@pytest.fixture(scope="module")
def busiest(store: Store) -> int:
    """The venue that exposed most people while its check-ins were there."""
    return listed_venues(store, ALL_GONE, DEFAULT_RULE, None)[0].venue.venue_id


def map_view(**changes: str) -> dict[str, str]:
    return {"day": ALL_GONE.isoformat()} | changes


# ── the map ─────────────────────────────────────────────────────────────────────────────────────


@every_language
@counted_anew
def test_the_legend_says_what_is_gone_and_that_nothing_is_known_of_it(client, how, lang) -> None:
    told = words(answer_of(client, "legend", map_view(lang=lang, **how)))
    assert GONE in told
    assert text("gone.venues_unknown", lang) in told


@every_language
@counted_anew
def test_the_card_of_a_venue_does_not_say_that_nobody_was_there(client, busiest, how, lang) -> None:
    card = answer_of(client, "place", map_view(lang=lang, venue=str(busiest), **how))
    assert find(card, css="gone-line")
    assert text("gone.venue_unknown", lang) in words(card)
    assert text("venue.not_exposed", lang, days=21) not in words(card)


def test_the_card_of_a_venue_of_which_some_is_left_says_so(client, server) -> None:
    left = listed_venues(server.extensions["dichte"].store, PARTLY, PRESETS["same_day"], None)[0]
    given = {"day": PARTLY.isoformat(), "lang": "en", "venue": str(left.venue.venue_id)}
    card = answer_of(client, "place", given | SAME_DAY)
    assert find(card, css="gone-line")
    assert text("venue.people_exposed", "en", left.people_exposed) in words(card)


def test_kept_counts_stand_as_before_without_a_notice(client, busiest) -> None:
    for place in ("legend", "place"):
        found = answer_of(client, place, map_view(lang="en", venue=str(busiest)))
        assert GONE not in words(found), place
        assert "not known" not in words(found), place


@pytest.mark.parametrize("name", ["map.html", "map.svg"])
def test_a_map_that_is_taken_away_says_what_is_gone(client, name) -> None:
    for how, is_told in ((SAME_DAY, True), (MOMENT, True), ({}, False)):
        query = map_view(lang="en", **how)
        body = client.get(f"/export/{name}", query_string=query).get_data(as_text=True)
        assert (GONE in body, "is not known any more" in body) == (is_told, is_told), (name, how)


@pytest.mark.parametrize("name", ["table.csv", "areas.geojson"])
def test_tables_of_communes_hold_kept_counts_alone_and_are_what_they_were(
    client, settings: Settings, name
) -> None:
    whole = create_app(settings).server.test_client()
    for how in (SAME_DAY, MOMENT, {}):
        asked = {"query_string": map_view(layer="checkins", **how)}
        assert client.get(f"/export/{name}", **asked).data == whole.get(f"/export/{name}", **asked).data


def test_a_browser_keeps_no_venues_that_are_counted_anew(settings: Settings, tmp_path) -> None:
    """A run changes no snapshot: what was kept would stand beside a legend that says it is gone."""
    own = copied(settings, tmp_path / "var")
    app = create_app(own)
    client, snapshot = app.server.test_client(), app.server.extensions["dichte"].store.cube().snapshot.id
    url = f"/venues/{snapshot}~same_day.bin"
    before = client.get(url)
    lose(own)
    after = client.get(url)
    assert before.headers["Cache-Control"] == "private, no-cache"
    assert (after.status_code, after.data != before.data) == (200, True)
    assert client.get(f"/venues/{snapshot}.bin").headers["Cache-Control"].endswith("immutable")


# ── the desk ────────────────────────────────────────────────────────────────────────────────────


@every_language
@pytest.mark.parametrize("tab", ["cases", "venues", "what-if"])
def test_every_tab_says_what_is_gone(client, tab, lang) -> None:
    day = ALL_GONE.isoformat()
    found = room(client, f"?tab={tab}&day={day}&to={day}&lang={lang}", TRACER)
    assert GONE in words(find(found, css="gone-line")[0])


def test_numbers_that_follow_the_hand_say_it_too(client) -> None:
    asked = {"day": ALL_GONE.isoformat(), "lang": "en", "rule": "same_day"}
    parts = client.get("/trace/what-if", query_string=asked).get_json()
    assert GONE in parts["result"]
    assert text("gone.unknown", "en") in parts["result"]


def take(client: FlaskClient, what: str, key: object = "", **changes: str) -> Any:
    search = f"?tab=venues&lang=en&day={ALL_GONE.isoformat()}"
    asked = {"what": what, "key": str(key), "ext": "csv", "search": search} | TRACER | changes
    return client.post("/trace/export", json=asked)


def heads(answer: Any) -> dict[str, str]:
    """The lines above the table."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    return {line[0]: line[1] for line in lines[: lines.index([""] * len(lines[0]))]}


@pytest.fixture
def keys(store: Store, busiest: int) -> dict[str, object]:
    with store.read() as connection:
        early = connection.exec_driver_sql("SELECT min(case_id) FROM case_line").scalar()
    return {"list": "", "venue": busiest, "case": early}


@pytest.mark.parametrize("what", ["list", "venue", "case"])
def test_a_list_that_is_taken_says_above_its_rows_what_is_gone(client, keys, what) -> None:
    said = heads(take(client, what, keys[what]))
    assert GONE in said[text("trace.export.head.gone", "en")]


def test_a_workbook_says_the_same(client, keys) -> None:
    book = load_workbook(io.BytesIO(take(client, "list", ext="xlsx").get_data()), read_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    said = {row[0]: row[1] for row in rows if len(row) > 1}
    assert GONE in said[text("trace.export.head.gone", "en")]


def test_a_list_of_days_whose_check_ins_are_all_there_says_nothing(client) -> None:
    said = heads(take(client, "list", search="?tab=venues&lang=en&day=2021-07-10"))
    assert text("trace.export.head.gone", "en") not in said


def test_no_answer_about_what_is_gone_fails(client, keys) -> None:
    searches = (
        f"?tab=network&case={keys['case']}",
        f"?case={keys['case']}&onward=1",
        f"?venue={keys['venue']}",
    )
    for search in searches:
        told = json.dumps(room(client, f"{search}&lang=en&day={ALL_GONE.isoformat()}", TRACER))
        assert GONE in told, search
        assert "is not known any more" in told, search
