"""What a customer's data must look like, and how a search term is read. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from wanhao.common.phone_numbers import is_telephone_number, normalise_number

IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECK_DIGITS = "10X98765432"
NAME_LIMIT = 120


def normalise_name(name: str) -> str:
    """One spelling for look-up: full width to half width, single spaces, no case."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def normalise_identity(number: str) -> str:
    """Upper case without spaces or dashes."""
    return re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", number)).upper()


def normalise_account(number: str) -> str:
    """Upper case without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", number)).upper()


def is_identity_number(number: str) -> bool:
    """A resident's card (GB 11643: 18 characters with a check digit) or another document of 5 to 30 characters."""
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        total = sum(int(digit) * weight for digit, weight in zip(number, IDENTITY_WEIGHTS, strict=False))
        return IDENTITY_CHECK_DIGITS[total % 11] == number[17] and _is_day(number[6:14])
    return re.fullmatch(r"[0-9A-Z]{5,30}", number) is not None


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def is_account_number(number: str) -> bool:
    """3 to 30 letters, digits and dashes."""
    return re.fullmatch(r"[0-9A-Z][0-9A-Z\-]{2,29}", number) is not None


def is_service_number(number: str, service: str) -> bool:
    """Mobile and fixed lines have telephone numbers; broadband and IPTV may have a name."""
    if service in ("mobile", "fixed"):
        return is_telephone_number(number)
    return re.fullmatch(r"[0-9A-Z@._\-]{3,40}", number) is not None


def readings(term: str) -> dict[str, str]:
    """What a search term may be (number, account, identity, name), each in the spelling we look up.

    '121 0000 0001' → number and account and identity; '王小明' → name only.
    """
    found: dict[str, str] = {}
    number, identity, account = normalise_number(term), normalise_identity(term), normalise_account(term)
    if is_service_number(number, "broadband") or is_telephone_number(number):
        found["number"] = number
    if is_account_number(account):
        found["account"] = account
    if any(character.isdigit() for character in identity) and is_identity_number(identity):
        found["identity"] = identity
    if name := normalise_name(term):
        found["name"] = name
    return found
