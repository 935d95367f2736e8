"""The commune's work list over HTTP: its own decisions and gaps, ticked off in the account's name, to nobody else."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from callbacks.access.exact_looks import EXTENSION
from callbacks.access.reader import recognise_by
from data import schema
from data.access.reader import DEMONSTRATION, NOBODY
from data.access.rights import Role
from data.access.sight import PUBLIC, WHOLE, Sight
from data.audit.chain import last_entries
from data.store import Store
from data.tracing.actions import decide
from data.tracing.listed import listed_venues
from data.work.missing import missing_reports
from geo.exposure_rule import ExposureRule
from layers.text import number, text
from tests.attacks.canaries import NAMES, PHONES
from tests.attacks.canaries import found as canaries
from tests.callbacks.trace.fake import MAY_25
from tests.copies import copied
from tests.wire.conftest import answer_of
from tests.wire.signed_in import OURS, sign_in, with_accounts

RULE = ExposureRule()
BY, NOWHERE = "Cán bộ xã", 987_654
every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@dataclass(frozen=True)
class World:
    """Two venues of one commune, one of another, and the number of the decision on the first and on the last."""

    server: Flask
    store: Store
    units: tuple[int, int]
    names: tuple[str, str]
    people: int
    ours: int
    theirs: int

    def officer(self, unit: int | None = None) -> Any:
        sight = Sight(frozenset([self.units[0] if unit is None else unit]))
        return sign_in(self.server, BY, Role.COMMUNE_OFFICER, sight=sight)

    def words(self) -> int:
        with self.store.read() as connection:
            return connection.execute(select(func.count()).select_from(schema.action_done)).scalar_one()

    def acts(self) -> list[Any]:
        self.server.extensions[EXTENSION].settle()
        with self.store.read() as connection:
            return [each for each in last_entries(connection, 500) if each.act == "carry_out"]


@pytest.fixture
def world(untouched, tmp_path) -> Iterator[World]:
    server = create_app(copied(untouched, tmp_path / "var")).server
    with_accounts(server)
    store = server.extensions["dichte"].store
    first, *others = listed_venues(store, MAY_25, RULE, None)
    far = next(e for e in others if e.venue.unit_id != first.venue.unit_id)
    for each in (first, far):
        decide(store, each.venue.venue_id, "close_disinfect", "Tổ Truy Vết Kín", "nhà ông Canary", RULE)
    units, names = (first.venue.unit_id, far.venue.unit_id), (first.venue.name, far.venue.name)
    yield World(server, store, units, names, first.people_exposed, 1, 2)
    store.engine.dispose()


def seen(client: Any, search: str = "?lang=en&day=2021-05-25") -> str:
    answer = client.get(f"/work{search}")
    assert answer.status_code == 200
    return unescape(answer.text)


def send(client: Any, decision: object, state: str = "done", headers: Any = OURS, **more: str) -> Any:
    form = {"decision": str(decision), "state": state, "note": ""} | more
    return client.post("/work?lang=en&day=2021-05-25", data=form, headers=headers)


def bare(page: str) -> str:
    """Without what the form was about."""
    return re.sub(r"\d+", "N", page)


@every_language
def test_an_officer_sees_the_decisions_of_the_commune_and_nobody_s_name(world: World, lang: str) -> None:
    page = seen(world.officer(), f"?lang={lang}&day=2021-05-25")
    assert world.names[0] in page and world.names[1] not in page
    assert text("action.close_disinfect", lang) in page
    assert f"<dd>{number(world.people, lang)}</dd>" in page
    assert text("work.heading.open", lang, n="1") in page
    assert "Kín" not in page and "Canary" not in page
    assert f'name="decision" value="{world.ours}"' in page and 'name="by"' not in page


@every_language
def test_an_empty_list_says_what_it_means(world: World, lang: str) -> None:
    other = next(u for u in world.store.cube().units.unit_ids.tolist() if u not in world.units)
    page = seen(world.officer(other), f"?lang={lang}")
    assert text("work.none", lang) in page and text("work.none_told", lang) in page


def test_an_account_without_a_commune_is_told_whom_to_ask(world: World) -> None:
    client = sign_in(world.server, BY, Role.COMMUNE_OFFICER, sight=PUBLIC)
    page = seen(client)
    assert text("work.no_scope", "en") in page and world.names[0] not in page
    assert send(client, world.ours).status_code == 409 and world.words() == 0


def test_a_decision_is_ticked_off_in_the_name_of_the_account_whatever_the_form_says(world: World) -> None:
    answer = send(world.officer(), world.ours, by="Kẻ Mạo Danh", note="xong, gọi 0912 345 678")
    page = unescape(answer.text)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert text("work.ticked.done", "en") in page and text("work.heading.done", "en", n="1") in page
    assert text("work.said_by", "en", by=BY) in page and "Mạo Danh" not in page
    assert "xong, gọi •••" in page and "0912" not in page
    [entry] = world.acts()
    assert (entry.by, json.loads(entry.detail)) == (BY, {"decision": world.ours, "state": "done"})


def test_a_form_sent_twice_is_one_word_one_entry_and_the_same_answer(world: World) -> None:
    client = world.officer()
    first, second = (send(client, world.ours, "not_possible", note="khóa cổng") for _ in range(2))
    assert first.text == second.text and first.status_code == 200
    assert (world.words(), len(world.acts())) == (1, 1)


def test_what_was_said_is_taken_back(world: World) -> None:
    client = world.officer()
    send(client, world.ours)
    page = unescape(send(client, world.ours, "open").text)
    assert text("work.ticked.open", "en") in page and text("work.heading.open", "en", n="1") in page


@pytest.mark.parametrize(
    ("decision", "state", "note"),
    [
        ("theirs", "done", ""),
        (NOWHERE, "done", ""),
        (0, "done", ""),
        (2**40, "done", ""),
        ("-1", "done", ""),
        ("١", "done", ""),
        ("", "done", ""),
        ("x", "done", ""),
        ("ours", "", ""),
        ("ours", "burnt", ""),
        ("ours", "done", "n" * 201),
    ],
)
def test_what_is_elsewhere_nowhere_or_malformed_is_refused_in_the_same_words(
    world: World, decision: Any, state: str, note: str
) -> None:
    number = {"ours": world.ours, "theirs": world.theirs}.get(decision, decision)
    client = world.officer()
    answer, known = send(client, number, state, note=note), send(client, NOWHERE)
    assert answer.status_code == known.status_code == 409
    kept = f'value="{note[:200]}"' if note else 'value=""'
    assert bare(answer.text).replace(kept, 'value=""') == bare(known.text)
    assert text("work.refused", "en") in unescape(answer.text)
    assert (world.words(), world.acts()) == (0, [])


def test_a_decision_that_was_replaced_meanwhile_is_refused(world: World) -> None:
    client = world.officer()
    a = schema.venue_action.c
    with world.store.read() as connection:
        venue_id = connection.execute(select(a.venue_id).where(a.action_id == world.ours)).scalar_one()
    decide(world.store, venue_id, "monitor", "Tổ", "", RULE)
    answer = send(client, world.ours)
    assert answer.status_code == 409 and text("action.monitor", "en") in unescape(answer.text)
    assert world.words() == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COMMUNE_OFFICER])
def test_other_duties_are_refused(world: World, role: Role) -> None:
    client = sign_in(world.server, "ai đó", role, sight=WHOLE)
    assert client.get("/work").status_code == 403
    assert send(client, world.ours).status_code == 403 and world.words() == 0


def test_nobody_is_asked_who_it_is(world: World) -> None:
    recognise_by(world.server, lambda: NOBODY)
    client = world.server.test_client()
    assert (client.get("/work").status_code, send(client, world.ours).status_code) == (401, 401)
    assert client.get("/work.css").status_code == 200 and world.words() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
    ids=str,
)
def test_another_site_s_page_ticks_nothing_off(world: World, headers: dict[str, str]) -> None:
    assert send(world.officer(), world.ours, headers=headers).status_code == 403
    assert world.words() == 0


def test_a_page_of_another_site_may_link_to_the_list_and_not_fetch_it(world: World) -> None:
    client, foreign = world.officer(), {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/work", headers=foreign).status_code == 403
    linked = foreign | {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/work", headers=linked).status_code == 200


def test_in_the_demonstration_a_name_is_asked_for(world: World) -> None:
    recognise_by(world.server, lambda: DEMONSTRATION)
    client = world.server.test_client()
    page = seen(client)
    assert all(name in page for name in world.names) and page.count('name="by"') == 2
    refused = send(client, world.ours, note="ca đêm còn lại")
    assert refused.status_code == 400 and world.words() == 0
    assert text("work.by_missing", "en") in unescape(refused.text) and "ca đêm còn lại" in refused.text
    answer = send(client, world.ours, by=" Người  Thử ")
    assert answer.status_code == 200 and 'value="Người Thử"' in answer.text
    assert text("work.said_by", "en", by="Người Thử") in unescape(answer.text)


def test_while_an_import_holds_the_store_nothing_is_written_and_the_note_stays(
    world: World, monkeypatch
) -> None:
    from data.errors import StoreBusy

    def busy(*_: object) -> None:
        raise StoreBusy

    monkeypatch.setattr("callbacks.work.pages.tick", busy)
    answer = send(world.officer(), world.ours, note="xong ca ngày")
    assert answer.status_code == 503 and "xong ca ngày" in answer.text


@pytest.mark.parametrize("day", ["2021-05-25", "2021-05-08", "2021-07-13"])
@every_language
def test_missing_reports_are_those_of_the_commune_up_to_the_day(world: World, day: str, lang: str) -> None:
    whole = missing_reports(world.store, MAY_25.fromisoformat(day))
    gap = whole.gaps[0]
    assert gap.commune is not None
    page = seen(world.officer(gap.commune.unit_id), f"?lang={lang}&day={day}")
    own = [g for g in whole.gaps if g.commune == gap.commune]
    assert page.count(f"{text(f'work.kind.{gap.kind}', lang)}: ") == 1
    assert sum(text(f"work.kind.{g.kind}", lang) + ": " in page for g in own) == len(own)
    others = {g.commune.full_name for g in whole.gaps if g.commune and g.commune != gap.commune}
    assert [name for name in others if f"<h3>{name}," in page] == []
    assert text("work.missing_told", lang) in page


def test_a_commune_whose_reports_are_all_in_is_told_so(world: World) -> None:
    late = {g.commune.unit_id for g in missing_reports(world.store, MAY_25).gaps if g.commune}
    whole = next(u for u in world.store.cube().units.unit_ids.tolist() if u not in late)
    assert text("work.missing_none", "en") in seen(world.officer(whole))


def test_without_a_day_it_is_the_one_that_the_desk_opens_with_and_a_bad_one_is_told(world: World) -> None:
    client = world.officer()
    assert "Tuesday 25/05/2021" in seen(client, "?lang=en")
    assert "24/05/2021" in seen(client, "?lang=en&day=2021-05-24")
    for bad in ("2021-13-01", "2020-01-01", "x"):
        page = seen(client, f"?lang=en&day={bad}")
        assert text("notice.bad_value", "en", name="day", got=bad) in page and "Tuesday 25/05/2021" in page


def test_words_that_would_run_are_text(world: World) -> None:
    evil = "<script>alert(1)</script>{{ 7*7 }}"
    answer = send(world.officer(), world.ours, note=evil)
    assert "<script" not in answer.text and "49" not in re.findall(r'class="note">(.*?)<', answer.text)[0]
    assert evil in unescape(answer.text)


def test_a_name_in_a_note_is_read_by_the_commune_and_by_tracers_and_nowhere_else(
    world: World, caplog
) -> None:
    caplog.set_level(logging.DEBUG)
    client = world.officer()
    assert canaries(send(client, world.ours, note=f"gặp {NAMES[6]}, {PHONES[3]}").text) == [NAMES[6]]
    snapshot = world.store.cube().snapshot.id
    recognise_by(world.server, lambda: DEMONSTRATION)
    client = world.server.test_client()
    who = {"by": "Tổ", "purpose": "thử"}
    taken = {"what": "list", "key": "0", "ext": "csv", "search": "?tab=venues&day=2021-05-25"} | who
    told = [client.get(f"/venues/{snapshot}.geojson").data, client.get("/export/map.html").data]
    told += [client.post("/trace/export", json=taken, headers=OURS).data]
    told += [json.dumps(answer_of(client, "place", {"venue": str(n)})).encode() for n in range(1, 40)]
    with world.store.read() as connection:
        told += [str(each).encode() for each in last_entries(connection, 500)]
        told += [str(row).encode() for row in connection.execute(select(schema.tracing_log))]
    told += [seen(world.officer(world.units[1])).encode(), caplog.text.encode()]
    assert len(told) > 45 and [each for body in told for each in canaries(body)] == []


def test_a_look_at_the_list_is_noted_once(world: World) -> None:
    client = world.officer()
    for _ in range(3):
        client.get("/work")
    world.server.extensions[EXTENSION].settle()
    with world.store.read() as connection:
        looks = [each for each in last_entries(connection, 50) if each.act == "look"]
    assert [(each.what, each.by) for each in looks] == [("work", BY)]


@every_language
def test_the_map_leads_to_the_list_and_the_list_to_the_map(world: World, lang: str) -> None:
    page = json.dumps(answer_of(world.officer(), "page", f"?lang={lang}"), ensure_ascii=False)
    assert f'"work?lang={lang}"' in page
    assert f'href="./?day=2021-05-25&lang={lang}"' in seen(world.officer(), f"?lang={lang}")
    analyst = sign_in(world.server, "An", Role.ANALYST, sight=WHOLE)
    assert "work?lang" not in json.dumps(answer_of(analyst, "page", f"?lang={lang}"))


def test_the_tracer_is_told_what_the_commune_said(world: World) -> None:
    send(world.officer(), world.ours, note="xong cả hai ca")
    for sight, told in ((WHOLE, ("done", None)), (Sight(frozenset([world.units[1]])), (None,))):
        listed = listed_venues(world.store.seen_by(sight), MAY_25, RULE, None)
        actions = [each.action for each in listed if each.action]
        assert tuple(a.carried_out.state if a.carried_out else None for a in actions) == told
