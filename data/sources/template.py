"""Template files: the headings of a source, two invented rows, and in a workbook what each column means."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import shapely
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data.errors import SourceError
from data.plain_text import harmless
from data.sources.examples import example_rows
from data.sources.explain import columns, explain, words
from data.sources.source import Source

_TEXT = "@"
"""A spreadsheet's own sign for cells that stay as they were typed: 0900000001, 07807, 02/06/2021."""


_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def _example(written: str) -> str:
    """A number stays one, a negative one too; other text is made harmless."""
    return written if _NUMBER.fullmatch(written) else harmless(written)


def write_template(source: Source, path: Path, lang: str = "vi") -> None:
    """Write a template of `source` to `path`, by its suffix: .csv, .xlsx, or .geojson where rows have an outline.

    Raises SourceError for a suffix that the source does not come in.
    """
    known = suffixes(source)
    if path.suffix.lower() not in known:
        raise SourceError(
            f"{path.name}: expected a template of {source.key} as {' or '.join(known)}, "
            f"got {path.suffix or 'no suffix'}. Name the file {source.key}{known[0]}."
        )
    path.write_bytes(_WRITERS[path.suffix.lower()](source, lang))


def suffixes(source: Source) -> tuple[str, ...]:
    """What a template of the source can be written as, the plainest first."""
    has_outline = any(field.kind == "outline" for _, field in columns(source))
    is_utf8 = source.options.encoding in ("", "utf-8")
    fitting = (".geojson",) if has_outline else (".csv", ".xlsx") if is_utf8 else (".xlsx",)
    return tuple(s for s in fitting if s[1:] in source.formats) or (".json",)


def _csv(source: Source, lang: str) -> bytes:
    """CSV in UTF-8 with the mark by which Excel knows it, or as the source declares."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=source.options.delimiter or ",", lineterminator="\r\n")
    writer.writerows([] for _ in range(source.options.header_row - 1))
    headings = [mapping.column for mapping, _ in columns(source)]
    writer.writerow([harmless(heading) for heading in headings])
    writer.writerows([_example(row[heading]) for heading in headings] for row in example_rows(source, lang))
    return lines.getvalue().encode("utf-8-sig")


def _xlsx(source: Source, lang: str) -> bytes:
    """A workbook: the first sheet to fill in, every cell of it text; the second explains the columns."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = source.options.sheet or source.key[:31]
    _fill(sheet, source, lang)
    _explain(book.create_sheet(str(words(lang)["sheet"])), source, lang)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Worksheet, source: Source, lang: str) -> None:
    first = source.options.header_row
    rows = example_rows(source, lang)
    for number, (mapping, field) in enumerate(columns(source), 1):
        head = sheet.cell(first, number, harmless(mapping.column))
        head.font = Font(bold=True, italic=not field.is_required)
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width, column.number_format = max(14, len(mapping.column) + 4), _TEXT
        for offset, row in enumerate(rows, 1):
            cell = sheet.cell(first + offset, number, harmless(row[mapping.column]) or None)
            cell.number_format = _TEXT
    sheet.freeze_panes = sheet.cell(first + 1, 1)


def _explain(sheet: Worksheet, source: Source, lang: str) -> None:
    said = words(lang)
    sheet.append([harmless(source.title(lang))])
    sheet.append([harmless(source.note(lang))])
    sheet.append([said["delete_rows"]])
    sheet.append([])
    sheet.append([said[key] for key in ("column", "meaning", "required", "writing")])
    for cell in (sheet.cell(1, 1), *sheet[5]):
        cell.font = Font(bold=True)
    for column in explain(source, lang):
        is_required = said["yes"] if column.is_required else said["no"]
        told = (column.heading, column.meaning, is_required, column.writing)
        sheet.append([harmless(str(words_)) for words_ in told])
    for letter, width in zip("ABCD", (26, 48, 12, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=6):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _geojson(source: Source, lang: str) -> bytes:
    """A collection of features, the outline as geometry and every other column as a property."""
    features = [_feature(source, row) for row in example_rows(source, lang)]
    return json.dumps(
        {"type": "FeatureCollection", "name": source.key, "features": features}, ensure_ascii=False, indent=1
    ).encode()


def _feature(source: Source, row: Mapping[str, str]) -> dict[str, Any]:
    outline = next(mapping.column for mapping, field in columns(source) if field.kind == "outline")
    properties = {heading: cell or None for heading, cell in row.items() if heading != outline}
    geometry = json.loads(shapely.to_geojson(shapely.from_wkt(row[outline])))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _json(source: Source, lang: str) -> bytes:
    rows = [{h: cell or None for h, cell in row.items()} for row in example_rows(source, lang)]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


_WRITERS: Mapping[str, Callable[[Source, str], bytes]] = MappingProxyType(
    {".csv": _csv, ".xlsx": _xlsx, ".geojson": _geojson, ".json": _json}
)
