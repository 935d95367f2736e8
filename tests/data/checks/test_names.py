"""All 209 communes, in every way in which files write them, lead to the commune within its district."""

import re
import unicodedata
from collections import Counter
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.checks.columns import check
from data.checks.rule import ColumnRule
from data.outbreak_2021.gazetteer import read_gazetteer
from data.places import Placed, Placer
from data.readers.encodings import EIGHT_BIT
from data.readers.vietnamese_codes import encode_tcvn3, encode_vni
from data.units import Commune, Units

GAZETTEER = read_gazetteer()
COMMUNES = GAZETTEER.communes
UNIT_IDS = GAZETTEER.unit_ids()
TONES = "\u0300\u0301\u0303\u0309\u0323"
SHORT = {"xã": "X.", "phường": "P.", "thị trấn": "TT", "huyện": "H.", "thành phố": "TP."}


def placed_by_name():
    units = [
        Commune(
            UNIT_IDS[c.code],
            c.code,
            date(2020, 1, 1),
            c.name,
            c.kind,
            c.district_code,
            None,
            1.0,
            106.0,
            21.0,
        )
        for c in COMMUNES
    ]
    return Placer(Units(tuple(units), GAZETTEER.districts), GAZETTEER.former)


PLACER = placed_by_name()


def district_of(commune):
    return GAZETTEER.district_by_code[commune.district_code]


def nfc(text):
    return unicodedata.normalize("NFC", text)


def nfd(text):
    return unicodedata.normalize("NFD", text)


def toned(text, vowel):
    """The text with the tone of each open oa, oe, uy on its first (0) or second (1) letter; qu is a consonant."""

    def move(found):
        tone = "".join(c for c in found.group() if c in TONES)
        letters = "".join(c for c in found.group() if c not in TONES)
        return letters[: vowel + 1] + tone + letters[vowel + 1 :]

    pair = rf"(?<![qQ])(?:[oO][{TONES}]?[aAeE]|[uU][{TONES}]?[yY])[{TONES}]?(?![\w\u0300-\u0323])"
    return nfc(re.sub(pair, move, nfd(text)))


def old_style(text):
    return toned(text, 0)


def new_style(text):
    return toned(text, 1)


def without_marks(text):
    return "".join(c for c in nfd(text) if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def windows_1258(text):
    """As Windows writes it: the letter with its hat or horn, then its tone."""
    single = [nfd(letter) for letter in nfc(text)]
    parts = [
        nfc("".join(c for c in one if c not in TONES)) + "".join(c for c in one if c in TONES)
        for one in single
    ]
    return EIGHT_BIT["windows-1258"]("".join(parts).encode("cp1258"))


def tcvn3(text):
    """Capitals with marks are small letters in a font of capitals: the bytes know no others."""
    return EIGHT_BIT["tcvn3"](encode_tcvn3(nfc(text).lower()))


def vni(text):
    return EIGHT_BIT["vni"](encode_vni(nfc(text)))


SPELLINGS = (nfc, nfd, old_style, new_style, str.upper, str.lower, str.title, windows_1258, tcvn3, vni)


def bare(unit):
    return unit.name


def full(unit):
    return f"{unit.kind.capitalize()} {unit.name}"


def short(unit):
    return f"{SHORT[unit.kind]} {unit.name}"


def joined(unit):
    return f"{SHORT[unit.kind].rstrip('.')}.{unit.name}"


PREFIXES = (bare, full, short, joined)


def read(kind, texts):
    """As the check of a column hands them on."""
    return check(kind, pa.array(texts), ColumnRule(kind, kind, kind, max_length=80)).values


def places(prefix, spelling):
    """Where each of the communes is placed."""
    districts = read("district", [spelling(prefix(district_of(c))) for c in COMMUNES])
    names = read("commune", [spelling(prefix(c)) for c in COMMUNES])
    return [PLACER.place(district, name) for district, name in zip(districts, names, strict=True)]


EACH_ITSELF = [Placed(UNIT_IDS[c.code], "name") for c in COMMUNES]


def test_there_are_209_communes():
    assert len({c.code for c in COMMUNES}) == 209


@pytest.mark.parametrize("prefix", PREFIXES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda f: f.__name__)
def test_every_commune_is_placed_in_every_spelling(spelling, prefix):
    assert places(prefix, spelling) == EACH_ITSELF


@pytest.mark.parametrize("style", [old_style, new_style], ids=lambda f: f.__name__)
@pytest.mark.parametrize("spelling", [nfd, str.upper, windows_1258, tcvn3, vni], ids=lambda f: f.__name__)
def test_both_styles_of_tone_marks_survive_every_encoding(spelling, style):
    assert places(full, lambda text: spelling(style(text))) == EACH_ITSELF


def test_no_two_communes_of_a_district_are_one_without_their_marks():
    """If this ever fails, those communes must be ambiguous, and the next test has to leave them out."""
    keys = Counter((c.district_code, without_marks(c.name).lower()) for c in COMMUNES)
    assert max(keys.values()) == 1


@pytest.mark.parametrize("prefix", PREFIXES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("case", [str, str.upper, str.lower], ids=lambda f: f.__name__)
def test_every_commune_is_placed_without_marks(case, prefix):
    assert places(prefix, lambda text: case(without_marks(text))) == EACH_ITSELF


def test_the_two_styles_differ_where_they_should():
    assert (old_style("Hoà Sơn"), new_style("Hòa Sơn")) == ("Hòa Sơn", "Hoà Sơn")
    assert (old_style("Cảnh Thuỵ"), new_style("Cảnh Thụy")) == ("Cảnh Thụy", "Cảnh Thuỵ")
    assert old_style("Quý Sơn") == new_style("Quý Sơn") == "Quý Sơn"


@given(st.sampled_from(COMMUNES), st.sampled_from(COMMUNES), st.sampled_from(SPELLINGS))
def test_a_name_is_never_placed_outside_of_its_declared_district(commune, other, spelling):
    placed = PLACER.place(district_of(other).name, spelling(commune.name))
    in_district = {UNIT_IDS[c.code] for c in COMMUNES if c.district_code == other.district_code}
    assert not isinstance(placed, Placed) or placed.unit_id in in_district


@given(st.sampled_from(COMMUNES), st.integers(0, 20), st.sampled_from(TONES))
def test_a_name_with_a_wrong_tone_is_not_the_commune(commune, at, tone):
    letters = list(nfd(commune.name))
    at %= len(letters)
    if letters[at].lower() in "aeiouy" and not any(c in TONES for c in letters[at + 1 : at + 3]):
        wrong = nfc("".join([*letters[: at + 1], tone, *letters[at + 1 :]]))
        placed = PLACER.place(district_of(commune).name, wrong)
        same = [c for c in (*COMMUNES, *GAZETTEER.former) if nfc(c.name).lower() == wrong.lower()]
        assert same or not isinstance(placed, Placed), wrong
