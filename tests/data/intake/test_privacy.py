"""Who somebody is reaches no table, no message and no log: told by canaries in every personal and ignored column."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import ImportRefused
from data.intake.intake import Intake
from data.sources.source import Source
from data.sources.template import write_template
from tests.data.intake.rows import DECLARED, FEED, STAYS, VENUES, declared, pushed, venue, visit
from tests.data.intake.tiny import SOURCES, Cells, open_tiny, rows_of

NAME, PHONE, ID_NUMBER, ADDRESS = (
    "Nguyễn Thị Hoàng Yến Canary",
    "0912876543",
    "001200876543",
    "Ngõ 12 Phố Canary",
)
SHOWN = ("912876543", "01200876543", "Yến", "Phố Canary", "Canary")
"""Beginnings are cut, so that a number in another writing is found too."""

OURS = [s for s in SOURCES if s.profile in ("", "bac_giang") and s.subject.key != "zones"]


def template_row(source: Source, folder: Path) -> dict[str, str]:
    """The first example row of a source's template."""
    import csv

    path = folder / f"{source.key}.csv"
    write_template(source, path, "vi")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.DictReader(file))


def with_canaries(source: Source, row: dict[str, str]) -> dict[str, str]:
    """A telephone and a number of identity where they belong, a name and an address in all that is let fall."""
    found = row | dict.fromkeys(source.ignored, NAME)
    found |= {name: ADDRESS for name in source.ignored if "ddress" in name or "chỉ" in name}
    for mapping in source.fields:
        kind = source.subject.field(mapping.field).kind
        if mapping.column and kind in ("phone", "id_number"):
            found[mapping.column] = PHONE if kind == "phone" else ID_NUMBER
    return found


def everything(intake: Intake) -> Iterator[bytes]:
    """The bytes of the store's files, its write-ahead log too."""
    intake.engine.dispose()
    for path in sorted(intake.settings.var_dir.iterdir()):
        if path.is_file():
            yield path.read_bytes()


def leaks(intake: Intake, caplog: pytest.LogCaptureFixture, *told: object) -> list[str]:
    text = "\n".join([caplog.text, *map(repr, told)])
    stored = b"\n".join(everything(intake))
    return [canary for canary in SHOWN if canary in text or canary.encode() in stored]


@pytest.mark.parametrize("source", OURS, ids=lambda s: s.key)
def test_nothing_personal_of_a_good_a_held_and_a_contested_row_is_kept(
    source: Source, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    intake = open_tiny(tmp_path / "store")
    row = with_canaries(source, template_row(source, tmp_path))
    place = {m.field: m.column for m in source.fields}
    lost: Cells = row | {
        place[f]: "99999" for f in ("commune_code", "commune") if f in place and row.get(place[f])
    }
    numbered = {place["version"]: None} if "version" in place else {}
    judged = intake.judge_rows([row, lost, row | numbered, lost | numbered], source.key, "rows", "a" * 64)
    told = [judged.sample, judged.held, intake.forecast(judged), intake.commit(judged, "Lan")]
    told += [
        intake.entries(),
        intake.held(),
        [intake.open_row(h.file_id, h.row_number) for h in intake.held()],
    ]
    assert leaks(intake, caplog, *told) == []


def test_no_message_about_a_number_that_can_not_be_read_repeats_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    intake = open_tiny(tmp_path)
    rows = [declared("A", phone=f"{PHONE}99999"), declared("B", id_number=f"{ID_NUMBER}99999")]
    pushed(intake, DECLARED, *rows)
    assert len(intake.held()) == 2
    assert leaks(intake, caplog, intake.held()) == []


def test_swapped_columns_are_refused_without_repeating_what_stands_in_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    intake = open_tiny(tmp_path)
    rows = [declared(str(n), declared_at=PHONE, phone="08/05/2021 07:00:00") for n in range(3)]
    with pytest.raises(ImportRefused) as refused:
        intake.judge_rows(rows, DECLARED, "swapped.csv", "a" * 64, is_whole=True)
    assert leaks(intake, caplog, refused.value, str(refused.value)) == []


def test_a_number_in_a_column_of_places_is_not_kept_as_a_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared("A", commune=PHONE), declared("B", district=f"+84{PHONE[1:]}"))
    assert len(intake.held()) == 2
    assert leaks(intake, caplog, intake.held()) == []


def test_a_file_without_headings_is_refused_without_repeating_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "no headings.csv"
    path.write_text(f"A,{PHONE},{NAME},Việt Yên,Nếnh\nB,0912000002,Lê B,Việt Yên,Nếnh\n", encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        open_tiny(tmp_path / "store").judge(path, DECLARED)
    assert [canary for canary in SHOWN if canary in str(refused.value)] == []
    assert "got a first row of 5 cells with a number in it that is no heading" in str(refused.value)


def test_a_failed_statement_tells_nothing_of_its_values(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue())
    judged = intake.judge_rows([visit(phone=PHONE)], STAYS, "x", "a" * 64)
    intake.withdraw(1, "Lan", "wrong")
    with pytest.raises(Exception) as failed:
        intake.commit(judged, "Lan")
    assert [canary for canary in SHOWN if canary in repr(failed.value)] == []
    assert rows_of(intake, "checkin") == []


def test_held_cells_are_sealed_and_open_only_with_their_key(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared(phone=PHONE, commune="Nowhere"))
    (held,) = rows_of(intake, "held_row")
    assert PHONE.encode() not in held["sealed"]
    assert PHONE.encode() in intake.keys.unseal(held["sealed"])
    assert intake.open_row(1, 1)["phone"] == "•••"


def test_a_feed_without_people_keeps_no_people(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, {"district": "Việt Yên", "commune": "Nếnh", "date": "2021-05-08", "new_cases": "1"})
    assert rows_of(intake, "person") == []
