"""The real feeds come in whole: every row and every case accounted for. Runs where the feeds are at hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data import schema
from data.errors import ImportRefused
from data.intake.intake import Intake
from data.ledger import Tally
from tests.data.intake.province import BAC_GIANG, NEW_ZEALAND, VIET_NAM, open_elsewhere, open_province

FEED = "an-toan-covid-cases"
PUBLISHED = date(2021, 4, 29), date(2021, 7, 13)

at_hand = pytest.mark.skipif(
    not BAC_GIANG.exists(), reason="the real feeds lie in ../shared, which a clone lacks"
)


@pytest.fixture
def province(tmp_path: Path, boundaries_dir: Path) -> Intake:
    return open_province(tmp_path / "province", boundaries_dir)


def bring(intake: Intake, path: Path, source: str, covers: tuple[date, date] | None = None) -> Tally:
    return intake.commit(intake.judge(path, source, covers=covers), "Lan").rows


def test_a_store_without_the_outbreak_begins_with_places_and_not_a_figure(province: Intake) -> None:
    with province.reading() as connection:
        counts = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar()
            for table in (
                schema.commune,
                schema.venue_type,
                schema.import_file,
                schema.case_count,
                schema.person,
            )
        }
    assert counts == {"commune": 209, "venue_type": 9, "import_file": 0, "case_count": 0, "person": 0}


@at_hand
def test_the_feed_of_bac_giang_gives_the_figures_of_the_embedded_one(province: Intake) -> None:
    receipt = province.commit(province.judge(BAC_GIANG, FEED, covers=PUBLISHED), "Lan")
    assert receipt.rows == Tally(1_014, 0, 63)
    assert receipt.weights == Tally(5_488, 0, 161)
    c = schema.case_count.c
    with province.reading() as connection:
        by = (
            select(c.placed_by, func.count(), func.sum(c.new_cases))
            .group_by(c.placed_by)
            .order_by(c.placed_by)
        )
        assert [tuple(row) for row in connection.execute(by)] == [
            ("former_name", 5, 6),
            ("name", 1_009, 5_482),
        ]


@at_hand
def test_the_national_feed_repeats_the_province_and_its_other_rows_are_held_as_other_provinces(
    province: Intake,
) -> None:
    bring(province, BAC_GIANG, FEED, PUBLISHED)
    assert bring(province, VIET_NAM, FEED) == Tally(0, 1_077, 6_153)
    reasons = {held.reason for held in province.held(file_id=2)}
    assert reasons == {"other_province"}


@at_hand
def test_rows_of_other_provinces_count_nowhere_in_this_one(province: Intake) -> None:
    bring(province, BAC_GIANG, FEED, PUBLISHED)
    u = schema.rollup_unplaced.c
    with province.reading() as connection:
        before = connection.execute(select(func.sum(u.value))).scalar()
    bring(province, VIET_NAM, FEED)
    with province.reading() as connection:
        assert connection.execute(select(func.sum(u.value))).scalar() == before == 161


@at_hand
def test_new_zealands_events_come_into_a_store_of_their_own(tmp_path: Path) -> None:
    intake = open_elsewhere(tmp_path)
    judged = intake.judge(NEW_ZEALAND, "nz-exposure-events")
    receipt = intake.commit(judged, "Lan")
    e = schema.exposure_event.c
    with intake.reading() as connection:
        placed = connection.execute(select(func.count()).where(e.lon.is_not(None))).scalar_one()
    held = intake.held()
    assert (receipt.rows.received, receipt.rows) == (4_119, Tally(4_118, 0, 1))
    assert [(h.row_number, h.reason) for h in held] == [(423, "stay_negative")]
    has_point = bool(intake.open_row(1, 423)["LAT"])
    assert placed + has_point == 3_822


@at_hand
def test_new_zealands_events_are_no_file_of_bac_giang(province: Intake) -> None:
    with pytest.raises(ImportRefused, match=r"profile bac_giang, got nz-exposure-events of new_zealand"):
        province.judge(NEW_ZEALAND, "nz-exposure-events")
