"""PostgreSQL finds the contacts that brute force finds, under every preset."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from sqlalchemy import Engine, insert

from data import schema
from data.engine import connect
from geo.exposure_rule import PRESETS, ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY, KINDS, rules, worlds
from tests.data.test_exposures import filled, met
from tests.postgresql.databases import database
from tests.world import write_places, write_venues

FILE = {"file_id": 1, "source": "s", "name": "n", "sha256": "0", "is_simulated": True, "imported_at": DAY}
COUNTS = dict.fromkeys(("received", "accepted", "duplicate", "held"), 0)


@pytest.fixture(scope="module")
def on_postgresql(postgresql_server: str) -> Iterator[Engine]:
    """A store on PostgreSQL with the venues and persons that the generated visits refer to."""
    with database(postgresql_server) as url:
        engine = connect(url)
        schema.metadata.create_all(engine)
        with engine.begin() as connection:
            write_places(connection)
            connection.execute(insert(schema.import_file), [FILE | COUNTS])
            write_venues(connection, 1)
            connection.execute(insert(schema.person), [{"person_id": n, "unit_id": 1} for n in range(1, 6)])
        yield engine
        engine.dispose()


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
@settings(max_examples=40, deadline=None)
@given(*worlds)
def test_contacts_of_every_preset_equal_brute_force(
    on_postgresql: Engine, rule: ExposureRule, visits: list[Visit], cases: list[Case]
) -> None:
    with filled(on_postgresql, visits, cases) as connection:
        assert met(connection, rule) == oracle.contacts(visits, cases, KINDS, rule)


@settings(max_examples=60, deadline=None)
@given(*worlds, rules)
def test_contacts_of_any_rule_equal_brute_force(
    on_postgresql: Engine, visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    with filled(on_postgresql, visits, cases) as connection:
        assert met(connection, rule) == oracle.contacts(visits, cases, KINDS, rule)
