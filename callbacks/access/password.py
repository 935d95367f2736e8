"""Another password, chosen by its owner; every session of the account but the new one ends."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response

from callbacks.access.events import happened
from callbacks.access.forms import PasswordForm, typed
from callbacks.access.render import show
from callbacks.access.session import account_signed_in, begin, fresh
from callbacks.access.state import state
from callbacks.access.ways import go, home, wanted
from data.access.account import Account
from data.access.accounts import set_own_password
from data.access.passwords import Flaw, flaw_of
from data.access.sign_in import check_password
from data.engine import writing


def change_password() -> Response:
    account = account_signed_in()
    if account is None:
        return go("sign_in")
    if account.password_hash is None:
        return redirect(home(), 303)
    form = PasswordForm()
    error = _error(form, account) if form.validate_on_submit() else ""
    if error or not form.is_submitted() or form.errors:
        return show(
            "change_password", form, error, is_first=account.must_change_password, login=account.login
        )
    with writing(state().engine) as connection:
        set_own_password(connection, account.account_id, typed(form.new.data), state().secrets.password)
    begin(fresh(account))
    happened("password_changed", account.login)
    return redirect(wanted(), 303)


def _error(form: PasswordForm, account: Account) -> str:
    """Key of the sentence that says what is wrong, empty where nothing is. A wrong old password counts as a try."""
    old, new = typed(form.password.data), typed(form.new.data)
    flaw = Flaw.SAME if new == old else flaw_of(new, account.login)
    if flaw is not None:
        return f"access.flaw.{flaw}"
    if new != typed(form.again.data):
        return "access.error.again"
    is_own = check_password(state().engine, account.login, old, state().secrets.password) is not None
    return "" if is_own else "access.error.password"
