"""The public notice: a place and whole hours, no person, few visitors masked; the product's own reader takes it in."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, fields, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from data import schema
from data.days import VIET_NAM
from data.engine import connect
from data.intake.intake import Intake
from data.ledger import Tally
from data.profiles import load_profile
from data.settings import Settings
from data.sources.load import load_sources
from data.store import Store
from data.tracing.answers import VenueTrace, Window
from data.tracing.exports import Request
from data.tracing.looks import recent
from data.tracing.notice import (
    COLUMNS,
    FEWEST,
    WORDS,
    NoticeRow,
    Place,
    exposure_type,
    notice,
    notice_csv,
    notice_rows,
)
from data.tracing.refused import TracingRefused
from data.tracing.venue import trace_venue
from geo.exposure_rule import PRESETS, ExposureRule
from tests.data.exposure_worlds import at
from tests.data.intake.tiny import KEYS
from tests.world import FACTORY, MARKET_NENH, MAY_12

RULE = ExposureRule()
NENH_PLACE = Place("Thị trấn Nếnh", "Huyện Việt Yên")
AT = datetime(2021, 5, 20, 8, 30, tzinfo=VIET_NAM)
BAC_GIANG_BOX = (105.86, 21.10, 107.06, 21.65)


def words(key: str) -> str:
    return {"venue_type.market": "chợ", "masked": "ít khách"}.get(key, key)


REQUEST = Request("Lan", "thông báo khẩn", words)


@pytest.fixture
def market(tiny: Store) -> VenueTrace:
    """Two times at the market, with many people inside."""
    trace = trace_venue(tiny, MARKET_NENH, MAY_12, RULE, has_people=False)
    assert trace is not None
    windows = (Window(at(7.25), at(8.1), 1), Window(at(12), at(13), 2))
    return replace(trace, windows=windows, visitors=(40, 12))


def rows_of(trace: VenueTrace) -> tuple[NoticeRow, ...]:
    return notice_rows(trace, NENH_PLACE, words, AT)


def told(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_columns_are_new_zealands_own(market: VenueTrace) -> None:
    header = notice_csv(rows_of(market)).decode("utf-8-sig").splitlines()[0]
    assert header == "id,Event,ExposureType,Location,City,Start,End,Advice,LAT,LNG,Added,Updated"
    assert len(fields(NoticeRow)) == len(COLUMNS)


def test_times_are_rounded_outward_to_whole_hours(market: VenueTrace) -> None:
    assert [(r.start[11:16], r.end[11:16]) for r in rows_of(market)] == [
        ("07:00", "09:00"),
        ("12:00", "13:00"),
    ]
    for row, window in zip(rows_of(market), market.windows, strict=True):
        start, end = (datetime.fromisoformat(text).timestamp() for text in (row.start, row.end))
        assert start <= window.begin and end >= window.clear and end - start >= 3600


def test_times_that_touch_after_rounding_are_one(market: VenueTrace) -> None:
    close = replace(
        market, windows=(Window(at(7.5), at(8.5), 1), Window(at(8.9), at(9.5), 1)), visitors=(2, 30)
    )
    rows = rows_of(close)
    assert [(r.start[11:16], r.end[11:16], r.event) for r in rows] == [("07:00", "10:00", "Chợ Nếnh")]


def test_a_venue_with_visitors_enough_is_named_and_placed(market: VenueTrace) -> None:
    row = rows_of(market)[0]
    assert (row.event, row.location, row.city) == (
        "Chợ Nếnh",
        "Thị trấn Nếnh, Huyện Việt Yên",
        "Huyện Việt Yên",
    )
    assert (row.lat, row.lng) == ("21.31000", "106.51000")


def test_a_time_with_fewer_than_ten_visitors_gives_neither_name_nor_point(market: VenueTrace) -> None:
    few, many = rows_of(replace(market, visitors=(FEWEST - 1, FEWEST)))
    assert (few.event, few.lat, few.lng) == ("chợ (ít khách)", "", "")
    assert many.event == "Chợ Nếnh" and many.lat
    told = " ".join(astuple(few))
    assert "Nếnh" not in told.replace(NENH_PLACE.commune, "") and "106.5" not in told


def test_the_number_of_a_masked_row_leads_to_no_venue(market: VenueTrace) -> None:
    masked = replace(market, visitors=(1, 1))
    elsewhere = replace(
        masked, venue=replace(masked.venue, venue_id=77, name="Chợ khác", lon=106.0, lat=21.2)
    )
    assert [r.number for r in rows_of(masked)] == [r.number for r in rows_of(elsewhere)]
    assert [r.number for r in rows_of(market)] != [
        r.number for r in rows_of(replace(elsewhere, visitors=(40, 12)))
    ]


def test_the_number_stays_the_same_when_the_notice_is_written_again(market: VenueTrace) -> None:
    later = replace(market, windows=(market.windows[0], Window(at(12), at(14), 3)))
    assert [r.number for r in rows_of(later)] == [r.number for r in rows_of(market)]
    assert len({r.number for r in rows_of(market)}) == 2


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        (RULE, "Close"),
        (PRESETS["corona_warn_app"], "Close"),
        (ExposureRule(min_overlap_minutes=5), "Casual Plus"),
        (PRESETS["same_day"], "Casual"),
        (PRESETS["place"], "Casual"),
    ],
)
def test_the_type_of_exposure_follows_the_rule(market: VenueTrace, rule: ExposureRule, kind: str) -> None:
    assert exposure_type(rule) == kind
    assert {(r.exposure_type, r.advice) for r in rows_of(replace(market, rule=rule))} == {
        (kind, f"advice.{kind}")
    }
    assert f"advice.{kind}" in WORDS


def test_no_person_and_no_count_of_people_is_in_a_notice(store: Store) -> None:
    trace = next(
        t
        for n in range(1, 200)
        if (t := trace_venue(store, n, datetime(2021, 5, 25).date(), RULE, has_people=True))
        and t.people_exposed > 9
    )
    assert trace.met
    rows = notice_rows(trace, NENH_PLACE, words, AT)
    assert rows == notice_rows(
        replace(trace, met=(), people_exposed=0, people_imputed=0), NENH_PLACE, words, AT
    )
    text = notice_csv(rows).decode("utf-8-sig")
    assert all(str(m.person_id) not in text for m in trace.met if m.person_id > 9_999)


def test_a_venue_without_an_exposure_gives_a_notice_without_rows(tiny: Store) -> None:
    content = notice(tiny, FACTORY, datetime(2021, 4, 1).date(), RULE, NENH_PLACE, REQUEST)
    assert content is not None and told(content) == []


def test_a_notice_is_in_the_log_by_its_digest(tiny: Store) -> None:
    content = notice(tiny, MARKET_NENH, MAY_12, RULE, NENH_PLACE, REQUEST)
    assert content is not None
    look = recent(tiny, 1)[0]
    assert (look.act, look.what, look.key, look.rows, look.sha256) == (
        "notice", "venue", str(MARKET_NENH), 1, sha256(content).hexdigest()
    )  # fmt: skip
    assert told(content)[0]["Event"] == "chợ (ít khách)"


def test_without_a_name_no_notice_is_given_and_no_such_venue_is_none(tiny: Store) -> None:
    with pytest.raises(TracingRefused):
        notice(tiny, MARKET_NENH, MAY_12, RULE, NENH_PLACE, replace(REQUEST, by=""))
    assert notice(tiny, 999, MAY_12, RULE, NENH_PLACE, REQUEST) is None


def test_the_products_own_reader_of_new_zealands_events_takes_a_notice_in(
    tmp_path: Path, market: VenueTrace
) -> None:
    rows = rows_of(replace(market, visitors=(40, 3)))
    path = tmp_path / "notice.csv"
    path.write_bytes(notice_csv(rows))
    intake = reader_of_events(tmp_path)
    receipt = intake.commit(intake.judge(path, "nz-exposure-events"), "Lan")
    assert receipt.rows == Tally(accepted=2)
    e = schema.exposure_event.c
    columns = (
        e.record,
        e.name,
        e.exposure_type,
        e.location,
        e.city,
        e.starts_at,
        e.ends_at,
        e.lat,
        e.lon,
        e.added_at,
    )
    with intake.reading() as connection:
        found = [tuple(row) for row in connection.execute(select(*columns).order_by(e.starts_at))]
    place = ("Thị trấn Nếnh, Huyện Việt Yên", "Huyện Việt Yên")
    added = int(AT.timestamp())
    assert found == [
        (rows[0].number, "Chợ Nếnh", "close", *place, at(7), at(9), 21.31, 106.51, added),
        (rows[1].number, "chợ (ít khách)", "close", *place, at(12), at(13), None, None, added),
    ]


def reader_of_events(folder: Path) -> Intake:
    """An intake of New Zealand's columns whose box is Bắc Giang's."""
    settings = Settings(var_dir=folder, profile="new_zealand")
    engine = connect(settings.store_url)
    schema.metadata.create_all(engine)
    profile = replace(load_profile("new_zealand"), box=BAC_GIANG_BOX)
    return Intake(settings, engine, KEYS, load_sources(), profile)
