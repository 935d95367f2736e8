"""Opening a file of any format that the product reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from data.readers.batch import ReadOptions
from data.readers.csv_file import open_csv
from data.readers.geojson_file import open_geojson
from data.readers.gpkg_file import open_gpkg
from data.readers.json_file import open_json, open_json_lines
from data.readers.opened import OpenFile
from data.readers.parquet_file import open_parquet
from data.readers.refusal import refused
from data.readers.shapefile_file import open_shapefile
from data.readers.sniff import FORMATS, format_of
from data.readers.xlsx_file import open_xlsx

_READERS: Mapping[str, Callable[[Path, ReadOptions, str], OpenFile]] = MappingProxyType({
    "csv": open_csv, "tsv": open_csv, "xlsx": open_xlsx, "json": open_json, "jsonl": open_json_lines,
    "parquet": open_parquet, "geojson": open_geojson, "gpkg": open_gpkg, "shapefile": open_shapefile,
})  # fmt: skip


def open_file(path: Path, options: ReadOptions, name: str = "") -> OpenFile:
    """Open a file; `name` is what its owner calls it, where the path says something else.

    Raises ImportRefused for a file that can't be read as a whole, with what was expected, got and what to do.
    """
    name = name or path.name
    if not path.is_file():
        raise refused(name, "a file", "nothing at that path", "Check the path.")
    if options.header_row < 1:
        raise refused(
            name, "a row of headings from 1 on", f"{options.header_row}", "Set it right (--header-row)."
        )
    found = format_of(path, options.format, name)
    return _READERS[found](path, replace(options, format=found), name)


__all__ = ["FORMATS", "OpenFile", "open_file"]
