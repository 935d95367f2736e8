"""Declarations: symptoms as bits, and none is not the same as not asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from data.intake.canon import Canon
from data.subjects import SOME_SYMPTOM, SYMPTOMS


def declaration_columns(canon: Canon) -> dict[str, Any]:
    """Bits of the symptoms; null where neither the question nor each single one was answered with no."""
    bits = np.zeros(canon.rows, dtype=np.int16)
    every_one = np.ones(canon.rows, dtype=bool)
    for n, name in enumerate(SYMPTOMS):
        bits |= (canon.values(name) == 1).astype(np.int16) << n
        every_one &= canon.known(name)
    some = canon.values("has_symptoms") == 1
    bits = np.where(some & (bits == 0), SOME_SYMPTOM, bits)
    is_known = (bits > 0) | canon.known("has_symptoms") | every_one
    return {
        "symptoms": pa.array(bits.astype(np.int16), mask=~is_known),
        "has_contact": _yes_no(canon, "has_contact"),
        "from_affected": _yes_no(canon, "from_affected"),
    }


def _yes_no(canon: Canon, name: str) -> pa.Array:
    return pa.array(canon.values(name) == 1, mask=~canon.known(name))
