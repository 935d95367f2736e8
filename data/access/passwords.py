"""Passwords: argon2id over a keyed digest, as Flask-Security writes and reads them too; what makes one too weak."""

from __future__ import annotations

import hmac
import secrets
import string
import unicodedata
from base64 import b64encode
from enum import StrEnum
from functools import cache
from hashlib import sha512
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH, MOST_LENGTH = 12, 128

_HASHER = PasswordHasher()
_TURNS = BoundedSemaphore(4)
"""Each hash takes 64 MiB: many strangers at once wait for each other instead of taking all there is."""
_ALPHABET = "".join(sorted(set(string.ascii_lowercase + string.digits) - set("0o1l")))
_GROUPS, _GROUP_LENGTH = 4, 5
_COMMON = (
    "password",
    "matkhau",
    "qwerty",
    "abc123",
    "123456",
    "iloveyou",
    "admin",
    "bacgiang",
    "vietnam",
    "dichte",
)
"""What people begin with; a password that is one of these with few other characters is no secret."""

_LEAST_BESIDE_COMMON, _LEAST_DISTINCT = 8, 6


class Flaw(StrEnum):
    """Why a password can't be used."""

    SHORT = "short"
    LONG = "long"
    LOGIN = "login"
    COMMON = "common"
    SAME = "same"


def hashed(password: str, pepper: str) -> str:
    """argon2id of HMAC-SHA-512 of the password; `pepper` is the secret that stays outside the store."""
    with _TURNS:
        return _HASHER.hash(_keyed(password, pepper))


def matches(password: str, password_hash: str | None, pepper: str) -> bool:
    """Whether it is the password behind the hash; without a hash the same work is done, and the answer is no."""
    compared = password_hash or nobodys_hash()
    try:
        with _TURNS:
            is_right = _HASHER.verify(compared, _keyed(password, pepper))
    except (VerificationError, InvalidHashError):
        return False
    return is_right and password_hash is not None


def flaw_of(password: str, login: str) -> Flaw | None:
    """The first thing that makes this password unusable for this login."""
    plain = normalized(password)
    folded = plain.lower()
    if len(plain) < LEAST_LENGTH:
        return Flaw.SHORT
    if len(plain) > MOST_LENGTH:
        return Flaw.LONG
    if login and login in folded and len(folded) - len(login) < _LEAST_BESIDE_COMMON:
        return Flaw.LOGIN
    return Flaw.COMMON if _is_common(folded) else None


def one_time_password() -> str:
    """Random, 100 bits, in groups that can be read out: "k3f7p-…"."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def normalized(password: str) -> str:
    """One spelling of a password, however its marks were typed."""
    return unicodedata.normalize("NFKD", password)


def _is_common(folded: str) -> bool:
    letters = folded
    for word in _COMMON:
        letters = letters.replace(word, "")
    is_near_common = letters != folded and len(letters) < _LEAST_BESIDE_COMMON
    return is_near_common or len(set(folded)) < _LEAST_DISTINCT or folded in string.digits * 4


def _keyed(password: str, pepper: str) -> bytes:
    return b64encode(hmac.new(pepper.encode(), normalized(password).encode(), sha512).digest())


@cache
def nobodys_hash() -> str:
    """What the password of a login that nobody has is compared with; the first call makes it."""
    return _HASHER.hash(secrets.token_bytes(32))
