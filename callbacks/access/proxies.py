"""Web servers of the province's own in front: as many of them are believed as the settings say, none by default."""

from __future__ import annotations

from dash import Dash
from werkzeug.middleware.proxy_fix import ProxyFix

from data.settings import Settings


def register(app: Dash, settings: Settings) -> None:
    """Take the reader's address and scheme from the last `settings.proxies` entries of X-Forwarded-For and -Proto.

    What a reader writes there themselves stands further to the front and never counts. The host is not taken from a
    header: the servers in front have to pass on the one that was asked for.
    """
    if settings.proxies > 0:
        hops = settings.proxies
        app.server.wsgi_app = ProxyFix(
            app.server.wsgi_app, x_for=hops, x_proto=hops, x_host=0, x_port=0, x_prefix=0
        )
