"""What is shown of private data to those who need not see all of it."""

import pytest

from wanhao.common.masking import mask_address, mask_identity, mask_name, mask_number


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王**"),
        ("王", "王*"),  # never in the clear, however short
        ("Alice Brown", "A**** B****"),
        ("东江市万和通信设备有限公司", "东****"),  # the length of a long name is not told
        ("", ""),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("12100001234", "121****1234"), ("09001234567", "090****4567"), ("1234", "****"), ("12345", "1*2345")],
)
def test_numbers(number: str, shown: str) -> None:
    assert mask_number(number) == shown


def test_documents_and_addresses() -> None:
    assert mask_identity("990101199003078113") == "99**************13"
    assert mask_address("东江市滨河区金桂路 1 号") == "东江市滨河区****"
