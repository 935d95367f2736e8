"""What the pages of signing in need of this very app: its store and settings, the secrets, Flask-Security."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app
from flask_security import Security
from sqlalchemy import Engine

from data.access.secrets import Secrets
from data.settings import Settings

STATE = "dichte-access"


@dataclass(frozen=True)
class State:
    settings: Settings
    engine: Engine
    secrets: Secrets


def state() -> State:
    return cast(State, current_app.extensions[STATE])


def security() -> Security:
    return cast(Security, current_app.extensions["security"])
