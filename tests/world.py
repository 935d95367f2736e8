"""A tiny named country for database tests: two districts, six communes, three venues, six people.

Every person exists for one reason, said beside them. Days are 8 to 12 May 2021 unless a name says otherwise.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from data import schema
from data.days import days_between, midnight
from data.ledger import FileRecord, Tally, end_of, write_file
from data.places import FormerCommune, write_former_communes
from data.reports import renew_reports
from data.units import Commune, District, Units, write_units

VALID_FROM = date(2020, 1, 1)
FIRST, LAST = date(2021, 5, 8), date(2021, 5, 12)
MAY_8, MAY_9, MAY_10, MAY_11, MAY_12 = DAYS = days_between(FIRST, LAST)

LANG_GIANG, VIET_YEN = "217", "222"
VOI, HUONG_LAC, TAN_DINH, TIEN_SON, NENH, QUANG_CHAU = UNIT_IDS = (1, 2, 3, 4, 5, 6)

DISTRICTS = (District(LANG_GIANG, "Lạng Giang", "huyện"), District(VIET_YEN, "Việt Yên", "huyện"))


def _commune(unit_id: int, code: str, name: str, kind: str, district: str, people: int | None) -> Commune:
    return Commune(unit_id, code, VALID_FROM, name, kind, district, people, 10.0, 106 + unit_id / 10, 21.3)


COMMUNES = (
    _commune(VOI, "07375", "Vôi", "thị trấn", LANG_GIANG, 17_359),
    # No census is loaded for Hương Lạc, so that rates without a denominator are met.
    _commune(HUONG_LAC, "07405", "Hương Lạc", "xã", LANG_GIANG, None),
    _commune(TAN_DINH, "07432", "Tân Dĩnh", "xã", LANG_GIANG, 13_864),
    _commune(TIEN_SON, "07786", "Tiên Sơn", "xã", VIET_YEN, 11_882),
    _commune(NENH, "07795", "Nếnh", "thị trấn", VIET_YEN, 30_025),
    _commune(QUANG_CHAU, "07807", "Quang Châu", "xã", VIET_YEN, 13_769),
)
UNITS = Units(COMMUNES, DISTRICTS)

FORMER = (
    FormerCommune("07423", "Phi Mô", "xã", LANG_GIANG, "07375", date(2019, 12, 31), "813/NQ-UBTVQH14"),
    FormerCommune("07795", "Hoàng Ninh", "xã", VIET_YEN, "07795", date(2019, 12, 31), "813/NQ-UBTVQH14"),
)

FACTORY, MARKET_NENH, MARKET_VOI = 1, 2, 3

LAN, HUNG, MAI, TUAN, HOA, BINH = 1, 2, 3, 4, 5, 6
PEOPLE = (
    # Falls ill on 10 May at the factory: the F0 whose every date is known.
    (LAN, QUANG_CHAU, 1990, "f"),
    # Works beside Lan and checks out properly: the plain contact.
    (HUNG, QUANG_CHAU, 1988, "m"),
    # Tested positive on 11 May, never had symptoms: onset unknown.
    (MAI, NENH, 1975, "f"),
    # Onset known, isolation not.
    (TUAN, VOI, 2001, "m"),
    # Meets Mai at the market and never checks out.
    (HOA, NENH, None, None),
    # Declares from home, meets nobody.
    (BINH, TAN_DINH, 1950, "m"),
)

CASES = (
    # case, person, commune, onset, first positive, confirmed, isolated
    (1, LAN, QUANG_CHAU, MAY_10, MAY_10, MAY_11, midnight(MAY_11) + 8 * 3600),
    (2, MAI, NENH, None, MAY_11, MAY_12, midnight(MAY_12) + 9 * 3600),
    (3, TUAN, VOI, MAY_9, MAY_10, MAY_10, None),
)


def at(day: date, hour: float) -> int:
    """Epoch seconds of an hour of the day in Việt Nam."""
    return midnight(day) + round(hour * 3600)


VISITS: tuple[tuple[int, int, int, int | None], ...] = (
    # venue, person, in, out
    (FACTORY, LAN, at(MAY_8, 7), at(MAY_8, 15)),
    (FACTORY, HUNG, at(MAY_8, 14), at(MAY_8, 22)),
    (MARKET_NENH, MAI, at(MAY_9, 7), at(MAY_9, 7.5)),
    (MARKET_NENH, HOA, at(MAY_9, 7.25), None),
    (MARKET_VOI, TUAN, at(MAY_10, 9), None),
    (MARKET_VOI, BINH, at(MAY_12, 9), at(MAY_12, 10)),
)

DECLARATIONS = (
    # person, commune, when, channel, symptoms
    (BINH, TAN_DINH, at(MAY_8, 0), "ncovi", 0),
    (BINH, TAN_DINH, at(MAY_9, 23.99), "ncovi", 2),
    (LAN, QUANG_CHAU, at(MAY_10, 6), "bluezone", 1 | 2),
    (HUNG, QUANG_CHAU, at(MAY_10, 7), "bluezone", 0),
)

SUBJECTS = ("cases", "declarations", "checkins", "installs")
LATE_REPORT = ("declarations", MAY_11, TIEN_SON)
"""Due, and not in."""
NO_REPORT = ("checkins", MAY_8, HUONG_LAC)
"""None was due: the commune is connected from the next day on."""


def write_places(connection: Connection) -> None:
    """Districts, communes and the former names of two of them."""
    write_units(connection, COMMUNES, DISTRICTS, VALID_FROM)
    write_former_communes(connection, FORMER)


def write_world(connection: Connection) -> None:
    """Everything above, as if it had come in one file."""
    write_places(connection)
    file_id = write_file(connection, FileRecord("world", "tests/world.py", "0" * 64, Tally(1), FIRST, LAST))
    write_venues(connection, file_id)
    write_people(connection, file_id)
    write_visits(connection, VISITS, file_id)
    _write_counts(connection, file_id)
    _write_reports(connection, file_id)


def write_venues(connection: Connection, file_id: int) -> None:
    kinds = [("factory", 480, 720), ("market", 45, 240)]
    _insert(connection, schema.venue_type, kinds)
    keys = "venue_id file_id name venue_type unit_id lon lat opens_minute closes_minute"
    venues = [
        (FACTORY, file_id, "Nhà máy Quang Châu", "factory", QUANG_CHAU, 106.61, 21.31, 0, 1440),
        (MARKET_NENH, file_id, "Chợ Nếnh", "market", NENH, 106.51, 21.31, 300, 1080),
        # Registered without a point.
        (MARKET_VOI, file_id, "Chợ Vôi", "market", VOI, None, None, 300, 1080),
    ]
    _insert(connection, schema.venue, venues, keys)


def write_people(connection: Connection, file_id: int) -> None:
    _insert(connection, schema.person, PEOPLE, "person_id unit_id birth_year sex")
    keys = "case_id file_id person_id unit_id onset_day first_positive_day confirmed_day isolated_at"
    _insert(connection, schema.case_line, [(case, file_id, *rest) for case, *rest in CASES], keys)


def write_visits(
    connection: Connection, visits: tuple[tuple[int, int, int, int | None], ...], file_id: int = 1
) -> None:
    rows = [(n, file_id, *visit) for n, visit in enumerate(visits, 1)]
    _insert(connection, schema.checkin, rows, "checkin_id file_id venue_id person_id t_in t_out")


def _write_counts(connection: Connection, file_id: int) -> None:
    declared = [(n, file_id, *d) for n, d in enumerate(DECLARATIONS, 1)]
    keys = "declaration_id file_id person_id unit_id declared_at channel symptoms"
    _insert(connection, schema.declaration, declared, keys)
    installs = [(app, day, phones) for app, phones in (("bluezone", 100), ("ncovi", 7)) for day in DAYS]
    rows = [(n, file_id, app, day, VOI, phones) for n, (app, day, phones) in enumerate(installs, 1)]
    _insert(connection, schema.install_count, rows, "install_id file_id channel day unit_id installs")
    counts = [(MAY_10, VOI, 1), (MAY_11, QUANG_CHAU, 1), (MAY_12, NENH, 1)]
    counted = [
        (n, file_id, n, unit, day, cases, "name", "") for n, (day, unit, cases) in enumerate(counts, 2)
    ]
    keys = "count_id file_id row_number unit_id day new_cases placed_by place"
    _insert(connection, schema.case_count, counted, keys)
    keys = "file_id row_number subject reason column_name expected got day weight place"
    held = (
        file_id,
        9,
        "case_counts",
        "district_outside_province",
        "district",
        "",
        "Ba Đồn",
        MAY_11,
        4,
        "Ba Đồn / Quảng Châu",
    )
    _insert(connection, schema.held_row, [held], keys)


def _write_reports(connection: Connection, file_id: int) -> None:
    for subject in SUBJECTS:
        came = [(subject, day, unit) for day in DAYS for unit in UNIT_IDS]
        rows = [(file_id, *key, end_of(key[1])) for key in came if key not in (LATE_REPORT, NO_REPORT)]
        _insert(connection, schema.coverage, rows)
        renew_reports(connection, subject, DAYS)


def _insert(connection: Connection, table: schema.Table, rows: Any, keys: str = "") -> None:
    """`keys` names the columns given; the rest stays null."""
    names = keys.split() or list(table.c.keys())
    connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])
