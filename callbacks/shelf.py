"""The shelf: browser code compressed once, as small as Brotli can, and kept on disk under the digest of its content."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import brotli
from dash import Dash
from flask import Response, g, request
from flask.testing import FlaskClient

from callbacks.context import current
from data.access.reader import DEMONSTRATION
from layers.render.libraries import library_url

_SERVED = ("/_dash-component-suites/", "/assets/", "/lib/")
_ASYNC = ("slider", "dropdown", "graph")
"""Parts of dcc that the page asks for later."""
_LIBRARIES = ("regenerator", "maplibre", "maplibre_worker", "maplibre_style", "plotly")


def register(app: Dash) -> None:
    app.server.after_request(take_from_shelf)


def take_from_shelf(response: Response) -> Response:
    """The same answer by its smallest body, where the shelf holds one; otherwise as it came."""
    wants = request.path.startswith(_SERVED) and request.accept_encodings.best_match(["br"]) == "br"
    if response.status_code != 200 or not wants or "Content-Encoding" in response.headers:
        return response
    response.direct_passthrough = False
    packed = _place(current().store.settings.var_dir, response.get_data())
    if packed.is_file():
        response.set_data(packed.read_bytes())
        response.headers["Content-Encoding"] = "br"
        response.headers.add("Vary", "Accept-Encoding")
    return response


def _place(var_dir: Path, body: bytes) -> Path:
    return var_dir / "compressed" / f"{hashlib.sha256(body).hexdigest()[:24]}.br"


def fill_shelf(app: Dash) -> int:
    """Put what the first page needs on the shelf; returns how many files were new. Later starts find all there.

    The libraries come first: Dash looks into assets/ at its first request, and no page names a file of it before.
    """
    client = app.server.test_client()
    with app.server.app_context():
        settings = current().store.settings
        libraries = [f"/{library_url(key, settings.libraries)}" for key in _LIBRARIES]
    new = sum(_put(settings.var_dir, _body(client, url)) for url in libraries)
    return new + sum(_put(settings.var_dir, _body(client, url)) for url in _named(app))


def _body(client: FlaskClient, url: str) -> bytes:
    with client.get(url) as answer:
        return answer.get_data()


def _named(app: Dash) -> list[str]:
    """The browser code that the pages name, and the parts of dcc that come later."""
    pages = "".join(_page(app, path) for path in ("/", "/desk", "/trace"))
    scripts = list(dict.fromkeys(re.findall(r'(?:src|href)="(/(?:_dash|assets)[^"]+)"', pages)))
    main = next(url for url in scripts if "dash_core_components.v" in url)
    parts = [re.sub(r"dash_core_components\.v[^/]*", f"async-{name}.js", main) for name in _ASYNC]
    return [*scripts, *parts]


def _page(app: Dash, path: str) -> str:
    """The HTML of a page, whoever may see it: it names the browser code, and holds no figure."""
    with app.server.test_request_context(path):
        g.reader = DEMONSTRATION
        index: Any = app.index
        return str(index())


def _put(var_dir: Path, body: bytes) -> bool:
    place = _place(var_dir, body)
    if place.is_file():
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    part.write_bytes(brotli.compress(body, quality=11))
    part.replace(place)
    return True
