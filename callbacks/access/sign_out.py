"""Signing out: all sessions of the account end, on every machine."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from callbacks.access.events import happened
from callbacks.access.forms import BareForm
from callbacks.access.render import show
from callbacks.access.session import account_signed_in, end
from callbacks.access.ways import language


def sign_out() -> Response:
    form, account = BareForm(), account_signed_in()
    if not form.validate_on_submit() or account is None:
        return show("sign_out", form, status=400)
    lang = language()
    end(account)
    happened("sign_out", account.login)
    return redirect(url_for("access.sign_in", out="1", lang=lang), 303)
