"""Which commune a row is in: by code, by names, by the point alone; never by a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.intake.rows import (
    DECLARED,
    ENTERPRISES,
    FEED,
    NOTICES,
    VENUES,
    declared,
    judged_rows,
    pushed,
    squares,
    venue,
)
from tests.data.intake.tiny import case_row, open_tiny, rows_of


def found_for(tmp_path: Path, district: str, commune: str) -> tuple[int, str] | tuple[str, str, str]:
    """Commune and how it was found, or reason, expected and got."""
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row(district, commune, "2021-05-08", "1"))
    for row in rows_of(intake, "case_count"):
        return row["unit_id"], row["placed_by"]
    (held,) = intake.held()
    return held.reason, held.expected, held.got


@pytest.mark.parametrize(
    "written", ["Nếnh", "TT Nếnh", "thị trấn Nếnh", "Nenh", "NẾNH", " Nếnh ", "Ne\u0302\u0301nh"]
)
def test_a_commune_is_found_in_every_writing(tmp_path: Path, written: str) -> None:
    assert found_for(tmp_path, "huyện Việt Yên", written) == (5, "name")


def test_a_former_name_leads_to_the_commune_of_today(tmp_path: Path) -> None:
    assert found_for(tmp_path, "Lạng Giang", "Phi Mô") == (1, "former_name")


def test_a_name_with_wrong_marks_is_never_guessed(tmp_path: Path) -> None:
    reason, expected, got = found_for(tmp_path, "Việt Yên", "Quảng Châu")  # type: ignore[misc]
    assert (reason, expected, got) == ("commune_not_in_district", "a commune of Huyện Việt Yên", "Quảng Châu")


def test_a_district_of_another_province_is_held(tmp_path: Path) -> None:
    assert found_for(tmp_path, "Ba Đồn", "Quảng Châu") == (
        "district_outside_province",
        "a district of the province (2)",
        "Ba Đồn",
    )


def test_a_commune_of_the_other_district_is_held(tmp_path: Path) -> None:
    assert found_for(tmp_path, "Lạng Giang", "Nếnh")[0] == "commune_not_in_district"


def test_a_code_is_enough_and_may_have_lost_its_zero(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    code = {"district": None, "commune": None, "commune_code": "7795"}
    pushed(intake, DECLARED, declared(**code))
    assert [row["unit_id"] for row in rows_of(intake, "declaration")] == [5]


def test_a_code_that_no_commune_has_is_held_even_beside_names(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared(commune_code="99999"))
    (held,) = intake.held()
    assert (held.reason, held.column, held.got) == ("commune_code_unknown", "commune_code", "99999")


def test_a_row_without_any_place_is_held(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared(district=None, commune="", commune_code=None))
    (held,) = intake.held()
    assert (held.reason, held.got, held.place) == ("place_missing", "(empty)", "")


def test_a_district_alone_is_no_place(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared(commune=""))
    (held,) = intake.held()
    assert (held.reason, held.got) == ("commune_not_in_district", "(empty)")


def test_who_got_a_notice_may_live_nowhere_known(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    notice = {
        "notice_id": "1",
        "phone": "0912000001",
        "level": "F1",
        "contact_day": "08/05/2021",
        "notified_at": "09/05/2021 07:00:00",
    }
    pushed(intake, NOTICES, notice)
    assert [row["unit_id"] for row in rows_of(intake, "proximity_notice")] == [None]


def test_a_point_alone_tells_the_commune(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    row = venue(district=None, commune=None, lon="106.51", lat="21.31")  # type: ignore[arg-type]
    judged = judged_rows(intake, VENUES, [row], polygons=squares())
    intake.commit(judged, "Lan")
    assert [row["unit_id"] for row in rows_of(intake, "venue")] == [5]
    assert (judged.sample[0].place, judged.sample[0].placed_by) == ("Thị trấn Nếnh, Việt Yên", "point")


def test_a_point_far_from_the_written_commune_is_held(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    judged = judged_rows(intake, VENUES, [venue(lon="106.21", lat="21.31")], polygons=squares())
    (held,) = judged.held
    assert (held.problem.reason, held.column) == ("point_not_in_commune", "lon")
    assert "Hương Lạc" in held.problem.got


@pytest.mark.parametrize(
    ("lon", "lat", "reason"),
    [
        ("21.31", "106.51", "coordinates_swapped"),
        ("2.35", "48.85", "coordinates_outside"),
        ("106.51", None, "coordinates_incomplete"),
        ("106.51", "north", "number_unreadable"),
    ],
)
def test_a_point_that_can_not_be_is_held(tmp_path: Path, lon: str, lat: str | None, reason: str) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue(lon=lon, lat=lat))
    assert [h.reason for h in intake.held()] == [reason]


def test_no_point_is_none_of_zero(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    row = {"tax_code": "100109106", "name": "Công ty A", "district": "Việt Yên", "commune": "Nếnh"}
    pushed(intake, ENTERPRISES, row)
    (found,) = rows_of(intake, "enterprise")
    assert (found["lon"], found["lat"], found["workers"], found["record"]) == (None, None, None, "0100109106")


def test_a_village_and_a_town_of_one_name_are_two_places(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(
        intake, FEED, case_row("X", "xã Y", "2021-05-08", "1"), case_row("X", "thị trấn Y", "2021-05-08", "2")
    )
    assert [h.reason for h in intake.held()] == ["district_outside_province"] * 2
