"""Every template that the product writes comes in through the whole path, as text and as workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.intake import Intake
from data.ledger import Tally
from data.sources.load import load_sources
from data.sources.source import Source
from data.sources.template import write_template
from tests.data.intake.province import open_province

SOURCES = [source for source in load_sources() if source.profile in ("", "bac_giang")]
WAITS_FOR = {"qr-checkins": "qr-venues", "qr-stays": "qr-venues"}
"""Rows of the one refer to rows of the other."""


@pytest.fixture(scope="module")
def intake(tmp_path_factory: pytest.TempPathFactory, boundaries_dir: Path) -> Intake:
    return open_province(tmp_path_factory.mktemp("templates"), boundaries_dir)


def bring(intake: Intake, source: Source, folder: Path, suffix: str) -> Tally:
    path = folder / f"{source.key}.{suffix}"
    write_template(source, path)
    return intake.commit(intake.judge(path, source.key), "Lan").rows


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.key)
def test_a_filled_in_template_is_accepted_whole_and_its_workbook_repeats_it(
    intake: Intake, source: Source, tmp_path: Path
) -> None:
    if needed := WAITS_FOR.get(source.key):
        bring(intake, next(s for s in SOURCES if s.key == needed), tmp_path, "csv")
    suffix = "csv" if "csv" in source.formats else "geojson"
    first = bring(intake, source, tmp_path, suffix)
    assert (first.received, first.held) == (2, 0)
    if "xlsx" in source.formats:
        assert bring(intake, source, tmp_path, "xlsx") == Tally(0, 2, 0)
