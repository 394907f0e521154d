"""The voice menu as a machine, and small decisions about calls."""

import pytest

from wanhao.service.telephony import rules
from wanhao.service.telephony.rules import AskAgain, Go, Kind, Step, Stop

MENU = Step(
    "main", Kind.MENU, {"1": "balance", "0": "general", "invalid": "general", "timeout": "bye"}, "main", attempts=2
)
BARE = Step("bare", Kind.MENU, {"1": "balance"}, "main", attempts=1)


@pytest.mark.parametrize(
    ("step", "key", "attempt", "move"),
    [
        (MENU, "1", 1, Go("balance")),  # a known key leads on at once
        (MENU, "0", 2, Go("general")),  # also on the last try
        (MENU, "7", 1, AskAgain("invalid-key")),  # an unknown key: say so and ask again
        (MENU, None, 1, AskAgain("no-key")),  # no key: say that
        (MENU, "7", 2, Go("general")),  # after the last try the branch for wrong keys
        (MENU, None, 2, Go("bye")),  # and the one for no key
        (BARE, "7", 1, Stop()),  # without such a branch the menu ends
        (BARE, None, 1, Stop()),
        (MENU, "next", 1, AskAgain("invalid-key")),  # words are no keys
    ],
)
def test_after_a_key(step: Step, key: str | None, attempt: int, move: rules.Move) -> None:
    assert rules.after_key(step, key, attempt) == move


def test_a_word_leads_on_or_ends() -> None:
    hours = Step("hours", Kind.HOURS, {"open": "main"})
    assert rules.branch(hours, "open") == Go("main")
    assert rules.branch(hours, "closed") == Stop()


def test_missing_branches_are_named() -> None:
    assert rules.unanswered(Step("h", Kind.HOURS, {"open": "x"})) == {"closed"}
    assert rules.unanswered(Step("m", Kind.MESSAGE)) == {"next"}
    assert rules.unanswered(Step("q", Kind.QUEUE)) == frozenset()
    assert rules.unanswered(Step("m", Kind.MENU, {"timeout": "x"})) == {"1"}  # nobody could choose anything


def test_circles_without_a_key_are_found() -> None:
    steps = {
        "a": Step("a", Kind.MESSAGE, {"next": "b"}),
        "b": Step("b", Kind.MESSAGE, {"next": "a"}),
        "c": Step("c", Kind.MESSAGE, {"next": "menu"}),
        "menu": Step("menu", Kind.MENU, {"1": "c"}),  # the caller asks for it: no circle
    }
    assert rules.circles(steps) == {"a", "b"}
    assert rules.reachable(steps, "c") == {"c", "menu"}


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
