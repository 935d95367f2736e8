"""Settings: one frozen object, read from the environment once, at the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from data.errors import SettingError


def _setting(name: str, default: Any, help: str) -> Any:
    return field(default=default, metadata={"name": name, "help": help})


@dataclass(frozen=True)
class Settings:
    """What a province may set. Each field names its environment variable, default and meaning."""

    var_dir: Path = _setting(
        "DICHTE_VAR", Path("var"), "Folder of everything that is built: boundaries and the SQLite file."
    )
    database_url: str = _setting(
        "DICHTE_DATABASE_URL", "", "SQLAlchemy URL of the store; empty means dichte.sqlite in DICHTE_VAR."
    )
    host: str = _setting("DICHTE_HOST", "127.0.0.1", "Address to listen on.")
    port: int = _setting("DICHTE_PORT", 8050, "Port to listen on.")
    title_vi: str = _setting(
        "DICHTE_TITLE_VI", "Bản đồ dịch tễ tỉnh Bắc Giang", "Title in the page header, Vietnamese."
    )
    title_en: str = _setting(
        "DICHTE_TITLE_EN", "Epidemiological map of Bắc Giang", "Title in the page header, English."
    )
    libraries: Path = _setting(
        "DICHTE_LIBRARIES", Path("node_modules"), "Folder where npm put the browser libraries."
    )
    profile: str = _setting(
        "DICHTE_PROFILE", "bac_giang", "Profile of the province: its box, time zone and telephone region."
    )
    keys_file: str = _setting(
        "DICHTE_KEYS", "", "File of the secret keys, outside the store; empty means keys.json in DICHTE_VAR."
    )
    outbreak: str = _setting(
        "DICHTE_OUTBREAK",
        "embedded",
        "What a new store begins with: embedded, the outbreak of 2021, or none, for a province's own data.",
    )
    sources: Path = _setting(
        "DICHTE_SOURCES",
        Path("var/sources"),
        "Folder of the province's own mappings of sources; one of the same name stands before the built-in one.",
    )
    scale: float = _setting(
        "DICHTE_SCALE",
        1.0,
        "How much simulated data the embedded outbreak grows; the real counts never change.",
    )
    opening_day: date = _setting(
        "DICHTE_OPENING_DAY",
        date(2021, 5, 25),
        "Day shown first, ISO; a day beyond the data means its nearest end.",
    )
    seed: int = _setting(
        "DICHTE_SEED", 20210508, "Seed of the simulation; the same seed gives the same rows."
    )
    refresh_seconds: int = _setting(
        "DICHTE_REFRESH_SECONDS", 30, "Shortest time between two refreshes after pushes, seconds."
    )

    upload_mb: int = _setting(
        "DICHTE_UPLOAD_MB", 512, "Largest file that the data desk takes, megabytes (2^20 bytes)."
    )

    dask: str = _setting(
        "DICHTE_DASK",
        "",
        "Address of a Dask scheduler that computes bulk exposure; empty means this machine.",
    )

    access: str = _setting(
        "DICHTE_ACCESS",
        "demonstration",
        "Who gets in: demonstration, everybody on this machine without a password and with the embedded outbreak "
        "only; accounts, whoever signs in.",
    )
    is_public: bool = _setting(
        "DICHTE_PUBLIC",
        False,
        "With accounts: whether whoever has none sees the map with protected counts.",
    )
    is_behind_tls: bool = _setting(
        "DICHTE_TLS", False, "Whether a web server with TLS stands in front: pages then ask for HTTPS only."
    )
    proxies: int = _setting(
        "DICHTE_PROXIES", 0, "How many web servers of your own stand in front and tell the reader's address."
    )
    secrets_file: str = _setting(
        "DICHTE_SECRETS",
        "",
        "File of the secrets of sign-in and audit, outside the store; empty means secrets.json in DICHTE_VAR.",
    )
    session_hours: float = _setting(
        "DICHTE_SESSION_HOURS",
        8.0,
        "How long a sign-in lasts, hours; half an hour without a request ends it too.",
    )
    audit_anchor: str = _setting(
        "DICHTE_AUDIT_ANCHOR",
        "",
        "File outside the store that the audit chain is anchored to; empty means audit.anchor in DICHTE_VAR.",
    )
    oidc_issuer: str = _setting(
        "DICHTE_OIDC_ISSUER", "", "Address of the province's own sign-in (OpenID Connect); empty means none."
    )
    oidc_client: str = _setting("DICHTE_OIDC_CLIENT", "", "Dichte's name at that sign-in.")
    oidc_secret_file: str = _setting(
        "DICHTE_OIDC_SECRET_FILE", "", "File that holds Dichte's secret at that sign-in, and nothing else."
    )
    keep_checkins_days: int = _setting("DICHTE_KEEP_CHECKINS_DAYS", 21, "How long check-ins are kept, days.")
    keep_contacts_days: int = _setting(
        "DICHTE_KEEP_CONTACTS_DAYS", 60, "How long contacts and notices of contact are kept, days."
    )
    keep_declarations_days: int = _setting(
        "DICHTE_KEEP_DECLARATIONS_DAYS", 90, "How long single declarations are kept, days; daily counts stay."
    )
    keep_held_days: int = _setting(
        "DICHTE_KEEP_HELD_DAYS", 30, "How long the cells of held rows can be opened, days after they came."
    )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read every setting from `environ` (default: the process environment).

        Raises SettingError, which names the variable, what it expects and what it got.
        """
        environ = os.environ if environ is None else environ
        given = {
            f.name: _parse(f, environ[name]) for f in fields(cls) if (name := f.metadata["name"]) in environ
        }
        return cls(**given)

    @property
    def keys_path(self) -> Path:
        return Path(self.keys_file) if self.keys_file else self.var_dir / "keys.json"

    @property
    def secrets_path(self) -> Path:
        return Path(self.secrets_file) if self.secrets_file else self.var_dir / "secrets.json"

    @property
    def anchor_path(self) -> Path:
        return Path(self.audit_anchor) if self.audit_anchor else self.var_dir / "audit.anchor"

    @property
    def has_accounts(self) -> bool:
        """Raises SettingError for a word that is none of the two."""
        if self.access not in ("demonstration", "accounts"):
            raise SettingError(
                f'DICHTE_ACCESS: expected "demonstration" or "accounts", got {self.access!r}. Set it right or unset it.'
            )
        return self.access == "accounts"

    @property
    def store_url(self) -> str:
        return self.database_url or f"sqlite:///{self.var_dir / 'dichte.sqlite'}"

    @property
    def sqlite_path(self) -> Path | None:
        """The store's file, or None where the store is no SQLite file."""
        url = make_url(self.store_url)
        is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        return Path(str(url.database)) if is_file else None

    def title(self, lang: str) -> str:
        return self.title_en if lang == "en" else self.title_vi


_YES, _NO = ("1", "yes", "on", "true"), ("0", "no", "off", "false", "")


def _yes_or_no(text: str) -> bool:
    """Raises ValueError for a word that is neither."""
    word = text.strip().lower()
    if word not in (*_YES, *_NO):
        raise ValueError(text)
    return word in _YES


_READERS: Mapping[type, Any] = {date: date.fromisoformat, bool: _yes_or_no}


def _parse(setting: Field[Any], text: str) -> Any:
    kind: Any = type(setting.default)
    try:
        return _READERS.get(kind, kind)(text)
    except ValueError as error:
        name = setting.metadata["name"]
        raise SettingError(
            f"{name}: expected {kind.__name__}, got {text!r}. Set {name} right or unset it."
        ) from error
