"""Secrets of sign-in and audit, in a file outside the store that its owner alone may read."""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from data.errors import SettingError

SECRET_BYTES = 32
LEAST_LENGTH, LEAST_DISTINCT = 43, 16
"""32 bytes in base64, of which a random one uses some 30 different characters."""


@dataclass(frozen=True)
class Secrets:
    """`session` signs cookies and forms, `password` is mixed into every password's hash, `totp` encrypts the secrets of
    authenticators, `audit` seals the audit chain."""

    session: str
    password: str
    totp: str
    audit: str

    def __repr__(self) -> str:
        return "Secrets(…)"


def load_secrets(path: Path) -> Secrets:
    """The secrets in `path`; a first set is made where there is none.

    Raises SettingError for a file that others may read, that is no file of secrets, or that holds a weak one.
    """
    if not path.exists():
        _save(path, Secrets(*(secrets.token_urlsafe(SECRET_BYTES) for _ in fields(Secrets))))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise SettingError(
            f"{path}: expected a file that its owner alone may read, got mode {path.stat().st_mode & 0o777:o}. "
            f"Run: chmod 600 {path}"
        )
    return _checked(path, _read(path))


def _read(path: Path) -> Secrets:
    try:
        found = json.loads(path.read_text("utf-8"))
        return Secrets(**{field.name: found[field.name] for field in fields(Secrets)})
    except (ValueError, KeyError, TypeError) as error:
        names = ", ".join(field.name for field in fields(Secrets))
        raise SettingError(
            f"{path}: expected the secrets {names}, got something else. Restore it from your backup, or move it away: "
            "a new one is made then, everybody has to sign in anew and to set up their authenticator again."
        ) from error


def _checked(path: Path, found: Secrets) -> Secrets:
    for field in fields(Secrets):
        value = getattr(found, field.name)
        if not isinstance(value, str) or len(value) < LEAST_LENGTH or len(set(value)) < LEAST_DISTINCT:
            raise SettingError(
                f"{path}: expected a random secret of {LEAST_LENGTH} characters or more as {field.name}, got a weak "
                f"one. Make one: python3 -c 'import secrets; print(secrets.token_urlsafe({SECRET_BYTES}))'"
            )
    if len({getattr(found, field.name) for field in fields(Secrets)}) < len(fields(Secrets)):
        raise SettingError(
            f"{path}: expected four different secrets, got the same one twice. Make one for each."
        )
    return found


def _save(path: Path, made: Secrets) -> None:
    """Whole or not at all; where another start wrote one meanwhile, that one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(vars(made), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
