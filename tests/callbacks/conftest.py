"""Component trees are made from a Context and a View alone: no app, no request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from callbacks.context import Context
from data.boundaries import load_manifest
from data.store import Store
from data.view import View, default_view

PEAK = date(2021, 5, 25)
QUANG_CHAU, VIET_YEN = "07807", "222"

Look = Callable[..., View]


@pytest.fixture(scope="session")
def context(store: Store) -> Context:
    return Context(store, load_manifest(store.geometry_dir))


@pytest.fixture
def look(context: Context) -> Look:
    """`look(lang="en", commune="07807")`: the opening view with changes."""

    def make(**changes: Any) -> View:
        return default_view(context.choices()).but(**changes)

    return make
