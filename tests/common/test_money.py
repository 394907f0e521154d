"""Money is shown with its sign, ¥ and two digits."""

from decimal import Decimal

import pytest

from wanhao.common.money import yuan


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0", "¥0.00"), ("1234.5", "¥1,234.50"), ("-3", "-¥3.00"), ("0.005", "¥0.01"), ("-0.005", "-¥0.01")],
)
def test_yuan(amount: str, shown: str) -> None:
    assert yuan(Decimal(amount)) == shown
