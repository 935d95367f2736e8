"""The province's own sign-in: whose subject is whose account. Nobody else gets one, and none is made by itself."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine

from data.access.account import Account, find_account
from data.access.attempts import signed_in
from data.access.start import is_this_machine
from data.days import now
from data.engine import writing
from data.errors import SettingError
from data.settings import Settings


def sign_in_as(engine: Engine, subject: str) -> Account | None:
    """The account of this subject, if it works today; a lock for wrong passwords is none of this way's."""
    moment = now().replace(tzinfo=None)
    with writing(engine) as connection:
        account = find_account(connection, "sso_subject", subject) if subject else None
        if account is None or not account.works_on(moment.date()):
            return None
        signed_in(connection, account.account_id, moment)
    return account


def client_secret(settings: Settings) -> str:
    """Dichte's secret at the province's sign-in. Raises SettingError where a setting of it is missing or unsafe."""
    parts = urlsplit(settings.oidc_issuer)
    if parts.scheme != "https" and not is_this_machine(parts.hostname or ""):
        raise SettingError(
            f"DICHTE_OIDC_ISSUER: expected an address that begins with https://, got {settings.oidc_issuer!r}. "
            "Set it right or unset it."
        )
    if not settings.oidc_client:
        raise SettingError("DICHTE_OIDC_CLIENT: expected Dichte's name at that sign-in, got none. Set it.")
    try:
        secret = Path(settings.oidc_secret_file).read_text("utf-8").strip()
    except OSError as error:
        raise SettingError(
            f"DICHTE_OIDC_SECRET_FILE: expected a file with Dichte's secret at that sign-in, got {error}. Set it right."
        ) from error
    if not secret:
        raise SettingError(
            f"DICHTE_OIDC_SECRET_FILE: expected a secret in {settings.oidc_secret_file}, got an empty file."
        )
    return secret
