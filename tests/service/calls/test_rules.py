"""Small decisions about calls."""

import pytest

from wanhao.common.phone_numbers import is_barred
from wanhao.service.calls import rules


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("12100000001", True),
        ("+4912345", True),
        ("10", False),
        ("12a45", False),
        ("sip:x@y", False),
        ("１２３４", False),
    ],
)
def test_outside_numbers(number: str, is_one: bool) -> None:
    assert rules.is_outside_number(number) is is_one


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("+49301234", True),  # another country
        ("0049 30 1234", True),  # the same, as it is keyed
        ("００49-30-1234", True),  # the same, in wide digits
        ("168 8812", True),  # premium
        ("+86 121 0000 0001", False),  # ours, written in full
        ("12100000001", False),
    ],
)
def test_numbers_that_are_never_dialled(number: str, is_one: bool) -> None:
    assert is_barred(number, ("+", "168")) is is_one
    assert not is_barred(number, ())
