"""The built-in mappings: what the directive names is there, traps are pinned, real spellings are read."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest

from data.checks.columns import make_checker
from data.outbreak_2021.simulate.channels import CHANNELS
from data.outbreak_2021.simulate.kinds import KINDS
from data.profiles import load_profile
from data.sources.load import BUILT_IN
from data.sources.source import Source
from data.subjects import PROVINCES, SUBJECTS, VENUE_TYPES

PERSONAL = ("full_name", "address", "fullName", "email", "Họ và tên", "Họ tên", "Địa chỉ", "Email")


def answers(source: Source, field: str, texts: Sequence[str]) -> list[str]:
    """What each text means: yes, no, a code, the reason why it is held, or "unknown"."""
    checked = make_checker(source, load_profile(source.profile or "bac_giang")).check(field, pa.array(texts))
    kind = source.subject.field(field).kind
    said = {0: "no", 1: "yes"} if kind == "yes_no" else {}
    return [
        checked.problems[row].reason
        if row in checked.problems
        else str(said.get(value, value) if known else "unknown")
        for row, (value, known) in enumerate(zip(checked.values, checked.known, strict=True))
    ]


def test_every_subject_has_a_source(sources: dict[str, Source]) -> None:
    assert {s.subject.key for s in sources.values()} == {s.key for s in SUBJECTS}


def test_every_channel_of_the_directive_brings_declarations(sources: dict[str, Source]) -> None:
    declared = {s.channel for s in sources.values() if s.subject.key == "declarations"}
    assert declared == set(CHANNELS)


def test_on_tokhaiyte_has_is_1_yes_2_no_and_0_is_held(sources: dict[str, Source]) -> None:
    source = sources["tokhaiyte-declarations"]
    assert answers(source, "has_contact", ["1", "2", "0", ""]) == ["yes", "no", "code_unknown", "unknown"]


def test_on_tokhaiyte_show_is_1_yes_0_no_and_2_is_held(sources: dict[str, Source]) -> None:
    source = sources["tokhaiyte-declarations"]
    assert answers(source, "has_symptoms", ["1", "0", "2", ""]) == ["yes", "no", "code_unknown", "unknown"]


def test_tokhaiyte_s_has_answers_come_from_the_has_columns_and_show_from_show(
    sources: dict[str, Source],
) -> None:
    source = sources["tokhaiyte-declarations"]
    for mapping in source.fields:
        if mapping.column.startswith("has"):
            assert dict(mapping.codes) == {"1": "yes", "2": "no"}
        if mapping.column.startswith("show"):
            assert dict(mapping.codes) == {"1": "yes", "0": "no"}


def test_tokhaiyte_s_three_kinds_of_form_are_told_apart(sources: dict[str, Source]) -> None:
    source = sources["tokhaiyte-declarations"]
    forms = ["HDLocal", "HDPassenger", "HDHealth", "HDOther"]
    assert answers(source, "form", forms) == ["local", "passenger", "health", "code_unknown"]


def test_meeting_somebody_from_an_affected_country_is_no_stay_there(sources: dict[str, Source]) -> None:
    source = sources["tokhaiyte-declarations"]
    assert source.mapping("from_affected") is None
    assert {"hasFromSickCountry", "hasSick", "showCountryPassing"} <= set(source.ignored)


def test_zalo_s_three_forms_are_told_apart(sources: dict[str, Source]) -> None:
    forms = ["NCOVI", "Bluezone", "Tờ khai y tế"]
    assert answers(sources["zalo-declarations"], "form", forms) == ["ncovi", "bluezone", "health"]


def test_symptoms_that_tokhaiyte_does_not_ask_for_stay_unmapped(sources: dict[str, Source]) -> None:
    source = sources["tokhaiyte-declarations"]
    assert source.mapping("fever") is None and source.mapping("has_symptoms") is not None


def test_a_2_is_no_answer_where_people_write_yes_and_no(sources: dict[str, Source]) -> None:
    texts = ["Có", "không", "1", "0", "2"]
    found = answers(sources["bluezone-declarations"], "fever", texts)
    assert found == ["yes", "no", "yes", "no", "code_unknown"]


def test_names_addresses_and_mail_are_never_mapped(sources: dict[str, Source]) -> None:
    for source in sources.values():
        read = {h for m in source.fields for h in (m.column, *m.also)}
        assert not read & set(PERSONAL), source.key


def test_sources_that_know_people_let_their_names_fall(sources: dict[str, Source]) -> None:
    for key, source in sources.items():
        if source.mapping("phone") and key != "case-lines-who":
            assert set(source.ignored) & set(PERSONAL), key


def test_check_ins_and_venues_share_a_register(sources: dict[str, Source]) -> None:
    assert {sources[k].registry for k in ("qr-checkins", "qr-stays", "qr-venues")} == {"qr"}
    keys = ("atalink-enterprises", "atalink-assessments", "inspection-assessments")
    assert {sources[k].registry for k in keys} == {"tax_code"}


def test_check_ins_without_a_check_out_map_none(sources: dict[str, Source]) -> None:
    assert sources["qr-checkins"].mapping("t_out") is None
    assert sources["qr-stays"].mapping("t_out") is not None


def test_each_list_of_sites_says_what_its_sites_are(sources: dict[str, Source]) -> None:
    kinds = {m.constant for s in sources.values() if s.subject.key == "sites" for m in s.fields if m.constant}
    assert kinds == {"quarantine", "test", "vaccination", "treatment", "checkpoint"}


def test_self_assessments_and_inspections_are_kept_apart(sources: dict[str, Source]) -> None:
    said = [sources[k].mapping("assessed_by") for k in ("atalink-assessments", "inspection-assessments")]
    assert [m.constant for m in said if m] == ["self", "inspection"]


def test_the_case_feed_reports_on_all_communes_and_every_day_of_its_span(sources: dict[str, Source]) -> None:
    coverage = sources["an-toan-covid-cases"].coverage
    assert (coverage.communes, coverage.days) == ("all", "span")


def test_the_case_feed_is_placed_by_names(sources: dict[str, Source]) -> None:
    source = sources["an-toan-covid-cases"]
    assert source.mapping("commune_code") is None
    assert source.mapping("district") and source.mapping("commune")


def test_a_community_team_s_sheet_says_nothing_of_other_communes(sources: dict[str, Source]) -> None:
    assert sources["community-team-declarations"].coverage.communes == "named"


@pytest.mark.parametrize(
    ("text", "epoch"),
    [
        ("26/01/2022, 2:11 pm", "2022-01-26T01:11"),
        ("9/01/2022, 12:00 am", "2022-01-08T11:00"),
        ("13/08/2021, 10:00 pm", "2021-08-13T10:00"),
        ("2022-02-20 09:00:00 NZDT", "2022-02-19T20:00"),
        ("2022-01-23T01:25:00.000Z", "2022-01-23T01:25"),
    ],
)
def test_every_way_new_zealand_writes_a_start_is_read(
    sources: dict[str, Source], text: str, epoch: str
) -> None:
    found = answers(sources["nz-exposure-events"], "starts_at", [text])
    assert found == [str(int(np.datetime64(epoch, "s").astype(int)))]


@pytest.mark.parametrize(
    "text",
    [
        "2022-02-01 18:44:41",
        "2022-02-24 16:00:00 NZDT",
        "27/10/2021 14:12",
        "7/10/2021 9:02",
        "2022-01-31T04:00:00.000Z",
    ],
)
def test_every_way_new_zealand_writes_a_publication_is_read(sources: dict[str, Source], text: str) -> None:
    for field in ("added_at", "version"):
        assert answers(sources["nz-exposure-events"], field, [text])[0].isdigit()


def test_new_zealand_s_events_belong_to_its_own_profile(sources: dict[str, Source]) -> None:
    source = sources["nz-exposure-events"]
    assert (source.profile, source.time_zone) == ("new_zealand", "Pacific/Auckland")
    assert [s.key for s in sources.values() if s.profile] == ["nz-exposure-events"]


def test_every_commune_code_keeps_its_zero(sources: dict[str, Source]) -> None:
    for source in sources.values():
        mapping = source.mapping("commune_code")
        assert mapping is None or mapping.width == 5, source.key


def test_a_province_is_known_by_name_full_name_and_code(sources: dict[str, Source]) -> None:
    texts = ["Bắc Ninh", "Tỉnh Bắc Ninh", "27", "TP. Hồ Chí Minh", "Hoà Bình", "Hòa Bình", "1", "Lyon"]
    found = answers(sources["bluezone-declarations"], "origin_province", texts)
    assert found == ["27", "27", "27", "79", "17", "17", "01", "code_unknown"]


def test_the_list_of_provinces_leads_to_all_63(sources: dict[str, Source]) -> None:
    mapping = sources["zalo-declarations"].mapping("origin_province")
    assert mapping is not None
    assert set(mapping.codes.values()) == set(PROVINCES)
    assert len(PROVINCES) == 63


def test_the_kinds_of_venue_are_those_of_the_store(sources: dict[str, Source]) -> None:
    mapping = sources["qr-venues"].mapping("venue_type")
    assert mapping is not None
    assert set(mapping.codes.values()) == set(VENUE_TYPES) == {kind.key for kind in KINDS}


def test_every_mapping_is_commented_and_every_defined_one_says_so() -> None:
    for path in sorted(BUILT_IN.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# "), path.name
        if "published = false" in text:
            assert re.search(r"defined for this map", text), path.name


def test_headings_defined_here_are_vietnamese_with_english_beside_them(sources: dict[str, Source]) -> None:
    for source in sources.values():
        if source.is_published:
            continue
        for mapping in source.fields:
            plain = mapping.column.startswith("CS") or mapping.column in ("", "geometry")
            is_english = any(re.fullmatch(r"[a-z_]+", heading) for heading in mapping.also)
            assert plain or mapping.also == () or is_english, (source.key, mapping.field)


def test_a_tax_code_keeps_its_zero_and_a_branch_its_number(sources: dict[str, Source]) -> None:
    for key, field in (("atalink-enterprises", "record"), ("atalink-assessments", "enterprise")):
        found = answers(sources[key], field, ["100109106", "0100109106", "0100109106-001"])
        assert found == ["0100109106", "0100109106", "0100109106-001"]
