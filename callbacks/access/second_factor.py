"""The second factor: the authenticator's code, a recovery code, and the first time the authenticator's secret."""

from __future__ import annotations

from collections.abc import Callable

import segno
from flask import redirect, session
from werkzeug.wrappers import Response

from callbacks.access.events import happened
from callbacks.access.forms import CodeForm, typed
from callbacks.access.member import Member
from callbacks.access.render import show
from callbacks.access.session import fresh, halfway
from callbacks.access.sign_in import welcome
from callbacks.access.state import security, state
from callbacks.access.totp import WINDOW_SECONDS
from callbacks.access.ways import go
from data.access.account import Account
from data.access.sign_in import check_second_factor, set_authenticator

SECRET = "totp"


def second_factor() -> Response:
    """The code of the authenticator that was set up before."""
    return _ask_for_code("second_factor", "access.error.code", _is_code)


def recovery() -> Response:
    """One of the codes for a lost authenticator; it works once."""
    return _ask_for_code("recovery", "access.error.recovery", _is_recovery_code)


def _ask_for_code(template: str, error: str, is_right: Callable[[Account, str], bool]) -> Response:
    account = halfway()
    if account is None or not account.has_second_factor:
        return go("sign_in")
    form = CodeForm()
    if not form.validate_on_submit():
        return show(template, form)
    if not check_second_factor(state().engine, account, lambda: is_right(account, _code(form))):
        happened("sign_in_failed", account.login)
        return show(template, form, error)
    return redirect(welcome(account), 303)


def set_up() -> Response:
    """The first time: a secret for the authenticator, which counts once a code of it was right."""
    account = halfway()
    if account is None or account.has_second_factor:
        return go("sign_in")
    form, secret = CodeForm(), _secret()
    if not form.validate_on_submit():
        return _set_up_page(form, account, secret)
    if not check_second_factor(state().engine, account, lambda: _is_code_of(account, _code(form), secret)):
        return _set_up_page(form, account, secret, "access.error.code")
    if not set_authenticator(state().engine, account.account_id, secret):
        return go("sign_in")
    happened("second_factor_set", account.login)
    codes = security().mf_recovery_codes_util.create_recovery_codes(Member(fresh(account)))
    onward = welcome(account)
    return show("recovery_codes", None, codes=codes, onward=onward)


def _set_up_page(form: CodeForm, account: Account, secret: str, error: str = "") -> Response:
    factory = security().totp_factory
    picture = segno.make(factory.get_totp_uri(account.login, secret), error="l", micro=False)
    svg = picture.svg_inline(border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    key = factory.get_totp_pretty_key(secret)
    return show("set_up", form, error, qr=svg, key=key, login=account.login)


def _secret() -> str:
    """Made once for this sign-in, and encrypted: a session's cookie can be read."""
    if SECRET not in session:
        session[SECRET] = security().totp_factory.generate_totp_secret()
    return str(session[SECRET])


def _code(form: CodeForm) -> str:
    return "".join(typed(form.code.data).split()).lower()[:40]


def _is_code(account: Account, code: str) -> bool:
    return _is_code_of(account, code, account.totp_secret or "")


def _is_code_of(account: Account, code: str, secret: str) -> bool:
    return bool(security().totp_factory.verify_totp(code, secret, Member(account), WINDOW_SECONDS))


def _is_recovery_code(account: Account, code: str) -> bool:
    codes, member = security().mf_recovery_codes_util, Member(account)
    return codes.check_recovery_code(member, code) and bool(codes.delete_recovery_code(member, code))
