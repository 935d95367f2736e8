"""What the push API of one app works with. Two apps in one process never share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from callbacks.api.problems import NOT_FOUND, Refusal
from data.intake.intake import Intake
from data.refresher import Refresher
from data.sources.source import Source

EXTENSION = "dichte-api"


@dataclass(frozen=True)
class Service:
    """The way in, the store behind it, who refreshes after pushes, and the sources that may push."""

    intake: Intake
    engine: Engine
    refresher: Refresher
    sources: tuple[Source, ...]

    def source(self, key: str) -> Source:
        """The source of an address; raises Refusal, which does not repeat the address."""
        found = next((s for s in self.sources if s.key == key), None)
        if found is None:
            remedy = "The sources are listed in /api/v1/openapi.json."
            raise Refusal(NOT_FOUND, "the key of a source", "another word", remedy)
        return found


def current() -> Service:
    """The service of the app that answers this request."""
    return cast(Service, current_app.extensions[EXTENSION])
