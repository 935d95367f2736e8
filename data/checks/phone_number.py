"""One telephone number as E.164, or nothing; phonenumbers knows the plans, the change of 2018 is written down here."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

VIETNAM = 84

RENUMBERED = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip
"""Mobile prefixes of eleven digits and what they became in September and October 2018 (decision 798/QĐ-BTTTT);
the seven digits behind them stayed. Written without the leading 0."""

_SIGNS = r"\s().\[\]/\u00a0\u00ad\u2010-\u2015\u2212\uff0d\uff0f\uff08\uff09\u3000-"
_WRITTEN = re.compile(rf"[{_SIGNS}]*[+\uff0b]?[\d{_SIGNS}]+")
"""Digits and what people put between them. A letter, an extension or a second number makes it no single number."""


def e164(text: str, region: str) -> str | None:
    """The number in E.164; None where the text is no valid number of one subscriber.

    `region` is the country whose numbers are written without their code, with or without the leading zero.
    """
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        number = renumbered(phonenumbers.parse(text, region))
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def renumbered(number: PhoneNumber) -> PhoneNumber:
    """A number of before 2018 as it is dialled today; any other as it is."""
    written = str(number.national_number)
    today = RENUMBERED.get(written[:3])
    if number.country_code != VIETNAM or len(written) != 10 or not today or number.italian_leading_zero:
        return number
    return PhoneNumber(country_code=VIETNAM, national_number=int(today + written[3:]))
