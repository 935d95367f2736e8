from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.checks.formats import format_fault
from tests.data.checks.asked import problem, read, read_one

VIETNAM, AUCKLAND = "Asia/Ho_Chi_Minh", "Pacific/Auckland"
DAY_FORMATS = ("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "ngày %d tháng %m năm %Y")
MOMENT_FORMATS = (
    "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y, %I:%M %p", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S",
    "%Y-%m-%dT%H:%M:%S.%f", "%H:%M %d/%m/%Y", "%d/%m/%Y %I:%M:%S%p",
)  # fmt: skip
ZONED_FORMATS = ("%Y-%m-%dT%H:%M:%S%z", "%d/%m/%Y %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S.%f%z")
DATES = st.dates(date(1905, 1, 1), date(2199, 12, 31))
CLOCKS = st.datetimes(datetime(1976, 1, 1), datetime(2199, 12, 30))


def day(*date_):
    return (date(*date_) - date(1970, 1, 1)).days


def moment(*clock, zone=VIETNAM):
    return int(datetime(*clock, tzinfo=ZoneInfo(zone)).timestamp())


@given(DATES, st.sampled_from(DAY_FORMATS))
def test_every_day_written_in_a_format_is_read_back_by_it(written, format_):
    assert read_one("day", written.strftime(format_), formats=(format_,)) == day(*written.timetuple()[:3])


@given(CLOCKS, st.sampled_from(MOMENT_FORMATS))
def test_every_time_written_in_a_format_is_read_back_as_far_as_it_tells(clock, format_):
    text = clock.strftime(format_)
    told = datetime.strptime(text, format_).replace(microsecond=0, tzinfo=ZoneInfo(VIETNAM))
    assert read_one("moment", text, formats=(format_,)) == told.timestamp()


@given(CLOCKS, st.sampled_from(ZONED_FORMATS), st.integers(-14 * 4, 14 * 4))
def test_a_zone_in_the_text_wins_over_the_source_s(clock, format_, quarters):
    east = timedelta(minutes=15 * quarters)
    sign, minutes = ("-" if quarters < 0 else "+"), abs(quarters) * 15
    text = clock.strftime(format_.replace("%z", f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"))
    expected = clock.replace(microsecond=0, tzinfo=UTC) - east
    assert read_one("moment", text, formats=(format_,), time_zone=AUCKLAND) == expected.timestamp()


TEXTS = st.text("0123456789/-: ,.TZampAMP+", min_size=6, max_size=26)
SHAPES = st.from_regex(
    r"[0-3]?[0-9]/[0-1]?[0-9]/[12][0-9]{3}( [0-2]?[0-9]:[0-9]{1,2})?( ?[ap]m)?", fullmatch=True
)


@given(st.one_of(TEXTS, SHAPES), st.sampled_from(DAY_FORMATS + MOMENT_FORMATS + ZONED_FORMATS))
def test_no_text_is_read_other_than_strptime_reads_it(text, format_):
    seconds = read_one("moment", text, formats=(format_,), time_zone="UTC")
    if isinstance(seconds, int):
        told = datetime.strptime(text.strip(), format_)
        told = told if told.tzinfo else told.replace(tzinfo=UTC)
        assert seconds == told.replace(microsecond=0).timestamp()


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("22/08/2021 9:40", (2021, 8, 22, 9, 40)),
        ("9/02/2022 12:15", (2022, 2, 9, 12, 15)),
        ("25/01/2022, 2:00 pm", (2022, 1, 25, 14, 0)),
        ("7/02/2022, 12:30 am", (2022, 2, 7, 0, 30)),
        ("07/02/2022, 12:05 PM", (2022, 2, 7, 12, 5)),
        ("2022-02-06 12:15:00 NZDT", (2022, 2, 6, 12, 15)),
        ("2022-01-18 12:30:00", (2022, 1, 18, 12, 30)),
        ("2022-01-17T23:30:00.000Z", (2022, 1, 18, 12, 30)),
    ],
)
def test_every_way_in_which_new_zealand_writes_its_times_can_be_declared(text, clock):
    formats = (
        "%d/%m/%Y %H:%M", "%d/%m/%Y, %I:%M %p", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S %Z",
        "%Y-%m-%dT%H:%M:%S.%f%z",
    )  # fmt: skip
    assert not any(map(format_fault, formats))
    assert read_one("moment", text, formats=formats, time_zone=AUCKLAND) == moment(*clock, zone=AUCKLAND)


def test_an_abbreviation_means_its_own_offset_in_winter_too():
    text = "2021-07-01 12:00:00 NZDT"
    expected = int(datetime(2021, 6, 30, 23, tzinfo=UTC).timestamp())
    assert read_one("moment", text, formats=("%Y-%m-%d %H:%M:%S %Z",), time_zone=AUCKLAND) == expected


def test_vietnamese_halves_of_the_day_are_read():
    texts = ["25/05/2021 02:15 CH", "25/05/2021 02:15 SA"]
    expected = [moment(2021, 5, 25, 14, 15), moment(2021, 5, 25, 2, 15)]
    assert read("moment", texts, formats=("%d/%m/%Y %I:%M %p",)) == expected


@pytest.mark.parametrize(
    "text", ["31/02/2021", "00/05/2021", "29/02/2021", "12/13/2021", "31/04/2021", "01/01/0000"]
)
def test_a_day_that_no_calendar_has_is_held(text):
    assert problem("day", text, formats=("%d/%m/%Y",)) == ("day_unreadable", "a day of the calendar", text)


@pytest.mark.parametrize("text", ["25/05/2021 24:00", "25/05/2021 23:60", "30/02/2021 10:00"])
def test_a_time_that_no_clock_shows_is_held(text):
    assert read_one("moment", text, formats=("%d/%m/%Y %H:%M",)) == "moment_unreadable"


@pytest.mark.parametrize("text", ["25/05/2021 00:30 am", "25/05/2021 13:30 pm"])
def test_an_hour_that_a_clock_of_twelve_hours_lacks_is_held(text):
    assert read_one("moment", text, formats=("%d/%m/%Y %I:%M %p",)) == "moment_unreadable"


@pytest.mark.parametrize(
    "text",
    [
        "25/05/21",
        "2021-05-25",
        "25-05-2021",
        "44341",
        "25/05/2021 17:00",
        "25/05/2021x",
        "hôm qua",
        "２５/05/2021",
    ],
)
def test_a_day_in_a_format_that_was_not_declared_is_held(text):
    assert problem("day", text, formats=("%d/%m/%Y",)) == ("day_unreadable", "a day like 25/05/2021", text)


@pytest.mark.parametrize("text", ["30/12/1899", "01/01/1900", "01/01/1904", "01/01/2200"])
def test_what_a_spreadsheet_makes_of_an_empty_date_is_held(text):
    assert problem("day", text, formats=("%d/%m/%Y",)) == ("day_implausible", "a day from 1905 to 2199", text)


def test_a_text_that_two_formats_read_differently_is_held():
    formats = ("%d/%m/%Y", "%m/%d/%Y")
    assert problem("day", "05/06/2021", formats=formats) == (
        "day_unreadable",
        "a day that the source's formats read in one way only",
        "05/06/2021",
    )


def test_a_text_that_two_formats_read_alike_is_read():
    assert read_one("day", "05/05/2021", formats=("%d/%m/%Y", "%m/%d/%Y")) == day(2021, 5, 5)


def test_a_text_that_only_one_format_makes_a_day_of_is_held_where_another_fits_its_shape():
    assert read_one("day", "25/05/2021", formats=("%d/%m/%Y", "%m/%d/%Y")) == "day_unreadable"


def test_a_column_may_mix_formats_that_look_different():
    texts = ["25/05/2021", "2021-05-26", "20210527", None, "5/6/2021"]
    expected = [day(2021, 5, 25), day(2021, 5, 26), day(2021, 5, 27), None, day(2021, 6, 5)]
    assert read("day", texts, formats=("%d/%m/%Y", "%Y-%m-%d", "%Y%m%d")) == expected


def test_outer_blanks_are_no_part_of_a_day():
    assert read("day", [" 25/05/2021", "25/05/2021\u00a0\n"], formats=("%d/%m/%Y",)) == [day(2021, 5, 25)] * 2


def test_a_moment_whose_format_names_no_hour_is_the_start_of_that_day():
    assert read_one("moment", "25/05/2021", formats=("%d/%m/%Y",)) == moment(2021, 5, 25)


def test_a_day_written_with_its_zone_is_a_day_of_the_source_s_clock():
    text = "2021-05-25T18:30:00Z"
    assert read_one("day", text, formats=("%Y-%m-%dT%H:%M:%S%z",)) == day(2021, 5, 26)


def test_a_local_time_that_clocks_skipped_is_held():
    # Clocks in Auckland went from 02:00 to 03:00 on 26 September 2021.
    formats = ("%d/%m/%Y %H:%M",)
    texts = ["26/09/2021 01:59", "26/09/2021 02:30", "26/09/2021 03:00"]
    before, after = moment(2021, 9, 26, 1, 59, zone=AUCKLAND), moment(2021, 9, 26, 3, zone=AUCKLAND)
    assert read("moment", texts, formats=formats, time_zone=AUCKLAND) == [before, "moment_unreadable", after]


def test_a_local_time_that_came_twice_is_held_and_says_why():
    # Clocks in Auckland went back from 03:00 to 02:00 on 3 April 2022.
    rule = {"formats": ("%d/%m/%Y %H:%M",), "time_zone": AUCKLAND}
    assert problem("moment", "03/04/2022 02:30", **rule) == (
        "moment_unreadable",
        "a time that came once in Pacific/Auckland, where clocks changed that night",
        "03/04/2022 02:30",
    )


def test_a_time_that_came_twice_is_read_where_the_text_names_its_zone():
    rule = {"formats": ("%d/%m/%Y %H:%M %Z",), "time_zone": AUCKLAND}
    first, second = read("moment", ["03/04/2022 02:30 NZDT", "03/04/2022 02:30 NZST"], **rule)
    assert second - first == 3600


@given(st.lists(CLOCKS, min_size=1, max_size=20), st.sampled_from([VIETNAM, AUCKLAND, "Europe/Berlin"]))
def test_local_times_are_put_on_the_world_s_clock_as_zoneinfo_does(clocks, zone):
    texts = [clock.strftime("%d/%m/%Y %H:%M:%S") for clock in clocks]
    for clock, seconds in zip(
        clocks, read("moment", texts, formats=("%d/%m/%Y %H:%M:%S",), time_zone=zone), strict=True
    ):
        here = clock.replace(microsecond=0, tzinfo=ZoneInfo(zone))
        once = here.utcoffset() == here.replace(fold=1).utcoffset()
        assert seconds == (here.timestamp() if once else "moment_unreadable")
