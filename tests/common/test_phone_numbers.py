"""Numbers are spelled in one way however they come in."""

import pytest

from wanhao.common.phone_numbers import is_mobile, is_telephone_number, normalise_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12100000001", "12100000001"),  # as it is
        ("121 0000-0001", "12100000001"),  # as people write it
        ("１２１０００００００１", "12100000001"),  # full width
        ("+8612100000001", "12100000001"),  # as a trunk sends it
        ("008612100000001", "12100000001"),  # with the international prefix
        ("sip:12100000001@127.0.0.1;user=phone", "12100000001"),  # a SIP address
        ("(0900) 123-4567", "09001234567"),  # fixed, with its area code
        ("+869001234567", "09001234567"),  # fixed, international: the 0 comes back
        ("+86-10000", "10000"),  # a short code
        ("+44 (0)20 7946 0000", "+442079460000"),  # another country, with a needless 0
        ("+x", "+x"),  # nonsense stays and is refused by the checks
        ("kd0900-1234567", "KD09001234567"),  # a broadband name
        ("", ""),
    ],
)
def test_one_spelling(typed: str, kept: str) -> None:
    assert normalise_number(typed) == kept


@pytest.mark.parametrize(
    ("number", "dialled", "mobile"),
    [
        ("12100000001", True, True),
        ("09001234567", True, False),
        ("+442079460000", True, False),
        ("8001", False, False),  # too short to be a customer's
        ("KD09001234567", False, False),
    ],
)
def test_what_can_be_dialled(number: str, dialled: bool, mobile: bool) -> None:
    assert (is_telephone_number(number), is_mobile(number)) == (dialled, mobile)
