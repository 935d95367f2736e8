"""What every request is held against, whoever asks: where from, how much, how often; and what every answer says."""

from __future__ import annotations

from dash import Dash

from callbacks.access import caches, headers, limits, own_page, proxies, sizes
from data.settings import Settings


def register(app: Dash, settings: Settings) -> None:
    """In the order in which a request meets them; the right to what it asks is the guard's, after these."""
    proxies.register(app, settings)
    headers.register(app, settings)
    caches.register(app)
    for part in (own_page, sizes, limits):
        part.register(app)
