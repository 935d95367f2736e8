"""Numbers made of what a row says: the same row gives the same number, whatever file it came in.

62 bits: among 100 million rows two different ones share a number with a chance of 1 in 900.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pandas.util import hash_array

Words = NDArray[np.uint64]

KEY_BIT = np.uint64(1 << 62)
"""Set in every key made here: the numbers of simulated rows are small, and the two never meet."""

VENUE_BITS = 51
"""A venue's number goes to the browser, which counts exactly up to 2^53."""

_SIP_KEY = "dichte.record.01"
"""Of 16 bytes; another one would be other numbers for every record in every store."""

_NOTHING = np.uint64(0x9E3779B97F4A7C15)
"""Stands for an answer that was not given."""


def text_word(text: str) -> int:
    """64 bits of one text; the same on every machine and in every version."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def words(values: Any) -> Words:
    """64 bits for each value of a column: numbers by their bits, everything else by its text."""
    array = values if isinstance(values, (pa.Array, pa.ChunkedArray)) else pa.array(values, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_integer(array.type) or pa.types.is_boolean(array.type):
        found = _mixed(
            array.fill_null(False if pa.types.is_boolean(array.type) else 0).cast(pa.int64()).to_numpy()
        )
    elif pa.types.is_floating(array.type):
        # Adding zero turns -0.0 into 0.0, which is the same place.
        found = _mixed((array.fill_null(0.0).cast(pa.float64()).to_numpy() + 0.0).view(np.int64))
    else:
        found = _text_words(array)
    return (
        np.where(array.is_null().to_numpy(zero_copy_only=False), _NOTHING, found)
        if array.null_count
        else found
    )


def _text_words(array: pa.Array) -> Words:
    """SipHash of each text; of what is no text (an outline's bytes), of how Python writes it."""
    if not (pa.types.is_string(array.type) or pa.types.is_null(array.type)):
        array = pa.array([None if value is None else repr(value) for value in array.to_pylist()], pa.string())
    texts = array.cast(pa.string()).to_numpy(zero_copy_only=False)
    found: Words = hash_array(texts, hash_key=_SIP_KEY, categorize=False)
    return found


def _mixed(numbers: NDArray[Any]) -> Words:
    """splitmix64: neighbouring numbers come out far apart."""
    x = numbers.astype(np.int64).view(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def combine(columns: Mapping[str, Words], seed: str, rows: int) -> Words:
    """One word a row from the words of its columns; names count, the order of columns does not."""
    total = np.full(rows, np.uint64(text_word(seed)))
    for name in sorted(columns):
        total = _mixed((total ^ columns[name] ^ np.uint64(text_word(name))).view(np.int64))
    return total


def as_keys(found: Words) -> NDArray[np.int64]:
    """Keys of 62 bits with KEY_BIT set."""
    return ((found >> np.uint64(2)) | KEY_BIT).view(np.int64)


def record_keys(scope: str, records: Any) -> NDArray[np.int64]:
    """Keys of records that the source numbers itself; `scope` is the name space of those numbers."""
    texts = pa.array(records, pa.string()) if not isinstance(records, pa.Array) else records
    return as_keys(combine({"record": words(texts)}, scope, len(texts)))


def venue_ids(registry: str, codes: Any) -> NDArray[np.int64]:
    """Numbers of venues from the codes of their register, below 2^52 and apart from simulated ones."""
    keys = record_keys(f"venue {registry}", codes).view(np.uint64) & ~KEY_BIT
    return ((keys >> np.uint64(62 - VENUE_BITS)) | np.uint64(1 << VENUE_BITS)).view(np.int64)
