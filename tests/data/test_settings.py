"""Settings: read once, documented in full, refused with a sentence."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import date
from pathlib import Path

import pytest

from data.errors import SettingError
from data.settings import Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    rows = {
        cells[1].strip(" `"): cells
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if len(cells := line.split("|")) > 3
    }
    for setting in fields(Settings):
        name = setting.metadata["name"]
        assert name in rows, f"Add {name} to docs/settings.md"
        assert rows[name][2].strip(" `") == (str(setting.default) or "empty"), (
            f"docs/settings.md gives another default of {name}"
        )
        assert len(rows[name][3].strip()) > 10


def test_the_document_names_no_setting_that_is_gone() -> None:
    known = {setting.metadata["name"] for setting in fields(Settings)}
    named = {
        line.split("|")[1].strip(" `")
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    }
    assert named == known


def test_what_is_not_set_keeps_its_default() -> None:
    assert Settings.from_env({}) == Settings()


def test_every_kind_of_setting_is_read() -> None:
    environ = {
        "DICHTE_PORT": "9000",
        "DICHTE_SCALE": "0.5",
        "DICHTE_VAR": "/srv/dichte",
        "DICHTE_OPENING_DAY": "2021-06-02",
    }
    settings = Settings.from_env(environ)
    assert (settings.port, settings.scale, settings.var_dir) == (9000, 0.5, Path("/srv/dichte"))
    assert settings.opening_day == date(2021, 6, 2)
    assert settings.store_url == "sqlite:////srv/dichte/dichte.sqlite"


@pytest.mark.parametrize(
    ("name", "got"),
    [("DICHTE_PORT", "eighty"), ("DICHTE_SCALE", "big"), ("DICHTE_OPENING_DAY", "25/05/2021")],
)
def test_an_unusable_setting_is_named_with_what_it_got(name: str, got: str) -> None:
    with pytest.raises(SettingError, match=f"{name}: expected .* got '{got}'"):
        Settings.from_env({name: got})


def test_settings_can_not_be_changed_after_the_start() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
