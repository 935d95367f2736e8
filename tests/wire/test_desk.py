"""The data desk behind HTTP: its page, the way in for files and for nobody else, and what each gesture changes."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from urllib.parse import quote

import pytest

from app import create_app
from data.sources.load import load_sources
from layers.text import text
from tests.callbacks.trees import find, one, table
from tests.wire import desk
from tests.wire.desk import (
    BLUEZONE,
    FEED,
    committed,
    done,
    followed,
    header,
    press,
    room,
    told,
    upload,
)

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture
def app(settings, copied_var):
    """An app on a copy of the store, that a test may write into."""
    app = create_app(replace(settings, var_dir=copied_var, upload_mb=1))
    yield app
    app.server.extensions["dichte"].store.engine.dispose()
    app.server.extensions["dichte-desk"].intake.engine.dispose()


@pytest.fixture
def steward(app):
    return app.server.test_client()


def spool(var):
    return sorted(path.name for path in (var / "spool").glob("*"))


# ── the page ────────────────────────────────────────────────────────────────────────────────────


@every_language
def test_the_desk_has_an_address_of_its_own_in_the_language_of_the_address(lang, client, context) -> None:
    answer = client.get(f"/desk?lang={lang}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in page
    assert f"<title>{text('desk.title', lang)} · {context.store.settings.title(lang)}</title>" in page


def test_nothing_of_the_map_is_loaded_on_the_desk(client) -> None:
    page = client.get("/desk").get_data(as_text=True)
    for piece in (
        "maplibre",
        "plotly-basic",
        "map.js",
        "gestures.js",
        "/geometry/",
        "geometry/",
        "values/",
        "dichte-boot",
    ):
        assert piece not in page, piece


def test_nothing_of_the_desk_is_loaded_with_the_map(client) -> None:
    page = client.get("/").get_data(as_text=True)
    assert "assets/desk" not in page
    assert "assets/answers" not in page
    assert "assets/map.js" in page


def test_the_desk_runs_no_script_that_stands_in_the_page(client) -> None:
    page = client.get("/desk").get_data(as_text=True)
    inline = [
        part.split("</script>")[0] for part in page.split("<script")[1:] if "src=" not in part.split(">")[0]
    ]
    assert all("application/json" in part or "new DashRenderer()" in part for part in inline)


@every_language
def test_map_and_desk_lead_to_each_other(lang, client) -> None:
    on_map = press(client, "page.children", url="/").get_json()["response"]["page"]["children"]
    assert find(on_map, "A", css="to-desk")[0]["props"]["href"] == "desk?lang=vi"
    on_desk = opened(client, f"?lang={lang}")
    assert one(on_desk, "A", css="to-map")["props"]["href"] == f"./?lang={lang}"


def opened(client, search: str):
    """Everything on the screen of the desk."""
    dependencies = client.get("/_dash-dependencies").get_json()
    [callback] = [c for c in dependencies if c["output"] == "page.children"]
    values = {"pathname": "/desk", "search": search}
    body = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [each | {"value": values[each["property"]]} for each in callback["inputs"]],
        "state": [each | {"value": values[each["property"]]} for each in callback["state"]],
        "changedPropIds": ["url.pathname"],
    }
    return client.post("/_dash-update-component", json=body).get_json()["response"]["page"]["children"]


def test_the_list_of_held_rows_on_the_map_leads_to_the_desk(client) -> None:
    card = press(client, "place.children", asked={"panel": "held"}).get_json()["response"]["place"][
        "children"
    ]
    assert "desk?tab=held&lang=vi" in [link["props"]["href"] for link in find(card, "A")]


@every_language
@pytest.mark.parametrize("tab", ["import", "ledger", "held"])
def test_every_tab_opens_with_its_address(tab, lang, client) -> None:
    tree = opened(client, f"?tab={tab}&lang={lang}")
    [here] = [a for a in find(tree, "A") if a["props"].get("aria-current") == "page"]
    assert told(here).startswith(text(f"desk.tab.{tab}", lang))


def test_a_value_of_the_address_that_can_not_be_used_is_told(client) -> None:
    assert text("notice.bad_value", "vi", name="tab", got="x") in told(opened(client, "?tab=x"))


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/x", "/desks", "/desk/upload/x", "/desk/template/x", "/desk/schema/x"]
)
def test_beside_the_desk_there_is_nothing(path, client) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("source", load_sources(), ids=lambda s: s.key)
def test_templates_and_schema_of_every_source_come_as_files(source, client) -> None:
    card = one(room(client, f"?lang=en&source={source.key}"), css="desk-expects")
    for link in find(card, "A"):
        answer = client.get(f"/{link['props']['href']}")
        assert answer.status_code == 200, link
        assert len(answer.data) > 50
    assert client.get(f"/desk/schema/{source.key}.json").get_json()["fields"]


@pytest.mark.parametrize(
    "path", ["template/nobody.csv", "template/qr-checkins.exe", "schema/nobody.json", "template/..%2Fapp.csv"]
)
def test_a_template_that_there_is_not_is_not_found(path, client) -> None:
    assert client.get(f"/desk/{path}").status_code == 404


# ── files from our own page alone ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "strange",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_file_from_another_site_is_refused(strange, steward, copied_var) -> None:
    answer = upload(steward, desk.good(), header() | strange)
    assert answer.status_code == 403
    assert text("access.not_own_page", "en") in answer.get_json()["words"]
    assert spool(copied_var) == []


@pytest.mark.parametrize("own", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}])
def test_a_file_from_our_own_page_is_taken(own, steward) -> None:
    answer = upload(steward, desk.good(), header() | own)
    assert answer.status_code == 202
    assert len(answer.get_json()["token"]) >= 32
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("facts", ["", "x", quote("[1]"), quote("7"), "%ff%fe", quote("null")])
def test_a_form_that_can_not_set_our_header_is_refused(facts, steward, copied_var) -> None:
    headers = {"X-Dichte-File": facts} if facts else {}
    assert upload(steward, desk.good(), headers).status_code == 403
    assert steward.post("/desk/upload", data={"file": "x"}).status_code == 403
    assert spool(copied_var) == []


@pytest.mark.parametrize("source", ["", "nobody", None, 7, ["qr-checkins"]])
def test_a_file_of_no_source_is_refused(source, steward) -> None:
    answer = upload(steward, desk.good(), header(source))
    assert (answer.status_code, answer.get_json()["words"]) == (400, text("desk.choose_source_first", "en"))


@pytest.mark.parametrize(
    "more", [{"name": None}, {"name": 7}, {"encoding": 7}, {"delimiter": ["x"]}, {"sheet": {}}]
)
def test_facts_that_are_no_text_do_no_harm(more, steward) -> None:
    headers = {"X-Dichte-File": quote(json.dumps({"source": BLUEZONE, "name": "a.csv", "lang": "en"} | more))}
    token = upload(steward, desk.good(), headers).get_json()["token"]
    assert one(followed(steward, token), css="preview")


def test_a_file_over_the_limit_is_refused_with_what_to_do(steward, copied_var) -> None:
    answer = upload(steward, b"x" * (2**20 + 1))
    assert (answer.status_code, answer.get_json()["words"]) == (
        413,
        text("desk.too_large", "en", megabytes="1"),
    )
    assert spool(copied_var) == []


def test_the_way_in_for_files_can_not_be_read(client) -> None:
    assert client.get("/desk/upload").status_code == 404


def test_a_callback_that_another_sites_form_could_send_is_refused(client) -> None:
    body = json.dumps({"output": "desk-token.data", "inputs": [], "state": []})
    assert client.post("/_dash-update-component", data=body, content_type="text/plain").status_code == 400


def test_what_a_killed_program_left_is_deleted_at_the_next_start(settings, copied_var) -> None:
    (copied_var / "spool").mkdir()
    (copied_var / "spool" / "left.csv").write_text("0900000123")
    create_app(replace(settings, var_dir=copied_var))
    assert spool(copied_var) == []


# ── a good file, a dirty one, a hopeless one ────────────────────────────────────────────────────


def test_a_good_file_is_previewed_and_stored_only_when_it_is_committed(steward, app, copied_var) -> None:
    before = len(app.server.extensions["dichte-desk"].intake.entries())
    token = upload(steward, desk.good()).get_json()["token"]
    shown = followed(steward, token)
    assert len(table(one(shown, "Table", css="preview-table"))) == 41
    assert "Import 40 rows" in told(shown)
    assert len(app.server.extensions["dichte-desk"].intake.entries()) == before
    assert spool(copied_var) == []
    assert stat.S_IMODE((copied_var / "spool").stat().st_mode) == 0o700


def test_a_commit_ends_in_a_receipt_and_a_line_of_the_ledger(steward, app) -> None:
    receipt = committed(steward, desk.good())
    assert text("desk.done", "en", name="to-khai.csv") in told(receipt)
    newest = app.server.extensions["dichte-desk"].intake.entries()[0]
    assert (newest.rows.accepted, newest.rows.held, newest.imported_by) == (40, 0, "Người Thử")
    assert table(room(steward, "?tab=ledger&lang=en"))[1][2:7] == ["to-khai.csv", "40", "40", "0", "0"]


def test_the_very_same_file_again_is_told_before_anything_is_pressed(steward) -> None:
    committed(steward, desk.good())
    again = followed(steward, upload(steward, desk.good()).get_json()["token"])
    assert text("desk.is_known", "en") in told(again)
    assert find(again, "Button", data_desk="commit") == []


def test_a_dirty_file_says_what_is_held_and_why(steward) -> None:
    shown = followed(steward, upload(steward, desk.dirty()).get_json()["token"])
    reasons = [told(item) for item in find(one(shown, "Ul", css="reasons"), "Li")]
    assert "Import 30 rows" in told(shown)
    assert reasons[0].startswith(f"4{text('held.short.district_outside_province', 'en')}")
    assert reasons[1].startswith(f"2{text('held.short.phone_unreadable', 'en')}")
    assert len(find(shown, "Td", css="bad-cell")) == 7


def test_a_hopeless_file_is_refused_with_a_sentence_and_without_a_telephone(steward, copied_var) -> None:
    shown = told(followed(steward, upload(steward, desk.hopeless()).get_json()["token"]))
    assert text("desk.refused_lead", "en") in shown
    assert "Thời điểm khai" in shown
    assert desk.secrets(shown) == []
    assert spool(copied_var) == []


def test_a_file_of_another_source_is_refused(steward) -> None:
    shown = told(followed(steward, upload(steward, desk.good(), header(FEED)).get_json()["token"]))
    assert text("desk.refused_lead", "en") in shown
    assert "new_cases" in shown


def test_a_token_of_one_app_opens_nothing_in_another(steward, client) -> None:
    token = upload(steward, desk.good()).get_json()["token"]
    assert text("desk.gone", "en") in told(followed(client, token))


# ── decisions ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def dirty_file(steward, app) -> int:
    """The number of a dirty file that was committed."""
    committed(steward, desk.dirty())
    return app.server.extensions["dichte-desk"].intake.entries()[0].file_id


def rows_held(steward, file_id: int, reason: str = "") -> int:
    """Held rows of a file as the desk counts them."""
    heading = told(find(room(steward, f"?tab=held&lang=en&only={file_id}&reason={reason}"), "H2")[0])
    return int(heading.split()[0])


def first_row(steward, file_id: int, reason: str) -> str:
    tree = room(steward, f"?tab=held&lang=en&only={file_id}&reason={reason}")
    href = find(one(tree, "Table", css="held-groups"), "A")[0]["props"]["href"]
    return href.rpartition("row=")[2]


def test_placing_one_row_places_all_that_are_written_so(steward, dirty_file) -> None:
    row = first_row(steward, dirty_file, "district_outside_province")
    said = done(steward, "desk_place", file=str(dirty_file), row=row, why="công văn 12", commune="07807")
    assert (said["words"], said["is_bad"]) == (text("desk.place.done", "en", 4), False)
    assert rows_held(steward, dirty_file) == 3
    again = followed(
        steward,
        upload(steward, desk.table([desk.row(900, Huyện="Ba Đồn", Xã="Quảng Châu")])).get_json()["token"],
    )
    assert text("desk.placed_by_person", "en") in told(again)


def test_correcting_a_cell_brings_the_row_in(steward, dirty_file) -> None:
    row = first_row(steward, dirty_file, "phone_unreadable")
    said = done(steward, "desk_correct", file=str(dirty_file), row=row, cells={"Số điện thoại": "0900000777"})
    assert said["words"] == text("desk.correct.released", "en")
    assert rows_held(steward, dirty_file) == 6


def test_a_correction_that_is_none_leaves_the_row_held_and_says_so(steward, dirty_file) -> None:
    row = first_row(steward, dirty_file, "moment_unreadable")
    said = done(steward, "desk_correct", file=str(dirty_file), row=row, cells={"Thời điểm khai": "hôm kia"})
    assert said["words"] == text("desk.correct.held", "en")
    assert rows_held(steward, dirty_file) == 7


def test_dismissing_takes_rows_off_the_list_and_not_out_of_the_balance(steward, dirty_file, app) -> None:
    row = first_row(steward, dirty_file, "phone_unreadable")
    said = done(steward, "desk_dismiss", file=str(dirty_file), row=row, why="không sửa được", scope="all")
    assert said["words"] == text("desk.dismiss.done", "en", 2)
    assert rows_held(steward, dirty_file) == 5
    assert app.server.extensions["dichte-desk"].intake.entry(dirty_file).rows.held == 7


def test_withdrawing_takes_the_file_back_and_says_so(steward, dirty_file, app) -> None:
    said = done(steward, "desk_withdraw", file=str(dirty_file), why="sai nguồn")
    assert said["words"].startswith("Withdrawn: 30 rows left the tables; days counted anew: 25/05/2021")
    entry = app.server.extensions["dichte-desk"].intake.entry(dirty_file)
    assert (entry.withdrawn_by, entry.withdrawn_why) == ("Người Thử", "sai nguồn")
    assert rows_held(steward, dirty_file) == 0


def test_choosing_between_two_counts_settles_the_record(steward, app) -> None:
    rows = [["Bắc Giang", "Việt Yên", "Nếnh", "2021-08-01", count] for count in ("7", "9")]
    committed(steward, desk.table(rows, ["province", "district", "commune", "date", "new_cases"]), FEED)
    file_id = app.server.extensions["dichte-desk"].intake.entries()[0].file_id
    assert rows_held(steward, file_id, "contested") == 2
    panel = one(room(steward, f"?tab=held&lang=en&file={file_id}&row=2"), css="panel")
    assert ["7", "9"] in [cells[1:] for cells in table(panel)]
    said = done(steward, "desk_choose", file=str(file_id), row="3", why="bản giấy")
    assert not said["is_bad"]
    assert rows_held(steward, file_id, "contested") == 0


@pytest.mark.parametrize("gesture", ["desk_withdraw", "desk_correct", "desk_choose"])
def test_a_decision_on_what_there_is_not_is_a_sentence(gesture, steward) -> None:
    said = done(steward, gesture, file="999", row="2", why="x", cells={"a": "b"})
    assert said["is_bad"]
    assert said["words"].startswith(text("desk.not_done", "en"))


def test_nothing_personal_of_a_file_is_in_any_answer_or_on_disk(steward, dirty_file, copied_var) -> None:
    row = first_row(steward, dirty_file, "phone_unreadable")
    addresses = [
        "?tab=ledger",
        f"?tab=ledger&file={dirty_file}",
        "?tab=held",
        f"?tab=held&file={dirty_file}&row={row}",
    ]
    answers = [json.dumps(room(steward, search), ensure_ascii=False) for search in addresses]
    token = upload(steward, desk.dirty() + b"\r\n").get_json()["token"]
    answers.append(json.dumps(followed(steward, token), ensure_ascii=False))
    assert "•••" in answers[-1] and "•••" in answers[-2]
    assert [found for answer in answers if (found := desk.secrets(answer))] == []
    for path in copied_var.rglob("*"):
        if path.is_file():
            assert desk.secrets(path.read_bytes()) == [], path
