"""What is due goes, what is not stays, and every figure of a past day is what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from data import schema
from data.engine import writing
from data.errors import ImportRefused, StoreBusy
from data.ledger import touch
from data.retention.noted import history
from data.retention.retain import retain_once_a_day, would_delete
from data.rollup import rebuild, refresh
from tests.data.intake.rows import (
    DECLARED,
    FEED,
    LINES,
    NENH,
    STAYS,
    TOKHAIYTE,
    VENUES,
    case_line,
    declared,
    pushed,
    reasons,
    venue,
    visit,
)
from tests.data.intake.tiny import case_row, push, rows_of
from tests.data.retention.stores import (
    AUGUST,
    MAY_30,
    counts,
    declared_twice,
    figures,
    kept,
    met,
    noticed,
    on,
)
from tests.world import MAY_8, MAY_9


def test_check_ins_of_22_days_ago_go_and_those_of_21_stay(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    assert counts(on(intake, MAY_30)) == {"checkins": 2}
    assert [row["record"] for row in rows_of(intake, "checkin")] == ["3"]


def test_the_days_of_the_settings_count(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    intake = replace(intake, settings=replace(intake.settings, keep_checkins_days=30))
    assert counts(on(intake, MAY_30)) == {}


def test_contacts_and_notices_go_after_60_days_and_declarations_after_90(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    declared_twice(intake)
    noticed(intake)
    found = counts(on(intake, MAY_8 + timedelta(61)))
    assert (found["contacts"], found["notices"], "declarations" in found) == (1, 1, False)
    assert counts(on(intake, AUGUST))["declarations"] == 1
    assert [row["record"] for row in rows_of(intake, "declaration")] == ["B"]


def test_a_contact_outlives_the_check_in_that_it_was_made_of(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    on(intake, MAY_30)
    assert len(rows_of(intake, "exposure_contact")) == 1


def test_people_go_with_the_last_row_about_them(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    declared_twice(intake)
    before = {row["person_id"] for row in rows_of(intake, "person")}
    assert counts(on(intake, AUGUST)) == {"declarations": 1, "people": 1}
    after = {row["person_id"] for row in rows_of(intake, "person")}
    assert (len(before), after) == (2, {row["person_id"] for row in rows_of(intake, "declaration")})


def test_every_figure_of_a_past_day_stays(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    declared_twice(intake)
    pushed(intake, FEED, case_row("Việt Yên", "Nếnh", "2021-05-08", "3"))
    before = figures(intake)
    assert before["venue_exposure"]
    on(intake, AUGUST)
    assert figures(intake) == before


@pytest.mark.parametrize("recount", [refresh, rebuild])
def test_days_whose_rows_are_gone_are_never_counted_anew(tmp_path: Path, recount) -> None:
    intake = kept(tmp_path)
    met(intake)
    declared_twice(intake)
    before = figures(intake)
    on(intake, AUGUST)
    with writing(intake.engine) as connection:
        for subject in ("declarations", "checkins", "exposure"):
            touch(connection, subject, [MAY_8, MAY_9])
        recount(connection)
    assert figures(intake) == before


def test_days_whose_rows_are_there_are_counted_anew(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    declared_twice(intake)
    on(intake, AUGUST)
    pushed(intake, DECLARED, declared("C", declared_at="09/05/2021 09:00:00"), name="more")
    assert declarations_on(intake) == {MAY_8: 1, MAY_9: 2}


def declarations_on(intake) -> dict[date, float]:
    with intake.reading() as connection:
        r = schema.rollup_cell.c
        query = select(r.day, func.sum(r.value)).where(r.measure == "declarations").group_by(r.day)
        return dict(connection.execute(query).all())


def test_what_was_pushed_and_not_counted_yet_is_counted_before_it_goes(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    pushed(intake, DECLARED, declared("A"), refresh=False)
    on(intake, AUGUST + timedelta(30))
    assert (rows_of(intake, "declaration"), declarations_on(intake)) == ([], {MAY_8: 1})


def test_a_row_of_a_day_that_is_gone_is_held_and_changes_no_figure(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    declared_twice(intake)
    on(intake, AUGUST)
    receipt = pushed(
        intake, DECLARED, declared("Z"), declared("Y", declared_at="09/05/2021 09:00:00"), name="late"
    )
    assert (receipt.rows.accepted, receipt.rows.held) == (1, 1)
    assert reasons(intake) == [(2, 1, "time_over")]
    assert intake.held()[0].expected == "a day from 09/05/2021 on"
    assert declarations_on(intake) == {MAY_8: 1, MAY_9: 2}


def test_another_source_of_the_subject_is_held_alike(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    declared_twice(intake)
    on(intake, AUGUST)
    with intake.reading() as connection:
        assert intake.world(connection, intake.source(TOKHAIYTE)).gone_before == MAY_9
        assert intake.world(connection, intake.source(STAYS)).gone_before is None


def test_the_very_same_file_again_changes_nothing(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    declared_twice(intake)
    before = figures(intake)
    on(intake, AUGUST)
    declared_twice(intake)
    assert figures(intake) == before


def test_a_file_checked_before_its_rows_were_due_is_checked_again(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    declared_twice(intake)
    judged = intake.judge_rows([declared("Z")], DECLARED, "late", "0" * 64)
    on(intake, AUGUST)
    with pytest.raises(StoreBusy, match="Expected rows of 09/05/2021 or later, got earlier ones"):
        intake.commit(judged, "Lan")


def test_a_file_whose_rows_are_gone_is_not_withdrawn(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    declared_twice(intake)
    on(intake, AUGUST)
    before = figures(intake)
    with pytest.raises(ImportRefused) as refused:
        intake.withdraw(1, "Lan", "wrong")
    assert str(refused.value) == (
        "File 1: expected single rows of all its days, got days before 09/05/2021, whose rows were deleted when their "
        "time was over. Their daily counts stay and can't be taken back; nothing was changed."
    )
    assert figures(intake) == before


def test_a_file_of_days_that_are_kept_is_withdrawn_as_ever(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    declared_twice(intake)
    pushed(intake, DECLARED, declared("C", declared_at="09/05/2021 09:00:00"), name="more")
    on(intake, AUGUST)
    intake.withdraw(2, "Lan", "wrong")
    assert declarations_on(intake) == {MAY_8: 1, MAY_9: 1}


def test_a_register_of_venues_that_were_exposed_is_not_withdrawn(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    on(intake, MAY_30 + timedelta(5))
    with pytest.raises(ImportRefused, match="expected venues that nothing refers to"):
        intake.withdraw(1, "Lan", "wrong")


def test_a_new_case_adds_to_exposed_venues_and_takes_nothing_away(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    before = exposed(intake)
    on(intake, MAY_30)
    pushed(intake, LINES, case_line("BN2", phone="0912000003"), name="another")
    after = exposed(intake)
    assert set(before) <= set(after)
    assert all(after[key][n] >= before[key][n] for key in before for n in (0, 1))
    assert max(cases for cases, _ in after.values()) >= max(cases for cases, _ in before.values())


def test_withdrawing_a_case_leaves_what_was_shown_of_days_whose_visits_are_gone(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    before = exposed(intake)
    on(intake, MAY_30)
    intake.withdraw(2, "Lan", "no case")
    assert exposed(intake) == before
    assert len(rows_of(intake, "exposure_contact")) == 1


def exposed(intake) -> dict[tuple[int, date], tuple[int, int]]:
    rows = rows_of(intake, "venue_exposure")
    return {(row["venue_id"], row["day"]): (row["cases"], row["people_exposed"]) for row in rows}


def test_versions_that_were_kept_out_go_with_their_record(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    pushed(intake, DECLARED, declared("A", updated_at="08/05/2021 08:00:00"))
    pushed(intake, DECLARED, declared("A", updated_at="08/05/2021 09:00:00", fever="1"), name="newer")
    pushed(intake, DECLARED, declared("A", updated_at="08/05/2021 09:00:00", fever="1"), name="again")
    assert len(rows_of(intake, "set_aside")) == 2
    before = figures(intake)
    on(intake, AUGUST)
    assert (rows_of(intake, "set_aside"), figures(intake)) == ([], before)


def test_an_old_version_goes_though_the_record_stands_by_a_newer_day(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    pushed(intake, DECLARED, declared("A", updated_at="08/05/2021 08:00:00"))
    later = declared("A", updated_at="09/05/2021 09:00:00", declared_at="09/05/2021 07:00:00")
    pushed(intake, DECLARED, later, name="newer")
    on(intake, AUGUST)
    assert (rows_of(intake, "set_aside"), len(rows_of(intake, "declaration"))) == ([], 1)


def test_simulated_rows_stay_for_ever(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    declared_twice(intake)
    with intake.engine.begin() as connection:
        connection.execute(update(schema.import_file).values(is_simulated=True))
        connection.execute(update(schema.person).values(key_id=None))
    before = {
        name: rows_of(intake, name) for name in ("checkin", "declaration", "person", "exposure_contact")
    }
    assert counts(on(intake, date(2031, 1, 1))) == {}
    assert {name: rows_of(intake, name) for name in before} == before


def test_a_dry_run_counts_and_deletes_nothing(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    declared_twice(intake)
    found = {each.what: each.rows for each in would_delete(intake.settings, AUGUST)}
    assert {name: rows for name, rows in found.items() if rows} == {
        "checkins": 3, "contacts": 1, "declarations": 1, "people": 2,
    }  # fmt: skip
    assert (len(rows_of(intake, "checkin")), rows_of(intake, "retention_run")) == (3, [])
    assert counts(on(intake, AUGUST)) == {name: rows for name, rows in found.items() if rows}


def test_a_second_run_finds_nothing(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    on(intake, AUGUST)
    assert counts(on(intake, AUGUST)) == {}


def test_a_day_has_one_run_that_came_to_its_end(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    assert retain_once_a_day(intake.settings, MAY_30) is not None
    assert retain_once_a_day(intake.settings, MAY_30) is None
    assert retain_once_a_day(intake.settings, MAY_30 + timedelta(1)) is not None


def test_a_run_that_died_half_way_is_taken_up_again(tmp_path: Path, monkeypatch) -> None:
    intake = kept(tmp_path)
    met(intake)
    noticed(intake)

    def die(*_: object) -> int:
        raise OSError("power cut")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="power cut"):
        patched.setattr("data.retention.retain.delete_contacts", die)
        retain_once_a_day(intake.settings, AUGUST)
    assert rows_of(intake, "checkin") == []
    run = retain_once_a_day(intake.settings, AUGUST)
    assert run is not None
    assert counts(run) == {"contacts": 1, "notices": 1, "people": 3}
    with intake.reading() as connection:
        noted = {each.deleted.what: each.deleted.rows for each in history(connection) if each.deleted.rows}
    assert noted == {"checkins": 3, "contacts": 1, "notices": 1, "people": 3, "finished": 5}


def test_a_register_that_comes_after_all_brings_no_old_check_in_back(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    pushed(intake, STAYS, visit("9", code="V2"), name="waiting")
    on(intake, MAY_30)
    pushed(intake, VENUES, venue("V2"), name="register")
    assert reasons(intake) == [(4, 1, "time_over")]


def test_a_held_row_that_is_placed_too_late_stays_held(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    declared_twice(intake)
    push(intake, DECLARED, [declared("C", commune="Nowhere")], "lost")
    on(intake, AUGUST)
    intake.place(2, 1, NENH, "Lan", "asked")
    assert (reasons(intake), declarations_on(intake)[MAY_8]) == ([(2, 1, "time_over")], 1)
