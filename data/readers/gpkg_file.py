"""GeoPackage: one layer, the only one with rows or the one that is named."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyogrio

from data.readers.batch import FileFacts, ReadOptions
from data.readers.digest import sha256_of
from data.readers.ogr_layer import layer_batches, open_layer, reading
from data.readers.opened import OpenFile
from data.readers.refusal import listed, refused, shown

_OWN_MODULES = {"rtree", "fts3", "fts4", "fts5"}
_USING = re.compile(r"\busing\W+(\w+)")


def open_gpkg(path: Path, options: ReadOptions, name: str) -> OpenFile:
    """Read the columns of one layer."""
    path = path.resolve()
    _check(path, name)
    title = _chosen(path, options.layer, name)
    layer = open_layer(path, name, "GPKG", title)
    used = replace(options, format="gpkg", layer=title)
    facts = FileFacts(name, sha256_of(path), path.stat().st_size, used, layer.headings)
    return OpenFile(facts, layer.rows, partial(layer_batches, layer))


def _check(path: Path, name: str) -> None:
    """A whole database, which fetches nothing from elsewhere: a virtual table may stand for any file."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            verdict = database.execute("PRAGMA quick_check(1)").fetchone()
            virtual = tuple(_foreign(database))
    except (sqlite3.Error, ValueError) as error:
        raise _damaged(name) from error
    if verdict != ("ok",):
        raise _damaged(name)
    if virtual:
        remedy = "Export the layer into a new GeoPackage."
        raise refused(name, "tables that hold their rows", f"virtual ones, {listed(virtual)}", remedy)


def _damaged(name: str) -> Exception:
    return refused(name, "a whole GeoPackage", "a damaged one", "It may have been cut off: get it again.")


def _foreign(database: sqlite3.Connection) -> Iterator[str]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND coalesce(rootpage, 0) = 0"
    for table, sql in database.execute(query):
        modules = _USING.findall(str(sql).lower())
        if not modules or not set(modules) <= _OWN_MODULES:
            yield str(table)


def _chosen(path: Path, wanted: str, name: str) -> str:
    with reading(name):
        titles = [str(title) for title, _ in pyogrio.list_layers(path)]
        filled = [title for title in titles if not wanted and _rows(path, title)]
    if wanted and wanted not in titles:
        remedy = "Name one of these (--layer)."
        raise refused(
            name, f"the layer {shown(wanted)}", f"the layers {listed(titles)}", remedy, *_option(titles)
        )
    if wanted:
        return wanted
    if len(filled) != 1:
        got = f"the layers {listed(filled)}" if filled else "none"
        remedy = "Say which one to read (--layer)." if filled else "Check that the export was complete."
        raise refused(name, "one layer with rows", got, remedy, *_option(filled))
    return filled[0]


def _option(titles: list[str]) -> tuple[str, tuple[str, ...]]:
    return ("layer", tuple(titles)) if titles else ("", ())


def _rows(path: Path, title: str) -> int:
    return int(pyogrio.read_info(path, layer=title, force_feature_count=True)["features"])
