"""Keys of the push API: one source each, shown once, kept as a digest only."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, select

from data import schema
from data.days import now
from data.errors import KeyRefused

_FORM = re.compile(r"dichte_([0-9a-f]{12})_([0-9a-f]{64})", re.ASCII)
_NOBODY = "0" * 64
"""Compared with where no such key exists, so that its absence takes as long as a wrong secret."""

LABEL_CHARACTERS = 80


@dataclass(frozen=True)
class ApiKey:
    """A key without its secret. `revoked_at`: when it stopped working, None: it works."""

    key_id: str
    source: str
    label: str
    created_at: datetime
    revoked_at: datetime | None = None


def create_key(connection: Connection, source: str, label: str) -> str:
    """A new key of `source`, as its owner will send it. Nothing can show it again: only its digest is kept.

    The secret has 256 random bits, so that a plain SHA-256 is as good as a slow digest. Raises KeyRefused for a
    label that says nothing or too much.
    """
    if not 1 <= len(label) <= LABEL_CHARACTERS or not label.isprintable():
        raise KeyRefused(
            f"Expected a label of 1 to {LABEL_CHARACTERS} printable characters, got {len(label)} characters. "
            "Name the owner of the key: --label 'Bluezone operations'"
        )
    key_id, secret = secrets.token_hex(6), secrets.token_hex(32)
    values = {"source": source, "label": label, "created_at": now().replace(tzinfo=None)}
    connection.execute(schema.api_key.insert().values(key_id=key_id, secret_sha256=_digest(secret), **values))
    return f"dichte_{key_id}_{secret}"


def find_key(connection: Connection, token: str) -> ApiKey | None:
    """The working key that `token` is, or None: malformed, unknown, wrong or revoked, without saying which."""
    form = _FORM.fullmatch(token)
    key_id, secret = form.groups() if form else ("", "")
    k = schema.api_key.c
    row = connection.execute(select(schema.api_key).where(k.key_id == key_id)).first()
    is_right = hmac.compare_digest(_digest(secret), row.secret_sha256 if row else _NOBODY)
    return _key(row) if row and is_right and row.revoked_at is None else None


def list_keys(connection: Connection) -> tuple[ApiKey, ...]:
    """Every key, the oldest first."""
    k = schema.api_key
    found = connection.execute(select(k).order_by(k.c.created_at, k.c.key_id))
    return tuple(_key(row) for row in found)


def revoke_key(connection: Connection, key_id: str) -> ApiKey:
    """Stop a key for ever; one stopped before keeps its time. Raises KeyRefused where there is none."""
    k = schema.api_key
    at = now().replace(tzinfo=None)
    connection.execute(k.update().where(k.c.key_id == key_id, k.c.revoked_at.is_(None)).values(revoked_at=at))
    row = connection.execute(select(k).where(k.c.key_id == key_id)).first()
    if row is None:
        raise KeyRefused(
            f"Expected the number of a key, 12 characters of 0-9a-f, got one of {len(key_id)} characters that no "
            "key has. See: python -m data key list"
        )
    return _key(row)


def _key(row: object) -> ApiKey:
    return ApiKey(**{name: getattr(row, name) for name in ApiKey.__dataclass_fields__})


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
