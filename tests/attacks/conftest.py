"""The app under attack, on a store of its own that knows the accounts of its readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from data import schema
from data.access.rights import EXACT_IN_SCOPE
from data.engine import connect
from data.settings import Settings
from tests.attacks.readers import COMMUNES, Attacked, attacked
from tests.copies import copied


@pytest.fixture(scope="session")
def attacked_settings(untouched: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a copy of the store, with an account for each role that has a scope."""
    own = copied(untouched, tmp_path_factory.mktemp("attacked") / "var", has_lake=True)
    write_accounts(own)
    return own


def write_accounts(settings: Settings) -> None:
    engine = connect(settings.store_url)
    with engine.begin() as connection:
        since = connection.execute(schema.commune.select()).first().valid_from
        for role in sorted(EXACT_IN_SCOPE):
            about = {
                "login": role.value,
                "signs_as": role.value,
                "is_active": True,
                "uniquifier": role.value,
                "created_at": datetime(2021, 5, 1),
            }
            key = connection.execute(schema.account.insert(), about).inserted_primary_key[0]
            connection.execute(schema.account_role.insert(), {"account_id": key, "role": role.value})
            units = [{"account_id": key, "code": code, "valid_from": since} for code in COMMUNES]
            connection.execute(schema.account_unit.insert(), units)
    engine.dispose()


@pytest.fixture(scope="session")
def target(attacked_settings: Settings) -> Iterator[Attacked]:
    found = attacked(attacked_settings)
    yield found
    found.store.engine.dispose()


@pytest.fixture(scope="session")
def target_with_accounts(attacked_settings: Settings) -> Iterator[Attacked]:
    """The same with pages to sign in; readers still come from the test's header."""
    found = attacked(replace(attacked_settings, access="accounts"))
    yield found
    found.store.engine.dispose()
