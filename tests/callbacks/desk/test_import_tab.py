"""Choosing a source and bringing a file: what the reader is told before anything is sent."""

from __future__ import annotations

import pytest
from dash import no_update

from callbacks.desk.expects import expects
from callbacks.desk.import_tab import import_tab
from callbacks.desk.source import choose_source, source_options
from callbacks.desk.view import DeskView
from layers.text import text
from tests.callbacks.desk.fake import BLUEZONE, SOURCES
from tests.callbacks.trees import find, one, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])
every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.key)


@every_language
def test_every_source_is_offered_and_found_with_and_without_tone_marks(lang) -> None:
    options = source_options(SOURCES, lang)
    assert {option["value"] for option in options} == {source.key for source in SOURCES}
    [bluezone] = [option for option in options if option["value"] == BLUEZONE.key]
    assert BLUEZONE.title(lang) in bluezone["label"]
    assert "khai bao y te tren bluezone" in bluezone["search"]


def test_choosing_a_source_leads_to_its_address() -> None:
    assert choose_source("qr-checkins", "?lang=en") == "?lang=en&source=qr-checkins"


def test_the_source_that_is_chosen_already_changes_nothing() -> None:
    assert choose_source("qr-checkins", "?source=qr-checkins") is no_update
    assert choose_source(None, "") is no_update


def test_letting_the_source_go_leads_back() -> None:
    assert choose_source(None, "?source=qr-checkins") == "?"


@every_language
@every_source
def test_every_column_of_every_source_is_told_with_its_meaning(source, lang) -> None:
    rows = table(expects(source, lang))
    assert len(rows) == len(source.fields) + 1
    for cells, mapping in zip(rows[1:], source.fields, strict=True):
        assert mapping.column in cells[0]
        assert text(f"field.{source.subject.key}.{mapping.field}", lang) in cells[1]


def test_what_is_required_and_what_is_personal_is_marked() -> None:
    rows = {cells[0]: cells[1] for cells in table(expects(BLUEZONE, "en"))}
    assert text("desk.required", "en") in rows["Thời điểm khaideclared_at"]
    assert text("desk.personal", "en") in rows["Số điện thoạiphone"]
    assert text("desk.personal", "en") not in rows["Năm sinhbirth_year"]


def test_formats_are_told_as_people_write_them() -> None:
    told = words(expects(BLUEZONE, "en"))
    assert "dd/mm/yyyy HH:MM" in told
    assert "%" not in told


def test_a_long_list_of_answers_is_cut_and_says_so() -> None:
    provinces = BLUEZONE.mapping("origin_province")
    assert provinces is not None
    rows = table(expects(BLUEZONE, "en"))
    [cell] = [cells[2] for cells in rows if cells[0].startswith(provinces.column)]
    assert cell.count("=") == 6
    assert text("desk.more_codes", "en", len(provinces.codes) - 6) in cell


@every_source
def test_every_source_has_a_template_and_a_table_schema(source) -> None:
    links = [link["props"]["href"] for link in find(expects(source, "vi"), "A")]
    assert f"desk/schema/{source.key}.json" in links
    assert any(link.startswith(f"desk/template/{source.key}.") for link in links)


def test_without_a_source_every_source_is_a_link_and_no_file_can_be_chosen(desk) -> None:
    tab = import_tab(desk, DeskView(lang="en"))
    assert len(find(one(tab, css="desk-sources"), "A")) == len(SOURCES)
    assert one(tab, "Button", data_desk="choose-file")["props"]["disabled"] is True


def test_with_a_source_the_drop_zone_knows_it_and_the_limit(desk) -> None:
    zone = one(import_tab(desk, DeskView(source=BLUEZONE.key)), css="drop")["props"]
    assert (zone["data-source"], zone["data-limit"]) == (BLUEZONE.key, str(512 * 2**20))
    assert "512 MB" in zone["data-too-large"]


def test_a_source_that_nobody_knows_is_as_good_as_none(desk) -> None:
    assert one(import_tab(desk, DeskView(source="no-such")), css="drop")["props"]["data-source"] == ""
