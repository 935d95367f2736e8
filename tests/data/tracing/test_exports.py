"""Lists taken away: the same numbers as on the screen, safe in a spreadsheet, and never without a trace."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from hashlib import sha256

import openpyxl
import pytest

from data.store import Store
from data.tracing import exports
from data.tracing.actions import decide
from data.tracing.answers import CaseTrace, VenueTrace
from data.tracing.case import trace_case
from data.tracing.exports import Request, case_sheet, export, list_sheet, venue_sheet
from data.tracing.listed import listed_venues
from data.tracing.looks import recent
from data.tracing.onward import trace_onward
from data.tracing.person_code import person_code
from data.tracing.refused import TracingRefused
from data.tracing.venue import trace_venue
from data.work.tick import tick
from geo.exposure_rule import ExposureRule
from tests.world import FACTORY, HUNG, MARKET_NENH, MAY_12

RULE = ExposureRule()
FORMULAS = ("=1+1", "+84", "-2", "−2", "@cmd", "\tx", "\rx", " =HYPERLINK(1)", "＝1")


def words(key: str) -> str:
    return f"«{key}»"


REQUEST = Request("Lan", "truy vết", words, "định nghĩa")


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def below(content: bytes, first: str) -> list[dict[str, str]]:
    """Rows under the headings."""
    lines = table(content)
    at = next(n for n, line in enumerate(lines) if line[0] == f"«column.{first}»")
    return [dict(zip(lines[at], line, strict=True)) for line in lines[at + 1 :]]


@pytest.fixture
def case(tiny: Store) -> CaseTrace:
    trace = trace_case(tiny, 1, RULE)
    assert trace is not None
    return trace


@pytest.fixture
def venue(tiny: Store) -> VenueTrace:
    trace = trace_venue(tiny, MARKET_NENH, MAY_12, RULE, has_people=True)
    assert trace is not None
    return trace


def test_the_list_of_a_case_holds_the_people_of_its_trace(tiny: Store, case: CaseTrace) -> None:
    rows = below(export(tiny, case_sheet(case, None, words), "csv", REQUEST), "code")
    assert rows == [
        {
            "«column.code»": person_code(HUNG),
            "«column.records»": "",
            "«column.generation»": "1",
            "«column.overlap_minutes»": "90",
            "«column.longest_minutes»": "90",
            "«column.first_met»": "2021-05-08 14:00",
            "«column.last_met»": "2021-05-08 15:30",
            "«column.venues»": "Nhà máy Quang Châu",
            "«column.is_imputed»": "«no»",
            "«column.case»": "",
        }
    ]


def test_f2s_are_in_it_where_they_were_asked_for(store: Store) -> None:
    trace = next(
        t
        for n in range(1, 400)
        if (t := trace_case(store, n, RULE)) and (o := trace_onward(store, n, RULE)) and o.met
    )
    onward = trace_onward(store, trace.case.case_id, RULE)
    sheet = case_sheet(trace, onward, words)
    generations = [row[2] for row in sheet.rows]
    assert (generations.count(1), generations.count(2)) == (len(trace.met), len(onward.met))
    assert not any(str(row[7]).isdigit() for row in sheet.rows)


def test_a_workbook_says_what_the_csv_says(tiny: Store, venue: VenueTrace) -> None:
    sheet = venue_sheet(venue, words)
    lines = table(export(tiny, sheet, "csv", REQUEST))
    book = openpyxl.load_workbook(io.BytesIO(export(tiny, sheet, "xlsx", REQUEST)))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    shown = [
        [value.isoformat(" ", "minutes") if hasattr(value, "isoformat") else value for value in row]
        for row in cells
    ]
    plain = [["" if value is None else str(value) for value in row] for row in shown]
    at = next(n for n, line in enumerate(lines) if line[0] == "«head.at»")
    assert [line for n, line in enumerate(plain) if n != at] == [
        line for n, line in enumerate(lines) if n != at
    ]


def test_the_list_of_venues_says_what_was_decided(tiny: Store) -> None:
    decide(tiny, FACTORY, "close_disinfect", "Mai", "=đóng", RULE)
    listed = listed_venues(tiny, MAY_12, RULE, None)
    rows = below(export(tiny, list_sheet(listed, MAY_12, RULE, words), "csv", REQUEST), "venue")
    assert [row["«column.people_exposed»"] for row in rows] == [str(v.people_exposed) for v in listed]
    factory = next(row for row in rows if row["«column.venue»"] == "Nhà máy Quang Châu")
    assert (factory["«column.action»"], factory["«column.decided_by»"]) == ("«action.close_disinfect»", "Mai")
    assert factory["«column.why»"] == "'=đóng"
    assert {row["«column.action»"] for row in rows} == {"«action.close_disinfect»", ""}
    assert factory["«column.carried_out»"] == "«action.commune.open»"


def test_the_list_of_venues_says_whether_the_commune_has_done_it_without_its_note(tiny: Store) -> None:
    decide(tiny, FACTORY, "test", "Mai", "", RULE)
    tick(tiny, 1, "done", "Cán bộ xã", "gặp bà Canary")
    listed = listed_venues(tiny, MAY_12, RULE, None)
    content = export(tiny, list_sheet(listed, MAY_12, RULE, words), "csv", REQUEST)
    factory = next(row for row in below(content, "venue") if row["«column.action»"])
    assert factory["«column.carried_out»"] == "«action.commune.done»"
    assert factory["«column.carried_out_at»"].startswith("20")
    assert "Canary" not in content.decode()


def test_the_head_says_by_whom_for_what_by_which_definition_and_of_which_data(
    tiny: Store, case: CaseTrace
) -> None:
    lines = table(export(tiny, case_sheet(case, None, words), "csv", REQUEST))
    head = {line[0]: line[1] for line in lines[:8]}
    assert head["«title.case»"] == "1"
    assert (head["«head.by»"], head["«head.purpose»"]) == ("Lan", "truy vết")
    assert (head["«head.rule»"], head["«head.rule_said»"]) == ("bac_giang", "định nghĩa")
    assert len(head["«head.snapshot»"]) == 12 and head["«head.simulated»"] == "«no»"


def test_a_list_of_simulated_people_says_so(store: Store) -> None:
    sheet = list_sheet(listed_venues(store, MAY_12, RULE, None), MAY_12, RULE, words)
    lines = table(export(store, sheet, "csv", REQUEST))
    assert ["«head.simulated»", "«yes»"] in [line[:2] for line in lines]


def test_the_csv_keeps_to_rfc_4180_and_opens_in_excel_as_utf_8(tiny: Store, case: CaseTrace) -> None:
    content = export(tiny, case_sheet(case, None, words), "csv", replace(REQUEST, purpose='a "b", c'))
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert len({len(line) for line in table(content)}) == 1
    assert any(line[1] == 'a "b", c' for line in table(content))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_run_by_a_spreadsheet(tiny: Store, venue: VenueTrace, text: str) -> None:
    named = replace(
        venue,
        venue=replace(venue.venue, name=text),
        met=tuple(replace(m, records=(text,)) for m in venue.met),
    )
    request = Request(text.strip() or "x", text.strip() or "x", words, text)
    for form in exports.FORMATS:
        content = export(tiny, venue_sheet(named, words), form, request)
        for cell in cells_of(content, form):
            assert not cell.lstrip().startswith(("=", "+", "-", "−", "@", "＝")) and not cell.startswith(
                ("\t", "\r")
            )


def cells_of(content: bytes, form: str) -> list[str]:
    if form == "csv":
        return [cell for line in table(content) for cell in line]
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()
    cells = [cell for row in rows for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    return [cell.value for cell in cells if isinstance(cell.value, str)]


def test_signs_that_xml_can_t_hold_do_not_stop_a_workbook(tiny: Store, venue: VenueTrace) -> None:
    named = replace(venue, venue=replace(venue.venue, name="Chợ\x00 \x1fNếnh"))
    assert "Chợ Nếnh" in cells_of(export(tiny, venue_sheet(named, words), "xlsx", REQUEST), "xlsx")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_taken_away_is_in_the_log_by_its_digest(tiny: Store, case: CaseTrace, form: str) -> None:
    content = export(tiny, case_sheet(case, None, words), form, REQUEST)
    look = recent(tiny, 1)[0]
    assert look.sha256 == sha256(content).hexdigest()
    assert (look.by, look.purpose, look.act, look.what, look.key, look.rule, look.rows) == (
        "Lan", "truy vết", "export", "case", "1", "bac_giang", 1
    )  # fmt: skip


@pytest.mark.parametrize("change", [{"by": ""}, {"purpose": " "}])
def test_without_name_or_purpose_nothing_is_given(
    tiny: Store, case: CaseTrace, change: dict[str, str]
) -> None:
    with pytest.raises(TracingRefused):
        export(tiny, case_sheet(case, None, words), "csv", replace(REQUEST, **change))  # type: ignore[arg-type]
    assert recent(tiny, 5) == ()


def test_an_unknown_form_is_refused(tiny: Store, case: CaseTrace) -> None:
    with pytest.raises(TracingRefused, match="csv or xlsx, got 'pdf'"):
        export(tiny, case_sheet(case, None, words), "pdf", REQUEST)


def test_a_list_that_could_not_be_noted_is_not_given(tiny: Store, case: CaseTrace, monkeypatch) -> None:
    def fails(*_: object) -> None:
        raise TracingRefused("expected a log, got none")

    monkeypatch.setattr(exports, "write_look", fails)
    with pytest.raises(TracingRefused, match="expected a log"):
        export(tiny, case_sheet(case, None, words), "csv", REQUEST)


def test_every_word_that_is_asked_for_is_on_the_list_of_words(
    tiny: Store, case: CaseTrace, venue: VenueTrace
) -> None:
    asked = set[str]()

    def listening(key: str) -> str:
        asked.add(key)
        return key

    decide(tiny, FACTORY, "test", "Lan", "", RULE)
    listed = listed_venues(tiny, MAY_12, RULE, None)
    request = replace(REQUEST, words=listening, gone_said="deleted")
    for sheet in (
        case_sheet(case, None, listening),
        venue_sheet(venue, listening),
        list_sheet(listed, MAY_12, RULE, listening),
    ):
        export(tiny, sheet, "csv", request)
    assert {key for key in asked if not key.startswith("venue_type.")} <= set(exports.WORDS)
    assert {key for key in exports.WORDS if not key.startswith("action.")} <= asked
