"""Dichte: the epidemiological map of a province. `create_app` makes one, `main` serves it."""

from __future__ import annotations

import atexit
import logging
import socket
import sys
from contextlib import suppress
from pathlib import Path

from dash import Dash
from flask import Flask
from werkzeug.serving import make_server

from callbacks import (
    address,
    api,
    as_of,
    charts,
    gestures,
    guard,
    index,
    legend,
    place,
    ranking,
    routes,
    shelf,
)
from callbacks.access import approval_pages, exact_looks
from callbacks.access import wiring as access
from callbacks.access.nameless import Nameless
from callbacks.context import Context
from callbacks.desk import wiring as desk
from callbacks.frame import TEMPLATES
from callbacks.page import every_id, page, shell
from callbacks.trace import wiring as trace
from callbacks.work import pages as work_pages
from data.access.start import NO_ADMINISTRATOR, has_administrator, refuse_unknown_address, require_safe_start
from data.boundaries import load_manifest
from data.errors import DichteError, SettingError
from data.intake.intake import open_intake
from data.retention.keeper import Keeper
from data.settings import Settings
from data.store import open_store
from data.view import default_view
from layers.render.libraries import require_libraries

ROOT = Path(__file__).parent


def create_app(settings: Settings) -> Dash:
    """An app of its own: own store, own server; two of them in one process never mix.

    Raises DichteError where the store, the boundaries or the browser libraries are missing.
    """
    require_libraries(settings.libraries)
    store = open_store(settings)
    context = Context(store, load_manifest(store.geometry_dir))
    app = index.DichteDash(
        __name__,
        context=context,
        # No folder of Flask's own: assets/ is the only one that is served.
        server=Flask(__name__, static_folder=None, template_folder=str(TEMPLATES)),
        assets_folder=str(ROOT / "assets"),
        title=settings.title_vi,
        update_title="",
        compress=True,
        add_log_handler=False,
    )
    app.server.extensions["dichte"] = context
    access.register(app, settings, store)
    for part in (address, gestures, place, ranking, legend, charts, as_of):
        part.register(app)
    intake = open_intake(settings)
    desk.register(app, intake)
    api.register(app, intake)
    for part in (trace, approval_pages, work_pages, exact_looks, guard, routes, shelf):
        part.register(app)
    app.layout = shell()
    with app.server.app_context():
        parts = [*desk.every_part(), *trace.every_part()]
        app.validation_layout = every_id([shell(), *page(context, default_view(context.choices())), *parts])
    return app


def ready_app(settings: Settings) -> Dash:
    """An app whose browser code is compressed already; the first time ever that takes some seconds."""
    app = create_app(settings)
    if shelf.fill_shelf(app):
        logging.info("Browser libraries compressed; later starts find them so.")
    return app


def main() -> int:
    """Serve on the address of the settings; a failure is one sentence that says what to do."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for noisy in ("werkzeug", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        settings = Settings.from_env()
        require_free(settings.host, settings.port)
        app = ready_app(settings)
        check_start(settings, app.server)
    except DichteError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    server = make_server(settings.host, settings.port, app.server, threaded=True, request_handler=Nameless)
    logging.info("Dichte: http://%s:%d  (Ctrl+C stops)", settings.host, settings.port)
    in_background = (api.refresher_of(app.server), Keeper(settings))
    for each in in_background:
        each.start()
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    for each in in_background:
        each.stop()
    return 0


def require_free(host: str, port: int) -> None:
    """Raise SettingError where something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            other = port + 1 if port < 65535 else 8051
            raise SettingError(
                f"Port {port} on {host} can't be used ({error}). Choose another one: make run PORT={other}"
            ) from error


def check_start(settings: Settings, server: Flask) -> None:
    """Raise SettingError where everybody would get in to what is not everybody's."""
    engine = server.extensions["dichte"].store.engine
    require_safe_start(settings, engine)
    if settings.has_accounts and not has_administrator(engine):
        logging.warning(NO_ADMINISTRATOR)


def wsgi() -> Flask:
    """The server for gunicorn: gunicorn "app:wsgi()". With accounts only, for its address can't be known here."""
    settings = Settings.from_env()
    refuse_unknown_address(settings)
    server: Flask = ready_app(settings).server
    check_start(settings, server)
    for each in (api.refresher_of(server), Keeper(settings)):
        each.start()
        atexit.register(each.stop)
    return server


if __name__ == "__main__":
    sys.exit(main())
