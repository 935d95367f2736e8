"""Rows that are held: their reason in plain sight, their cells sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.checks.checked import Problem
from data.days import day_of
from data.intake.canon import Canon
from data.intake.columns import Bound
from data.intake.judged import BELIEVED, HeldRow
from data.intake.keys import RowKeys
from data.pseudonyms import Keys
from data.readers.batch import Batch, BrokenRow
from data.sources.source import Source

Cells = Mapping[str, str | None]


def broken_row(broken: BrokenRow, source: Source, keys: Keys) -> HeldRow:
    """A row that is no row of the table; it can only be dismissed or come again in a better file."""
    raw = json.dumps(broken.cells, ensure_ascii=False)
    key = _raw_key(source, raw, keys)
    problem = Problem(broken.reason, broken.expected, broken.got)
    sealed = keys.seal(raw.encode("utf-8", "surrogatepass"))
    return HeldRow(broken.row_number, problem, "", None, _weight(source, None), "", key, key, None, sealed)


def held_rows(
    canon: Canon,
    batch: Batch,
    texts: Mapping[str, pa.StringArray],
    bound: Bound,
    made: RowKeys,
    days: tuple[NDArray[np.int64], NDArray[np.bool_]],
    keys: Keys,
) -> list[HeldRow]:
    """One entry for every failed row of a batch, in the order of the file."""
    rows = sorted(canon.problems)
    if not rows:
        return []
    index = pa.array(rows, pa.int64())
    taken = {name: column.take(index).to_pylist() for name, column in texts.items()}
    numbers = batch.row_numbers.take(index).to_pylist()
    version = canon.column("version").take(index).to_pylist()
    found = []
    for n, row in enumerate(rows):
        field, problem = canon.problems[row]
        cells = {bound.column_of(name): column[n] for name, column in taken.items() if name in bound.headings}
        raw = json.dumps(cells, ensure_ascii=False, sort_keys=True)
        readable = problem.reason in BELIEVED
        raw_key = _raw_key(canon.source, raw, keys)
        found.append(
            HeldRow(
                row_number=numbers[n],
                problem=problem,
                column=bound.column_of(field)[:60],
                day=_day(days, row),
                weight=_weight(canon.source, canon, row),
                place=str(canon.place_text[row])[:200],
                record_key=int(made.record[row]) if readable else raw_key,
                content_key=int(made.content[row]) if readable else raw_key,
                version=version[n],
                sealed=keys.seal(raw.encode("utf-8", "surrogatepass")),
            )
        )
    return found


def _raw_key(source: Source, raw: str, keys: Keys) -> int:
    """The key of a row that can't say which record it is: the same cells are the same row.

    Made with the first key for people: without it, a telephone could be guessed from a digest that stays.
    """
    return int(keys.first_pseudonyms("held", [f"{source.key} {json.dumps(raw)}"])[0])


def _day(days: tuple[NDArray[np.int64], NDArray[np.bool_]], row: int) -> date | None:
    return day_of(int(days[0][row])) if days[1][row] else None


def _weight(source: Source, canon: Canon | None, row: int = 0) -> int:
    """What the row stands for; nothing where its count can't be read."""
    name = source.subject.weight_field
    if not name:
        return 1
    if canon is None or not canon.known(name)[row]:
        return 0
    return int(canon.checked[name].values[row])
