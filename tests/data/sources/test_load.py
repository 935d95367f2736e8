"""Loading: the built-in mappings, a province's own, and finding one by key."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from data.errors import ImportRefused, SourceError
from data.sources.load import BUILT_IN, find_source, load_source, load_sources
from data.sources.source import Source
from tests.data.sources.conftest import VENUES, written

KEYS = {path.stem for path in BUILT_IN.glob("*.toml")}


def test_every_built_in_mapping_loads_under_its_file_s_name(sources: dict[str, Source]) -> None:
    assert set(sources) == KEYS
    assert len(KEYS) == 25


def test_a_province_s_own_mapping_stands_before_the_built_in_one(tmp_path: Path) -> None:
    written(tmp_path, VENUES, "qr-venues.toml")
    own = find_source(load_sources(tmp_path), "qr-venues")
    assert own.title_vi == "Địa điểm"
    assert len(load_sources(tmp_path)) == len(KEYS)


def test_of_two_folders_the_later_one_wins(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        written(folder, VENUES.replace('"Venues"', f'"{folder.name}"'))
    assert find_source(load_sources(first, second), "some-venues").title_en == "second"


def test_a_folder_that_is_not_there_holds_no_mapping(tmp_path: Path) -> None:
    assert len(load_sources(tmp_path / "none")) == len(KEYS)


def test_sources_come_in_the_order_of_their_keys(tmp_path: Path) -> None:
    written(tmp_path, VENUES, "a-venues.toml")
    keys = [source.key for source in load_sources(tmp_path)]
    assert keys == sorted(keys)


def test_an_unknown_source_is_refused_with_the_one_that_is_meant(sources: dict[str, Source]) -> None:
    with pytest.raises(ImportRefused) as refused:
        find_source(tuple(sources.values()), "bluezone-declaration")
    assert 'got "bluezone-declaration". Did you mean bluezone-declarations?' in str(refused.value)


def test_an_unknown_source_that_resembles_none_is_refused_with_the_way_to_write_one(
    sources: dict[str, Source],
) -> None:
    with pytest.raises(ImportRefused, match=r"got \"xyz\". Choose one, or write a mapping: docs/sources.md"):
        find_source(tuple(sources.values()), "xyz")


def test_the_source_itself_is_found_by_its_key(sources: dict[str, Source]) -> None:
    assert find_source(tuple(sources.values()), "qr-stays") is sources["qr-stays"]


def test_formats_of_a_file_hold_for_all_its_days_and_a_field_may_differ(sources: dict[str, Source]) -> None:
    stays = sources["qr-stays"]
    in_, out = stays.mapping("t_in"), stays.mapping("t_out")
    assert in_ is not None and out is not None
    assert in_.formats == out.formats != ()
    events = sources["nz-exposure-events"]
    start, added = events.mapping("starts_at"), events.mapping("added_at")
    assert start is not None and added is not None
    assert start.formats != added.formats


def test_an_empty_cell_never_is_an_answer(tmp_path: Path) -> None:
    source = load_source(written(tmp_path, VENUES.replace("[file]", '[file]\nmissing = ["?", " NULL "]')))
    assert source.missing == ("", "?", "NULL")


def test_a_mark_at_the_start_of_the_file_as_windows_writes_it_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "some-venues.toml"
    path.write_bytes(VENUES.encode("utf-8-sig"))
    assert load_source(path).registry == "qr"


def test_headings_are_the_same_in_any_unicode_form(tmp_path: Path) -> None:
    source = load_source(written(tmp_path, unicodedata.normalize("NFD", VENUES)))
    mapping = source.mapping("record")
    assert mapping is not None
    assert mapping.column == "Mã" and len(mapping.column) == 2


def test_a_mapping_s_own_list_of_answers_stands_before_the_shared_one(tmp_path: Path) -> None:
    text = VENUES + '\n[codes.venue_types]\n"Cho phien" = "market"\n'
    mapping = load_source(written(tmp_path, text)).mapping("venue_type")
    assert mapping is not None
    assert dict(mapping.codes) == {"Cho phien": "market"}


def test_an_answer_may_say_that_it_is_none(tmp_path: Path) -> None:
    text = VENUES.replace('codes = "venue_types"', 'codes = { "Chợ" = "market", "Chưa rõ" = "" }')
    mapping = load_source(written(tmp_path, text)).mapping("venue_type")
    assert mapping is not None
    assert mapping.codes["Chưa rõ"] == ""


def test_a_mapping_can_not_be_changed_once_loaded(sources: dict[str, Source]) -> None:
    mapping = sources["tokhaiyte-declarations"].mapping("has_contact")
    assert mapping is not None
    with pytest.raises(TypeError):
        mapping.codes["2"] = "yes"  # type: ignore[index]


def test_a_place_may_come_by_its_point_alone(tmp_path: Path) -> None:
    text = VENUES.replace("[fields.commune_code]", "[fields.lon]").replace('"Mã xã"\nwidth = 5', '"X"')
    assert load_source(written(tmp_path, text + '\n[fields.lat]\ncolumn = "Y"\n')).mapping("lat")


def test_every_mistake_of_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, VENUES.replace('registry = "qr"', "").replace('column = "Tên"', 'column = "Mã"'))
    with pytest.raises(SourceError) as refused:
        load_source(path)
    assert len(str(refused.value).splitlines()) == 2
