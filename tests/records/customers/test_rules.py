"""How customers' data is checked and how a search term is read."""

import pytest

from wanhao.records.customers import rules


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("990101199003078113", True),  # its check digit by GB 11643
        ("990101199003078110", False),  # wrong check digit
        ("990101199013078117", False),  # month 13
        ("E12345678", True),  # a passport
        ("91350200MA0000000X", True),  # an organisation's credit code
        ("12", False),  # too short
        ("王小明", False),
    ],
)
def test_identity_numbers(number: str, valid: bool) -> None:
    assert rules.is_identity_number(number) is valid


@pytest.mark.parametrize(
    ("term", "kinds"),
    [
        ("121 0000 0001", {"number", "account", "identity", "name"}),  # digits may be anything
        ("王小明", {"name"}),  # Chinese is a name
        ("Alice Brown", {"number", "account", "name"}),  # letters may name a line or an account, never a document
        ("KD09001234567", {"number", "account", "identity", "name"}),
        ("  ", set()),
    ],
)
def test_readings_of_a_search_term(term: str, kinds: set[str]) -> None:
    assert set(rules.readings(term)) == kinds


def test_names_are_found_however_they_are_spelled() -> None:
    assert rules.normalise_name("  Ａlice   BROWN ") == rules.normalise_name("alice brown")


@pytest.mark.parametrize(
    ("number", "service", "valid"),
    [
        ("12100000001", "mobile", True),
        ("KD1", "mobile", False),  # a mobile has a telephone number
        ("KD09001234567", "broadband", True),
        ("K", "iptv", False),
    ],
)
def test_service_numbers(number: str, service: str, valid: bool) -> None:
    assert rules.is_service_number(number, service) is valid
