"""docs/security.md names tests, periods and rights: all of them are there."""

from __future__ import annotations

import re
from pathlib import Path

from data.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "security.md").read_text("utf-8")


def every_test() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {
        name for path in files for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.M)
    }


def test_every_test_that_the_document_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    assert len(named) > 25
    assert named - every_test() == set()


def test_every_threat_names_what_proves_it() -> None:
    table = DOCUMENT.partition("| threat |")[2].partition("\n\n")[0].splitlines()[2:]
    assert len(table) > 10
    assert [row for row in table if "`test_" not in row.rsplit("|", 2)[1]] == []


def test_the_periods_promised_are_those_of_the_settings() -> None:
    promise = " ".join(DOCUMENT.partition("## Lời hứa với người dân")[2].partition("## ")[0].split())
    kept = Settings()
    assert f"Lượt check-in {kept.keep_checkins_days} ngày" in promise
    assert f"danh sách tiếp xúc {kept.keep_contacts_days} ngày" in promise
    assert f"từng tờ khai {kept.keep_declarations_days} ngày" in promise
    assert f"{kept.keep_held_days} ngày; tỉnh" in promise


def test_the_duties_are_marked_as_not_yet_confirmed() -> None:
    duties = DOCUMENT.partition("## Duties under the law")[2]
    assert "**To be confirmed by counsel**" in duties
    assert all(
        row.startswith("| ☐") for row in duties.splitlines() if row.startswith("| ") and "duty" not in row
    )
