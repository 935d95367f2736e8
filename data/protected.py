"""The cube as a reader may see it: exact inside their scope, protected elsewhere."""

from __future__ import annotations

from hashlib import sha256

from data.access.scopes import Scopes
from data.access.sight import Sight
from data.cube import Cube


def sight_id(sight: Sight, scopes: Scopes) -> str:
    """Short digest of whose eyes it is and of the scopes that totals are protected against."""
    told = f"{sight.key}|{[sorted(scope) for scope in scopes]}"
    return sha256(told.encode()).hexdigest()[:8]


def protect(whole: Cube, sight: Sight, scopes: Scopes) -> Cube:
    """`whole` through the eyes of `sight`."""
    raise NotImplementedError
