"""Which column of a file each canonical field comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from data import schema
from data.checks.rule import masked
from data.errors import ImportRefused
from data.readers.batch import Batch, FileFacts
from data.sources.headings import heading_key
from data.sources.source import FieldMapping, Source


@dataclass(frozen=True)
class Bound:
    """A source and one file's headings brought together.

    `headings`: field → the heading it comes under; `constants`: field → the text that stands for every row;
    `unused`: headings that no field takes and the source does not know.
    """

    headings: Mapping[str, str]
    constants: Mapping[str, str]
    unused: tuple[str, ...]

    def texts(self, batch: Batch) -> dict[str, pa.StringArray]:
        """Columns of a batch by canonical field, as text."""
        found = {name: batch.columns[heading] for name, heading in self.headings.items()}
        rows = len(batch.row_numbers)
        return found | {name: pa.repeat(pa.scalar(text), rows) for name, text in self.constants.items()}

    def column_of(self, field: str) -> str:
        """The heading that an analyst knows a field by."""
        return self.headings.get(field, field)


def bind(source: Source, facts: FileFacts) -> Bound:
    """Find every column; raises ImportRefused where one that must be there is missing."""
    by_name = {heading_key(heading): heading for heading in facts.headings}
    headings: dict[str, str] = {}
    for mapping in source.fields:
        found = next((by_name[n] for n in _names(mapping) if n in by_name), None)
        if found is not None:
            headings[mapping.field] = found
    constants = {m.field: m.constant for m in source.fields if m.constant and m.field not in headings}
    _require(source, facts, set(headings) | set(constants))
    known = {heading_key(name) for name in source.ignored}
    taken = set(headings.values())
    unused = [h for h in facts.headings if h not in taken and heading_key(h) not in known]
    return Bound(headings, constants, tuple(unused))


def _names(mapping: FieldMapping) -> list[str]:
    return [heading_key(name) for name in (mapping.column, *mapping.also) if name]


def _require(source: Source, facts: FileFacts, there: set[str]) -> None:
    missing = [f.name for f in source.subject.fields if f.is_required and f.name not in there]
    missing += _missing_place(source, there)
    if not missing:
        return
    wanted = [_heading(source, name) for name in missing]
    known = any(m.field in there for m in source.fields)
    remedy = (
        "Add them, or name them in the mapping"
        if known
        else "Is this another source's file? Choose its source"
    )
    got = ", ".join(facts.headings) or "none"
    if any(masked(heading) != heading for heading in facts.headings):
        # A first row of answers is no row of headings: it may tell who somebody is.
        got = f"a first row of {len(facts.headings)} cells with a number in it that is no heading"
    raise ImportRefused(
        f"{facts.name}: expected the columns {', '.join(wanted)} of the source {source.key}, got {got[:400]}. {remedy}."
    )


def _missing_place(source: Source, there: set[str]) -> list[str]:
    """A placed row needs the code of its commune, or both names, or a point where it has one."""
    table = schema.metadata.tables[source.subject.table]
    if not source.subject.is_placed or table.c.unit_id.nullable or "commune_code" in there:
        return []
    if {"lon", "lat"} <= there:
        return []
    mapped = [n for n in ("district", "commune") if source.mapping(n) is not None]
    return [n for n in mapped or ["commune_code"] if n not in there]


def _heading(source: Source, field: str) -> str:
    mapping = source.mapping(field)
    return repr(mapping.column) if mapping is not None and mapping.column else repr(field)
