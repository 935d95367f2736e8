"""Whether the formats of a day or moment can be told apart: no text may be read in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache

import numpy as np
import pyarrow as pa

from data.checks.cells import Cells
from data.checks.formats import ZONES
from data.checks.stamps import READ, TORN, read_stamps

ISO_DAY = "%Y-%m-%d"
"""How a constant day is written."""

_OFFSETS = {"%z": ("Z", "+0700", "+07:00"), "%Z": tuple(ZONES)}
_PROBES = (
    datetime(2021, 5, 6, 7, 8, 9, 120000),
    datetime(2021, 11, 12, 10, 11, 12, 345000),
    datetime(2021, 5, 6, 0, 8, 9),
    datetime(2021, 5, 6, 12, 30),
    datetime(2021, 12, 25, 19, 45, 50),
)
"""Days whose month could be the day and days whose can't; hours that am/pm changes and hours that it doesn't."""


@cache
def overlap(first: str, second: str) -> str | None:
    """A text that both formats read, and read differently; None where they can be told apart."""
    texts = [text for format in (first, second) for text in _written(format)]
    state = read_stamps(_cells(texts), (first, second)).state
    return next((text for text, read in zip(texts, state, strict=True) if read == TORN), None)


def fits(text: str, formats: Sequence[str]) -> bool:
    """Whether the formats read the text as a whole, and as one that there is: not 30/02/2021."""
    return bool((read_stamps(_cells([text]), tuple(formats)).state == READ).all())


def _written(format: str) -> Iterator[str]:
    """The probes as the format writes them, with and without leading zeros, in each way a zone is written."""
    word = next((word for word in _OFFSETS if word in format), "")
    for zone in _OFFSETS.get(word, ("",)):
        plain = re.sub(r"%-(.)", r"%\1", format.replace(word, zone) if word else format)
        for probe in _PROBES:
            text = probe.strftime(plain)
            yield text
            yield re.sub(r"(?<![0-9.])0(?=[0-9])", "", text)


def _cells(texts: list[str]) -> Cells:
    return Cells(pa.array(texts, pa.string()), np.ones(len(texts), dtype=np.bool_))
