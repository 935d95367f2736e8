"""The app under attack, with every kind of reader."""

from __future__ import annotations

import pytest

from data.settings import Settings
from tests.attacks.readers import Attacked, attacked


@pytest.fixture(scope="session")
def target(settings: Settings) -> Attacked:
    return attacked(settings)
