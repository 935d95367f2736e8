import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.outbreak_2021.gazetteer import read_gazetteer
from geo.names import has_marks, plain_key, plain_keys, split_kind, tone_key, typed_rank

COMMUNES = read_gazetteer().communes
_PAIRS = (
    *("òa", "oà", "óa", "oá", "ỏa", "oả", "õa", "oã", "ọa", "oạ"),
    *("òe", "oè", "óe", "oé", "ỏe", "oẻ", "õe", "oẽ", "ọe", "oẹ"),
    *("ùy", "uỳ", "úy", "uý", "ủy", "uỷ", "ũy", "uỹ", "ụy", "uỵ"),
)
NEW_STYLE = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))


def restyled(name: str, table: dict[str, str]) -> str:
    """The name with its tones over the other vowel, in words that end in one of the table's pairs."""
    words = [
        word[:-2] + table.get(word[-2:], word[-2:]) if word[:1].lower() != "q" else word
        for word in unicodedata.normalize("NFC", name).split()
    ]
    return " ".join(words)


@pytest.mark.parametrize("commune", COMMUNES, ids=lambda c: c.code)
def test_a_name_has_one_key_in_every_way_it_is_written(commune):
    name = commune.name
    ways = {
        unicodedata.normalize("NFC", name),
        unicodedata.normalize("NFD", name),
        restyled(name, NEW_STYLE),
        restyled(name, {new: old for old, new in NEW_STYLE.items()}),
        name.upper(),
        f"  {name.replace(' ', '  ')} ",
        name.replace(" ", "-"),
        name.replace(" ", "\u00a0"),
        commune.full_name,
        unicodedata.normalize("NFD", commune.full_name.upper()),
    }
    assert {tone_key(way) for way in ways} == {tone_key(name)}


@pytest.mark.parametrize("commune", COMMUNES, ids=lambda c: c.code)
def test_a_name_is_found_without_its_marks_with_or_without_its_kind(commune):
    without = (
        "".join(c for c in unicodedata.normalize("NFD", commune.full_name) if not unicodedata.combining(c))
        .replace("đ", "d")
        .replace("Đ", "D")
    )
    bare = without[len(commune.kind) + 1 :]
    assert plain_key(commune.name) in plain_keys(without)
    assert plain_keys(bare)[0] == plain_key(commune.name)


def test_both_tone_styles_occur_among_the_communes():
    changed = [c.name for c in COMMUNES if restyled(c.name, NEW_STYLE) != c.name]
    assert len(changed) >= 4


@pytest.mark.parametrize("key", [tone_key, plain_key])
def test_no_two_communes_of_a_district_share_a_key(key):
    keys = [(c.district_code, key(c.name)) for c in COMMUNES]
    assert len(set(keys)) == 209


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tân Mỹ", "Tân Mý"), ("Đông Sơn", "Đồng Sơn"), ("Phương Sơn", "Phượng Sơn"), ("Lan Mẫu", "Lan Mau")],
)
def test_different_marks_are_different_names(one, other):
    assert tone_key(one) != tone_key(other)


@pytest.mark.parametrize(
    ("written", "kind", "name"),
    [
        ("Xã Tân Mỹ", "xã", "tân mỹ"),
        ("X. Tân Mỹ", "xã", "tân mỹ"),
        ("X.Tân Mỹ", "xã", "tân mỹ"),
        ("P. Trần Phú", "phường", "trần phú"),
        ("Phường Trần Phú", "phường", "trần phú"),
        ("TT Nếnh", "thị trấn", "nếnh"),
        ("TT.Nếnh", "thị trấn", "nếnh"),
        ("T.T. Nếnh", "thị trấn", "nếnh"),
        ("Thị trấn Nếnh", "thị trấn", "nếnh"),
        ("H. Việt Yên", "huyện", "việt yên"),
        ("Huyện Việt Yên", "huyện", "việt yên"),
        ("TP. Bắc Giang", "thành phố", "bắc giang"),
        ("TP Bắc Giang", "thành phố", "bắc giang"),
        ("Thành phố Bắc Giang", "thành phố", "bắc giang"),
    ],
)
def test_a_prefix_is_read_as_the_kind(written, kind, name):
    assert split_kind(written) == (kind, name)


@pytest.mark.parametrize(
    "name", ["Xa Lý", "Phương Sơn", "Phượng Sơn", "Thượng Lan", "Xã", "Tự Lạn", "Hương Vĩ"]
)
def test_a_name_that_looks_like_a_prefix_stays_a_name(name):
    assert split_kind(name) == (None, name.lower())


def test_a_kind_before_a_name_that_looks_like_one_is_dropped_once():
    assert split_kind("Xã Xa Lý") == ("xã", "xa lý")


def test_a_kind_typed_without_marks_is_read_after_the_whole_name():
    assert plain_keys("xa ly") == ("xa ly", "ly")


@pytest.mark.parametrize("written", ["Ðồi Ngô", "\ufeffĐồi Ngô", "Đồi\u200b Ngô"])
def test_leftovers_of_old_code_pages_and_invisible_characters_do_not_matter(written):
    assert tone_key(written) == tone_key("Đồi Ngô")


def test_marks_of_the_kind_are_not_marks_of_the_name():
    assert [has_marks(w) for w in ("Xã Tan Son", "Tân Son", "Dong Son", "Đong Son")] == [
        False,
        True,
        False,
        True,
    ]


@given(st.text(max_size=30))
def test_unicode_form_never_changes_a_key(text):
    assert tone_key(unicodedata.normalize("NFC", text)) == tone_key(unicodedata.normalize("NFD", text))


@given(st.text(alphabet="aăâeêioôơuưyđbc àáảãạ", max_size=20))
def test_a_plain_key_is_plain(text):
    assert plain_key(plain_key(text)) == plain_key(text)
    assert not has_marks(plain_key(text))


@pytest.mark.parametrize("typed", ["quang ch", "Quang Châu", "xã quang", "q", "QUANG CHAU", "xa quang chau"])
def test_a_beginning_fits_with_and_without_marks(typed):
    assert typed_rank(typed, "Quang Châu") is not None


@pytest.mark.parametrize("typed", ["quảng", "quang chấu", "quam chau", "", "   ", "quang chau xa"])
def test_what_contradicts_the_name_does_not_fit(typed):
    assert typed_rank(typed, "Quang Châu") is None


def test_a_beginning_ranks_before_a_later_word_and_a_whole_name_before_a_beginning():
    ranks = [typed_rank("tân", name) for name in ("Tân", "Tân An", "Tân Hưng", "Đại Tân")]
    assert ranks == sorted(ranks)
