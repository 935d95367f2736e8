from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from layers.base import LegendClass
from layers.render.looks import fill, look, pattern_defs, radius_px, swatch
from layers.render.projection import fit, path_data
from layers.render.svg import map_svg
from tests.layers.render import country

SVG = "{http://www.w3.org/2000/svg}"


def _root(sheet=None, layers=None) -> ElementTree.Element:
    return ElementTree.fromstring(
        map_svg(layers or [country.drawn()], sheet or country.sheet(), country.geometry())
    )


def _by_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in root.iter() if e.get("class") == name]


def _texts(root: ElementTree.Element) -> str:
    return "\n".join(e.text or "" for e in root.iter(f"{SVG}text"))


def test_every_commune_is_filled_as_the_legend_says():
    fills = [path.get("fill") for path in _by_class(_root(), "commune")]
    assert fills[:3] == ["#fbfaf5", "#fed976", "#bd0026"]
    assert fills[3:] == ["url(#dichte-no_report)", "url(#dichte-late)", "url(#dichte-suppressed)"]


def test_every_fill_that_is_a_pattern_is_defined():
    root = _root()
    defined = {f"url(#{e.get('id')})" for e in root.iter(f"{SVG}pattern")}
    used = {e.get("fill") for e in root.iter() if (e.get("fill") or "").startswith("url(")}
    assert used == defined


def test_every_commune_is_named_with_the_value_as_on_screen():
    titles = [path.findtext(f"{SVG}title") for path in _by_class(_root(), "commune")]
    assert titles[1] == "Xã Chợ Gạo, Huyện Núi: 12,5 ca trên 100.000 dân"
    assert titles[3] == "Xã Gò Mía, Huyện Biển: chưa có báo cáo"


def test_numbers_follow_the_language():
    titles = [path.findtext(f"{SVG}title") for path in _by_class(_root(country.sheet("en")), "commune")]
    assert "12.5" in titles[1]


def test_the_picture_says_title_day_unit_source_snapshot_and_held_rows():
    words = _texts(_root())
    for said in (
        "Bản đồ thử",
        "Thứ Ba 25/05/2021",
        "ca trên 100.000 dân",
        "Nguồn thử",
        "0123456789ab",
        "63 dòng (161 ca)",
    ):
        assert said in words


def test_simulated_figures_are_named_as_such():
    assert "Mô phỏng: Địa điểm phơi nhiễm" in _texts(_root(layers=[country.drawn(), country.venues()]))


def test_each_district_has_one_outline():
    assert len(_by_class(_root(), "district")) == 2


def test_outside_the_chosen_district_nothing_is_told():
    root = _root(country.sheet(district="901"))
    outside = _by_class(root, "outside")
    assert len(outside) == 3
    assert all(path.find(f"{SVG}title") is None and path.get("stroke") is None for path in outside)


def test_a_larger_venue_has_a_larger_circle_and_is_drawn_first():
    radii = [float(c.get("r")) for c in _by_class(_root(layers=[country.drawn(), country.venues()]), "venue")]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] > radii[1]


def test_hostile_names_leave_the_picture_well_formed_and_without_a_script():
    layers = [country.drawn(), country.venues("<img src=x onerror=alert(1)>")]
    root = _root(country.sheet(names=country.HOSTILE), layers)
    assert not {e.tag.removeprefix(SVG) for e in root.iter()} & {"script", "img", "foreignObject", "image"}
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]


def test_direction_marks_do_not_reach_the_picture():
    assert "\u202e" not in map_svg(
        [country.drawn()], country.sheet(names=country.HOSTILE), country.geometry()
    )


def test_equal_maps_are_equal_texts():
    assert map_svg([country.drawn()], country.sheet(), country.geometry()) == map_svg(
        [country.drawn()], country.sheet(), country.geometry()
    )


def test_a_picture_is_true_to_scale_at_its_middle_latitude():
    projection, height = fit((106.0, 21.0, 107.0, 21.5), 0, 0, 900, 2000)
    assert projection.px_per_degree_lon / projection.px_per_degree_lat == pytest.approx(0.93201, abs=1e-5)
    assert height == pytest.approx(0.5 * projection.px_per_degree_lat)


@given(st.floats(100, 110), st.floats(8, 24), st.floats(0.01, 8), st.floats(0.01, 8))
def test_every_corner_of_what_is_shown_lies_in_the_frame(west, south, width, height):
    projection, tall = fit((west, south, west + width, south + height), 20, 76, 860, 760)
    for lon, lat in ((west, south), (west + width, south + height)):
        x, y = projection.spot(lon, lat)
        assert 19.9 <= x <= 880.1
        assert 75.9 <= y <= 76.1 + tall <= 76.1 + 760.1


def test_a_path_starts_and_closes_once_a_ring():
    projection, _ = fit((0, 0, 1, 1), 0, 0, 100, 100)
    assert path_data(box(0, 0, 1, 1).difference(box(0.4, 0.4, 0.6, 0.6)), projection).count("Z") == 2


def test_the_three_unknown_states_have_three_patterns():
    drawn = country.drawn()
    assert len({fill(look(drawn, n)) for n in (3, 4, 5)}) == 3
    assert pattern_defs().count("<pattern ") == 3


def test_only_what_is_hidden_on_purpose_wears_a_lock():
    lines = country.drawn().legend.classes
    assert ["translate" in swatch(line) for line in lines] == [False, False, False, False, False, True]
    assert "translate" in swatch(LegendClass("ẩn", "#fff", "lock"))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_venue_circles_grow_with_people_and_stay_between_4_and_18_px(few, more):
    few, more = sorted((few, more))
    assert 4 <= radius_px(few, 200) <= radius_px(more, 200) <= 18
