"""What the browser fetches beside Dash: libraries, geometry, values, venues, pictures and exports."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Any

from dash import Dash
from flask import Flask, Response, abort, request

from callbacks.access.reader import reader
from callbacks.context import Context, current, query_of, read_view
from callbacks.wire import ASK_AGAIN, FOR_EVER, FOR_EVER_MINE, MIME_TYPES, answer, compressed, file_bodies
from data.errors import StoreBusy
from data.past import past_id, split_id
from data.retention.gone import CHECKINS
from data.store import Store
from geo.exposure_rule import DEFAULT_RULE, parse_rule
from layers import AREA_LAYERS, VENUES, area_layer
from layers.render import matrix
from layers.render.libraries import LibraryMissing, library_file
from layers.render.pack import PACK, Export, pack

RULE_MARK = "~"
"""Stands between a snapshot and the definition of exposure, where it is not the default."""


def register(app: Dash) -> None:
    """Every route by its rule; each serves one kind of thing."""
    server: Flask = app.server
    server.add_url_rule("/lib/<package>@<version>/<name>", view_func=serve_library)
    server.add_url_rule("/geometry/<name>", view_func=serve_geometry)
    server.add_url_rule("/values/<snapshot>/<key>.bin", view_func=serve_values)
    server.add_url_rule("/venues/<snapshot>.<ext>", view_func=serve_venues)
    server.add_url_rule("/map.svg", view_func=serve_picture)
    server.add_url_rule("/export/<name>", view_func=serve_export)


def serve_library(package: str, version: str, name: str) -> Response:
    """One file of a browser library; only the files named in layers/render/libraries.py."""
    try:
        path = library_file(current().store.settings.libraries, package, version, name)
    except (KeyError, LibraryMissing):
        abort(404)
    response = Response(path.read_bytes(), mimetype=MIME_TYPES[path.suffix])
    response.headers["Cache-Control"] = FOR_EVER
    return response


def serve_geometry(name: str) -> Response:
    """A built boundary file; its name holds the digest of its content."""
    context = current()
    if name not in context.manifest.sizes:
        abort(404)
    return answer(file_bodies(context.store.geometry_dir / name), MIME_TYPES[".geojson"])


def serve_values(snapshot: str, key: str) -> Response:
    """The matrix of one area layer in one snapshot: day × commune."""
    store = _store(snapshot)
    if key not in {layer.key for layer in AREA_LAYERS} or store is None:
        abort(404)
    return answer(_values(store, _version(store), key), MIME_TYPES[".bin"], _caching(store))


def _version(store: Store) -> str:
    """What a body was made of: the snapshot, and when it was taken, for a state that comes back has another past."""
    snapshot = store.cube().snapshot
    return f"{snapshot.id} {snapshot.created_at.isoformat()}"


def _caching(store: Store) -> str:
    """A URL of the past, or of another definition, names the snapshot, and not what was corrected or deleted since."""
    return FOR_EVER_MINE if store.as_of is None and store.rule == DEFAULT_RULE else ASK_AGAIN


@lru_cache(maxsize=32)
def _values(store: Store, _version: str, key: str) -> dict[str, bytes]:
    return compressed(matrix.area_bytes(area_layer(key), store))


def serve_venues(snapshot: str, ext: str) -> Response:
    """Exposed venues in one snapshot: where they are (geojson), whom they exposed when (bin)."""
    name, _, rule = snapshot.partition(RULE_MARK)
    store = _store(name)
    # Two definitions of one thing tell more than either: only who sees all may choose.
    if ext not in ("geojson", "bin") or store is None or (rule and not store.sight.is_whole):
        abort(404)
    try:
        store = store.under(parse_rule(rule)) if rule else store
    except ValueError:
        abort(404)
    # What is deleted changes no snapshot, and what is counted anew.
    version = f"{_version(store)} {store.gone(CHECKINS)}"
    return answer(_venues(store, version)[ext], MIME_TYPES[f".{ext}"], _caching(store))


@lru_cache(maxsize=4)
def _venues(store: Store, _version: str) -> dict[str, dict[str, bytes]]:
    loaded = VENUES.load(store)
    return {
        "geojson": compressed(matrix.venue_points(loaded, store.cube().units)),
        "bin": compressed(matrix.venue_bytes(loaded)),
    }


def _store(snapshot: str) -> Store | None:
    """The store as known at the moment in the id, if it holds that snapshot: an old URL must not bring new numbers.

    The moment has to be one that a View may have, so that nobody makes the server compute others.
    """
    context = current()
    try:
        newest, as_of = split_id(snapshot)
    except ValueError:
        return None
    if as_of is not None and not (context.choices().is_known(as_of) and snapshot == past_id(newest, as_of)):
        return None
    store = context.store.at(as_of)
    return store if store.at(None).cube().snapshot.id == newest else None


def serve_picture() -> Response:
    """The map as a picture, for browsers without WebGL."""
    context = current()
    view, _ = read_view(query_of(request.query_string.decode("utf-8", "replace")))
    exported = pack("map.svg", context.store, view, context.manifest)
    return Response(exported.body, content_type=exported.mime_type, headers={"Cache-Control": ASK_AGAIN})


def serve_export(name: str) -> Response:
    """One export of the view in the URL, as a file to keep."""
    if name not in PACK:
        abort(404)
    context = current()
    view, _ = read_view(query_of(request.query_string.decode("utf-8", "replace")))
    exported = pack(name, context.store, view, context.manifest)
    _note_taken(context, name, exported)
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{exported.file_name}"',
        "Cache-Control": "no-store",
    }
    return Response(exported.body, content_type=exported.mime_type, headers=headers)


def _note_taken(context: Context, name: str, exported: Export) -> None:
    """Who takes what away is noted before it is given; 503 where a long import has the store."""
    who = reader()
    said = {"rows": exported.rows, "sha256": sha256(exported.body).hexdigest(), "scope": who.sight.key}
    try:
        context.store.audit.note(
            "export", "map", name, who.name, said, who.roles if who.is_signed_in else None
        )
    except StoreBusy:
        abort(503)
