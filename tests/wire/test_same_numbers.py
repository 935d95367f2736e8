"""One number, everywhere the same: feed, store, map, ranking, card and every export."""

from __future__ import annotations

import base64
import csv
import io
import json
import math
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text as sql

from data.outbreak_2021.feed import load_feed
from layers import AREA_LAYERS, area_layer
from layers.text import number, text
from tests.callbacks.trees import find, paragraphs, table, words

DAYS = ("2021-05-08", "2021-05-25", "2021-06-09", "2021-07-13")
PEAK = "2021-05-25"
QUANG_CHAU, VIET_YEN = "07807", "222"

every_day = pytest.mark.parametrize("day", DAYS)
every_layer = pytest.mark.parametrize("layer", [layer.key for layer in AREA_LAYERS])
every_language = pytest.mark.parametrize("lang", ["vi", "en"])

COUNTS = {
    "cases": "select unit_id, sum(new_cases) from case_count where day = :day group by 1",
    "declarations": "select unit_id, count(*) from declaration where (declared_at + 25200) / 86400 = :number group by 1",
    "symptomatic": (
        "select unit_id, count(*) from declaration"
        " where (declared_at + 25200) / 86400 = :number and symptoms <> 0 group by 1"
    ),
    "checkins": (
        "select unit_id, count(*) from checkin join venue using (venue_id)"
        " where (t_in + 25200) / 86400 = :number group by 1"
    ),
}
"""Straight from the rows that came in, past rollups and cube; 25,200 s are the seven hours of Việt Nam."""

Known = dict[str, float]


def counted(connection, what: str, day: date) -> Known:
    """Code → count of one day, for communes whose report is in; the others are left out."""
    subject = "declarations" if what == "symptomatic" else what
    reported = (
        "select unit_id from report where subject = :subject and day = :day and received_at is not null"
    )
    given = {"day": day.isoformat(), "number": (day - date(1970, 1, 1)).days, "subject": subject}
    counts = dict(connection.execute(sql(COUNTS[what]), given).all())
    units = connection.execute(sql(reported), given).scalars().all()
    codes = dict(connection.execute(sql("select unit_id, code from commune")).all())
    return {codes[unit]: float(counts.get(unit, 0)) for unit in units}


def week_of(connection, what: str, day: date, least: int) -> Known:
    """Sum of seven days where at least `least` of them are reported."""
    days = [counted(connection, what, day - timedelta(days=back)) for back in range(7)]
    known = {code: [found[code] for found in days if code in found] for code in set().union(*days)}
    return {code: sum(values) for code, values in known.items() if len(values) >= least}


def expected(connection, layer: str, day: date) -> Known:
    """Code → value of a layer by plain arithmetic over SQL, unrounded; left out where nothing may be said."""
    people = dict(connection.execute(sql("select code, population from commune")).all())
    if layer == "new_cases":
        return counted(connection, "cases", day)
    if layer == "checkins":
        return counted(connection, "checkins", day)
    if layer == "cases_7d_per_100k":
        return {c: n / people[c] * 100_000 for c, n in week_of(connection, "cases", day, 7).items()}
    if layer == "declarations_per_1k":
        return {c: n / people[c] * 1_000 for c, n in counted(connection, "declarations", day).items()}
    assert layer == "symptomatic_share_7d"
    today, symptomatic = counted(connection, "declarations", day), week_of(connection, "symptomatic", day, 4)
    week = week_of(connection, "declarations", day, 4)
    return {c: 100 * symptomatic[c] / n for c, n in week.items() if c in today and n >= 10}


@pytest.fixture
def in_store(context):
    """`in_store(layer, day)`: what SQL over the rows says."""

    def say(layer: str, day: str) -> Known:
        with context.store.read() as connection:
            return expected(connection, layer, date.fromisoformat(day))

    return say


@pytest.fixture
def codes(context) -> list[str]:
    return [commune.code for commune in context.store.cube().units.communes]


def from_matrix(client, context, layer: str, day: str) -> Known:
    """Code → value as the browser reads it from the matrix."""
    cube = context.store.cube()
    body = client.get(f"/values/{cube.snapshot.id}/{layer}.bin").data
    shape = len(cube.days), len(cube.units.communes)
    values = np.frombuffer(body, "<f4", math.prod(shape)).reshape(shape)
    classes = np.frombuffer(body, np.uint8, offset=4 * math.prod(shape)).reshape(shape)
    row = cube.days.index(date.fromisoformat(day))
    assert (np.isnan(values[row]) == (classes[row] > 250)).all()
    pairs = zip(cube.units.communes, values[row].tolist(), strict=True)
    return {commune.code: value for commune, value in pairs if not math.isnan(value)}


def from_csv(client, **query: str) -> list[dict[str, str]]:
    body = client.get("/export/table.csv", query_string=query).data
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def from_geojson(client, **query: str) -> list[dict[str, object]]:
    body = client.get("/export/areas.geojson", query_string=query).data
    return [feature["properties"] for feature in json.loads(body)["features"]]


def near(found: Known, wanted: Known, tolerance: float) -> bool:
    assert found.keys() == wanted.keys()
    return all(math.isclose(found[c], wanted[c], rel_tol=1e-5, abs_tol=tolerance) for c in wanted)


@every_layer
@every_day
def test_the_matrix_holds_what_sql_over_the_rows_says(layer, day, client, context, in_store) -> None:
    half_a_step = 0.5 * 10.0 ** -area_layer(layer).digits
    assert near(from_matrix(client, context, layer, day), in_store(layer, day), half_a_step + 1e-4)


@every_layer
@every_day
def test_the_csv_holds_what_sql_over_the_rows_says(layer, day, client, in_store, codes) -> None:
    rows = from_csv(client, layer=layer, day=day)
    assert sorted(row["code"] for row in rows) == sorted(codes)
    found = {row["code"]: float(row["value"]) for row in rows if row["value"]}
    assert near(found, in_store(layer, day), 1e-6)
    assert all((row["state"] == "value") == bool(row["value"]) for row in rows)
    assert {row["day"] for row in rows} == {day}


@every_layer
@every_day
def test_the_geojson_holds_what_sql_over_the_rows_says(layer, day, client, in_store, codes) -> None:
    areas = from_geojson(client, layer=layer, day=day)
    assert sorted(area["code"] for area in areas) == sorted(codes)
    found = {area["code"]: area["value"] for area in areas if area["value"] is not None}
    assert near(found, in_store(layer, day), 1e-6)


@every_layer
@every_language
def test_the_ranking_shows_the_numbers_of_the_map(layer, lang, client, context, ask) -> None:
    body = find(find(ask("ranking", layer=layer, day=PEAK, lang=lang), "Tbody"), "Tr")
    cells = {find(row, "Button")[0]["props"]["data-commune"]: find(row, "Td") for row in body}
    digits = area_layer(layer).digits
    on_map = from_matrix(client, context, layer, PEAK)
    shown = {code: number(float(f"{value:.6g}"), lang, digits) for code, value in on_map.items()}
    unknown = {text(f"state.{state}", lang) for state in ("no_report", "late", "suppressed")}
    assert len(cells) == 209
    for code, (_rank, value, *_cases) in cells.items():
        assert words(value) == shown[code] if code in shown else words(value) in unknown


@every_language
@every_day
def test_cases_in_ranking_and_csv_are_the_same_whatever_colours_the_map(day, lang, client, ask) -> None:
    rows = {
        row["name"] + row["district"]: row for row in from_csv(client, layer="checkins", day=day, lang=lang)
    }
    body = table(ask("ranking", layer="checkins", day=day, lang=lang))[1:]
    assert {row[1] for row in body} == set(rows)
    for _, name, _, new_cases, cases_7d in body:
        for figure, column in ((new_cases, "new_cases"), (cases_7d, "cases_7d")):
            known = rows[name][column]
            assert figure == (number(float(known), lang) if known else "–")


@every_day
def test_the_card_of_each_commune_with_cases_says_what_the_csv_says(day, client, ask) -> None:
    rows = sorted(from_csv(client, layer="new_cases", day=day), key=lambda row: -float(row["value"] or 0))
    for row in [*rows[:5], rows[-1]]:
        card = ask("place", commune=row["code"], day=day)
        figures = [words(node) for node in find(card, "P", css="figure")]
        assert figures == ([text("place.new_cases", "vi", float(row["value"]))] if row["value"] else [])
        if row["cases_7d"]:
            rate = number(float(row["cases_7d_per_100k"]), "vi", 1)
            assert text("place.week", "vi", float(row["cases_7d"]), rate=rate) in paragraphs(card)


@every_layer
def test_the_card_says_the_value_of_the_map_for_a_commune(layer, client, context, ask) -> None:
    value = from_matrix(client, context, layer, PEAK)[QUANG_CHAU]
    card = ask("place", commune=QUANG_CHAU, day=PEAK, layer=layer, lang="en")
    assert number(float(f"{value:.6g}"), "en", area_layer(layer).digits) in " ".join(paragraphs(card))


@every_language
@pytest.mark.parametrize(
    ("where", "cases"), [({"commune": QUANG_CHAU}, 2_789), ({"district": VIET_YEN}, 4_441), ({}, 5_649)]
)
def test_the_card_counts_the_whole_outbreak(where, cases, lang, ask) -> None:
    told = text("place.total", lang, cases, first="29/04/2021", last="13/07/2021")
    assert told in paragraphs(ask("place", lang=lang, **where))


def test_the_totals_of_the_card_are_those_of_sql(context) -> None:
    with context.store.read() as connection:
        placed = connection.execute(sql("select sum(new_cases) from case_count")).scalar_one()
        rows, held = connection.execute(sql("select count(*), sum(weight) from held_row")).one()
        by_commune = "select sum(new_cases) from case_count join commune using (unit_id) where {} = :code"
        quang_chau = connection.execute(sql(by_commune.format("code")), {"code": QUANG_CHAU}).scalar_one()
        viet_yen = connection.execute(
            sql(by_commune.format("district_code")), {"code": VIET_YEN}
        ).scalar_one()
    assert (placed + held, rows, held) == (5_649, 63, 161)
    assert (quang_chau, viet_yen) == (2_789, 4_441)


def test_the_feed_holds_no_case_more_or_less_than_the_store() -> None:
    assert sum(int(row.new_cases) for row in load_feed().rows) == 5_649


def test_161_communes_have_had_a_case(client, context) -> None:
    cube = context.store.cube()
    body = client.get(f"/values/{cube.snapshot.id}/new_cases.bin").data
    values = np.frombuffer(body, "<f4", len(cube.days) * 209).reshape(-1, 209)
    assert int((np.nan_to_num(values).sum(axis=0) > 0).sum()) == 161


@every_language
def test_the_peak_is_351_cases_on_25_may_of_which_6_have_no_commune(lang, client, context, ask) -> None:
    card = ask("place", day=PEAK, lang=lang)
    assert words(find(card, "P", css="figure")[0]) == text("place.new_cases", lang, 351)
    assert any(text("place.unplaced_today", lang, 6) in line for line in paragraphs(card))
    assert sum(from_matrix(client, context, "new_cases", PEAK).values()) == 345


def test_no_day_of_the_province_is_above_its_peak(context, ask) -> None:
    figures = {}
    for day in context.store.cube().days:
        figure = find(ask("place", day=day.isoformat(), lang="en"), "Strong")
        figures[day.isoformat()] = int(words(figure[0])) if figure else 0
    assert max(figures, key=lambda day: figures[day]) == PEAK
    assert sum(figures.values()) == 5_649


@every_language
def test_the_card_of_the_range_counts_the_range_alone(lang, context, ask) -> None:
    with context.store.read() as connection:
        span = "day between '2021-05-20' and '2021-05-31'"
        placed = connection.execute(sql(f"select sum(new_cases) from case_count where {span}")).scalar_one()
        held = connection.execute(sql(f"select sum(weight) from held_row where {span}")).scalar_one()
    told = text("place.total", lang, placed + held, first="20/05/2021", last="31/05/2021")
    assert told in paragraphs(ask("place", lang=lang, **{"from": "2021-05-20", "to": "2021-05-31"}))


@every_language
@pytest.mark.parametrize("name", ["/map.svg", "/export/map.svg", "/export/map.html"])
def test_pictures_and_pages_to_keep_say_181_for_quang_chau_at_the_peak(name, lang, client) -> None:
    answer = client.get(name, query_string={"layer": "new_cases", "day": PEAK, "lang": lang})
    seen = unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))
    value = f"181 {text('layer.new_cases.unit', lang)}"
    assert re.search(rf"Xã Quang Châu, Huyện Việt Yên\W+{value}", seen)


@every_layer
def test_the_html_table_holds_the_values_of_the_csv(layer, client) -> None:
    rows = from_csv(client, layer=layer, day=PEAK, lang="en")
    page = client.get("/export/map.html", query_string={"layer": layer, "day": PEAK, "lang": "en"})
    body = re.findall(
        r"<tr><td>(.*?)</td><td><bdi>(.*?)</bdi></td><td[^>]*>(.*?)</td></tr>", page.get_data(as_text=True)
    )
    assert [rank for rank, _, _ in body] == [row["rank"] or "–" for row in rows]
    digits, unit = area_layer(layer).digits, text(f"layer.{layer}.unit", "en")
    for (_, place, shown), row in zip(body, rows, strict=True):
        assert unescape(place).split(", ")[0].endswith(row["name"])
        wanted = (
            f"{number(float(row['value']), 'en', digits)} {unit}"
            if row["value"]
            else text(f"state.{row['state']}", "en")
        )
        assert unescape(shown) == wanted


def test_a_district_limits_card_ranking_and_exports_to_its_communes(client, context, ask) -> None:
    inside = {c.code for c in context.store.cube().units.communes if c.district_code == VIET_YEN}
    query = {"district": VIET_YEN, "layer": "new_cases", "day": PEAK}
    ranked = {n["props"]["data-commune"] for n in find(ask("ranking", **query), "Button", css="place-link")}
    assert ranked == {row["code"] for row in from_csv(client, **query)} == inside
    assert {area["code"] for area in from_geojson(client, **query)} == inside
    total = sum(float(row["value"]) for row in from_csv(client, **query))
    assert words(find(ask("place", **query), "P", css="figure")[0]) == text("place.new_cases", "vi", total)


@every_language
@every_day
def test_the_curve_and_the_histogram_hold_the_figures_of_the_card(day, lang, ask) -> None:
    for where in ({}, {"district": VIET_YEN}, {"commune": QUANG_CHAU}):
        figure = find(ask("place", day=day, lang=lang, **where), "P", css="figure")
        for chart in ("curve", "histogram"):
            graph = find(ask(chart, day=day, lang=lang, layer="new_cases", **where), "Graph")[0]
            bars = graph["props"]["figure"]["data"][0]
            value = numbers(bars["y"])[[x[:10] for x in bars["x"]].index(day)]
            assert [words(node) for node in figure] == (
                [text("place.new_cases", lang, value)] if figure else []
            )
            assert bool(figure) or math.isnan(value)


def numbers(y: Any) -> list[float]:
    """Plotly's arrays come as lists, or as base64 with their dtype."""
    if isinstance(y, dict):
        return np.frombuffer(base64.b64decode(y["bdata"]), np.dtype(y["dtype"])).astype(float).tolist()
    return [math.nan if value is None else float(value) for value in y]
