"""The push API at /api/v1: sources send their rows over HTTP, each request once."""

from __future__ import annotations

from dash import Dash
from flask import Flask

from callbacks.api import errors, routes
from callbacks.api.service import EXTENSION, Service
from data.intake.intake import Intake
from data.refresher import Refresher


def register(app: Dash, intake: Intake) -> None:
    """Hang the API into an app, before its guard. Nothing runs in the background until `refresher_of` is started."""
    refresher = Refresher(intake.refresh, intake.settings.refresh_seconds)
    ours = tuple(s for s in intake.sources if s.profile in ("", intake.profile.key))
    install(app.server, Service(intake, intake.engine, refresher, ours))


def install(server: Flask, service: Service) -> None:
    """Hang the API into a server."""
    server.extensions[EXTENSION] = service
    routes.register(server)
    errors.register(server)


def refresher_of(server: Flask) -> Refresher:
    """What refreshes after pushes; whoever serves the app starts and stops it."""
    service: Service = server.extensions[EXTENSION]
    return service.refresher
