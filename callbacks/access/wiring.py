"""Who gets in, hung into an app."""

from __future__ import annotations

from functools import partial

from dash import Dash

from callbacks.access import hardening
from callbacks.access.demonstration import whoever_sits_here
from callbacks.access.events import listeners
from callbacks.access.pages import add_pages
from callbacks.access.reader import recognise_by
from callbacks.access.security import set_up_security
from callbacks.access.session import who_is_signed_in
from callbacks.access.sso import set_up_service
from callbacks.access.state import STATE, State
from data.access.passwords import nobodys_hash
from data.access.secrets import load_secrets
from data.audit.notes import note_sign_in
from data.settings import Settings
from data.store import Store


def register(app: Dash, settings: Settings, store: Store) -> None:
    """The demonstration, or accounts; raises SettingError for another word, and for secrets that are none."""
    hardening.register(app, settings)
    if not settings.has_accounts:
        recognise_by(app.server, whoever_sits_here)
        return
    state = State(settings, store.engine, load_secrets(settings.secrets_path))
    app.server.extensions[STATE] = state
    set_up_security(app.server, state)
    set_up_service(app.server, settings)
    add_pages(app.server)
    nobodys_hash()
    listeners(app.server).append(partial(note_sign_in, store.audit))
    recognise_by(app.server, who_is_signed_in)
