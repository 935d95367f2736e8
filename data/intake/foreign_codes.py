"""Codes of communes that are not GSO's: a system's own number of a place, which a person may decide on."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from data.checks.checked import Checked

_FOREIGN = re.compile(r"(?=[0-9a-z]*[0-9])(?=[0-9a-z]*[a-z])[0-9a-z]{12,40}", re.IGNORECASE)
"""Letters and digits in one long word (5657e3ab…): no name has digits, no telephone letters."""


def with_foreign_codes(checked: Checked, texts: pa.StringArray) -> Checked:
    """Codes that no GSO code can be are answers too where they look like a system's own: no commune has them yet."""
    found = {row: str(texts[row].as_py()).strip() for row in checked.problems}
    foreign = {row: text.lower() for row, text in found.items() if _FOREIGN.fullmatch(text)}
    if not foreign:
        return checked
    values, known = checked.values.astype(object), checked.known.copy()
    rows = np.fromiter(foreign, dtype=np.int64)
    values[rows], known[rows] = list(foreign.values()), True
    problems = {row: problem for row, problem in checked.problems.items() if row not in foreign}
    return Checked(values, known, problems)
