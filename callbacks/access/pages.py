"""The addresses of signing in, under one name: access."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, Response

from callbacks.access import refused
from callbacks.access.password import change_password
from callbacks.access.second_factor import recovery, second_factor, set_up
from callbacks.access.sign_in import sign_in
from callbacks.access.sign_out import sign_out
from callbacks.access.sso import sso, sso_back
from callbacks.frame import framed_style
from data.errors import StoreBusy

STYLE = Path(__file__).parent / "sign_in.css"


def add_pages(server: Flask) -> None:
    pages = Blueprint("access", __name__, template_folder="templates")
    both = ["GET", "POST"]
    pages.add_url_rule("/sign-in", view_func=sign_in, methods=both)
    pages.add_url_rule("/sign-in.css", view_func=serve_style)
    pages.add_url_rule("/second-factor", view_func=second_factor, methods=both)
    pages.add_url_rule("/second-factor/new", view_func=set_up, methods=both)
    pages.add_url_rule("/second-factor/recovery", view_func=recovery, methods=both)
    pages.add_url_rule("/change-password", view_func=change_password, methods=both)
    pages.add_url_rule("/sso", view_func=sso)
    pages.add_url_rule("/sso/back", view_func=sso_back)
    pages.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])
    pages.register_error_handler(StoreBusy, refused.say_it_is_busy)
    server.register_blueprint(pages)
    server.register_error_handler(401, refused.ask_to_sign_in)
    server.register_error_handler(403, refused.say_it_is_not_theirs)


def serve_style() -> Response:
    return framed_style(STYLE)
