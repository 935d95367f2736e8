"""Starting: what is missing or taken is one sentence with a remedy and exit code 2; nothing is left half done."""

from __future__ import annotations

import logging
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, select

import app as program
from app import main, require_free, wsgi
from callbacks import shelf
from data import schema
from data.access.accounts import create_account
from data.access.rights import Role
from data.build import store_engine
from data.engine import writing
from data.errors import SettingError
from data.settings import Settings
from layers.render.libraries import FILES

SERVED = ("maplibre", "plotly", "leaflet")


class Served(Exception):
    """The program got as far as opening its address."""


@pytest.fixture(autouse=True)
def quiet(monkeypatch) -> None:
    """No server is opened and nothing compressed; the level of a logger comes back after the test."""

    def open_address(host: str, port: int, *_: object, **__: object) -> None:
        raise Served(f"{host}:{port}")

    monkeypatch.setattr(program, "make_server", open_address)
    monkeypatch.setattr(shelf, "fill_shelf", lambda _: 0)
    monkeypatch.setattr(logging.getLogger("werkzeug"), "level", logging.NOTSET)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environ(monkeypatch, settings, copied_var, free_port) -> pytest.MonkeyPatch:
    """The environment of a program that would start."""
    values = {"VAR": copied_var, "LIBRARIES": settings.libraries, "PORT": free_port, "HOST": "127.0.0.1"}
    for name, value in values.items():
        monkeypatch.setenv(f"DICHTE_{name}", str(value))
    monkeypatch.delenv("DICHTE_DATABASE_URL", raising=False)
    return monkeypatch


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def refusal(capsys) -> str:
    """The one sentence on stderr after main() refused to start."""
    assert main() == 2
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    return told.err


@pytest.mark.usefixtures("environ")
def test_with_all_in_place_the_program_opens_its_address(free_port) -> None:
    with pytest.raises(Served, match=rf"^127\.0\.0\.1:{free_port}$"):
        main()


@pytest.mark.usefixtures("environ")
def test_a_program_that_serves_logs_no_request() -> None:
    with pytest.raises(Served):
        main()
    assert not logging.getLogger("werkzeug").isEnabledFor(logging.INFO)


def test_ctrl_c_ends_the_program_without_a_complaint(environ, capsys) -> None:
    class Interrupted:
        def serve_forever(self) -> None:
            raise KeyboardInterrupt

    environ.setattr(program, "make_server", lambda *_, **__: Interrupted())
    assert main() == 0
    assert "Traceback" not in capsys.readouterr().err


def test_a_taken_port_is_named_with_another_one_to_choose(taken_port) -> None:
    with pytest.raises(SettingError, match=rf"{taken_port}.*127\.0\.0\.1.*make run PORT=\d+"):
        require_free("127.0.0.1", taken_port)


def test_the_port_proposed_is_another_and_one_that_exists(monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("taken")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    for port in (8_050, 65_535):
        with pytest.raises(SettingError) as told:
            require_free("127.0.0.1", port)
        proposed = int(str(told.value).rpartition("PORT=")[2])
        assert proposed != port
        assert 1_024 <= proposed <= 65_535


def test_a_free_port_is_left_free(free_port) -> None:
    require_free("127.0.0.1", free_port)
    require_free("127.0.0.1", free_port)


@pytest.mark.parametrize("port", [-1, 65_536, 10**9])
def test_a_port_that_does_not_exist_is_told(port) -> None:
    with pytest.raises(SettingError, match=str(port)):
        require_free("127.0.0.1", port)


def test_main_refuses_a_taken_port(environ, taken_port, capsys) -> None:
    environ.setenv("DICHTE_PORT", str(taken_port))
    assert f"{taken_port}" in (told := refusal(capsys))
    assert "make run PORT=" in told


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("OPENING_DAY", "25/05/2021"), ("SCALE", "much"), ("SEED", "1.5")]
)
def test_main_refuses_an_unreadable_setting_by_its_name(name, value, environ, capsys) -> None:
    environ.setenv(f"DICHTE_{name}", value)
    assert f"DICHTE_{name}" in (told := refusal(capsys))
    assert value in told


def test_without_anything_built_the_reader_is_told_what_to_run(environ, tmp_path, capsys) -> None:
    environ.setenv("DICHTE_VAR", str(tmp_path / "nothing"))
    assert "python -m data build" in refusal(capsys)
    assert not (tmp_path / "nothing").exists()


def test_without_boundaries_the_reader_is_told_what_to_run(environ, copied_var, capsys) -> None:
    shutil.rmtree(copied_var / "boundaries")
    assert "python -m data" in refusal(capsys)


def test_without_a_store_the_reader_is_told_what_to_run(environ, copied_var, capsys) -> None:
    (copied_var / "dichte.sqlite").unlink()
    assert "python -m data build" in refusal(capsys)


def test_looking_for_a_store_that_is_not_there_makes_none(environ, copied_var, capsys) -> None:
    (copied_var / "dichte.sqlite").unlink()
    refusal(capsys)
    assert list(copied_var.glob("dichte.sqlite*")) == []


def test_a_file_that_is_no_store_is_told_and_left_as_it_is(environ, copied_var, capsys) -> None:
    (copied_var / "dichte.sqlite").write_text("no database")
    refusal(capsys)
    assert (copied_var / "dichte.sqlite").read_text() == "no database"


@pytest.mark.usefixtures("environ")
def test_without_browser_libraries_the_reader_is_told_what_to_run(environ, tmp_path, capsys) -> None:
    environ.setenv("DICHTE_LIBRARIES", str(tmp_path))
    assert "make setup" in refusal(capsys)


@pytest.mark.parametrize("missing", SERVED)
def test_each_missing_library_is_named(missing, environ, settings, tmp_path, capsys) -> None:
    package = FILES[missing][0]
    libraries = tmp_path / "node_modules"
    libraries.mkdir()
    for name in {name for name, _ in FILES.values()} - {package}:
        (libraries / name).symlink_to(Path(settings.libraries) / name)
    environ.setenv("DICHTE_LIBRARIES", str(libraries))
    assert package in (told := refusal(capsys))
    assert "make setup" in told


def test_the_server_for_gunicorn_is_the_same_app_and_ends_what_it_began(environ) -> None:
    environ.setenv("DICHTE_ACCESS", "accounts")
    ends: list[Callable[[], None]] = []
    environ.setattr(program.atexit, "register", ends.append)
    server = wsgi()
    assert server.test_client().get("/sign-in").status_code == 200
    in_background = [end.__self__ for end in ends]
    assert [each.is_running for each in in_background] == [True, True]
    for end in ends:
        end()
    assert [each.is_running for each in in_background] == [False, False]
    server.extensions["dichte"].store.engine.dispose()


@pytest.mark.usefixtures("environ")
def test_the_server_for_gunicorn_is_refused_without_accounts() -> None:
    with pytest.raises(SettingError, match="DICHTE_ACCESS=accounts"):
        wsgi()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "dichte.example"])
def test_without_accounts_the_program_listens_on_this_machine_alone(host, environ, monkeypatch, capsys) -> None:
    monkeypatch.setattr(program, "require_free", lambda *_: None)
    environ.setenv("DICHTE_HOST", host)
    assert host in (told := refusal(capsys))
    assert "DICHTE_ACCESS=accounts" in told


def test_without_accounts_imported_data_is_not_served(environ, copied_var, capsys) -> None:
    write_import(copied_var, imported_by="thống kê")
    assert "1 imported files" in (told := refusal(capsys))
    assert "DICHTE_ACCESS=accounts" in told


def test_imported_data_is_served_with_accounts(environ, copied_var, free_port) -> None:
    write_import(copied_var, imported_by="thống kê")
    environ.setenv("DICHTE_ACCESS", "accounts")
    with pytest.raises(Served):
        main()


def test_a_store_that_has_accounts_is_not_served_without(environ, copied_var, capsys) -> None:
    make_account(copied_var, Role.ANALYST)
    assert "1 accounts" in refusal(capsys)


@pytest.mark.parametrize(("role", "is_told"), [(Role.ANALYST, True), (Role.ADMINISTRATOR, False)])
def test_without_an_administrator_the_log_says_how_to_make_one(role, is_told, environ, copied_var, caplog) -> None:
    make_account(copied_var, role)
    environ.setenv("DICHTE_ACCESS", "accounts")
    with pytest.raises(Served):
        main()
    assert ("python -m data user create" in caplog.text) is is_told


def make_account(var_dir: Path, role: Role) -> None:
    with store_engine(Settings(var_dir=var_dir)) as engine, writing(engine) as connection:
        create_account(connection, "cdc", "CDC", [role], [], None, "p" * 43)


def write_import(var_dir: Path, imported_by: str) -> None:
    f = schema.import_file
    with store_engine(Settings(var_dir=var_dir)) as engine, engine.begin() as connection:
        row = dict(connection.execute(select(f).where(f.c.is_simulated.is_(False))).mappings().first())
        row |= {"file_id": 10_000, "sha256": "0" * 64, "imported_by": imported_by}
        connection.execute(insert(f), row)
