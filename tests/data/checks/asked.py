"""A column checked the short way: what each text became, or the reason why it became nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from data.checks.checked import Checked
from data.checks.columns import check
from data.checks.rule import ColumnRule


def checked(kind: str, texts: Sequence[str | None], **rule: Any) -> Checked:
    return check(kind, pa.array(texts, pa.string()), ColumnRule("field", "Column", kind, **rule))


def read(kind: str, texts: Sequence[str | None], **rule: Any) -> list[Any]:
    """Values where known, reasons where held, None where there is no answer."""
    made = checked(kind, texts, **rule)
    reasons = {row: problem.reason for row, problem in made.problems.items()}
    assert not any(made.known[row] for row in reasons)
    return [
        value if known else reasons.get(row)
        for row, (value, known) in enumerate(zip(made.values.tolist(), made.known, strict=True))
    ]


def read_one(kind: str, text: str | None, **rule: Any) -> Any:
    return read(kind, [text], **rule)[0]


def problem(kind: str, text: str, **rule: Any) -> tuple[str, str, str]:
    """Reason, expected and got of a text that fails."""
    found = checked(kind, [text], **rule).problems[0]
    return found.reason, found.expected, found.got
