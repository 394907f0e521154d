"""What is done too often, counted for each by name."""

import pytest

from wanhao.foundation.limits.rates import Rate, seconds_to_wait

pytestmark = pytest.mark.django_db


def test_pages_of_one_name_count_together() -> None:
    rate = Rate("search", 3, 60)
    assert [seconds_to_wait(rate, "7") > 0 for _ in range(4)] == [False, False, False, True]
    assert seconds_to_wait(rate, "8") == 0, "each for themselves"


def test_no_rate_is_longer_than_its_counts_are_kept() -> None:
    with pytest.raises(ValueError, match="too-long"):
        Rate("too-long", 1, 86_401)
