"""The presets side by side on one outbreak, by the very lines of docs/exposure.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from data.settings import Settings
from data.store import Store
from geo.exposure_rule import LIMITS, PRESETS

DOCS = (Path(__file__).parents[3] / "docs" / "exposure.md").read_text("utf-8")
SNIPPET = re.search(r"```python\n(.*?)```", DOCS, re.DOTALL)

Figures = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def table(store: Store, settings: Settings) -> Figures:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DICHTE_VAR", str(settings.var_dir))
        found: dict[str, Any] = {}
        exec(SNIPPET[1], found)  # type: ignore[index]
    return found["table"]


def told() -> dict[str, list[str]]:
    """Cells of the table in the document, by preset."""
    lines = DOCS.split("### The presets on the same outbreak")[1].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in rows}


def test_every_preset_is_in_the_table_and_every_number_in_the_text(table: Figures) -> None:
    assert set(table) == set(told()) == set(PRESETS)
    assert [name for name in LIMITS if f"`{name}`" not in DOCS and name != "buffer_minutes"] == []


def test_each_wider_definition_finds_all_that_the_narrower_one_finds(table: Figures) -> None:
    for figure in ("people", "venues", "pairs", "minutes"):
        found = [table[name][figure] for name in ("corona_warn_app", "bac_giang", "same_day", "place")]
        assert found == sorted(found) and found[0] > 0, figure


def test_the_document_tells_of_the_same_order_at_full_scale() -> None:
    people = {name: int(row[0].replace(",", "")) for name, row in told().items()}
    assert people["corona_warn_app"] < people["bac_giang"] < people["same_day"] < people["place"]


def test_some_rest_on_filled_in_check_outs_and_most_do_not(table: Figures) -> None:
    assert all(0 < row["imputed"] < 0.5 for row in table.values())
