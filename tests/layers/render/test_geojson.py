from __future__ import annotations

import json

import pytest
from shapely.geometry import shape

from data.errors import BoundaryError
from layers.render.geojson import areas_geojson
from tests.layers.render import country


def _collection(sheet=None) -> dict:
    return json.loads(areas_geojson(country.drawn(), sheet or country.sheet(), country.geometry()))


def _properties(sheet=None) -> dict:
    return {f["properties"]["code"]: f["properties"] for f in _collection(sheet)["features"]}


def test_there_is_one_feature_a_commune_in_the_place_of_that_commune():
    features = _collection()["features"]
    centres = [shape(f["geometry"]).envelope.centroid for f in features]
    assert [(round(c.x, 2), round(c.y, 2)) for c in centres[:2]] == [(106.05, 21.05), (106.15, 21.05)]
    assert [f["id"] for f in features] == [1, 2, 3, 4, 5, 6]


def test_outlines_run_counterclockwise_and_holes_clockwise():
    polygons = [shape(f["geometry"]) for f in _collection()["features"]]
    assert all(p.exterior.is_ccw for p in polygons)
    assert [hole.is_ccw for hole in polygons[0].interiors] == [False]


def test_coordinates_are_wgs84_and_no_crs_is_named():
    metres = country.geometry().to_crs(32648)
    document = json.loads(areas_geojson(country.drawn(), country.sheet(), metres))
    assert "crs" not in document
    assert document["bbox"] == pytest.approx([106.0, 21.0, 106.3, 21.2], abs=1e-5)


def test_an_unknown_value_is_null_with_its_state_beside_it():
    unknown = {
        k: (p["value"], p["class"], p["state"]) for k, p in _properties().items() if p["value"] is None
    }
    assert unknown == {
        "00004": (None, None, "no_report"),
        "00005": (None, None, "late"),
        "00006": (None, None, "suppressed"),
    }


def test_zero_is_a_value_of_class_zero():
    first = _properties()["00001"]
    assert (first["value"], first["class"], first["state"]) == (0.0, 0, "value")


def test_feature_and_collection_say_day_metric_unit_source_and_snapshot():
    facts = {
        "day": "2021-05-25",
        "metric": "cases_7d_per_100k",
        "unit": "ca trên 100.000 dân",
        "source": "Nguồn thử",
        "snapshot_id": "0123456789ab",
        "is_simulated": False,
    }
    assert facts.items() <= _properties()["00002"].items()
    assert facts.items() <= _collection().items()


def test_a_chosen_district_leaves_the_others_out():
    assert set(_properties(country.sheet(district="901"))) == {"00004", "00005", "00006"}


def test_hostile_names_are_plain_strings():
    names = {code: p["name"] for code, p in _properties(country.sheet(names=country.HOSTILE)).items()}
    assert names["00002"] == "<img src=x onerror=alert(1)>"
    assert names["00005"] == "gnaiG cắB"


def test_a_missing_shape_is_told_with_code_and_remedy():
    with pytest.raises(BoundaryError, match=r"all 6 communes; 1 are missing, first 00006.*data build"):
        areas_geojson(country.drawn(), country.sheet(), country.geometry().iloc[1:])
