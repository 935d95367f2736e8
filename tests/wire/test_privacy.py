"""No person on the wire, none in the schema by name, no query in a log."""

from __future__ import annotations

import json
import logging
import re

import pytest
from sqlalchemy import String

from data import schema
from layers import AREA_LAYERS
from tests.wire.conftest import answer_of

PERSONAL = re.compile(
    r"phone|mobile|msisdn|dien_?thoai|\bsdt\b|full_?name|first_?name|last_?name|family_?name|given_?name|ho_?ten|"
    r"cccd|cmnd|cmt|passport|identity|national_?id|id_?(?:card|number)|insurance|bhyt|e_?mail|address|dia_?chi|"
    r"birth_?da(?:te|y)|dob",
    re.IGNORECASE,
)
PLACES = ("page", "place", "ranking", "legend", "curve", "histogram")


def columns_with_people() -> list[tuple[str, str, object]]:
    """Table, name and type of every column of a table that points to a person, or is the table of people."""
    people = [t for t in schema.metadata.tables.values() if "person_id" in t.columns]
    return [(table.name, column.name, column.type) for table in people for column in table.columns]


def test_no_column_of_the_schema_is_named_like_a_name_a_phone_or_an_id_number() -> None:
    columns = [f"{t.name}.{c.name}" for t in schema.metadata.tables.values() for c in t.columns]
    assert len(columns) > 50
    assert [name for name in columns if PERSONAL.search(name)] == []


@pytest.mark.parametrize(
    "name",
    ["phone_number", "full_name", "so_cccd", "email", "home_address", "birth_date", "id_number", "ho_ten"],
)
def test_the_search_for_personal_columns_finds_them(name) -> None:
    assert PERSONAL.search(name)


def test_no_table_of_people_has_a_column_called_name() -> None:
    assert [column for column in columns_with_people() if "name" in column[1]] == []


def test_no_table_of_people_has_room_for_a_name() -> None:
    texts = {
        (table, name): kind.length for table, name, kind in columns_with_people() if type(kind) is String
    }
    records = {(table, name): length for (table, name), length in texts.items() if name == "record"}
    assert set(records.values()) == {80}
    assert {column: length for column, length in texts.items() if length > 2} == records | {
        ("declaration", "channel"): 20,
        ("declaration", "form"): 20,
        ("person", "key_id"): 16,
    }


def test_of_a_person_the_store_knows_commune_year_of_birth_and_sex() -> None:
    assert set(schema.metadata.tables["person"].columns.keys()) == {
        "person_id",
        "unit_id",
        "birth_year",
        "sex",
        "key_id",
    }


@pytest.fixture(scope="session")
def answers(dash_app) -> dict[str, str]:
    """Everything that a reader may be sent, as text."""
    client, context = dash_app.server.test_client(), dash_app.server.extensions["dichte"]
    snapshot = context.store.cube().snapshot.id
    urls = ["/", "/_dash-layout", "/_dash-dependencies", "/map.svg", f"/venues/{snapshot}.geojson"]
    urls += [f"/export/{name}" for name in ("map.html", "table.csv", "areas.geojson", "map.svg")]
    urls += [f"/geometry/{name}" for name in context.manifest.sizes]
    views = [{}, {"commune": "07807"}, {"venue": "9"}, {"panel": "held"}, {"layer": "checkins", "lang": "en"}]
    found = {url: client.get(url).get_data(as_text=True) for url in urls}
    for place in PLACES:
        for view in views:
            value = "?" + "&".join(f"{k}={v}" for k, v in view.items()) if place == "page" else view
            found[f"{place} {view}"] = json.dumps(answer_of(client, place, value), ensure_ascii=False)
    return found


def test_no_answer_holds_a_column_of_a_person(answers) -> None:
    words = ("person_id", "birth_year", "checkin_id", "case_id", "declaration_id", "onset_day", "isolated_at")
    assert [(name, word) for name, body in answers.items() for word in words if word in body] == []


def test_points_on_the_map_are_venues_with_name_kind_and_district_alone(client, snapshot) -> None:
    features = json.loads(client.get(f"/venues/{snapshot}.geojson").data)["features"]
    assert {frozenset(feature["properties"]) for feature in features} == {
        frozenset({"name", "type", "district"})
    }
    assert {frozenset(feature) for feature in features} == {
        frozenset({"type", "id", "properties", "geometry"})
    }


def test_a_share_of_fewer_than_ten_declarations_leaves_the_house_nowhere(client) -> None:
    hidden = 0
    for day in ("2021-05-02", "2021-05-25", "2021-07-10"):
        query = f"?layer=symptomatic_share_7d&day={day}"
        for feature in json.loads(client.get(f"/export/areas.geojson{query}").data)["features"]:
            facts = feature["properties"]
            hidden += facts["state"] == "suppressed"
            assert facts["state"] == "value" or (facts["value"], facts["class"]) == (None, None)
    assert hidden > 0


def test_nothing_of_an_address_or_a_view_is_logged(client, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("tests").info("the log is read")
    secret = "nguyenvana0912345678"
    for url in ("/", "/map.svg", "/export/table.csv", "/values/x/y.bin", "/nothing"):
        client.get(f"{url}?layer={secret}&commune=07807&{secret}=1", buffered=True)
    for place in PLACES:
        answer_of(client, place, f"?layer={secret}" if place == "page" else {"layer": secret, secret: "1"})
    assert "the log is read" in caplog.text
    assert secret not in caplog.text
    assert "07807" not in caplog.text


def test_values_are_sent_for_area_layers_alone(client, snapshot) -> None:
    for name in ("person", "checkin", "case_line", "exposure_contact", "venues", "districts"):
        assert client.get(f"/values/{snapshot}/{name}.bin").status_code == 404
    assert all(client.get(f"/values/{snapshot}/{layer.key}.bin").status_code == 200 for layer in AREA_LAYERS)
