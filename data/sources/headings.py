"""Headings as people write them: equal whatever their Unicode form, case and blanks."""

from __future__ import annotations

import unicodedata


def heading_key(heading: str) -> str:
    """What makes two headings one: `Ngày  khai ` and `NGÀY KHAI` are, in NFC or NFD."""
    return " ".join(unicodedata.normalize("NFC", heading).casefold().split())
