"""Small decisions about calls. Plain Python."""

from __future__ import annotations


def spoken_language(wanted: str) -> str:
    """The language of prompts for a contact's language: Chinese unless it is English."""
    return "en" if wanted.startswith("en") else "zh"


def is_outside_number(number: str) -> bool:
    """May this be dialled through the trunk? 3 to 20 digits, with or without a leading plus."""
    digits = number.removeprefix("+")
    return digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 20
