"""The checks of a declarations file as an analyst writes them down; both rivals of the import benchmark use these."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import digest

MOMENT = "%d/%m/%Y %H:%M:%S"
YES_NO = {"Có": 1, "Không": 0}
SEX = {"Nam": "m", "Nữ": "f"}
SYMPTOMS = ("Sốt", "Ho", "Khó thở", "Viêm phổi", "Đau họng", "Mệt mỏi")
OLD, NEW = r"^16([2-9])(\d{7})$", r"3\1\2"
"""Viettel's part of the change of prefixes of 2018: the others do not occur in the file."""
MOBILE = r"^[35789]\d{8}$"
UTC_OFFSET = 7 * 3600
PERSON_BIT = 1 << 62

Places = Mapping[tuple[str, str], int]
"""Commune by folded names of district and commune."""


@dataclass(frozen=True)
class Rules:
    """What both rivals are given: the communes and the key of the pseudonyms."""

    places: Places
    secret: bytes


def folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def pseudonym(secret: bytes, phone: str) -> int:
    """The same number as Dichte's, so that answers can be compared."""
    return int.from_bytes(digest(secret, f"phone:{phone}".encode(), "sha256")[:8], "big") >> 2 | PERSON_BIT
