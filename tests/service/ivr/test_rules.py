"""The voice menu as a machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.service.ivr import rules
from wanhao.service.ivr.rules import AskAgain, Caller, Go, Kind, Step, Stop

MENU = Step("main", Kind.MENU, {"1": "balance", "0": "general", "invalid": "general", "timeout": "bye"}, attempts=2)
BARE = Step("bare", Kind.MENU, {"1": "balance"}, attempts=1)
CODES = "abcdef"


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


def test_the_first_word_that_leads_somewhere_counts() -> None:
    hours = Step("hours", Kind.HOURS, {"open": "main", "closed": "night"})
    assert rules.branch(hours, "open", "closed") == Go("main")
    assert rules.branch(hours, "holiday", "closed") == Go("night")
    assert rules.branch(hours, "holiday") == Stop()


def test_missing_branches_are_named() -> None:
    assert rules.unanswered(Step("h", Kind.HOURS, {"open": "x"})) == {"closed"}
    assert rules.unanswered(Step("m", Kind.MESSAGE)) == {"next"}
    assert rules.unanswered(Step("q", Kind.QUEUE)) == frozenset()
    assert rules.unanswered(Step("m", Kind.MENU, {"timeout": "x"})) == {"1"}  # nobody could choose anything
    assert rules.unanswered(Step("b", Kind.BRANCH, {"vip": "x"})) == {"else"}
    assert rules.unanswered(Step("p", Kind.PIN, {"right": "x"})) == {"wrong"}


def test_circles_without_a_key_are_found() -> None:
    steps = {
        "a": Step("a", Kind.MESSAGE, {"next": "b"}),
        "b": Step("b", Kind.MESSAGE, {"next": "a"}),
        "c": Step("c", Kind.MESSAGE, {"next": "menu"}),
        "menu": Step("menu", Kind.MENU, {"1": "c"}),  # the caller asks for it: no circle
    }
    assert rules.circles(steps) == {"a", "b"}
    assert rules.traps(steps) == {"a", "b", "c", "menu"}  # no end anywhere
    assert rules.reachable(steps, "c") == {"c", "menu"}


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Step]:
    """Any steps of a few kinds, leading anywhere."""
    steps = {}
    for code in CODES:
        kind = draw(st.sampled_from([Kind.MENU, Kind.MESSAGE, Kind.HOURS, Kind.QUEUE, Kind.HANG_UP]))
        words = sorted(rules.words_of(Step(code, kind)))
        taken = draw(st.lists(st.sampled_from(words), unique=True)) if words else []
        steps[code] = Step(code, kind, {word: draw(st.sampled_from(CODES)) for word in taken})
    return steps


@given(graphs())
def test_a_caller_can_leave_every_step_that_is_no_trap(steps: dict[str, Step]) -> None:
    """From a step outside of the traps some way leads to an end; from a trap none does."""
    for code in steps:
        ends = {c for c in rules.reachable(steps, code) if steps[c].kind in rules.ENDS}
        assert bool(ends) == (code not in rules.traps(steps))


@given(graphs())
def test_a_walk_without_keys_comes_to_a_menu_or_an_end_or_is_a_circle(steps: dict[str, Step]) -> None:
    """Whoever only follows `next` and `open` either stops soon or goes through a circle that the check names."""
    at, seen = "a", []
    while at not in seen:
        seen.append(at)
        move = rules.branch(steps[at], "next", "open", "closed")
        if steps[at].kind is Kind.MENU or not isinstance(move, Go):
            return
        at = move.to
    assert at in rules.circles(steps)


ALL = Caller(number="09001234567", region="dongjiang")


@pytest.mark.parametrize(
    ("prefixes", "regions", "is_meant"),
    [
        ((), (), True),  # no area: everybody
        (("0900",), (), True),  # the area of the number
        (("0901",), (), False),
        ((), ("dongjiang",), True),  # the region of the customer
        ((), ("xiling",), False),
        (("0901",), ("dongjiang",), True),  # either is enough
        (("0901", "0900"), ("xiling",), True),
    ],
)
def test_whom_an_announcement_is_for(prefixes: tuple[str, ...], regions: tuple[str, ...], is_meant: bool) -> None:
    assert rules.is_for(ALL, prefixes=prefixes, regions=regions) is is_meant


def test_a_caller_shows_no_number() -> None:
    assert "0900" not in repr(ALL)
