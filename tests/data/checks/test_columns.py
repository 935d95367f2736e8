from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from data.checks.columns import CHECKS, column_rule, make_checker, max_length
from data.checks.formats import format_fault
from data.profiles import load_profile
from data.sources.load import load_sources
from data.sources.source import FieldMapping, Source
from data.subjects import CHECKINS, DECLARATIONS, EXPOSURE_EVENTS, KINDS, NOTICES, SUBJECTS, VENUES

BAC_GIANG, NEW_ZEALAND = load_profile("bac_giang"), load_profile("new_zealand")
SOURCES = load_sources(Path(__file__).parents[3] / "data" / "sources")
TODAY = date(2021, 6, 14)


def source(subject, *fields, **more):
    return Source("test", subject, "Thử", "Test", fields, **more)


def rule_of(subject, name, profile=BAC_GIANG, typed=False, mapping=None, **more):
    mapping = mapping or FieldMapping(name, f"Column {name}")
    one = source(subject, mapping, **more)
    return make_checker(one, profile, has_typed_dates=typed, today=TODAY).rules[name]


def test_every_kind_of_field_that_a_source_maps_has_its_check():
    assert set(KINDS) - set(CHECKS) == {"scores"}
    assert {f.kind for s in SUBJECTS for f in s.fields} <= set(CHECKS)


def test_a_rule_is_made_of_the_source_the_mapping_the_field_and_the_profile():
    rule = rule_of(DECLARATIONS, "phone", NEW_ZEALAND, missing=("", "NULL"), decimal=",", time_zone="UTC")
    assert (rule.column, rule.missing, rule.decimal, rule.time_zone) == (
        "Column phone",
        ("", "NULL"),
        ",",
        "UTC",
    )
    assert (rule.phone_region, rule.is_personal, rule.box) == ("NZ", True, NEW_ZEALAND.box)


def test_a_rule_knows_whether_the_source_s_rows_speak_of_persons():
    assert rule_of(DECLARATIONS, "form").has_people
    assert not rule_of(EXPOSURE_EVENTS, "exposure_type").has_people


def test_a_code_of_a_commune_is_as_wide_as_the_profile_s():
    assert rule_of(DECLARATIONS, "commune_code").width == 5
    assert (
        rule_of(DECLARATIONS, "commune_code", mapping=FieldMapping("commune_code", "Xã", width=7)).width == 7
    )


def test_nobody_is_born_after_today():
    assert rule_of(DECLARATIONS, "birth_year").high == 2021


def test_canonical_answers_are_the_field_s_or_the_store_s():
    assert rule_of(DECLARATIONS, "form").canonical == DECLARATIONS.field("form").codes
    one = source(VENUES, FieldMapping("venue_type", "Loại"))
    checker = make_checker(one, BAC_GIANG, {"venue_type": ("market",)})
    assert checker.check("venue_type", pa.array(["market", "moon"])).known.tolist() == [True, False]


@pytest.mark.parametrize(
    ("subject", "name", "length"),
    [
        (VENUES, "name", 120), (EXPOSURE_EVENTS, "name", 300), (EXPOSURE_EVENTS, "city", 80),
        (VENUES, "record", 80), (DECLARATIONS, "commune", 80), (EXPOSURE_EVENTS, "advice", 4000),
    ],
)  # fmt: skip
def test_a_text_is_as_long_as_its_column_at_most(subject, name, length):
    assert max_length(subject, subject.field(name)) == length


def test_dates_that_the_file_types_are_read_beside_those_in_the_declared_format():
    mapping = FieldMapping("declared_at", "Ngày", formats=("%d/%m/%Y %H:%M",))
    texts = pa.array(["25/05/2021 17:00", "2021-05-25 17:00:00"])
    by_declared = make_checker(source(DECLARATIONS, mapping), BAC_GIANG).check("declared_at", texts)
    with_typed = make_checker(source(DECLARATIONS, mapping), BAC_GIANG, has_typed_dates=True)
    both = with_typed.check("declared_at", texts)
    assert by_declared.known.tolist() == [True, False]
    assert both.known.all() and both.values[0] == both.values[1]


def test_a_typed_time_may_carry_its_zone_and_a_typed_day_a_midnight():
    moment, day = FieldMapping("t_in", "Vào"), FieldMapping("contact_day", "Ngày")
    moments = make_checker(source(CHECKINS, moment), BAC_GIANG, has_typed_dates=True)
    days = make_checker(source(NOTICES, day), BAC_GIANG, has_typed_dates=True)
    both = moments.check("t_in", pa.array(["2021-05-25 17:00:00", "2021-05-25 10:00:00+0000"]))
    assert both.values[0] == both.values[1]
    assert days.check("contact_day", pa.array(["2021-05-25 00:00:00"])).values.tolist() == [18772]


def test_a_constant_is_checked_like_any_answer():
    checker = make_checker(source(DECLARATIONS, FieldMapping("form", constant="ncovi")), BAC_GIANG)
    made = checker.check("form", pa.repeat("ncovi", 3))
    assert made.values.tolist() == ["ncovi"] * 3


@pytest.mark.parametrize("one", SOURCES, ids=lambda s: s.key)
def test_every_source_s_columns_are_checked_without_a_failure_whatever_they_hold(one):
    checker = make_checker(one, load_profile(one.profile or "bac_giang"), today=TODAY)
    texts = pa.array(["", None, "1", "0912000001", "25/05/2021", "Việt Yên", "x" * 5000, "\0", "106,2", "-1"])
    for name, rule in checker.rules.items():
        made = checker.check(name, texts)
        answered = {2, 3, 4, 5, 6, 7, 8, 9} - {n for n in (2, 9) if texts[n].as_py() in one.missing}
        assert set(made.problems) | set(np.flatnonzero(made.known)) == answered, (name, rule.kind)


@pytest.mark.parametrize("one", SOURCES, ids=lambda s: s.key)
def test_every_source_s_formats_can_be_used(one):
    faults = [format_fault(f) for m in one.fields for f in m.formats]
    assert not any(faults)


def test_a_rule_can_be_made_alone():
    mapping = FieldMapping("phone", "Điện thoại")
    rule = column_rule(source(DECLARATIONS, mapping), mapping, DECLARATIONS.field("phone"), BAC_GIANG)
    assert (rule.field, rule.column, rule.kind) == ("phone", "Điện thoại", "phone")
