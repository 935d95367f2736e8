"""Pseudonyms of a batch: telephone first, else a number of identity, else the record alone, linked to nothing."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.intake.canon import Canon
from data.pseudonyms import Keys


def first_pseudonyms(canon: Canon, keys: Keys) -> NDArray[np.int64]:
    """One a row; 0 where neither telephone nor number of identity is given."""
    own_phone = canon.known("phone") & (canon.values("for_other") != 1)
    found = np.zeros(canon.rows, dtype=np.int64)
    _fill(canon, keys, "id_number", canon.known("id_number") & ~own_phone, found)
    _fill(canon, keys, "phone", own_phone, found)
    return found


def _fill(canon: Canon, keys: Keys, name: str, rows: NDArray[np.bool_], found: NDArray[np.int64]) -> None:
    if not rows.any():
        return
    encoded = pa.array(canon.checked[name].values[rows], pa.string()).dictionary_encode()
    made = keys.first_pseudonyms(name, encoded.dictionary.to_numpy(zero_copy_only=False))
    found[rows] = made[encoded.indices.to_numpy()]


def pseudonyms_of_records(keys: Keys, record_keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pseudonyms that link a record to nothing but itself."""
    return keys.first_pseudonyms("record", map(str, record_keys.tolist()))
