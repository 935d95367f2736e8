"""Mistakes in a mapping: each is told with its file, key, what was expected, what was found, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import SourceError
from data.sources.load import load_source
from tests.data.sources.conftest import VENUES, written

WAYS = "a column or a constant"
VENUE_TYPES = "industrial_park, factory, market, supermarket, school, clinic, office, shop, restaurant"
VENUE_FIELDS = (
    "record, version, name, venue_type, province, district, commune, commune_code, lon, lat, opens_minute, "
    "closes_minute"
)
NOTE = '\n[fields.opens_minute]\ncolumn = "Mở"\n'

MISTAKES = [
    # what stands there, what is put in its place, the message behind the file's name
    ('registry = "qr"', 'regestry = "qr"',
     "regestry: expected one of the keys subject, title_vi, title_en, note_vi, note_en, published, channel, profile, "
     'registry, changes, file, codes, fields, rules, coverage, got "regestry". Did you mean registry?'),
    ('column = "Tên"', 'colum = "Tên"',
     "fields.name.colum: expected one of the keys column, also, constant, formats, codes, width, "
     'got "colum". Did you mean column?'),
    ("[file]", '[file]\nseparator = ";"',
     "file.separator: expected one of the keys formats, encoding, delimiter, sheet, layer, header_row, time_zone, "
     'decimal, days, moments, missing, ignored, got "separator". Leave it out.'),
    ('title_vi = "Địa điểm"', "", "title_vi: expected a text that is not empty, got nothing. Add title_vi."),
    ('title_vi = "Địa điểm"', 'title_vi = ""',
     'title_vi: expected a text that is not empty, got "". Add title_vi.'),
    ('title_vi = "Địa điểm"', "title_vi = 7",
     "title_vi: expected a text, got 7. Put it between quotation marks."),
    ("[file]", '[file]\nignored = "STT"',
     'file.ignored: expected a list of texts, got "STT". Write ["one", "two"].'),
    ("[file]", '[file]\nheader_row = "2"',
     'file.header_row: expected a whole number, got "2". Write it without quotation marks.'),
    ('registry = "qr"', 'registry = "qr"\npublished = "yes"',
     'published: expected true or false, got "yes". Write true or false, without quotation marks.'),
    ('registry = "qr"', 'registry = "qr"\nrules = 3',
     "rules: expected a table, got 3. Write its name between brackets on its own line, its keys below."),
    ('[fields.name]\ncolumn = "Tên"', '[fields]\nname = "Tên"',
     'fields.name: expected a table, got "Tên". Write [fields.name] on its own line, its keys below.'),
    ('codes = "venue_types"', "codes = { Market = 1 }",
     'fields.venue_type.codes."Market": expected a text, got 1. Put it between quotation marks.'),
    ('codes = "venue_types"', "codes = {}",
     "fields.venue_type.codes: expected a table of texts, or the name of one, got nothing. "
     'Write "answer" = "meaning" on lines of their own below [codes.some_name].'),
    ('subject = "venues"', 'subject = "venue"',
     "subject: expected declarations, checkins, venues, notices, installs, case_lines, case_counts, enterprises, "
     'assessments, zones, sites, exposure_events, population, got "venue". Did you mean venues?'),
    ('registry = "qr"', 'registry = "qr"\nchanges = "newest"',
     'changes: expected hold, newest_row, newest_file, got "newest". Did you mean newest_row?'),
    ("[file]", '[file]\ndecimal = ";"', 'file.decimal: expected ., ,, got ";". Choose one of them.'),
    ("[file]", '[rules]\nstay_beyond_cap = "drop"\n[file]',
     'rules.stay_beyond_cap: expected cut, hold, got "drop". Choose one of them.'),
    ("[file]", '[coverage]\ndays = "week"\n[file]',
     'coverage.days: expected span, named, got "week". Choose one of them.'),
    ("[fields.name]", '[fields.names]',
     f'fields.names: expected a field of venues ({VENUE_FIELDS}), got "names". Did you mean name?'),
    ("[fields.name]", '[fields.street]\ncolumn = "Phố"\n\n[fields.name]',
     f'fields.street: expected a field of venues ({VENUE_FIELDS}), got "street". '
     "Leave it out, or list its column as ignored."),
    ('codes = "venue_types"', 'codes = "venue_type"',
     "fields.venue_type.codes: expected a list of answers (provinces, sex, venue_types, yes_no), "
     'got "venue_type". Did you mean venue_types?'),
    ('codes = "venue_types"', 'codes = "kinds_of_place"',
     "fields.venue_type.codes: expected a list of answers (provinces, sex, venue_types, yes_no), "
     'got "kinds_of_place". Add [codes.kinds_of_place] to the file.'),
    ('[fields.name]\ncolumn = "Tên"', "",
     f"fields.name: expected {WAYS}, got nothing. "
     "Add [fields.name] with the column that holds it: name of the venue."),
    ('[fields.commune_code]\ncolumn = "Mã xã"\nwidth = 5', '[fields.commune]\ncolumn = "Xã"',
     "fields: expected the commune by commune_code, by district and commune, or by lon and lat, got commune. "
     "Add [fields.commune_code], or [fields.district] and [fields.commune]."),
    ("[fields.name]", '[fields.lon]\ncolumn = "X"\n\n[fields.name]',
     "fields.lat: expected a column, for lon has one, got nothing. Add [fields.lat]."),
    ('column = "Tên"', 'column = "mã "',
     'fields.name: expected a column of its own; "mã" is read by record, got "mã". Take one of them out.'),
    ('column = "Tên"', 'column = "Tên"\nalso = ["MÃ XÃ"]',
     'fields.commune_code: expected a column of its own; "Mã xã" is read by name, got "Mã xã". '
     "Take one of them out."),
    ("[file]", '[file]\nignored = ["tên"]',
     'file.ignored: expected columns that no field reads; name reads this one, got "tên". Take it out of the list.'),
    ('registry = "qr"', 'registry = "qr"\nchanges = "newest_row"',
     "changes: expected a version column, for the newest row stands, got nothing. "
     'Add [fields.version], or write changes = "hold" or "newest_file".'),
    ("[file]", '[file]\ntime_zone = "Hanoi"',
     'file.time_zone: expected a time zone as in Asia/Ho_Chi_Minh, got "Hanoi". '
     "Look it up in the list of IANA time zones."),
    ("[file]", '[file]\ntime_zone = "Asia/Ho_Chi_Min"',
     'file.time_zone: expected a time zone as in Asia/Ho_Chi_Minh, got "Asia/Ho_Chi_Min". '
     "Did you mean Asia/Ho_Chi_Minh?"),
    ("[file]", '[file]\nformats = ["csv", "xls"]',
     "file.formats: expected csv, tsv, xlsx, json, jsonl, parquet, geojson, gpkg, shapefile, "
     'got "xls". Did you mean xlsx?'),
    ("[file]", '[file]\nencoding = "latin-1"',
     "file.encoding: expected utf-8, utf-16, utf-16-le, utf-16-be, windows-1258, tcvn3, vni, "
     'got "latin-1". Leave it out to have it detected.'),
    ("[file]", '[file]\ndelimiter = "tab"',
     'file.delimiter: expected one character, got "tab". For a tab write "\\t".'),
    ("[file]", "[file]\nheader_row = 0", "file.header_row: expected 1 or more, got 0. The first row is 1."),
    ('registry = "qr"', 'registry = "qr"\nprofile = "newzealand"',
     'profile: expected bac_giang, new_zealand, got "newzealand". Did you mean new_zealand?'),
    ('registry = "qr"', "",
     "registry: expected 1 to 20 small letters, digits and _, got nothing. "
     'Write registry = "some_name".'),
    ('registry = "qr"', 'registry = "qr"\nchannel = "zalo"',
     'channel: expected nothing, for venues have no channel, got "zalo". Leave it out.'),
    ("[file]", "[rules]\nclock_skew_minutes = -1\n[file]",
     "rules.clock_skew_minutes: expected 0 to 1440, got -1. 10 is usual."),
    ("[file]", '[rules]\nplausible_from = "2020"\n[file]',
     'rules.plausible_from: expected a day as 2020-01-01, got "2020". Write "" for no such rule.'),
    ('column = "Tên"', 'column = "Tên"\nconstant = "x"',
     f'fields.name: expected {WAYS}, got column "Tên" and constant "x". Take one of them out.'),
    ('column = "Tên"', "",
     f"fields.name: expected {WAYS}, got nothing. "
     'Write column = "its heading", or constant = "what stands for every row".'),
    ('column = "Mã"', 'constant = "DD-1"',
     'fields.record.constant: expected nothing, got "DD-1". Write column, for each row has its own.'),
    ('column = "Loại"\ncodes = "venue_types"', 'constant = "markt"',
     f'fields.venue_type.constant: expected {VENUE_TYPES}, got "markt". Did you mean market?'),
    ('\ncodes = "venue_types"', "",
     f"fields.venue_type.codes: expected what each answer means ({VENUE_TYPES}), got nothing. "
     'Write codes = { "answer as written" = "meaning" }, or name a list.'),
    ('codes = "venue_types"', 'codes = { "Chợ" = "markets" }',
     f'fields.venue_type.codes."Chợ": expected {VENUE_TYPES}, got "markets". Did you mean market?'),
    ('codes = "venue_types"', 'codes = { "Chợ" = "market", "CHỢ " = "shop" }',
     'fields.venue_type.codes."CHỢ ": expected "market", as the same answer before, got "shop". '
     "Keep one of them."),
    ('[file]', '[file]\nmissing = ["Chợ"]',
     'fields.venue_type.codes."Chợ": expected an answer; file.missing says it is none, got "Chợ". '
     "Take it out of file.missing, or out of the codes."),
    ('column = "Tên"', 'column = "Tên"\ncodes = { "a" = "b" }',
     'fields.name.codes: expected nothing, for name is no code, got {"a": "b"}. Leave codes out.'),
    ('column = "Tên"', 'column = "Tên"\nformats = ["%Y"]',
     'fields.name.formats: expected nothing, for name is no day and no moment, got ["%Y"]. Leave formats out.'),
    ('width = 5', "width = 50",
     "fields.commune_code.width: expected 1 to 20 digits, got 50. Write how many digits the code has."),
    ("[file]", f"{NOTE}width = 3\n[file]",
     "fields.opens_minute.width: expected nothing, for opens_minute is no code of digits, got 3. Leave width out."),
]  # fmt: skip


@pytest.mark.parametrize(("there", "instead", "message"), MISTAKES)
def test_a_mistake_is_told_exactly(tmp_path: Path, there: str, instead: str, message: str) -> None:
    assert there in VENUES
    path = written(tmp_path, VENUES.replace(there, instead, 1))
    with pytest.raises(SourceError) as refused:
        load_source(path)
    assert str(refused.value) == f"{path}: {message}"


DATED = """
subject = "installs"
title_vi = "Cài"
title_en = "Installs"
channel = "bluezone"

[fields.day]
column = "Ngày"
formats = FORMATS

[fields.version]
column = "Lúc"
formats = ["%d/%m/%Y %H:%M"]

[fields.commune_code]
column = "Mã xã"

[fields.installs]
column = "Số"
"""

WORDS = "%H, %I, %M, %S, %Y, %Z, %d, %f, %m, %p, %z"
FORMAT_MISTAKES = [
    ("[]", 'how a day is written, got nothing. Write formats = ["%d/%m/%Y"], or days = [...] in [file] for all of them.'),
    ('["%d/%m/%y"]',
     f'a format of strptime words, got "%d/%m/%y": %y is not among {WORDS} (years need four digits: %Y). '
     "docs/sources.md lists the words."),
    ('["%d %b %Y"]',
     f'a format of strptime words, got "%d %b %Y": %b is not among {WORDS}. docs/sources.md lists the words.'),
    ('["%d/%m"]', 'a format of strptime words, got "%d/%m": %Y is missing. docs/sources.md lists the words.'),
    ('["%d/%m/%Y", "%m/%d/%Y"]',
     'formats that no text fits twice, got "%d/%m/%Y" and "%m/%d/%Y", which read "06/05/2021" differently. '
     "Keep the one that the source writes."),
    ('["%d/%m/%Y", "%d/%m/%Y"]', 'each format once, got "%d/%m/%Y". Take one of them out.'),
]  # fmt: skip


@pytest.mark.parametrize(("formats", "message"), FORMAT_MISTAKES)
def test_formats_that_read_nothing_or_too_much_are_told(tmp_path: Path, formats: str, message: str) -> None:
    path = written(tmp_path, DATED.replace("FORMATS", formats))
    with pytest.raises(SourceError) as refused:
        load_source(path)
    assert str(refused.value) == f"{path}: fields.day.formats: expected {message}"


def test_a_z_behind_a_time_is_no_letter(tmp_path: Path) -> None:
    text = DATED.replace("FORMATS", '["%d/%m/%Y"]').replace("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%SZ")
    with pytest.raises(SourceError, match="a Z behind a time is a time zone: write %z"):
        load_source(written(tmp_path, text))


def test_a_constant_day_is_written_year_first(tmp_path: Path) -> None:
    text = DATED.replace('column = "Ngày"\nformats = FORMATS', 'constant = "25/05/2021"')
    path = written(tmp_path, text)
    with pytest.raises(SourceError) as refused:
        load_source(path)
    expected = 'expected a day as 2021-05-25, got "25/05/2021". Write year, month, day.'
    assert str(refused.value) == f"{path}: fields.day.constant: {expected}"


def test_a_file_that_is_no_toml_is_told_with_the_line(tmp_path: Path) -> None:
    path = written(tmp_path, 'subject = "venues"\ntitle_vi = Địa điểm\n')
    with pytest.raises(SourceError, match=r"expected TOML, got a mistake: .*line 2.*Mend that line"):
        load_source(path)


def test_a_file_that_is_no_utf_8_is_told_with_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "some-venues.toml"
    path.write_bytes('title_vi = "Địa'.encode("utf-16-le"))
    with pytest.raises(
        SourceError, match=r"expected UTF-8, got byte 0x10 at position|expected UTF-8, got byte"
    ):
        load_source(path)


@pytest.mark.parametrize("name", ["Some-Venues.toml", "some_venues.toml", f"{'v' * 41}.toml", "-venues.toml"])
def test_a_file_s_name_that_is_no_key_is_told(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, VENUES, name)
    with pytest.raises(SourceError) as refused:
        load_source(path)
    expected = "small letters, digits and single hyphens, at most 40, as in qr-venues.toml"
    assert str(refused.value) == (
        f'{path}: the file\'s name: expected {expected}, got "{path.stem}". Rename the file.'
    )
