"""Exports over HTTP: types, names of files, and text that every program reads."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from callbacks.header import EXPORTS
from layers.render.pack import PACK
from tests.callbacks.trees import find

MEDIA_TYPES = {
    "map.html": "text/html; charset=utf-8",
    "table.csv": "text/csv; charset=utf-8",
    "areas.geojson": "application/geo+json",
    "map.svg": "image/svg+xml",
}

every_export = pytest.mark.parametrize("name", MEDIA_TYPES)


def test_no_export_is_left_out_of_these_tests() -> None:
    assert set(PACK) == set(MEDIA_TYPES)
    assert set(EXPORTS) <= set(PACK)


@every_export
def test_an_export_says_its_media_type_once(name, client) -> None:
    answer = client.get(f"/export/{name}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, MEDIA_TYPES[name])


@every_export
def test_an_export_is_never_kept_by_a_cache(name, client) -> None:
    assert client.get(f"/export/{name}").headers["Cache-Control"] == "no-store"


@every_export
@pytest.mark.parametrize(
    ("query", "stem"),
    [
        ("", "dichte_cases_7d_per_100k_2021-05-25"),
        ("layer=new_cases&day=2021-06-01", "dichte_new_cases_2021-06-01"),
        ("layer=checkins&day=2021-06-01&district=222&lang=en", "dichte_checkins_2021-06-01_222"),
        ("layer=../../x&day=2021-06-01%0d%0aX-A:%201&district=%22", "dichte_cases_7d_per_100k_2021-05-25"),
    ],
)
def test_the_file_is_named_by_metric_day_and_district(name, query, stem, client) -> None:
    told = client.get(f"/export/{name}?{query}").headers["Content-Disposition"]
    assert told == f'attachment; filename="{stem}.{name.rpartition(".")[2]}"'


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_csv_begins_with_one_byte_order_mark_and_is_utf_8(lang, client) -> None:
    body = client.get(f"/export/table.csv?lang={lang}").data
    assert body.startswith(b"\xef\xbb\xbfcode,")
    assert body.count(b"\xef\xbb\xbf") == 1
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert {"Quang Châu", "Nếnh", "Vân Trung"} <= {row["name"] for row in rows}
    assert "Việt Yên" in {row["district"] for row in rows}


def test_the_csv_speaks_the_language_of_the_page_and_keeps_its_machine_words(client) -> None:
    heads, units = [], []
    for lang in ("vi", "en"):
        rows = list(
            csv.reader(io.StringIO(client.get(f"/export/table.csv?lang={lang}").data.decode("utf-8-sig")))
        )
        heads.append(rows[0])
        units.append(rows[1][rows[0].index("unit")])
    assert heads[0] == heads[1]
    assert units == ["ca trong 7 ngày trên 100.000 dân", "cases in 7 days per 100,000 people"]


def test_the_geojson_has_every_commune_with_a_polygon_and_the_ids_of_the_map(client) -> None:
    features = json.loads(client.get("/export/areas.geojson").data)["features"]
    assert sorted(feature["id"] for feature in features) == list(range(1, 210))
    assert {feature["geometry"]["type"] for feature in features} <= {"Polygon", "MultiPolygon"}


@pytest.mark.parametrize("name", ["/map.svg", "/export/map.svg"])
def test_the_picture_is_well_formed_and_has_every_commune(name, client) -> None:
    tree = ElementTree.fromstring(client.get(name).data)
    communes = [e for e in tree.iter("{http://www.w3.org/2000/svg}path") if e.get("class") == "commune"]
    assert len(communes) == 209


@every_export
@pytest.mark.parametrize(
    "query",
    [
        "layer=%3Cscript%3E",
        "day=31/12/1999",
        "district=999&lang=xx",
        "show=%00",
        "venue=9" * 3,
        "day=2021-05-25' or 1=1",
    ],
)
def test_nonsense_in_the_address_still_gives_the_default_export(name, query, client) -> None:
    assert client.get(f"/export/{name}?{query}").data == client.get(f"/export/{name}").data


def test_a_parameter_given_twice_means_the_same_on_the_page_and_in_the_export(client, open_address) -> None:
    query = "day=2021-05-24&day=2021-05-26"
    page = find(open_address(f"?{query}"), "A", data_export="table.csv")[0]["props"]["href"]
    assert client.get(f"/export/table.csv?{query}").data == client.get(f"/{page}").data


def test_every_download_link_of_the_page_brings_the_view_of_the_page(client, open_address) -> None:
    search = "?layer=checkins&day=2021-06-10&district=222&lang=en"
    links = [n["props"] for n in find(open_address(search), "A") if "data-export" in n["props"]]
    assert [link["data-export"] for link in links] == list(EXPORTS)
    for link in links:
        ending = link["data-export"].rpartition(".")[2]
        told = client.get(f"/{link['href']}").headers["Content-Disposition"]
        assert told == f'attachment; filename="dichte_checkins_2021-06-10_222.{ending}"'
