"""Who gets in, hung into an app."""

from __future__ import annotations

from dash import Dash

from callbacks.access import hardening
from callbacks.access.demonstration import whoever_sits_here
from callbacks.access.reader import recognise_by
from data.settings import Settings


def register(app: Dash, settings: Settings) -> None:
    """The demonstration, or accounts; raises SettingError for another word."""
    hardening.register(app, settings)
    if settings.has_accounts:
        raise NotImplementedError
    recognise_by(app.server, whoever_sits_here)
