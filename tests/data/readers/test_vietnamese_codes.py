"""TCVN3 and VNI: the tables against what others read, and every commune there and back."""

import shutil
import subprocess

import pytest

from data.outbreak_2021.gazetteer import read_gazetteer
from data.readers.vietnamese_codes import decode_tcvn3, decode_vni, encode_tcvn3, encode_vni

NAMES = [commune.name for commune in read_gazetteer().communes]


def test_the_tcvn3_table_is_that_of_glibc():
    iconv = shutil.which("iconv")
    if iconv is None:
        pytest.skip("no iconv on this machine")
    for code in range(0xA0, 0x100):
        read = subprocess.run(
            [iconv, "-f", "TCVN5712-1", "-t", "UTF-8"], input=bytes([code]), capture_output=True
        )
        assert decode_tcvn3(bytes([code])) == read.stdout.decode()


def test_a_name_as_the_abc_fonts_hold_it_is_read():
    assert decode_tcvn3(b"B\xbec Giang, T\xa9n D\xdcnh") == "Bắc Giang, Tân Dĩnh"


def test_a_name_as_vni_windows_holds_it_is_read():
    assert decode_vni("Vieät Yeân, Hoaøng Ninh, Ñöùc Giang, Tröôøng".encode("latin-1")) == (
        "Việt Yên, Hoàng Ninh, Đức Giang, Trường"
    )


def test_vni_capitals_are_read():
    assert decode_vni("VIEÄT YEÂN, ÑÖÙC GIANG".encode("latin-1")) == "VIỆT YÊN, ĐỨC GIANG"


@pytest.mark.parametrize("name", NAMES)
def test_every_commune_in_small_letters_goes_through_tcvn3(name):
    assert decode_tcvn3(encode_tcvn3(name.lower())) == name.lower()


@pytest.mark.parametrize("name", NAMES)
def test_every_commune_goes_through_vni(name):
    assert decode_vni(encode_vni(name)) == name
    assert decode_vni(encode_vni(name.upper())) == name.upper()


def test_a_tone_mark_behind_its_letter_is_joined_to_it():
    assert decode_tcvn3(b"a\xb3") == "á"


@pytest.mark.parametrize("code", [0x80, 0x93, 0x9F])
def test_a_byte_that_tcvn3_leaves_to_control_characters_is_refused(code):
    with pytest.raises(UnicodeDecodeError):
        decode_tcvn3(bytes([code]))


def test_a_vni_mark_without_its_letter_is_refused_where_it_stands():
    with pytest.raises(UnicodeDecodeError) as refused:
        decode_vni("B\xf8".encode("latin-1"))
    assert refused.value.start == 1


def test_capitals_with_marks_that_tcvn3_lacks_are_not_written():
    with pytest.raises(UnicodeEncodeError):
        encode_tcvn3("À")


def test_letters_that_vni_lacks_are_not_written():
    with pytest.raises(UnicodeEncodeError):
        encode_vni("Größe 漢")


def test_a_hard_space_is_kept():
    assert decode_vni(b"a\xa0b") == decode_tcvn3(b"a\xa0b") == "a\xa0b"
