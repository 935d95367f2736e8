"""The first rows of a file as a reader may see them: canonical fields, personal answers blanked."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from data.checks.rule import shown
from data.intake.canon import Canon
from data.intake.columns import Bound
from data.intake.judged import BLANKED, SampleRow
from data.readers.batch import Batch

LONGEST = 80
"""Characters of a cell that a preview shows."""


def sample_rows(
    canon: Canon, batch: Batch, texts: Mapping[str, pa.StringArray], bound: Bound, most: int
) -> list[SampleRow]:
    """The first `most` rows of a batch, as they came and as they were understood."""
    subject = canon.source.subject
    cut = {name: column.slice(0, most).to_pylist() for name, column in texts.items()}
    personal = {f.name for f in subject.fields if f.is_personal}
    rows = []
    for n in range(min(most, canon.rows)):
        cells = {name: _shown(column[n], name, name in personal) for name, column in cut.items()}
        field, problem = canon.problems.get(n, ("", None))
        unit = int(canon.unit_id[n]) if len(canon.unit_id) else 0
        place, by = canon.world.name_by_unit.get(unit, ""), str(canon.placed_by[n]) if unit else ""
        number = batch.row_numbers[n].as_py()
        rows.append(SampleRow(number, cells, problem, field, place, by))
    return rows


CODES = ("record", "venue", "enterprise")
"""Fields whose long numbers are codes; elsewhere one may be a telephone in a column that was swapped."""


def _shown(cell: str | None, name: str, is_personal: bool) -> str:
    if not cell:
        return ""
    if is_personal:
        return BLANKED
    return cell[:LONGEST] if name in CODES else shown(cell)
