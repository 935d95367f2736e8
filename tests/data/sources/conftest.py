"""The built-in sources, loaded once, and a mapping that a test can spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.sources.load import load_sources
from data.sources.source import Source

VENUES = """
subject = "venues"
title_vi = "Địa điểm"
title_en = "Venues"
registry = "qr"

[file]
days = ["%d/%m/%Y"]

[fields.record]
column = "Mã"

[fields.name]
column = "Tên"

[fields.venue_type]
column = "Loại"
codes = "venue_types"

[fields.commune_code]
column = "Mã xã"
width = 5
"""
"""The shortest mapping of venues that is right."""


@pytest.fixture(scope="session")
def sources() -> dict[str, Source]:
    return {source.key: source for source in load_sources()}


def written(folder: Path, text: str, name: str = "some-venues.toml") -> Path:
    """A mapping as a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
