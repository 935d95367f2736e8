"""A refusal that one option would undo says which, and what it could be."""

import pytest

from data.errors import ImportRefused
from data.readers.refusal import listed, refused, shown
from data.readers.vietnamese_codes import encode_vni
from tests.data.readers.corpus import read, shapefile_parts, write, write_gpkg, write_xlsx, write_zip


def refusal(path, **options) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read(path, **options)
    return caught.value


def test_an_encoding_that_is_guessed_is_offered(tmp_path):
    found = refusal(write(tmp_path, "a.csv", encode_vni("xã,b\nHoà Bình,1\n")))
    assert (found.option, found.offered) == ("encoding", ("vni",))


def test_every_encoding_is_offered_where_none_is_likely(tmp_path):
    found = refusal(write(tmp_path, "a.csv", b"a\nStra\xdfe\n"))
    assert (found.option, found.offered) == ("encoding", ("windows-1258", "tcvn3", "vni"))


def test_the_delimiters_that_fit_are_offered(tmp_path):
    found = refusal(write(tmp_path, "a.csv", "a,b;c\n1,2;3\n"))
    assert (found.option, found.offered) == ("delimiter", (",", ";"))


def test_the_sheets_are_offered(tmp_path):
    found = refusal(write_xlsx(tmp_path / "a.xlsx", {"Tuần 1": [("a",), (1,)], "Tuần 2": [("a",), (1,)]}))
    assert (found.option, found.offered) == ("sheet", ("Tuần 1", "Tuần 2"))


def test_the_layers_are_offered(tmp_path):
    found = refusal(write_gpkg(tmp_path / "a.gpkg", "one", "two"))
    assert (found.option, found.offered) == ("layer", ("one", "two"))


def test_the_shapefiles_are_offered(tmp_path):
    parts = shapefile_parts(tmp_path) | shapefile_parts(tmp_path, stem="sites")
    found = refusal(write_zip(tmp_path / "a.zip", parts))
    assert (found.option, found.offered) == ("layer", ("sites", "zones"))


def test_a_refusal_that_no_option_undoes_offers_none(tmp_path):
    found = refusal(write(tmp_path, "a.csv", "a,b\n"))
    assert (found.option, found.offered) == ("", ())


def test_a_message_says_expected_got_and_remedy():
    assert str(refused("a.csv", "rows", "none", "Look.")) == "a.csv: expected rows, got none. Look."


def test_a_name_from_a_file_stays_on_one_line_and_short():
    assert shown("a\nb\u202e" + "x" * 100) == "a b " + "x" * 56 + "…"


def test_many_names_are_counted():
    assert listed([str(n) for n in range(10)], most=3) == "0, 1, 2 and 7 more"
