"""HTML attributes that Python can't spell: data-* and aria-*."""

from __future__ import annotations

from typing import Any


def attributes(**names: str) -> dict[str, Any]:
    """Keyword arguments for a component; underscores become hyphens.

    >>> attributes(data_act="play", aria_label="Phát")
    {'data-act': 'play', 'aria-label': 'Phát'}
    """
    return {name.replace("_", "-"): value for name, value in names.items()}
