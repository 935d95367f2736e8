"""The app behind Flask's test client: HTTP without a browser."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app import create_app
from data.settings import Settings


@pytest.fixture(scope="session")
def dash_app(settings: Settings):
    return create_app(settings)


@pytest.fixture
def client(dash_app) -> FlaskClient:
    return dash_app.server.test_client()


@pytest.fixture
def context(dash_app):
    with dash_app.server.app_context():
        yield dash_app.server.extensions["dichte"]
