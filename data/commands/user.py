"""Accounts from the command line: user create, reset, list, off, on, scope, expires, sso. Nothing is asked."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection

from data.access import accounts
from data.access.account import Account, all_accounts
from data.access.rights import Role
from data.access.scope import expand_scope
from data.access.secrets import load_secrets
from data.audit.audit import Audit
from data.audit.entry import Detail
from data.audit.notes import note_account
from data.build import store_engine
from data.commands.command import Command, reading, require_store, say
from data.days import now
from data.engine import writing
from data.settings import Settings

ONCE = "It is shown this once, and for one sign-in: its owner chooses another one then."


def run_user(settings: Settings, given: argparse.Namespace) -> None:
    """Carry out one action in one transaction. Raises DichteError."""
    if given.action == "list":
        with reading(settings) as connection:
            _list(connection)
        return
    require_store(settings)
    with store_engine(settings) as engine, writing(engine) as connection:
        said = ACTIONS[given.action](connection, settings, given)
        audit = Audit(engine, settings).at_the_command_line()
        note_account(
            audit, connection, given.action, given.login, getpass.getuser(), _told(connection, given.login)
        )
    # Only what is written for good is told.
    for line in said:
        say(line)


def _told(connection: Connection, login: str) -> Detail:
    """Duties and scope as they are now; no password and no secret."""
    account = accounts.require_account(connection, login)
    return {"roles": sorted(account.roles), "communes": len(account.units)}


def _create(connection: Connection, settings: Settings, given: argparse.Namespace) -> list[str]:
    pepper = load_secrets(settings.secrets_path).password
    password = accounts.create_account(
        connection,
        given.login,
        given.signs_as,
        given.role,
        expand_scope(connection, given.commune, given.district),
        given.expires,
        pepper,
    )
    return [password, ONCE]


def _reset(connection: Connection, settings: Settings, given: argparse.Namespace) -> list[str]:
    pepper = load_secrets(settings.secrets_path).password
    password = accounts.reset_password(connection, given.login, pepper, given.second_factor)
    factor = "the authenticator has to be set up anew" if given.second_factor else "the authenticator stays"
    return [password, f"{ONCE} Its sessions have ended; {factor}."]


def _switch(connection: Connection, _settings: Settings, given: argparse.Namespace) -> list[str]:
    accounts.switch(connection, given.login, given.action == "on")
    return [f"{given.login} is {given.action}; its sessions have ended."]


def _scope(connection: Connection, _settings: Settings, given: argparse.Namespace) -> list[str]:
    before = accounts.require_account(connection, given.login)
    roles = given.role or sorted(before.roles)
    scope = expand_scope(connection, given.commune, given.district)
    accounts.set_duties(connection, given.login, roles, scope)
    return [f"{given.login}: {', '.join(roles)}; {len(scope)} communes; its sessions have ended."]


def _expires(connection: Connection, _settings: Settings, given: argparse.Namespace) -> list[str]:
    accounts.set_expiry(connection, given.login, given.day)
    return [f"{given.login} works until {given.day or 'it is switched off'}."]


def _sso(connection: Connection, _settings: Settings, given: argparse.Namespace) -> list[str]:
    accounts.set_subject(connection, given.login, given.subject or None)
    if given.subject:
        return [f"{given.login} signs in through the province's own service, and by no password any more."]
    return [
        f"{given.login} signs in nowhere now; make it a password: python -m data user reset {given.login}"
    ]


def _list(connection: Connection) -> None:
    found = all_accounts(connection)
    for account in found:
        say(_line(account))
    today = now().date()
    say(f"{len(found)} accounts, {sum(account.works_on(today) for account in found)} of them work")


def _line(account: Account) -> str:
    state = "works" if account.works_on(now().date()) else "expired" if account.is_active else "off"
    factor = "authenticator" if account.has_second_factor else "no second factor yet"
    factor = factor if account.sso_subject is None else "province's service"
    roles = ",".join(sorted(account.roles))
    last = f"{account.signed_in_at:%Y-%m-%d %H:%M}" if account.signed_in_at else "never signed in"
    end = f"until {account.expires_on}" if account.expires_on else "no end"
    communes = f"{len(account.units)} communes"
    return "\t".join((account.login, account.signs_as, roles, communes, state, factor, last, end))


Action = Callable[[Connection, Settings, argparse.Namespace], list[str]]
ACTIONS: dict[str, Action] = {
    "create": _create,
    "reset": _reset,
    "off": _switch,
    "on": _switch,
    "scope": _scope,
    "expires": _expires,
    "sso": _sso,
}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    create = _of_login(actions, "create", "make an account; its first password is shown once")
    create.add_argument("--signs-as", required=True, help="how its acts are signed: a duty, as 'CDC trực 1'")
    _duties(create, required=True)
    create.add_argument("--expires", type=_day, help="last day on which it works, as 2026-12-31")
    reset = _of_login(actions, "reset", "a new password for one sign-in, shown once; lifts a lock")
    reset.add_argument("--second-factor", action="store_true", help="the authenticator is lost too")
    actions.add_parser("list", help="all accounts")
    _of_login(actions, "off", "it can't sign in any more")
    _of_login(actions, "on", "it can sign in again; lifts a lock")
    _duties(
        _of_login(actions, "scope", "another scope, and other duties where they are given"), required=False
    )
    expires = _of_login(actions, "expires", "another last day")
    expires.add_argument("day", type=_day, help="as 2026-12-31; '' for no end")
    sso = _of_login(actions, "sso", "who it is at the province's own sign-in")
    sso.add_argument("subject", help="its subject there; '' for nobody")


def _of_login(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=help)
    parser.add_argument("login", help="what is typed to sign in, lower case")
    return parser


def _duties(parser: argparse.ArgumentParser, required: bool) -> None:
    parser.add_argument(
        "--role",
        action="append",
        type=Role,
        choices=list(Role),
        required=required,
        help="a duty; again for more",
    )
    parser.add_argument("--commune", action="append", default=[], help="code of a commune; again for more")
    parser.add_argument(
        "--district", action="append", default=[], help="code of a district, for all its communes"
    )


USER = Command("user", "Accounts: who may sign in, with which duties and scope.", _arguments, run_user)
