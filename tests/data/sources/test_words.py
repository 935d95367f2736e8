"""Words: every canonical field, reason and rule is told in Vietnamese and in English."""

from __future__ import annotations

import pytest

from data.sources.explain import meaning, words
from data.sources.load import load_sources
from data.subjects import SUBJECTS
from layers.text import text

REASONS = (
    "missing_value", "day_unreadable", "day_month_swapped", "time_in_future", "day_implausible", "moment_unreadable",
    "count_unreadable", "number_unreadable", "code_unknown", "phone_unreadable", "id_unreadable", "year_implausible",
    "text_too_long", "stay_negative", "stay_too_long", "coordinates_outside", "coordinates_swapped",
    "coordinates_incomplete", "point_not_in_commune", "outline_unreadable", "district_outside_province",
    "commune_not_in_district", "ambiguous_name", "commune_code_unknown", "place_missing", "venue_unknown",
    "ragged_row", "cell_unreadable", "contested", "day_not_published", "total_differs",
    "time_over",
)  # fmt: skip
RULES = ("stay_cut",)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_canonical_field_has_a_name(lang: str) -> None:
    for subject in SUBJECTS:
        for field in subject.fields:
            assert text(f"field.{subject.key}.{field.name}", lang), field.name


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_within_a_subject_every_field_has_a_name_of_its_own(lang: str) -> None:
    for subject in SUBJECTS:
        names = [text(f"field.{subject.key}.{field.name}", lang) for field in subject.fields]
        assert len(names) == len(set(names)), subject.key


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_told_with_what_to_do(lang: str, reason: str) -> None:
    assert text(f"held.reason.{reason}", lang, got="x")
    assert text(f"held.remedy.{reason}", lang).startswith(("Cần làm: ", "To do: "))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_told(lang: str, rule: str) -> None:
    assert text(f"rule.{rule}", lang)


def test_templates_explain_every_mapped_field_in_vietnamese() -> None:
    for source in load_sources():
        for mapping in source.fields:
            field = source.subject.field(mapping.field)
            if mapping.column:
                assert meaning(source, field, "vi") != field.description, (source.key, field.name)
                assert meaning(source, field, "en") == field.description


def test_templates_have_the_same_words_in_both_languages() -> None:
    assert set(words("vi")) - {"fields"} == set(words("en"))


def test_the_vietnamese_words_explain_no_field_that_is_gone() -> None:
    known = {f.name for s in SUBJECTS for f in s.fields} | {
        f"{s.key}.{f.name}" for s in SUBJECTS for f in s.fields
    }
    assert set(words("vi")["fields"]) <= known
