"""A named world in two districts, to say of everybody whether they lie within a scope.

Lan of Quang Châu was at its factory with Hùng and with Gấm of Vôi, and a day later at the market of Vôi with Mai of
Hương Lạc and Tuấn, who then met Hòa at the market of Nếnh, as Hùng had met Ích there. Bình of Tân Dĩnh was at the market
of Vôi too, another day, with Kim of Quang Châu. Of Hùng, Tuấn, Hòa and Ích nobody knows where they live.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from data import schema
from data.access.sight import Sight
from data.days import midnight
from data.engine import connect
from data.ledger import FileRecord, Tally, end_of, write_file
from data.reports import renew_reports
from data.rollup import rebuild
from data.settings import Settings
from data.store import Store
from data.visit_changes import mark_anew
from tests.world import (
    FACTORY,
    HUONG_LAC,
    MARKET_NENH,
    MARKET_VOI,
    QUANG_CHAU,
    SUBJECTS,
    TAN_DINH,
    UNIT_IDS,
    VOI,
    write_places,
    write_venues,
)

MAY_20, MAY_21, MAY_22, MAY_23 = DAYS = tuple(date(2021, 5, day) for day in (20, 21, 22, 23))
LAN, HUNG, MAI, TUAN, HOA, BINH, KIM, GAM, ICH = range(1, 10)
NOBODY = 99
"""A person whom no store knows."""

HOMES = {
    LAN: QUANG_CHAU,
    HUNG: None,
    MAI: HUONG_LAC,
    TUAN: None,
    HOA: None,
    BINH: TAN_DINH,
    KIM: QUANG_CHAU,
    GAM: VOI,
    ICH: None,
}
CASE_LAN, CASE_BINH, NO_CASE = 11, 12, 98
NO_VENUE = 97


def at(day: date, hour: float) -> int:
    return midnight(day) + round(hour * 3600)


VISITS = (
    (FACTORY, LAN, at(MAY_20, 8), at(MAY_20, 10)),
    (FACTORY, HUNG, at(MAY_20, 9), at(MAY_20, 11)),
    (FACTORY, GAM, at(MAY_20, 9), at(MAY_20, 10)),
    (MARKET_NENH, HUNG, at(MAY_20, 18), at(MAY_20, 19)),
    (MARKET_NENH, ICH, at(MAY_20, 18), at(MAY_20, 19)),
    (MARKET_VOI, LAN, at(MAY_21, 8), at(MAY_21, 9)),
    (MARKET_VOI, MAI, at(MAY_21, 8), at(MAY_21, 9)),
    (MARKET_VOI, TUAN, at(MAY_21, 8.5), at(MAY_21, 9)),
    (MARKET_NENH, TUAN, at(MAY_21, 15), at(MAY_21, 16)),
    (MARKET_NENH, HOA, at(MAY_21, 15), at(MAY_21, 16)),
    (MARKET_VOI, BINH, at(MAY_22, 8), at(MAY_22, 9)),
    (MARKET_VOI, KIM, at(MAY_22, 8), at(MAY_22, 9)),
)


def two_districts(folder: Path) -> Store:
    """A store of that world."""
    settings = Settings(var_dir=folder)
    store = Store(settings, connect(settings.store_url))
    schema.metadata.create_all(store.engine)
    with store.engine.begin() as connection:
        write_places(connection)
        file_id = write_file(connection, FileRecord("world", "n", "0" * 64, Tally(1), MAY_20, MAY_23))
        write_venues(connection, file_id)
        people = [{"person_id": person, "unit_id": unit} for person, unit in HOMES.items()]
        connection.execute(schema.person.insert(), people)
        cases = [_case(CASE_LAN, LAN, MAY_22), _case(CASE_BINH, BINH, MAY_23)]
        connection.execute(schema.case_line.insert(), [case | {"file_id": file_id} for case in cases])
        keys = ("checkin_id", "file_id", "venue_id", "person_id", "t_in", "t_out")
        rows = [dict(zip(keys, (n, file_id, *visit), strict=True)) for n, visit in enumerate(VISITS, 1)]
        connection.execute(schema.checkin.insert(), rows)
        _report(connection, file_id)
        rebuild(connection)
        mark_anew(connection)
    return store


def _report(connection: Connection, file_id: int) -> None:
    """Every commune told of every day."""
    for subject in SUBJECTS:
        keys = [(subject, day, unit) for day in DAYS for unit in UNIT_IDS]
        rows = [
            dict(zip(schema.coverage.c.keys(), (file_id, *key, end_of(key[1])), strict=True)) for key in keys
        ]
        connection.execute(schema.coverage.insert(), rows)
        renew_reports(connection, subject, DAYS)


def _case(case_id: int, person: int, positive: date) -> dict[str, object]:
    days = {"onset_day": None, "first_positive_day": positive, "confirmed_day": positive, "isolated_at": None}
    return {
        "case_id": case_id,
        "person_id": person,
        "unit_id": HOMES[person],
        "record": f"BN{case_id}",
    } | days


def eyes(store: Store, *units: int) -> Store:
    """The same store as a tracer of these communes sees it."""
    return store.seen_by(Sight(frozenset(units)))
