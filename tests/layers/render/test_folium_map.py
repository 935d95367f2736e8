from __future__ import annotations

import base64
import hashlib
import re

import pytest

from layers.render.folium_map import folium_html
from layers.render.grid import Grid
from layers.render.leaflet import read_leaflet
from layers.render.libraries import LibraryMissing
from tests.layers.render import country


@pytest.fixture
def libraries(tmp_path):
    """A stand-in for Leaflet, so that these tests need no npm."""
    dist = tmp_path / "leaflet" / "dist"
    (dist / "images").mkdir(parents=True)
    (dist / "leaflet.js").write_text("var L={};\n//# sourceMappingURL=leaflet.js.map")
    (dist / "leaflet.css").write_text(
        "/* https://bugs.example */.a{behavior: url(#default#VML);background:url(images/layers.png)}"
    )
    (dist / "images" / "layers.png").write_bytes(b"png")
    return tmp_path


def _html(libraries, sheet=None, layers=None) -> str:
    layers = layers or [country.drawn(), country.venues()]
    return folium_html(layers, sheet or country.sheet(), country.geometry(), libraries)


def _scripts(html: str) -> list[str]:
    return re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)


def test_leaflet_is_inlined_without_a_source_map_or_a_file(libraries):
    leaflet = read_leaflet(libraries)
    assert "sourceMappingURL" not in leaflet.script
    assert leaflet.style == ".a{background:url(data:image/png;base64,cG5n)}"


def test_without_leaflet_the_reader_is_told_what_to_run(tmp_path):
    with pytest.raises(LibraryMissing, match=r"leaflet.*Run: "):
        _html(tmp_path)


def test_no_tag_of_the_page_names_a_file_or_a_host(libraries):
    html = _html(libraries)
    assert not re.findall(r"<(?:link|img|iframe|base|object|embed)\b|\bsrc\s*=|@import", html)
    assert set(re.findall(r"url\((.{0,8})", html)) <= {"#dichte-", "data:ima"}


def test_the_only_address_of_the_page_is_the_credit_in_plain_text(libraries):
    assert re.findall(r"https?://[^\s<\"']+", _html(libraries)) == ["https://example.org/licence."]


def test_the_page_forbids_itself_every_request_and_every_foreign_script(libraries):
    html = _html(libraries)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


def test_each_script_of_the_page_is_allowed_by_its_digest(libraries):
    html = _html(libraries)
    digests = [hashlib.sha256(script.encode()).digest() for script in _scripts(html)]
    assert len(digests) == 2
    assert all(f"sha256-{base64.b64encode(digest).decode()}" in html for digest in digests)


def test_title_day_unit_source_snapshot_held_rows_and_simulation_stand_on_the_page(libraries):
    html = _html(libraries)
    for said in (
        "<h1>Bản đồ thử</h1>",
        "Thứ Ba 25/05/2021",
        "ca trên 100.000 dân",
        "Nguồn: Nguồn thử",
        "0123456789ab, lúc 17:05 25/05/2021",
        "63 dòng (161 ca)",
        "Mô phỏng: Địa điểm phơi nhiễm",
    ):
        assert said in html


def test_the_page_speaks_english_when_asked(libraries):
    html = _html(libraries, country.sheet("en"))
    assert '<html lang="en">' in html
    assert "Tuesday 25/05/2021" in html
    assert "63 rows of the day (cases: 161)" in html


def test_the_table_of_the_page_shows_the_numbers_of_the_map(libraries):
    rows = re.findall(
        r"<tr><td>(.*?)</td><td><bdi>(.*?)</bdi></td><td class=\"number\">(.*?)</td>", _html(libraries)
    )
    assert rows[1] == ("2", "Xã Chợ Gạo, Huyện Núi", "12,5 ca trên 100.000 dân")
    assert rows[5] == ("–", "Xã Núi Thông, Huyện Biển", "ẩn vì dưới 5 ca")


def test_the_legend_shows_every_class_of_every_layer(libraries):
    assert _html(libraries).count('<li><svg width="22"') == 6 + 3


def test_names_with_markup_or_template_syntax_stay_words(libraries):
    layers = [country.drawn(), country.venues("${alert(2)}`<script>")]
    html = _html(libraries, country.sheet(names=country.HOSTILE, title="<b>${1}</b>"), layers)
    assert "<img" not in html
    assert "<b>${1}" not in html
    assert "${alert" not in "".join(_scripts(html))
    assert "49" not in re.findall(r"<bdi>(Xã [^<]*?`[^<]*)</bdi>", html)[0]
    assert len(re.findall(r"</?script", html)) == 4


@pytest.mark.parametrize("name", ["{{7*7}}", "{% raw %}", "{# x", "{{'\\\\'}}", "{{ [].__class__ }}"])
def test_a_name_is_never_rendered_as_a_template_on_the_server(libraries, name):
    """branca compiles what folium wrote as a Jinja template once more."""
    html = _html(
        libraries, country.sheet(names=(name,) * 6, title=name), [country.drawn(), country.venues(name)]
    )
    tips = "".join(_scripts(html))
    assert "\\u0026#123;" in tips
    assert ("7*7" in tips) == ("7*7" in name)


def test_direction_marks_do_not_reach_the_page(libraries):
    assert not set(_html(libraries, country.sheet(names=country.HOSTILE))) & set("\u202e\u200f\x00")


def test_equal_maps_are_equal_files(libraries):
    assert _html(libraries) == _html(libraries)


def test_geometry_on_the_grid_is_whole_and_comes_back_to_11_metres():
    square = country.geometry().geometry.iloc[0]
    grid = Grid(105.9, 20.9)
    ring = grid.geometry(square)["coordinates"][0]
    assert all(isinstance(number, int) for pair in ring for number in pair)
    back = [(grid.west + x / 10_000, grid.south + y / 10_000) for x, y in ring]
    assert back == [pytest.approx(pair, abs=5e-5) for pair in square.exterior.coords]
