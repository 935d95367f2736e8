"""The command line computes exposure in bulk, and says the numbers that the store has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data import schema
from data.__main__ import main
from data.cluster import client
from data.cluster.files import read_all
from data.engine import connect
from data.migrate import upgrade
from data.retention.gone import CHECKINS
from data.retention.noted import Deleted, note
from data.rollup import rebuild
from geo.copresence import Contacts, Pairs
from tests.world import write_world


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The tiny world as the store of the settings."""
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    for name in ("DICHTE_DASK", "DICHTE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    engine = connect(f"sqlite:///{tmp_path / 'dichte.sqlite'}")
    upgrade(engine)
    with engine.begin() as connection:
        write_world(connection)
        rebuild(connection)
    yield engine
    engine.dispose()


def figures(told: str, whom: str) -> list[int]:
    line = next(line for line in told.splitlines() if line.startswith(f"{whom}: "))
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", line.partition(":")[2])]


def test_the_people_exposed_are_those_of_the_stores_own_tables(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "out"), "--by", "CDC", "--purpose", "outbreak of Quang Châu"]
    assert main(["exposure", *out, "--partitions", "2"]) == 0
    told = capsys.readouterr().out
    e = schema.exposure_contact.c
    with engine.connect() as connection:
        people, rows = connection.execute(select(func.count(e.person_id.distinct()), func.count())).one()
    assert figures(told, "F1")[0] == people > 0
    assert len(read_all(tmp_path / "out" / "contacts", Contacts)) == rows
    assert len(read_all(tmp_path / "out" / "pairs", Pairs)) == figures(told, "F1")[2]
    assert "2 partitions" in told
    assert "By bac_giang" in told
    assert "were deleted" not in told
    log = schema.tracing_log.c
    with engine.connect() as connection:
        noted = connection.execute(select(log.by, log.purpose, log.act, log.rows).order_by(log.log_id)).all()
    who = ("CDC", "outbreak of Quang Châu", "export")
    assert [tuple(row) for row in noted] == [(*who, 0), (*who, figures(told, "F1")[2])]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("given", [(), ("--by", "CDC"), ("--purpose", "outbreak")])
def test_people_are_taken_away_only_by_somebody_for_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...]
) -> None:
    assert main(["exposure", "--out", str(tmp_path / "out"), *given]) == 2
    assert "expected" in capsys.readouterr().err.lower()
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("engine")
def test_f2_another_definition_and_another_folder_are_heeded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "shared"
    rule = "corona_warn_app,tail_minutes=0"
    assert main(["exposure", "--rule", rule, "--onward", "--folder", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "By corona_warn_app,tail_minutes=0" in told
    assert len(figures(told, "F2")) == 2
    assert len(list(folder.glob("*/manifest.json"))) == 1


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--rule", "tokyo"), "expected a preset"), (("--partitions", "0"), "expected a number from 1 on")],
)
def test_what_can_not_be_meant_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, str], said: str
) -> None:
    with pytest.raises(SystemExit):
        main(["exposure", *arguments])
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("engine")
def test_a_cluster_of_the_settings_that_is_not_there_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(client, "SECONDS", 0.5)
    monkeypatch.setenv("DICHTE_DASK", "tcp://127.0.0.1:9")
    assert main(["exposure"]) == 2
    assert "Expected a Dask scheduler at tcp://127.0.0.1:9" in capsys.readouterr().err
    assert main(["exposure", "--cluster", ""]) == 0


def test_of_days_whose_check_ins_are_gone_it_says_so(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with engine.begin() as connection:
        note(connection, Deleted(CHECKINS, date(2021, 5, 9), rows=3))
    assert main(["exposure"]) == 0
    assert "Check-ins of days before 2021-05-09 were deleted" in capsys.readouterr().out
