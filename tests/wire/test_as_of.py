"""What was known at a moment, over HTTP: values, venues, words and files of then, and nothing of later."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text as sql

from app import create_app
from data.ledger import touch
from data.rollup import refresh
from layers import AREA_LAYERS, area_layer
from layers.base import NO_REPORT
from layers.text import text
from tests.callbacks.trees import find, one, table, words
from tests.wire.conftest import answer_of

MOMENT, IN_WORDS = "2021-06-05T17:00", "17:00 05/06/2021"
STAMP = "202106051700"
PEAK = date(2021, 5, 25)

every_language = pytest.mark.parametrize("lang", ["vi", "en"])
every_layer = pytest.mark.parametrize("key", [layer.key for layer in AREA_LAYERS])


def matrix(client: FlaskClient, context, snapshot: str, key: str) -> tuple[np.ndarray, np.ndarray]:
    """Values and classes, day × commune, as the browser reads them."""
    answer = client.get(f"/values/{snapshot}/{key}.bin")
    assert answer.status_code == 200
    cube = context.store.cube()
    shape = len(cube.days), len(cube.units.communes)
    cells = shape[0] * shape[1]
    values = np.frombuffer(answer.data[: 4 * cells], "<f4").reshape(shape)
    return values, np.frombuffer(answer.data[4 * cells :], np.uint8).reshape(shape)


@every_layer
def test_after_the_moment_no_commune_has_a_report(key, client, context, snapshot) -> None:
    _, classes = matrix(client, context, f"{snapshot}@{STAMP}", key)
    first = context.store.cube().days.index(date(2021, 6, 5))
    assert (classes[first:] == NO_REPORT).all()


@every_layer
def test_what_was_known_then_and_never_corrected_is_what_is_known_now(key, client, context, snapshot) -> None:
    past, now = (matrix(client, context, each, key)[0] for each in (f"{snapshot}@{STAMP}", snapshot))
    last = context.store.cube().days.index(date(2021, 6, 4)) + 1
    assert np.array_equal(past[:last], now[:last], equal_nan=True)


def test_a_moment_long_after_everything_gives_the_bytes_of_today(client, snapshot) -> None:
    late = f"{snapshot}@202201010000"
    for name in (f"values/{{}}/{AREA_LAYERS[0].key}.bin", "venues/{}.bin", "venues/{}.geojson"):
        assert client.get("/" + name.format(late)).data == client.get("/" + name.format(snapshot)).data, name


def test_fewer_venues_were_known_then_than_are_now(client, snapshot) -> None:
    def count(of: str) -> int:
        return len(json.loads(client.get(f"/venues/{of}.geojson").data)["features"])

    assert 0 < count(f"{snapshot}@{STAMP}") < count(snapshot)


def test_the_past_is_asked_for_again_for_it_may_be_told_better(client, snapshot) -> None:
    for name in (f"values/{snapshot}@{STAMP}/new_cases.bin", f"venues/{snapshot}@{STAMP}.bin"):
        assert client.get(f"/{name}").headers["Cache-Control"] == "private, no-cache", name


@pytest.mark.parametrize(
    "stamp",
    [
        "@",
        "@x",
        "@20210605",
        "@2021-06-05T17:00",
        "@202104010000",
        "@999912312359",
        "@202106051700@",
        "@20216051700",
    ],
)
def test_a_moment_that_no_address_may_have_is_not_found(stamp, client, snapshot) -> None:
    for name in (f"values/{snapshot}{stamp}/new_cases.bin", f"venues/{snapshot}{stamp}.bin"):
        assert client.get(f"/{name}").status_code == 404, name


def test_another_snapshot_has_no_past_here(client) -> None:
    assert client.get(f"/values/0123456789ab@{STAMP}/new_cases.bin").status_code == 404


@every_language
@pytest.mark.parametrize("place", ["place", "ranking"])
def test_on_a_day_after_the_moment_nothing_is_known(place, lang, ask) -> None:
    shown = ask(place, day="2021-06-10", layer="new_cases", as_of=MOMENT, lang=lang)
    missing = "place.no_case_report" if place == "place" else "state.no_report"
    assert text(missing, lang) in words(shown)


def test_the_total_of_the_range_is_that_of_then(ask, context) -> None:
    store = context.store.at(datetime(2021, 6, 5, 17))
    series, unplaced = (cube["new_cases"] for cube in (store.cube().measures, store.cube().unplaced))
    total = round(float(np.nansum(series.values) + unplaced.values.sum()))
    span = {"first": "29/04/2021", "last": "13/07/2021"}
    assert text("place.total", "en", total, **span) in words(ask("place", as_of=MOMENT, lang="en"))


def test_the_list_of_held_rows_holds_those_that_had_come(ask) -> None:
    then, now = (len(table(ask("place", panel="held", as_of=moment))) for moment in (MOMENT, ""))
    assert 1 < then < now


def test_the_charts_end_where_knowledge_ended(ask) -> None:
    for place in ("curve", "histogram"):
        (chart,) = find(ask(place, as_of=MOMENT, layer="new_cases"), "Graph")
        bars = chart["props"]["figure"]["data"][0]
        known = [x for x, y in zip(bars["x"], _numbers(bars["y"]), strict=True) if y is not None and y == y]
        assert max(known)[:10] == "2021-06-04", place


def _numbers(values) -> list[float | None]:
    if isinstance(values, dict):
        import base64

        return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).tolist()
    return values


@every_language
def test_the_line_names_the_moment_and_offers_the_way_back(lang, ask) -> None:
    line = ask("as-of-line", as_of=MOMENT, lang=lang)
    assert text("as_of.shown", lang, moment=IN_WORDS) in words(line)
    assert text("as_of.unchanged", lang) in words(line)
    assert one(line, "Button", data_act="now")


def test_without_a_moment_there_is_no_line(ask) -> None:
    assert ask("as-of-line") == []


@every_language
@pytest.mark.parametrize("name", ["map.html", "table.csv", "areas.geojson", "map.svg"])
def test_every_file_says_the_moment_in_its_title_and_name(name, lang, client) -> None:
    answer = client.get(f"/export/{name}?as_of={MOMENT}&day=2021-06-03&lang={lang}")
    assert text("as_of.title", lang, moment=IN_WORDS) in answer.get_data(as_text=True)
    assert "as-of-20210605T1700" in answer.headers["Content-Disposition"]


def test_a_file_names_snapshot_and_moment_and_holds_the_figures_of_then(client, snapshot) -> None:
    def rows(query: str) -> list[dict[str, str]]:
        body = client.get(f"/export/table.csv?layer=new_cases&day=2021-06-10{query}").get_data(as_text=True)
        return list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))

    then = rows(f"&as_of={MOMENT}")
    assert {row["snapshot_id"] for row in then} == {f"{snapshot}@{STAMP}"}
    assert {(row["state"], row["value"], row["new_cases"]) for row in then} == {("no_report", "", "")}
    assert {row["state"] for row in rows("")} == {"value"}


def test_the_page_is_told_which_values_to_fetch_first(client, snapshot) -> None:
    body = client.get(f"/?as_of={MOMENT}").get_data(as_text=True)
    assert f'href="values/{snapshot}@{STAMP}/cases_7d_per_100k.bin"' in body


@pytest.fixture
def corrected(settings, copied_var) -> Iterator[FlaskClient]:
    """An app whose Quang Châu had one case more on 25 May, known on 10 June."""
    app = create_app(replace(settings, var_dir=copied_var))
    store = app.server.extensions["dichte"].store
    with store.engine.begin() as connection:
        commune = "(select unit_id from commune where code = '07807')"
        more = f"update case_count set new_cases = new_cases + 1 where day = :day and unit_id = {commune}"
        connection.execute(sql(more), {"day": PEAK.isoformat()})
        touch(connection, "cases", [PEAK], datetime(2021, 6, 10, 9))
        refresh(connection)
    yield app.server.test_client()
    store.engine.dispose()


@pytest.mark.parametrize(
    ("moment", "cases"), [("2021-06-05T17:00", 181), ("2021-06-10T08:59", 181), ("2021-06-10T09:00", 182)]
)
def test_before_a_correction_the_old_figure_stands(moment, cases, corrected) -> None:
    view = {"commune": "07807", "as_of": moment, "lang": "en"}
    assert text("place.new_cases", "en", cases) in words(answer_of(corrected, "place", view))


def test_what_was_corrected_since_is_counted_and_listed(corrected) -> None:
    line = answer_of(corrected, "as-of-line", {"as_of": MOMENT, "lang": "en"})
    assert text("as_of.changed", "en", 1) in words(line)
    assert table(line) == [
        ["Day", "Commune", "Then", "Now"],
        ["25/05/2021", "Quang Châu, Việt Yên", "181", "182"],
    ]
    assert one(line, "Button", data_commune="07807")


def test_of_another_measure_nothing_was_corrected(corrected) -> None:
    line = answer_of(corrected, "as-of-line", {"as_of": MOMENT, "lang": "en", "layer": "checkins"})
    assert text("as_of.unchanged", "en") in words(line)


def test_every_area_layer_counts_something_whose_changes_are_told(context) -> None:
    for layer in AREA_LAYERS:
        assert area_layer(layer.key).measure in context.store.cube().measures
