"""Small decisions about what callers do in the menu and with the keys."""

import pytest

from wanhao.service.telephony import rules


@pytest.mark.parametrize(
    ("was_served", "found_closed", "outcome"),
    [
        (True, False, "self_served"),
        (True, True, "self_served"),
        (False, True, "closed_hours"),
        (False, False, "dropped"),
    ],
)
def test_outcome_in_the_menu(was_served: bool, found_closed: bool, outcome: str) -> None:
    assert rules.outcome_in_menu(was_served=was_served, found_closed=found_closed) == outcome


@pytest.mark.parametrize(("key", "rating"), [("1", 1), ("5", 5), ("6", None), ("0", None), ("#", None), (None, None)])
def test_ratings(key: str | None, rating: int | None) -> None:
    assert rules.rating_of(key) == rating
