"""Both desks in Chromium for who is signed in: no field for a name, and every gesture works without one."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from app import create_app
from callbacks.access.reader import recognise_by
from data.access.reader import Reader
from data.access.rights import Role, rights_of
from data.access.sight import Sight
from data.tracing.listed import listed_venues
from geo.exposure_rule import ExposureRule
from layers.text import text
from tests.browser.conftest import opening, watching
from tests.browser.desk import BLUEZONE, Steward
from tests.browser.screen import BROWSER
from tests.browser.tracer import Tracer
from tests.callbacks.trace.fake import MAY_25
from tests.wire import desk as files

pytestmark = BROWSER

NAME = "Trần Hai Việc"
ROLES = frozenset({Role.TRACER, Role.STEWARD})


@pytest.fixture(scope="module")
def signed_in(settings, tmp_path_factory) -> Iterator[tuple[str, str]]:
    """Address of an app that knows one account, and the name of a venue within its communes."""
    folder = tmp_path_factory.mktemp("signed") / "var"
    left = shutil.ignore_patterns("*-wal", "*-shm", "lock", "compressed", "lake")
    shutil.copytree(settings.var_dir, folder, ignore=left)
    app = create_app(replace(settings, var_dir=folder))
    store = app.server.extensions["dichte"].store
    venue = listed_venues(store, MAY_25, ExposureRule(), None)[0].venue
    reader = Reader(NAME, ROLES, rights_of(ROLES), Sight(frozenset({venue.unit_id})), 5)
    recognise_by(app.server, lambda: reader)
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", venue.name
    server.shutdown()


@pytest.fixture
def page(browser, signed_in):
    with watching(signed_in[0]) as watch, opening(browser, watch, lambda page: page) as make:
        yield make()


def test_a_tracer_says_the_purpose_alone_and_sees_people(page, signed_in) -> None:
    address, venue = signed_in
    tracer = Tracer(page, address).open("?tab=venues&lang=en&day=2021-05-25")
    expect(tracer.at(".who.by")).to_contain_text(NAME)
    assert tracer.at("#trace-who").count() == 0
    tracer.at("#trace-purpose").fill("ổ dịch trong xã")
    tracer.at("#trace-purpose").press("Enter")
    expect(tracer.at(".tracer-line")).to_contain_text(NAME)
    tracer.link(venue).first.click()
    expect(tracer.people.first).to_be_visible()


def test_a_steward_commits_a_file_without_writing_a_name(page, signed_in) -> None:
    steward = Steward(page, signed_in[0]).open(f"?source={BLUEZONE}&lang=en")
    expect(steward.at("#desk-who")).to_have_text(NAME)
    steward.choose_file(files.good(77))
    # Not before the receipt: the preview says how many rows there are, too.
    steward.commit()
    expect(steward.work).to_contain_text("40")
    steward.open("?tab=ledger&lang=en")
    expect(steward.at(".desk-tab")).to_contain_text(NAME)
    assert text("desk.who_missing", "en") not in steward.at("body").inner_text()
