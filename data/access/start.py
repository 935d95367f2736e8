"""A start that is safe: without accounts only on this machine, and only with data that everybody may see."""

from __future__ import annotations

from ipaddress import ip_address

from sqlalchemy import Connection, Engine, func, select

from data import schema
from data.access.account import all_accounts
from data.access.rights import Role
from data.days import now
from data.errors import SettingError
from data.outbreak_2021.fill import EMBEDDED
from data.settings import Settings

REMEDY = (
    "Set DICHTE_ACCESS=accounts and make a first account: python -m data user create LOGIN --signs-as DUTY "
    "--role administrator"
)


def require_safe_start(settings: Settings, engine: Engine) -> None:
    """Raise SettingError where everybody would get in to what is not everybody's."""
    if settings.has_accounts:
        return
    if not is_this_machine(settings.host):
        raise SettingError(
            f"DICHTE_HOST: without accounts expected an address of this machine alone, as 127.0.0.1, got "
            f"{settings.host!r}. {REMEDY}"
        )
    with engine.connect() as connection:
        found = real_data(connection)
    if found:
        raise SettingError(f"Without accounts expected the embedded outbreak only, got {found}. {REMEDY}")


def refuse_unknown_address(settings: Settings) -> None:
    """Raise SettingError without accounts: what serves the program elsewhere says nowhere where it listens."""
    if not settings.has_accounts:
        raise SettingError(
            "Without accounts expected to be started by make run, on this machine alone, got a server of its own, "
            f"whose address can't be known. {REMEDY}"
        )


def real_data(connection: Connection) -> str:
    """What the store holds beside the embedded outbreak, in words; empty where that is nothing."""
    f, b = schema.import_file.c, schema.build_info.c
    own = connection.execute(
        select(func.count()).where(f.is_simulated.is_(False), f.imported_by != EMBEDDED)
    ).scalar_one()
    began = connection.execute(select(b.value).where(b.name == "outbreak")).scalar()
    accounts = connection.execute(select(func.count()).select_from(schema.account)).scalar_one()
    if own:
        return f"a store with {own} imported files"
    if began == "none":
        return "a store that was built for a province's own data"
    return f"a store with {accounts} accounts" if accounts else ""


def has_administrator(engine: Engine) -> bool:
    """Whether anybody can make accounts on the screen today."""
    today = now().date()
    with engine.connect() as connection:
        return any(
            Role.ADMINISTRATOR in account.roles and account.works_on(today)
            for account in all_accounts(connection)
        )


NO_ADMINISTRATOR = (
    "No account may make others yet. Make the first one: python -m data user create LOGIN --signs-as DUTY "
    "--role administrator"
)


def is_this_machine(host: str) -> bool:
    """Whether only this machine reaches a host, by name or number."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
