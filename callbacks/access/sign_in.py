"""Signing in: the password first. Who is unknown, wrong or locked gets the same words after the same work."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from callbacks.access.events import happened
from callbacks.access.forms import SignInForm, typed
from callbacks.access.render import show
from callbacks.access.session import account_signed_in, begin, begin_halfway
from callbacks.access.state import state
from callbacks.access.ways import go, wanted, way
from data.access.account import Account, find_account
from data.access.sign_in import check_password


def sign_in() -> Response:
    if account_signed_in() is not None:
        return redirect(wanted(), 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return page(form)
    login = typed(form.login.data)
    account = check_password(state().engine, login, typed(form.password.data), state().secrets.password)
    if account is None:
        happened("sign_in_failed", _known(login))
        return page(form, "access.error.sign_in")
    begin_halfway(account)
    return go("second_factor" if account.has_second_factor else "set_up")


def page(form: SignInForm, error: str = "") -> Response:
    """What was typed as login stands in it again, the password never."""
    said = "access.signed_out" if request.args.get("out") == "1" and request.method == "GET" else ""
    has_service = bool(state().settings.oidc_issuer)
    return show("sign_in", form, error, said=said, typed=typed(form.login.data)[:60], has_service=has_service)


def welcome(account: Account) -> str:
    """A session begins; the address where it goes on."""
    begin(account)
    happened("sign_in", account.login)
    return onward(account)


def onward(account: Account) -> str:
    return way("change_password") if account.must_change_password else wanted()


def _known(login: str) -> str:
    """The login where an account has it; what else people type there, a password perhaps, is told to nobody."""
    with state().engine.connect() as connection:
        account = find_account(connection, "login", login.strip().lower())
    return account.login if account else ""
