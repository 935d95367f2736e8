"""Every route beside Dash: status, type, compression, caching, and what it refuses."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import replace

import brotli
import pytest

from app import ROOT, create_app
from callbacks import shelf
from layers import AREA_LAYERS
from layers.render.libraries import FILES, library_url

FOR_EVER = "public, max-age=31536000, immutable"
FOR_EVER_MINE = "private, max-age=31536000, immutable"
JSON, BYTES = "application/geo+json", "application/octet-stream"


@pytest.fixture
def urls(context, snapshot) -> dict[str, str]:
    """URL → media type of everything that is cached for ever."""
    libraries = context.store.settings.libraries
    types = {"js": "text/javascript", "mjs": "text/javascript", "css": "text/css"}
    found = {library_url(key, libraries): types[name.rpartition(".")[2]] for key, (_, name) in FILES.items()}
    found |= {f"geometry/{name}": JSON for name in context.manifest.sizes}
    found |= {f"values/{snapshot}/{layer.key}.bin": BYTES for layer in AREA_LAYERS}
    return found | {f"venues/{snapshot}.geojson": JSON, f"venues/{snapshot}.bin": BYTES}


def test_everything_cached_for_ever_answers_with_its_media_type(urls, client) -> None:
    for url, media_type in urls.items():
        answer = client.get(f"/{url}")
        assert (answer.status_code, answer.mimetype) == (200, media_type), url


def test_what_has_its_content_or_version_in_its_url_is_cached_for_ever(urls, client) -> None:
    for url in urls:
        expected = FOR_EVER_MINE if url.startswith(("values/", "venues/")) else FOR_EVER
        assert client.get(f"/{url}").headers["Cache-Control"] == expected, url


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_a_body_comes_in_the_encoding_asked_for_and_is_the_same(
    accepted, encoding, decode, urls, client
) -> None:
    for url in urls:
        plain = client.get(f"/{url}", headers={"Accept-Encoding": "identity"})
        answer = client.get(f"/{url}", headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding, url
        assert decode(answer.data) == plain.data, url
        assert int(answer.headers["Content-Length"]) == len(answer.data), url


def test_a_browser_that_refuses_every_compression_gets_plain_data(client, context, snapshot) -> None:
    for url in (
        f"values/{snapshot}/new_cases.bin",
        f"venues/{snapshot}.bin",
        f"geometry/{context.manifest.communes}",
    ):
        answer = client.get(f"/{url}", headers={"Accept-Encoding": "gzip;q=0, br;q=0"})
        assert "Content-Encoding" not in answer.headers, url


def test_a_library_from_the_shelf_is_the_same_and_smaller(copied_var, settings) -> None:
    app = create_app(replace(settings, var_dir=copied_var))
    url = f"/{library_url('maplibre_style', settings.libraries)}"
    asked = {"Accept-Encoding": "br"}
    before = app.server.test_client().get(url, headers=asked).data
    shelf._put(copied_var, (settings.libraries / "maplibre-gl/dist/maplibre-gl.css").read_bytes())
    after = app.server.test_client().get(url, headers=asked)
    assert after.headers["Content-Encoding"] == "br"
    assert brotli.decompress(after.data) == brotli.decompress(before)
    assert len(after.data) < len(before)
    assert int(after.headers["Content-Length"]) == len(after.data)


def test_the_shelf_is_filled_with_our_own_code_before_anybody_has_asked(
    copied_var, settings, monkeypatch
) -> None:
    put: list[bytes] = []
    monkeypatch.setattr(shelf, "_put", lambda _, body: put.append(body) or True)
    assert shelf.fill_shelf(create_app(replace(settings, var_dir=copied_var))) == len(put)
    missing = [each.name for each in (ROOT / "assets").iterdir() if each.read_bytes() not in put]
    assert missing == []


def test_a_copied_geometry_is_sent_as_it_was_built_whatever_the_times_of_its_files(
    copied_var, settings
) -> None:
    app = create_app(replace(settings, var_dir=copied_var))
    for name in app.server.extensions["dichte"].manifest.sizes:
        for ending, encoding in ((".br", "br"), (".gz", "gzip")):
            built = copied_var / "boundaries" / f"{name}{ending}"
            os.utime(built, (0, 0))
            answer = app.server.test_client().get(f"/geometry/{name}", headers={"Accept-Encoding": encoding})
            assert answer.data == built.read_bytes()


def test_caches_on_the_way_keep_the_encodings_apart(urls, client) -> None:
    for url in urls:
        assert "accept-encoding" in client.get(f"/{url}").headers["Vary"].lower(), url


def test_a_compressed_body_is_smaller_than_the_plain_one(urls, client) -> None:
    for url in urls:
        plain = client.get(f"/{url}", headers={"Accept-Encoding": "identity"}).data
        for accepted in ("br", "gzip"):
            assert len(client.get(f"/{url}", headers={"Accept-Encoding": accepted}).data) < len(plain), url


def test_the_name_of_a_geometry_is_the_digest_of_its_content(client, context) -> None:
    for name in context.manifest.sizes:
        digest = name.split(".")[1]
        body = client.get(f"/geometry/{name}", headers={"Accept-Encoding": "identity"}).data
        assert hashlib.sha256(body).hexdigest().startswith(digest)


def test_a_head_request_answers_like_a_get_without_a_body(urls, client) -> None:
    for url in urls:
        head, get = client.head(f"/{url}"), client.get(f"/{url}")
        assert (head.status_code, head.data, head.headers["Content-Length"]) == (
            200,
            b"",
            get.headers["Content-Length"],
        )


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_that_is_served_can_be_written(method, urls, client) -> None:
    for url in [*urls, "map.svg", "export/table.csv"]:
        assert getattr(client, method)(f"/{url}").status_code == 405, url


@pytest.mark.parametrize(
    "path",
    [
        "/lib/maplibre-gl@0.0.0/maplibre-gl.mjs",
        "/lib/maplibre-gl@/maplibre-gl.mjs",
        "/lib/left-pad@1.0.0/index.js",
        "/lib/..@1.0.0/package.json",
        "/lib/%00@1/x.js",
        f"/lib/{'a' * 300}@1/x.js",
        "/geometry/communes.000000000000.geojson",
        "/geometry/full.geojson",
        "/geometry/manifest.json",
        f"/geometry/{'a' * 300}",
        "/export/map.exe",
        "/export/",
        "/assets/nothing.js",
    ],
)
def test_what_is_not_there_is_not_found(path, client) -> None:
    assert client.get(path).status_code == 404


def test_of_a_library_only_the_listed_files_are_served(client, context) -> None:
    folder = library_url("maplibre", context.store.settings.libraries).rpartition("/")[0]
    for name in ("package.json", "README.md", "dist", "maplibre-gl-dev.mjs"):
        assert client.get(f"/{folder}/{name}").status_code == 404, name


def test_an_unknown_layer_or_kind_of_venue_file_is_not_found(client, snapshot) -> None:
    for url in (
        "values/{}/no_such_layer.bin",
        "values/{}/venues.bin",
        "values/{}/.bin",
        "venues/{}.csv",
        "venues/{}",
    ):
        assert client.get("/" + url.format(snapshot)).status_code == 404, url


@pytest.mark.parametrize("old", ["000000000000", "-", "NEWEST", "%27%20or%201=1"])
def test_an_old_snapshot_never_brings_new_numbers(old, client) -> None:
    for url in (f"/values/{old}/new_cases.bin", f"/venues/{old}.geojson", f"/venues/{old}.bin"):
        assert client.get(url).status_code == 404, url


@pytest.mark.parametrize(
    "path",
    [
        "/geometry/../dichte.sqlite",
        "/geometry/..%2Fdichte.sqlite",
        "/geometry/%2e%2e%2fdichte.sqlite",
        "/geometry/..%5Cdichte.sqlite",
        "/lib/..%2F..%2Fapp@1/app.py",
        "/lib/maplibre-gl@6.17.0/..%2Fpackage.json",
        "/assets/../app.py",
        "/assets/..%2Fapp.py",
        "/static/..%2Fapp.py",
        "/export/..%2F..%2Fapp.py",
        "/values/..%2F..%2Fdichte.sqlite",
    ],
)
def test_no_path_leads_out_of_its_folder(path, client) -> None:
    answer = client.get(path)
    assert b"SQLite format" not in answer.data
    assert b"def create_app" not in answer.data
    assert b'"license"' not in answer.data
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/nothing/here", "/values", "/index.html", "/values/a/b/c.bin"])
def test_an_address_that_is_no_page_is_not_found(path, client) -> None:
    assert client.get(path).status_code == 404


def test_the_page_has_one_address_and_any_query(client) -> None:
    for address in ("/", "/?day=2021-06-01", "/?nonsense=1"):
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")


def test_matrices_have_a_float_and_a_class_for_every_cell(client, context, snapshot) -> None:
    cube = context.store.cube()
    for layer in AREA_LAYERS:
        body = client.get(f"/values/{snapshot}/{layer.key}.bin").data
        assert len(body) == 5 * len(cube.days) * len(cube.units.communes)


def test_the_venue_matrix_fits_the_venue_points(client, context, snapshot) -> None:
    points = json.loads(client.get(f"/venues/{snapshot}.geojson").data)["features"]
    assert len(points) > 0
    assert len(client.get(f"/venues/{snapshot}.bin").data) == 3 * len(context.store.cube().days) * len(points)


def test_the_picture_of_the_map_is_asked_for_anew_each_time(client) -> None:
    answer = client.get("/map.svg?layer=new_cases")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.headers["Cache-Control"] == "private, no-cache"
