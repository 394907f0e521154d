"""Telephone numbers as we keep them: digits of the national plan, or +CC… for other countries."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

HOME_COUNTRY = "86"
SEPARATORS = re.compile(r"[\s\-‐‑–—()./·]+")
WITHHELD = frozenset({"", "anonymous", "unknown", "unavailable", "restricted"})
SIP_ADDRESS = re.compile(r"^(?:sips?|tel):([^@;]+)", re.IGNORECASE)


def normalise_number(text: str) -> str:
    """One spelling for each number: `+86 121-0000-0001` → `12100000001`; broadband names are upper case."""
    number = unicodedata.normalize("NFKC", text).strip()
    if address := SIP_ADDRESS.match(number):
        number = address.group(1)
    number = SEPARATORS.sub("", number)
    if number.startswith("00"):
        number = "+" + number[2:]
    if number.startswith("+" + HOME_COUNTRY):
        return _with_trunk_prefix(number[1 + len(HOME_COUNTRY) :])
    if number.startswith("+"):
        return _foreign(number)
    return number.upper()


def _with_trunk_prefix(national: str) -> str:
    """Mobiles (11 digits from 1) and short codes stay; a fixed number gets the 0 before its area code."""
    if national.startswith(("0", "1")) or len(national) < 9:
        return national
    return "0" + national


def _foreign(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def is_withheld(number: str) -> bool:
    """Did the caller show no number, only what networks say instead of one?"""
    return number.strip().lower() in WITHHELD


def is_telephone_number(number: str) -> bool:
    """Could a normalised number be dialled: 5 to 15 digits, with + for another country?"""
    return re.fullmatch(r"\+?[0-9]{5,15}", number) is not None


def is_barred(number: str, beginnings: tuple[str, ...]) -> bool:
    """Does a number, however it is spelled, begin as those that are never dialled? `00…` is `+…`."""
    return bool(beginnings) and normalise_number(number).startswith(beginnings)


def is_mobile(number: str) -> bool:
    """Is a normalised number a mobile of the national plan?"""
    return re.fullmatch(r"1[0-9]{10}", number) is not None
