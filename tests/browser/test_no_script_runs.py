"""Content-Security-Policy in Chromium: everything of ours runs under it, and nothing of anybody else's runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from data import schema
from data.engine import connect
from data.store import open_store
from data.tracing.actions import decide
from data.tracing.listed import listed_venues
from data.work.tick import tick
from geo.exposure_rule import ExposureRule
from tests.attacks.corpus import CORPUS, INVISIBLE, MARKUP, UNSEEN
from tests.browser.conftest import new_context, serving
from tests.browser.desk import Steward
from tests.browser.screen import BROWSER, Screen
from tests.browser.tracer import Tracer
from tests.callbacks.trace.fake import MAY_25
from tests.wire import desk as files

pytestmark = BROWSER

_LISTEN = """window.__violations = [];
document.addEventListener('securitypolicyviolation',
    e => __violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`));"""
NAMES = tuple(name for name in CORPUS if name not in UNSEEN)
"""What imports keep of a name; of what can't be seen they keep nothing (tests/data/checks/test_words.py)."""

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => window.__violations")
    return found


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A browser that tells what its policy stopped."""
    context = new_context(browser)
    context.add_init_script(_LISTEN)
    yield context.new_page()
    context.close()


@every_language
def test_the_map_in_full_use_stays_within_its_policy(lang, page, address, truth) -> None:
    screen = Screen(page, address, truth).open(f"?lang={lang}")
    screen.wait_for_charts()
    screen.step("ArrowRight", "2021-05-26")
    screen.choose_layer("new_cases")
    screen.rows.first.locator("a, button").first.click()
    expect(screen.heading).to_have_text(re.compile("^(Xã|Phường|Thị trấn) "))
    for summary in page.locator("details > summary:visible").all()[:4]:
        summary.click()
    page.wait_for_timeout(300)
    assert violations(page) == []


@every_language
@pytest.mark.parametrize("tab", ["cases", "venues", "network", "what-if"])
def test_the_tracer_s_desk_stays_within_its_policy(lang, tab, page, address) -> None:
    tracer = Tracer(page, address).open(f"?tab={tab}&lang={lang}").is_called()
    if tab == "venues":
        tracer.at(".exposed-table tbody a").first.click()
        expect(tracer.at(".hours-chart .js-plotly-plot")).to_be_visible()
    if tab == "what-if":
        page.locator("[role=slider], input[type=range]").first.press("ArrowRight")
    page.wait_for_timeout(1_000)
    assert violations(page) == []


@every_language
def test_the_data_desk_stays_within_its_policy(lang, page, address) -> None:
    for tab in ("", "&tab=held", "&tab=ledger"):
        Steward(page, address).open(f"?lang={lang}{tab}")
        assert violations(page) == []


@every_language
def test_the_work_list_stays_within_its_policy(lang, page, address) -> None:
    page.goto(f"{address}/work?lang={lang}")
    expect(page.locator("#work-list")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/desk", "/trace", "/work", "/nowhere"])
def test_a_script_that_gets_into_a_page_does_not_run(path, page, address) -> None:
    page.goto(address + path)
    page.evaluate(
        """markup => {
            for (const each of markup) document.body.insertAdjacentHTML('beforeend', each);
            const script = document.createElement('script');
            script.textContent = 'window.__pwned = 1';
            document.body.append(script);
            const frame = document.createElement('a');
            frame.href = 'javascript:window.__pwned=1'; document.body.append(frame); frame.click();
        }""",
        list(MARKUP),
    )
    page.wait_for_function("() => window.__violations.some(each => each.includes('script'))")
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.__pwned || 0") == 0


# ── names as an attacker would write them, without the policy, so that our own escaping is seen ──


@pytest.fixture(scope="module")
def attacked_var(settings, tmp_path_factory) -> Path:
    """A copy of the built store whose venues and records are called by the corpus."""
    folder = tmp_path_factory.mktemp("attacked") / "var"
    shutil.copytree(settings.var_dir, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm", "lock"))
    engine = connect(f"sqlite:///{folder / 'dichte.sqlite'}")
    with engine.begin() as connection:
        v = schema.venue
        for venue_id in connection.execute(select(v.c.venue_id)).scalars().all():
            name = NAMES[venue_id % len(NAMES)][:120]
            connection.execute(v.update().where(v.c.venue_id == venue_id).values(name=name))
    engine.dispose()
    return folder


@pytest.fixture(scope="module")
def attacked(settings, attacked_var, tmp_path_factory) -> Iterator[str]:
    titles = {"DICHTE_TITLE_VI": "".join(MARKUP) + "${1}{{2}}", "DICHTE_TITLE_EN": "".join(MARKUP)}
    with serving(settings, attacked_var, tmp_path_factory.mktemp("server") / "log", **titles) as address:
        yield address


@pytest.fixture
def victim(browser) -> Iterator[Page]:
    context = new_context(browser, bypass_csp=True)
    page = context.new_page()
    yield page
    context.close()


def nothing_ran(page: Page, is_named: bool = False) -> None:
    if is_named:
        expect(page.locator("body"), "the corpus is on the screen").to_contain_text(
            "__pwned", use_inner_text=True
        )
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.__pwned || 0") == 0
    assert page.locator("img[src=x], iframe[srcdoc], a[href^='javascript:']").count() == 0
    said = page.locator("body").inner_text()
    assert INVISIBLE.findall(said) == []


def test_the_map_and_the_card_of_a_venue_run_no_name(attacked, victim, attacked_var, settings) -> None:
    store = open_store(replace(settings, var_dir=attacked_var))
    ids = [each.venue.venue_id for each in listed_venues(store, MAY_25, ExposureRule(), None)[:12]]
    assert ids
    for venue_id in ids:
        victim.goto(f"{attacked}/?lang=en&venue={venue_id}")
        expect(victim.locator("#place h2")).to_be_visible()
        nothing_ran(victim)


def test_the_tracer_s_desk_runs_no_name(attacked, victim) -> None:
    tracer = Tracer(victim, attacked).open("?tab=venues&lang=en").is_called()
    tracer.at(".exposed-table tbody a").first.click()
    expect(tracer.heading).to_be_visible()
    nothing_ran(victim, is_named=True)


def test_the_work_list_and_the_tracer_s_desk_run_no_note(attacked, victim, attacked_var, settings) -> None:
    store = open_store(replace(settings, var_dir=attacked_var))
    listed = listed_venues(store, MAY_25, ExposureRule(), None)[: len(NAMES)]
    for number, (each, evil) in enumerate(zip(listed, NAMES, strict=True), start=1):
        decide(store, each.venue.venue_id, "test", evil[:60], evil[:200], ExposureRule())
        tick(store, number, "not_possible", evil[:60], evil[:200])
    for lang in ("vi", "en"):
        victim.goto(f"{attacked}/work?lang={lang}")
        expect(victim.locator(".task .note").first).to_be_visible()
        nothing_ran(victim, is_named=True)
    for each in listed[:4]:
        tracer = Tracer(victim, attacked).open(f"?tab=venues&lang=en&venue={each.venue.venue_id}")
        expect(tracer.at("p.commune-said")).to_be_visible()
        nothing_ran(victim, is_named=True)


def test_the_data_desk_runs_no_cell_of_a_held_row(attacked, victim) -> None:
    places = [
        {"Huyện": evil[:300], "Xã": evil[:300], "Mã tờ khai": f"{evil[:40]}{n}"}
        for n, evil in enumerate(CORPUS)
    ]
    rows = [files.row(n, **place) for n, place in enumerate(places)]
    steward = Steward(victim, attacked)
    steward.open(f"?lang=en&source={files.BLUEZONE}").is_called(MARKUP[0])
    steward.choose_file(files.table(rows), f"\u202e{MARKUP[0].replace('/', '')}.csv")
    expect(steward.at(".preview")).to_be_visible()
    nothing_ran(victim)
    steward.commit()
    for tab in ("held", "ledger"):
        steward.open(f"?lang=en&tab={tab}")
        nothing_ran(victim, is_named=True)


@pytest.mark.parametrize("path", ["export/map.html", "map.svg"])
def test_the_exported_map_runs_no_name(path, attacked, victim, tmp_path) -> None:
    answer = victim.request.get(f"{attacked}/{path}?lang=en&show=areas,venues")
    assert answer.status == 200
    file = tmp_path / Path(path).name
    file.write_bytes(answer.body())
    victim.goto(file.as_uri())
    victim.wait_for_timeout(1_000)
    assert victim.evaluate("() => window.__pwned || 0") == 0
    assert re.search("__pwned", answer.text())
