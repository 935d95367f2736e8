import unicodedata
from datetime import date

import pytest

from data.outbreak_2021.feed import load_feed
from data.outbreak_2021.gazetteer import read_gazetteer
from data.places import FormerCommune, Placed, Placer, Unplaced, load_former_communes, write_former_communes
from data.units import Commune, District, Units

GAZETTEER = read_gazetteer()
UNIT_IDS = GAZETTEER.unit_ids()


def unit(unit_id, code, name, kind, district):
    return Commune(unit_id, code, date(2020, 1, 1), name, kind, district, None, 1.0, 106.0, 21.0)


@pytest.fixture(scope="module")
def placer():
    communes = [unit(UNIT_IDS[c.code], c.code, c.name, c.kind, c.district_code) for c in GAZETTEER.communes]
    return Placer(Units(tuple(communes), GAZETTEER.districts), GAZETTEER.former)


def id_of(name):
    (code,) = [c.code for c in GAZETTEER.communes if c.name == name]
    return UNIT_IDS[code]


def test_every_commune_is_placed_by_its_own_name(placer):
    districts = GAZETTEER.district_by_code
    placed = [placer.place(districts[c.district_code].name, c.name) for c in GAZETTEER.communes]
    assert placed == [Placed(UNIT_IDS[c.code], "name") for c in GAZETTEER.communes]


def test_every_commune_is_placed_with_its_kind_and_without_marks(placer):
    districts = GAZETTEER.district_by_code
    for commune in GAZETTEER.communes:
        both = f"{districts[commune.district_code].full_name}|{commune.full_name}"
        written = unicodedata.normalize("NFD", both)
        plain = "".join(c for c in written if not unicodedata.combining(c))
        district, name = plain.replace("đ", "d").replace("Đ", "D").upper().split("|")
        assert placer.place(district, name) == Placed(UNIT_IDS[commune.code], "name")


@pytest.mark.parametrize("former", GAZETTEER.former, ids=lambda f: f.code)
def test_every_former_name_leads_to_what_it_was_merged_into(placer, former):
    placed = placer.place(GAZETTEER.district_by_code[former.district_code].name, former.name)
    assert placed.unit_id == UNIT_IDS[former.merged_into]


@pytest.mark.parametrize(("former", "today"), [("Hoàng Ninh", "Nếnh"), ("Bích Sơn", "Bích Động")])
def test_a_name_from_before_a_merger_says_that_it_is_one(placer, former, today):
    assert placer.place("Việt Yên", former) == Placed(id_of(today), "former_name")


def test_a_district_outside_the_province_is_never_guessed(placer):
    assert placer.place("Ba Đồn", "Quảng Châu") == Unplaced(
        "district_outside_province", "district", "a district of the province (10)", "Ba Đồn"
    )


def test_a_commune_of_another_district_is_not_placed(placer):
    assert placer.place("Lạng Giang", "Quang Châu") == Unplaced(
        "commune_not_in_district", "commune", "a commune of Huyện Lạng Giang", "Quang Châu"
    )


def test_bac_giang_as_a_district_is_the_city(placer):
    assert placer.place("Bắc Giang", "Song Khê") == Placed(id_of("Song Khê"), "name")
    assert placer.place("TP. Bắc Giang", "X. Song Khê") == Placed(id_of("Song Khê"), "name")


@pytest.mark.parametrize("written", ["Hiệp Hòa", "Hiệp Hoà", "HIỆP HOÀ", "Huyện Hiệp Hòa", "hiep hoa"])
def test_a_district_is_known_in_every_spelling(placer, written):
    assert placer.place(written, "Mai Đình") == Placed(id_of("Mai Đình"), "name")


@pytest.mark.parametrize("written", ["Quảng Châu", "Quang Chau Việt", "Quâng Châu", "Quang Châù"])
def test_wrong_marks_are_not_overlooked(placer, written):
    assert placer.place("Việt Yên", written).reason == "commune_not_in_district"


def test_xa_ly_without_marks_is_the_commune_of_that_name(placer):
    assert placer.place("luc ngan", "xa ly") == Placed(id_of("Xa Lý"), "name")
    assert placer.place("luc ngan", "xa xa ly") == Placed(id_of("Xa Lý"), "name")


@pytest.mark.parametrize(
    ("district", "commune", "column"), [("", "Nếnh", "district"), ("Việt Yên", " ", "commune")]
)
def test_an_empty_cell_is_said_to_be_empty(placer, district, commune, column):
    unplaced = placer.place(district, commune)
    assert (unplaced.column, unplaced.got) == (column, "(empty)")


def test_what_a_report_repeats_of_a_cell_is_limited(placer):
    assert len(placer.place("Việt Yên", "x" * 999).got) == 200


@pytest.fixture
def twins():
    """A district with two pairs: names apart in their marks, and names apart in their kind."""
    communes = (
        unit(1, "00001", "Đông Sơn", "xã", "1"),
        unit(2, "00002", "Đồng Sơn", "xã", "1"),
        unit(3, "00003", "Bố Hạ", "xã", "1"),
        unit(4, "00004", "Bố Hạ", "thị trấn", "1"),
    )
    former = (
        FormerCommune("00005", "Cũ", "xã", "1", "00001", date(2019, 12, 31), "?"),
        FormerCommune("00006", "Cũ", "xã", "1", "00002", date(2019, 12, 31), "?"),
    )
    return Placer(Units(communes, (District("1", "Yên Thế", "huyện"),)), former)


def test_a_name_without_marks_that_fits_two_communes_is_ambiguous(twins):
    assert twins.place("Yên Thế", "Dong Son") == Unplaced(
        "ambiguous_name", "commune", "a name of one commune of Huyện Yên Thế", "Dong Son"
    )


def test_marks_tell_two_communes_apart(twins):
    assert twins.place("Yên Thế", "Đồng Sơn") == Placed(2, "name")


def test_a_kind_tells_two_communes_of_one_name_apart(twins):
    assert twins.place("Yên Thế", "TT Bố Hạ") == Placed(4, "name")
    assert twins.place("Yên Thế", "Bố Hạ").reason == "ambiguous_name"


def test_a_former_name_that_fits_two_communes_is_ambiguous(twins):
    assert twins.place("Yên Thế", "Cũ").reason == "ambiguous_name"


def names(communes):
    return [c.name for c in communes]


@pytest.mark.parametrize("typed", ["quang châu", "QUANG CHAU", "quang ch", "xã quang c", "quang chau"])
def test_the_search_finds_with_and_without_marks(placer, typed):
    assert names(placer.find(typed)) == ["Quang Châu"]


def test_the_search_puts_beginnings_before_later_words(placer):
    found = names(placer.find("son", limit=99))
    begins = [name.startswith(("Sơn", "Song")) for name in found]
    assert begins == sorted(begins, reverse=True)
    assert {True, False} == set(begins)


def test_the_search_respects_the_marks_that_were_typed(placer):
    assert set(names(placer.find("phượng"))) == {"Phượng Sơn"}


def test_the_search_finds_a_commune_by_its_former_name_last(placer):
    assert names(placer.find("hoàng n")) == ["Nếnh"]
    found = names(placer.find("hoàng", limit=99))
    assert found.index("Nếnh") > found.index("Hoàng An")


def test_the_search_for_nothing_finds_nothing(placer):
    assert placer.find("") == placer.find("  ") == ()


def test_the_search_gives_each_commune_once_and_no_more_than_asked_for(placer):
    found = placer.find("tan", limit=5)
    assert len(found) == len(set(found)) == 5


def test_former_communes_come_back_from_the_store_as_they_went_in(connection):
    write_former_communes(connection, reversed(GAZETTEER.former))
    assert load_former_communes(connection) == GAZETTEER.former


def test_the_feed_of_2021_is_placed_as_counted_by_hand(placer):
    tally = {}
    for row in load_feed().rows:
        place = placer.place(row.district, row.commune)
        key = place.placed_by if isinstance(place, Placed) else "unplaced"
        rows, cases = tally.get(key, (0, 0))
        tally[key] = rows + 1, cases + int(row.new_cases)
    assert tally == {"name": (1009, 5482), "former_name": (5, 6), "unplaced": (63, 161)}
