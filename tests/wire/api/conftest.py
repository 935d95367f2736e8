"""The push API in a server of its own, before an intake that a test can hold up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from callbacks.api import install
from callbacks.api.service import Service
from data import schema
from data.api_keys import create_key
from data.engine import connect
from data.refresher import Refresher
from tests.wire.api.fake import SOURCES, FakeIntake

PHONE, NAME = "0912345678", "Nguyễn Thị Thử"
CHECKIN = {
    "Mã lượt": "A1",
    "Mã điểm": "V7",
    "Số điện thoại": PHONE,
    "Họ tên": NAME,
    "Giờ vào": "2021-05-25 08:00",
}

Send = Callable[..., TestResponse]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'dichte.sqlite'}")
    schema.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def intake(engine: Engine) -> FakeIntake:
    return FakeIntake(engine)


@pytest.fixture
def server(engine: Engine, intake: FakeIntake) -> Flask:
    server = Flask("push")
    install(server, Service(intake, engine, Refresher(intake.refresh, 30), SOURCES))
    return server


@pytest.fixture
def client(server: Flask) -> FlaskClient:
    return server.test_client()


@pytest.fixture
def token(engine: Engine) -> str:
    """A key of the check-ins."""
    with engine.begin() as connection:
        return create_key(connection, "qr-checkins", "operators of the tests")


@pytest.fixture
def send(server: Flask, token: str) -> Send:
    """`send({"rows": […]}, key="…")`: a push of check-ins as its source would make it."""
    return Sender(server, token)


class Sender:
    """Pushes with everything right but what a test gives otherwise."""

    def __init__(self, server: Flask, token: str) -> None:
        self.server, self.token = server, token

    def __call__(
        self, body: Any, key: str = "request-1", path: str = "qr-checkins/rows", **headers: str | None
    ) -> TestResponse:
        given: dict[str, str | None] = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in given.items() if value is not None}
        form = {"data": body} if isinstance(body, bytes) else {"data": self.server.json.dumps(body).encode()}
        return self.server.test_client().post(f"/api/v1/sources/{path}", headers=sent, **form)


@pytest.fixture
def files(engine: Engine) -> Callable[[], int]:
    """How many files the ledger holds."""

    def count() -> int:
        with engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(schema.import_file)).scalar_one()

    return count
