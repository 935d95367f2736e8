"""Accounts: who may be made, with which duties and scope; what ends their sessions; what they see."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection, func, select

from data import schema
from data.access import passwords
from data.access.account import all_accounts, find_account, reader_of
from data.access.accounts import (
    create_account,
    end_sessions,
    reset_password,
    set_duties,
    set_expiry,
    set_own_password,
    set_subject,
    switch,
)
from data.access.rights import RIGHTS, Right, Role
from data.access.scope import expand_scope
from data.access.sight import PUBLIC, WHOLE
from data.errors import AccountRefused
from data.units import load_units

PEPPER = "p" * 43


@pytest.fixture
def communes(places: Connection) -> list[tuple[str, date]]:
    """Two communes of the store."""
    return [(each.code, each.valid_from) for each in load_units(places).communes[:2]]


def make(connection: Connection, login: str = "cdc", *roles: Role, scope=(), **others) -> str:
    signs_as = others.get("signs_as", f"Ký {login}")
    return create_account(
        connection, login, signs_as, roles or (Role.COMMITTEE,), scope, others.get("expires_on"), PEPPER
    )


def of(connection: Connection, login: str = "cdc"):
    account = find_account(connection, "login", login)
    assert account is not None
    return account


def own(connection: Connection, login: str = "cdc") -> None:
    """Its owner has chosen a password."""
    set_own_password(connection, of(connection, login).account_id, "bon chiec thuyen 8", PEPPER)


def test_a_new_account_has_a_password_for_one_sign_in(connection) -> None:
    password = make(connection)
    account = of(connection)
    assert passwords.matches(password, account.password_hash, PEPPER)
    assert account.must_change_password
    assert password not in str(connection.execute(select(schema.account)).all())


def test_until_its_owner_chose_a_password_it_may_do_and_see_nothing(connection) -> None:
    make(connection)
    assert (reader_of(of(connection)).rights, reader_of(of(connection)).sight) == (frozenset(), PUBLIC)
    own(connection)
    assert (reader_of(of(connection)).rights, reader_of(of(connection)).sight) == (
        RIGHTS[Role.COMMITTEE],
        WHOLE,
    )


@pytest.mark.parametrize("login", ["ab", "Cdc", "c dc", "cdc@x", "-cdc", "c" * 61, "cdc\n", ""])
def test_a_login_is_plain_and_short(login, connection) -> None:
    with pytest.raises(AccountRefused, match="login"):
        make(connection, login)


@pytest.mark.parametrize("signs_as", ["", "  ", "x" * 61, "two\nlines"])
def test_a_signature_is_one_line(signs_as, connection) -> None:
    with pytest.raises(AccountRefused, match="signed"):
        make(connection, signs_as=signs_as)


@pytest.mark.parametrize(("login", "signs_as"), [("cdc", "Another"), ("another", "ký CDC")])
def test_no_two_accounts_have_one_login_or_sign_alike(login, signs_as, connection) -> None:
    make(connection)
    with pytest.raises(AccountRefused, match="cdc"):
        make(connection, login, signs_as=signs_as)


def test_who_makes_accounts_never_traces(connection) -> None:
    with pytest.raises(AccountRefused, match="two people"):
        make(connection, "cdc", Role.ADMINISTRATOR, Role.TRACER)
    make(connection, "cdc", Role.TRACER)
    with pytest.raises(AccountRefused, match="two people"):
        set_duties(connection, "cdc", [Role.ADMINISTRATOR, Role.TRACER], [])


def test_who_sees_the_whole_province_never_ticks_off_a_commune_s_work(places, communes) -> None:
    both = (Role.COMMITTEE, Role.COMMUNE_OFFICER)
    with pytest.raises(AccountRefused, match="two people"):
        make(places, "cdc", *both, scope=communes[:1])
    make(places, "cdc", Role.COMMUNE_OFFICER, scope=communes[:1])
    with pytest.raises(AccountRefused, match="two people"):
        set_duties(places, "cdc", both, communes[:1])


def test_an_account_has_a_duty(connection) -> None:
    with pytest.raises(AccountRefused, match="--role"):
        create_account(connection, "cdc", "CDC", (), [], None, PEPPER)


@pytest.mark.parametrize("count", [0, 2])
def test_a_commune_officer_has_exactly_one_commune(count, places, communes) -> None:
    with pytest.raises(AccountRefused, match=f"exactly one commune.*got {count}"):
        make(places, "cdc", Role.COMMUNE_OFFICER, scope=communes[:count])
    make(places, "cdc", Role.COMMUNE_OFFICER, scope=communes[:1])


def test_a_duty_without_a_scope_gets_none(places, communes) -> None:
    with pytest.raises(AccountRefused, match="no scope"):
        make(places, "cdc", Role.STEWARD, scope=communes)


def test_a_scope_is_seen_exactly_and_nothing_else(places, communes) -> None:
    make(places, "cdc", Role.ANALYST, scope=communes)
    own(places)
    units = load_units(places).communes[:2]
    assert reader_of(of(places)).sight.units == {each.unit_id for each in units}


@pytest.mark.parametrize("role", [Role.STEWARD, Role.ADMINISTRATOR, Role.ANALYST])
def test_without_a_scope_an_account_sees_what_the_public_sees(role, connection) -> None:
    make(connection, "cdc", role)
    own(connection)
    assert reader_of(of(connection)).sight == PUBLIC


def test_several_duties_have_the_rights_of_all(connection) -> None:
    make(connection, "cdc", Role.STEWARD, Role.TRACER)
    own(connection)
    assert reader_of(of(connection)).rights >= {Right.DESK, Right.TRACE, Right.HELD}


def test_a_duty_that_the_program_does_not_know_gives_no_right(connection) -> None:
    make(connection, "cdc", Role.ANALYST)
    own(connection)
    connection.execute(schema.account_role.update().values(role="king"))
    assert reader_of(of(connection)).rights == frozenset()


def test_a_district_means_all_its_communes(places) -> None:
    units = load_units(places)
    code = units.communes[0].district_code
    expected = {(c.code, c.valid_from) for c in units.communes if c.district_code == code}
    assert expand_scope(places, [], [code]) == expected


@pytest.mark.parametrize(("communes", "districts"), [(["99999"], []), ([], ["999"])])
def test_a_code_that_is_none_is_told(communes, districts, places) -> None:
    with pytest.raises(AccountRefused, match="999"):
        expand_scope(places, communes, districts)


CHANGES = {
    "reset": lambda c: reset_password(c, "cdc", PEPPER),
    "off": lambda c: switch(c, "cdc", False),
    "duties": lambda c: set_duties(c, "cdc", [Role.ANALYST], []),
    "own password": own,
    "signed out": lambda c: end_sessions(c, of(c).account_id),
    "another subject": lambda c: set_subject(c, "cdc", "s-1"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_an_account_ends_its_sessions(change, connection) -> None:
    make(connection)
    before = of(connection).uniquifier
    change(connection)
    assert of(connection).uniquifier != before


def test_a_reset_makes_the_old_password_useless_and_keeps_the_authenticator(connection) -> None:
    first = make(connection)
    connection.execute(
        schema.account.update().values(second_factor="authenticator", totp_secret="x", failures=7)
    )
    second = reset_password(connection, "cdc", PEPPER)
    account = of(connection)
    assert not passwords.matches(first, account.password_hash, PEPPER)
    assert passwords.matches(second, account.password_hash, PEPPER)
    assert account.must_change_password
    assert account.has_second_factor
    assert account.failures == 0


def test_a_lost_authenticator_is_forgotten_where_asked_for(connection) -> None:
    make(connection)
    connection.execute(
        schema.account.update().values(
            second_factor="authenticator", totp_secret="x", totp_counter=5, recovery_codes="[]"
        )
    )
    reset_password(connection, "cdc", PEPPER, has_new_factor=True)
    a = schema.account.c
    left = connection.execute(select(a.second_factor, a.totp_secret, a.totp_counter, a.recovery_codes)).one()
    assert tuple(left) == (None, None, None, None)


def test_an_account_works_until_its_last_day(connection) -> None:
    make(connection, expires_on=date(2026, 6, 30))
    assert of(connection).works_on(date(2026, 6, 30))
    assert not of(connection).works_on(date(2026, 7, 1))
    set_expiry(connection, "cdc", None)
    assert of(connection).works_on(date(2100, 1, 1))
    switch(connection, "cdc", False)
    assert not of(connection).works_on(date(2026, 1, 1))


def test_one_subject_is_one_account(connection) -> None:
    make(connection)
    make(connection, "other")
    set_subject(connection, "cdc", "s-1")
    with pytest.raises(AccountRefused, match="cdc"):
        set_subject(connection, "other", "s-1")
    assert find_account(connection, "sso_subject", "s-1").login == "cdc"


def test_an_unknown_login_is_told(connection) -> None:
    with pytest.raises(AccountRefused, match=r"'nobody'.*user list"):
        switch(connection, "nobody", True)


def test_no_secret_of_an_account_is_in_its_words(connection) -> None:
    make(connection)
    assert str(of(connection)) == f"Account({of(connection).account_id})"
    assert (
        len(all_accounts(connection))
        == connection.execute(select(func.count()).select_from(schema.account)).scalar_one()
    )
