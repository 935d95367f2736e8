import re

import pytest

from data.errors import SettingError
from data.outbreak_2021.gazetteer import read_gazetteer
from data.profiles import FOLDER, load_profile

PROFILES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def inside(profile, lon, lat):
    west, south, east, north = profile.box
    return west <= lon <= east and south <= lat <= north


@pytest.fixture
def changed(tmp_path):
    """A folder with one profile, in which a line was exchanged for another."""

    def change(line, other):
        text = (FOLDER / "bac_giang.toml").read_text(encoding="utf-8")
        assert line in text
        (tmp_path / "mine.toml").write_text(text.replace(line, other), encoding="utf-8")
        return tmp_path

    return change


def test_there_is_the_province_and_new_zealand():
    assert PROFILES == ["bac_giang", "new_zealand"]


@pytest.mark.parametrize("key", PROFILES)
def test_every_profile_has_a_title_in_both_languages(key):
    profile = load_profile(key)
    assert profile.key == key
    assert profile.title("vi") and profile.title("en")


def test_the_box_of_bac_giang_holds_every_commune_with_two_kilometres_to_spare(full):
    west, south, east, north = full.total_bounds
    box = load_profile("bac_giang").box
    room_km = [(west - box[0]) * 103, (south - box[1]) * 111, (box[2] - east) * 103, (box[3] - north) * 111]
    assert all(1.5 < km < 4 for km in room_km)


def test_the_code_of_a_commune_is_as_wide_as_the_profile_says():
    width = load_profile("bac_giang").commune_code_width
    assert {len(c.code) for c in read_gazetteer().communes} == {width}


@pytest.mark.parametrize(
    ("lon", "lat"), [(174.76, -36.85), (178.55, -37.69), (166.43, -46.16), (168.0, -47.28), (172.68, -34.39)]
)
def test_new_zealand_reaches_from_its_last_cape_to_its_last(lon, lat):
    assert inside(load_profile("new_zealand"), lon, lat)


def test_the_chatham_islands_beyond_the_date_line_are_left_out():
    assert not inside(load_profile("new_zealand"), -176.5, -43.9)


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(SettingError, match=r"expected one of bac_giang, new_zealand, got '\.\./bac_giang'"):
        load_profile("../bac_giang")


@pytest.mark.parametrize(
    ("line", "other", "message"),
    [
        ('phone_region = "VN"', "", "mine.toml, phone_region: expected to be there, got none."),
        ('phone_region = "VN"', "phone_region = 84", "mine.toml, phone_region: expected a str, got 84."),
        (
            "has_units",
            "has_communes",
            "mine.toml, has_communes: expected only title_vi, title_en, time_zone,",
        ),
        ("Asia/Ho_Chi_Minh", "Asia/Bac_Giang", "mine.toml, time_zone: expected an IANA name such as"),
        (
            "105.86, ",
            "",
            "mine.toml, box: expected lon_min, lat_min, lon_max, lat_max in degrees, got [21.1, 107.06",
        ),
        (
            "105.86, 21.10",
            "21.10, 105.86",
            "mine.toml, box: expected lon_min, lat_min, lon_max, lat_max in degrees",
        ),
        ("box = ", "box: ", "mine.toml: expected TOML in UTF-8, got: "),
    ],
)
def test_a_profile_that_is_not_right_says_what_is_expected(changed, line, other, message):
    with pytest.raises(SettingError, match=re.escape(message)):
        load_profile("mine", changed(line, other))
