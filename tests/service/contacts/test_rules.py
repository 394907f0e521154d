"""Whatever is claimed, a contact's outcome agrees with its life."""

import pytest

from wanhao.service.contacts import rules


@pytest.mark.parametrize(
    ("claimed", "status", "was_answered", "outcome"),
    [
        ("served", "serving", True, "served"),  # the plain case
        ("abandoned", "serving", True, "served"),  # the caller hung up while being served
        ("dropped", "waiting", False, "abandoned"),  # waiting for a person, so not only in the menu
        ("abandoned", "arrived", False, "dropped"),  # never asked for a person
        ("self_served", "arrived", False, "self_served"),  # satisfied in the menu
        ("self_served", "waiting", False, "abandoned"),  # asked for a person afterwards
        ("served", "waiting", True, "abandoned"),  # transferred, then left the second queue
        ("served", "arrived", False, "lost"),  # nobody served: something of ours failed
        ("lost", "serving", True, "lost"),  # our failure is never prettified
        ("overflowed", "waiting", False, "overflowed"),  # the queue was full
        ("closed_hours", "arrived", False, "closed_hours"),  # outside opening hours
        ("unanswered", "arrived", False, "unanswered"),  # outbound, the customer did not answer
    ],
)
def test_outcome_that_holds(claimed: str, status: str, was_answered: bool, outcome: str) -> None:
    assert rules.outcome_that_holds(claimed, status=status, was_answered=was_answered) == outcome


@pytest.mark.parametrize(
    ("was_answered", "rating", "may"),
    [(True, None, True), (False, None, False), (True, 5, False)],  # answered; never answered; rated already
)
def test_may_be_rated(was_answered: bool, rating: int | None, may: bool) -> None:
    assert rules.may_be_rated(was_answered=was_answered, rating=rating) is may
