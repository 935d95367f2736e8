"""The province's own sign-in: who is named by an account gets in, and nobody else, whatever the service says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from data.access.accounts import create_account, set_subject, switch
from data.access.rights import Role
from data.access.sso import client_secret
from data.engine import writing
from data.errors import SettingError
from data.settings import Settings
from layers.text import text
from tests.wire.access.provider import CLIENT, SECRET, Provider, running


@pytest.fixture(scope="module")
def service() -> Iterator[Provider]:
    with running() as service:
        yield service


@pytest.fixture
def provider(service: Provider) -> Provider:
    """The service as it should be."""
    service.subject, service.wrong, service.signs_with_secret, service.is_forger = "s-1", {}, False, False
    return service


@pytest.fixture(scope="module")
def with_service(with_accounts: Settings, service: Provider, tmp_path_factory) -> Settings:
    secret = tmp_path_factory.mktemp("service") / "secret"
    secret.write_text(f"{SECRET}\n")
    return replace(
        with_accounts, oidc_issuer=service.issuer, oidc_client=CLIENT, oidc_secret_file=str(secret)
    )


@pytest.fixture(scope="module")
def server(with_service: Settings) -> Iterator[Flask]:
    server = create_app(with_service).server
    yield server
    server.extensions["dichte"].store.engine.dispose()


@pytest.fixture
def account(engine) -> None:
    with writing(engine) as connection:
        create_account(connection, "cdc", "CDC", [Role.COMMITTEE], [], None, "p" * 43)
        set_subject(connection, "cdc", "s-1")


@pytest.fixture
def browser(server: Flask):
    client = server.test_client()

    def get(path: str, **query: str):
        return client.get(path, base_url="https://localhost", query_string=query)

    return get


def come_back(browser, provider: Provider, **changed: str):
    """To the service and back; `changed` is what an attacker made of the way back."""
    location = browser("/sso", next="/?lang=en").headers["Location"]
    assert location.startswith(provider.issuer)
    return browser("/sso/back", **(provider.consent(location) | changed))


def is_refused(answer, browser) -> bool:
    said = text("access.error.sso", "vi") in answer.get_data(as_text=True)
    return said and browser("/").status_code == 302


@pytest.mark.usefixtures("account")
def test_a_subject_that_an_account_names_is_signed_in_and_goes_on(browser, provider, events) -> None:
    answer = come_back(browser, provider)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?lang=en")
    assert browser("/").status_code == 200
    assert events == [("sign_in", "cdc")]


@pytest.mark.usefixtures("account")
def test_another_subject_gets_no_account(browser, provider, events) -> None:
    provider.subject = "s-2"
    assert is_refused(come_back(browser, provider), browser)
    assert events == [("sign_in_failed", "")]


@pytest.mark.usefixtures("account")
def test_an_account_that_is_off_stays_off(browser, provider, engine) -> None:
    with writing(engine) as connection:
        switch(connection, "cdc", False)
    assert is_refused(come_back(browser, provider), browser)


WRONG = {
    "another audience": {"aud": "another"},
    "another issuer": {"iss": "https://evil.example"},
    "another nonce": {"nonce": "replayed"},
    "expired": {"exp": 1},
}


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_token_that_is_not_for_this_sign_in_is_none(wrong, browser, provider) -> None:
    provider.wrong = wrong
    assert is_refused(come_back(browser, provider), browser)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("how", ["signs_with_secret", "is_forger"])
def test_a_token_signed_by_another_key_is_none(how, browser, provider) -> None:
    setattr(provider, how, True)
    assert is_refused(come_back(browser, provider), browser)


@pytest.mark.usefixtures("account")
def test_a_way_back_that_was_not_asked_for_leads_nowhere(browser, provider, server) -> None:
    assert is_refused(come_back(browser, provider, state="guessed"), browser)
    assert is_refused(browser("/sso/back", code="x", state="y"), browser)
    assert is_refused(browser("/sso/back", error="access_denied"), browser)


@pytest.mark.usefixtures("account")
def test_a_code_of_somebody_elses_browser_leads_nowhere(browser, provider, server) -> None:
    theirs = provider.consent(
        server.test_client().get("/sso", base_url="https://localhost").headers["Location"]
    )
    assert is_refused(browser("/sso/back", **theirs), browser)


def test_a_service_that_does_not_answer_is_told(with_service) -> None:
    server = create_app(replace(with_service, oidc_issuer="http://127.0.0.1:1")).server
    answer = server.test_client().get("/sso", base_url="https://localhost")
    assert text("access.error.sso", "vi") in answer.get_data(as_text=True)
    server.extensions["dichte"].store.engine.dispose()


@pytest.mark.usefixtures("account")
def test_no_password_opens_an_account_of_the_service(browser, server) -> None:
    page = browser("/sign-in").get_data(as_text=True)
    assert 'href="/sso"' in page
    token = page.partition('type="hidden" value="')[2].partition('"')[0]
    client = server.test_client()
    fields = {"login": "cdc", "password": "", "csrf_token": token}
    assert client.post("/sign-in", data=fields, base_url="https://localhost").status_code == 200


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"oidc_issuer": "http://sso.example"}, "DICHTE_OIDC_ISSUER"),
        ({"oidc_client": ""}, "DICHTE_OIDC_CLIENT"),
        ({"oidc_secret_file": "/nowhere"}, "DICHTE_OIDC_SECRET_FILE"),
    ],
)
def test_what_is_not_set_right_is_named_before_anything_is_served(change, named, with_service) -> None:
    with pytest.raises(SettingError, match=named):
        client_secret(replace(with_service, **change))


def test_without_a_service_its_addresses_lead_nowhere(with_accounts) -> None:
    server = create_app(replace(with_accounts, oidc_issuer="")).server
    for path in ("/sso", "/sso/back"):
        assert server.test_client().get(path, base_url="https://localhost").status_code == 404
    server.extensions["dichte"].store.engine.dispose()
