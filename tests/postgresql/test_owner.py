"""What the owner does goes on under row-level security: imports, rollups, withdrawals, the columnar snapshot."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from data import schema
from data.access.postgresql import flaws, owner_of, role_statements, write_roles
from data.engine import connect, reading, writing
from data.errors import StoreError
from data.lake.lake import current
from data.migrate import upgrade
from data.rollup import rebuild
from data.store import Store
from tests.data.intake.tiny import case_row, open_tiny, push, state
from tests.data.lake.lakes import visits_in, visits_of
from tests.data.test_postgresql import contents
from tests.postgresql.binaries import binaries
from tests.postgresql.owned import owned_database, run
from tests.world import write_world


@pytest.fixture
def world(tmp_path: Path) -> Connection:
    """The tiny world on SQLite."""
    engine = connect(f"sqlite:///{tmp_path / 'dichte.sqlite'}")
    schema.metadata.create_all(engine)
    with engine.begin() as connection:
        write_world(connection)
        yield connection


def test_the_owner_is_no_superuser(owned: Engine) -> None:
    with reading(owned) as connection:
        assert connection.execute(text("SELECT current_setting('is_superuser')")).scalar() == "off"
        assert flaws(connection) == ()


def test_a_rollup_ends_in_the_same_tables_as_on_sqlite(owned: Engine, world: Connection) -> None:
    with writing(owned) as connection:
        write_world(connection)
        assert rebuild(connection).id == rebuild(world).id
        assert contents(connection) == contents(world)


def test_imports_and_a_withdrawal_end_in_the_same_store_as_on_sqlite(owned: Engine, tmp_path: Path) -> None:
    declared = [
        {"declaration_id": number, "declared_at": "08/05/2021 07:00:00", "updated_at": "09/05/2021 08:00:00"}
        | {"phone": "0912000001", "district": "Việt Yên", "commune": commune, "cough": "Có"}
        for number in "AB"
        for commune in ("Nếnh", "Nowhere")
    ]
    counted = [case_row("Việt Yên", "Nếnh", "2021-05-08", n) for n in ("3", "4")]
    url = owned.url.render_as_string(hide_password=False)
    states = []
    for intake in (open_tiny(tmp_path / "one", url), open_tiny(tmp_path / "two")):
        push(intake, "bluezone-declarations", declared, "first")
        push(intake, "an-toan-covid-cases", counted, "second")
        states.append(state(intake))
        intake.withdraw(1, "Lan", "sent by mistake")
        states.append(state(intake))
        intake.engine.dispose()
    assert states[:2] == states[2:]
    assert states[0] != states[1]


def test_the_columnar_snapshot_holds_every_check_in_whoever_asks_for_it(walled: Store) -> None:
    assert visits_in(current(walled.seen_by(walled.sight).inside())) == visits_of(walled)


def test_making_the_roles_twice_changes_nothing(owned: Engine) -> None:
    query = text(
        "SELECT relname, relacl::text, relrowsecurity FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "ORDER BY relname"
    )
    with writing(owned) as connection:
        before = connection.execute(query).all()
        write_roles(connection)
        assert connection.execute(query).all() == before
        assert flaws(connection) == ()


def test_a_grant_too_many_and_a_policy_too_few_are_told_and_mended(owned: Engine) -> None:
    with writing(owned) as connection:
        connection.execute(text("GRANT SELECT ON account TO dichte_dashboard"))
        connection.execute(text("GRANT DELETE ON venue TO PUBLIC"))
        connection.execute(text("REVOKE SELECT ON event FROM dichte_dashboard"))
        connection.execute(text("ALTER TABLE checkin NO FORCE ROW LEVEL SECURITY"))
    with reading(owned) as connection:
        told = " ".join(flaws(connection))
    assert "dichte_dashboard may read account.totp_secret" in told
    assert "dichte_tracer may write to venue" in told
    assert "dichte_dashboard may not read event" in told
    assert "checkin is not under row-level security" in told
    with writing(owned) as connection:
        connection.execute(text("REVOKE DELETE ON venue FROM PUBLIC"))
        write_roles(connection)
        assert flaws(connection) == ()


def test_an_owner_who_may_not_create_roles_is_told_who_does_what(postgresql_server: str) -> None:
    with owned_database(postgresql_server, may_create_roles=False) as url:
        engine = connect(url)
        upgrade(engine)
        with pytest.raises(StoreError, match="database roles --print"), writing(engine) as connection:
            write_roles(connection)
        with reading(engine) as connection:
            given = role_statements(owner_of(connection))
        run(postgresql_server, *given)
        with writing(engine) as connection:
            write_roles(connection)
            assert flaws(connection) == ()
        engine.dispose()


def test_a_backup_as_the_manual_says_holds_every_row(walled: Store, tmp_path: Path) -> None:
    programs = binaries()
    if programs is None or not (programs / "pg_dump").exists():
        pytest.skip("pg_dump is not on this machine.")
    url, file = walled.engine.url.render_as_string(hide_password=False), tmp_path / "dump"
    command = [str(programs / "pg_dump"), "--table=checkin", "--data-only", "-f", str(file), url]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
    env = os.environ | {"PGOPTIONS": "-c dichte.units=all"}
    subprocess.run([*command, "--enable-row-security"], check=True, env=env)
    rows = file.read_text().partition("FROM stdin;\n")[2].partition("\\.")[0]
    assert len(rows.splitlines()) == 6
