"""PostgreSQL keeps what SQLite keeps."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from tests.data.intake.rows import DECLARED, declared, pushed
from tests.data.retention.stores import AUGUST, LATER, counts, declared_twice, figures, kept, met, noticed, on


def test_the_same_rows_go_and_the_same_figures_stay(
    postgresql_url: str, postgresql: Engine, tmp_path: Path
) -> None:
    found = []
    for url, name in (("", "sqlite"), (postgresql_url, "postgresql")):
        intake = kept(tmp_path / name, url)
        met(intake)
        declared_twice(intake)
        noticed(intake)
        pushed(
            intake, DECLARED, declared("L", commune="Nowhere", updated_at="09/05/2021 07:00:00"), name="lost"
        )
        before = figures(intake)
        runs = [counts(on(intake, day)) for day in (AUGUST, AUGUST, LATER)]
        assert [table for table, rows in figures(intake).items() if rows != before[table]] == []
        found.append(runs)
        intake.engine.dispose()
    assert found[0] == found[1]
    assert found[0][0]["people"] == 3


def test_the_tables_can_be_written_anew(postgresql_url: str, postgresql: Engine, tmp_path: Path) -> None:
    intake = kept(tmp_path, postgresql_url)
    declared_twice(intake)
    assert counts(on(intake, AUGUST, is_anew=True)) == {"declarations": 1, "people": 1}
    intake.engine.dispose()
