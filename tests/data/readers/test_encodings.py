"""Text files in every encoding that is offered, and the refusal of what would be a guess."""

import codecs
import unicodedata

import pytest

from data.outbreak_2021.gazetteer import read_gazetteer
from data.readers.encodings import ENCODINGS
from data.readers.reader import ReadOptions, open_file
from data.readers.vietnamese_codes import encode_tcvn3, encode_vni
from tests.data.readers.corpus import csv_text, message, rows_read, write

NAMES = [(c.name, c.full_name) for c in read_gazetteer().communes]
TEXT = csv_text(NAMES, headings=("xã", "tên đầy đủ"))


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the letter with its hat or horn, then the tone as a mark of its own."""
    out = []
    for letter in text:
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            base, tone = _split(letter)
            out.append((base + tone).encode("cp1258"))
    return b"".join(out)


def _split(letter: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", letter)
    tone = next(m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", marks.replace(tone, "")), tone


WAYS = {
    "utf-8": (TEXT.encode(), ""),
    "utf-8 declared": (TEXT.encode(), "utf-8"),
    "utf-8 with a mark": (codecs.BOM_UTF8 + TEXT.encode(), ""),
    "utf-16 of Windows": (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), ""),
    "utf-16 the other way": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
    "utf-16-le without a mark": (TEXT.encode("utf-16-le"), "utf-16-le"),
    "utf-16-be without a mark": (TEXT.encode("utf-16-be"), "utf-16-be"),
    "windows-1258": (windows_1258(TEXT), "windows-1258"),
    "vni": (encode_vni(TEXT), "vni"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_commune_is_read_from_every_encoding(way, tmp_path):
    content, declared = WAYS[way]
    assert rows_read(write(tmp_path, "a.csv", content), encoding=declared) == NAMES


def test_every_commune_is_read_from_tcvn3_in_small_letters(tmp_path):
    path = write(tmp_path, "a.csv", encode_tcvn3(TEXT.lower()))
    assert rows_read(path, encoding="tcvn3") == [(a.lower(), b.lower()) for a, b in NAMES]


@pytest.mark.parametrize(
    ("way", "used"), [("utf-8 with a mark", "utf-8"), ("utf-16 of Windows", "utf-16-le")]
)
def test_the_encoding_that_was_used_is_told(way, used, tmp_path):
    file = open_file(write(tmp_path, "a.csv", WAYS[way][0]), ReadOptions())
    assert file.facts.options.encoding == used
    assert used in ENCODINGS


def test_latin_1_is_not_offered():
    assert not {"latin-1", "iso-8859-1", "windows-1252", "cp1252"} & set(ENCODINGS)


GUESSES = {"tcvn3": encode_tcvn3(TEXT.lower()), "vni": encode_vni(TEXT), "windows-1258": windows_1258(TEXT)}


@pytest.mark.parametrize("key", GUESSES)
def test_an_undeclared_encoding_is_named_and_refused(key, tmp_path):
    text = message(write(tmp_path, "xa.csv", GUESSES[key]))
    assert text.startswith("xa.csv, line 1: expected UTF-8, got the byte 0x")
    assert text.endswith(f" It reads like {key}: declare --encoding {key}, or save the file as UTF-8.")


@pytest.mark.parametrize("key", GUESSES)
@pytest.mark.parametrize("name", [name for name, _ in NAMES if not name.isascii()][::7])
def test_the_guess_is_right_or_none_for_a_single_name(key, name, tmp_path):
    text = f"a\n{name.lower()}\n"
    encode = {"tcvn3": encode_tcvn3, "vni": encode_vni, "windows-1258": windows_1258}[key]
    told = message(write(tmp_path, "a.csv", encode(text)))
    assert "It reads like" not in told or f"--encoding {key}," in told


def test_bytes_of_no_vietnamese_encoding_are_refused_without_a_guess(tmp_path):
    path = write(tmp_path, "a.csv", b"name\nStra\xdfe Caf\xe9 \x81\x8d\n")
    assert message(path) == (
        "a.csv, line 2: expected UTF-8, got the byte 0xDF at byte 9. Save the file as UTF-8, or declare its encoding"
        " (--encoding windows-1258, tcvn3, vni)."
    )


def test_damage_within_utf_8_is_named(tmp_path):
    path = write(tmp_path, "a.csv", TEXT.encode()[:200] + b"\xff" + TEXT.encode()[200:])
    assert message(path).endswith(
        "got the byte 0xFF at byte 200, which is none. The file is damaged: export it again."
    )


@pytest.mark.parametrize("key", ["tcvn3", "vni", "windows-1258"])
def test_utf_8_under_a_declared_encoding_is_refused(key, tmp_path):
    assert message(write(tmp_path, "a.csv", TEXT), encoding=key) == (
        f"a.csv: expected {key} as declared, got a whole file of valid UTF-8. Drop --encoding {key}."
    )


def test_a_byte_that_the_declared_encoding_lacks_is_refused_where_it_stands(tmp_path):
    assert message(write(tmp_path, "a.csv", b"a\nx\n\x93\n"), encoding="tcvn3") == (
        "a.csv, line 3: expected tcvn3 as declared, got the byte 0x93 at byte 4, which it has no letter for."
        " Declare the encoding the file was saved in, or save it as UTF-8."
    )


def test_a_byte_order_mark_contradicts_what_is_declared(tmp_path):
    assert message(write(tmp_path, "a.csv", codecs.BOM_UTF8 + b"a\n1\n"), encoding="tcvn3") == (
        "a.csv: expected tcvn3 as declared, got the byte order mark of utf-8 at byte 0."
        " Declare --encoding utf-8, or none."
    )


def test_utf_16_without_a_mark_is_named_and_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", "tên,số\nA,1\n".encode("utf-16-be"))) == (
        "a.csv: expected a byte order mark before UTF-16, got none."
        " Declare --encoding utf-16-be, or save the file as UTF-8."
    )


def test_utf_16_that_is_cut_off_is_refused(tmp_path):
    content = codecs.BOM_UTF16_LE + "a\nb\n".encode("utf-16-le") + b"x"
    assert message(write(tmp_path, "a.csv", content)) == (
        "a.csv, line 3: expected utf-16-le, got bytes that are none at byte 10."
        " Check that the file is whole and a text file; export it again."
    )


def test_an_unknown_encoding_is_refused_with_those_there_are(tmp_path):
    assert message(write(tmp_path, "a.csv", b"a\n1\n"), encoding="latin-1") == (
        "a.csv: expected an encoding of utf-8, utf-16, utf-16-le, utf-16-be, windows-1258, tcvn3, vni, got latin-1."
        " Declare the one the file was saved in (--encoding)."
    )


def test_utf_32_is_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", "a\n1\n".encode("utf-32"))) == (
        "a.csv: expected UTF-8 or UTF-16, got UTF-32. Save the file as UTF-8."
    )


def test_plain_ascii_fits_any_declared_encoding(tmp_path):
    assert rows_read(write(tmp_path, "a.csv", b"a,b\n1,2\n"), encoding="vni") == [("1", "2")]


def test_letters_at_the_border_of_two_blocks_stay_whole(tmp_path):
    rows = [(f"{'x' * n}Nếnh",) for n in range(300)] * 20
    text = csv_text(rows, headings=("a",))
    assert rows_read(write(tmp_path, "a.csv", text)) == rows
    assert rows_read(write(tmp_path, "b.csv", encode_vni(text)), encoding="vni") == rows
    assert rows_read(write(tmp_path, "c.csv", codecs.BOM_UTF16_LE + text.encode("utf-16-le"))) == rows
