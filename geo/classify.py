"""Fixed classes of a value. Breaks never follow today's data, so a colour means the same on every day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def classify(values: NDArray[np.float64], breaks: Sequence[float]) -> NDArray[np.uint8]:
    """Class of each value: 0 for exactly zero, else 1 + the number of breaks at or below it.

    Parameters
    ----------
    values : array of any shape
        Non-negative quantities; NaN gets class 0 and must be overwritten by its state.
    breaks : increasing sequence
        Lower bounds of the classes from the second one on, in the unit of `values`.

    Returns
    -------
    array of uint8, shape of `values`

    Examples
    --------
    >>> classify(np.array([0.0, 0.5, 10.0, 49.9, 900.0]), [10, 50])
    array([0, 1, 2, 2, 3], dtype=uint8)
    """
    positive = np.nan_to_num(values) > 0
    classes = np.searchsorted(np.asarray(breaks, dtype=np.float64), np.nan_to_num(values), side="right") + 1
    return np.where(positive, classes, 0).astype(np.uint8)
