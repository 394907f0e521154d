"""States of a work order, turns of a ticket, stuckness, limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wanhao.service.dispatch import rules
from wanhao.service.dispatch.rules import Hop

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIMITS = {"unmoved": timedelta(hours=24), "unaccepted": timedelta(hours=4)}


@pytest.mark.parametrize(
    ("state", "wanted", "may"),
    [
        ("sent", "accepted", True),
        ("sent", "finished", False),  # nobody has it in hand
        ("sent", "bounced", False),  # refused, as long as nobody took it
        ("accepted", "refused", False),  # sent back, once somebody took it
        ("accepted", "asked_back", True),
        ("asked_back", "finished", False),  # first the answer
        ("finished", "accepted", True),  # reopened
        ("refused", "accepted", False),  # a new order is a new hop
    ],
)
def test_may_become(state: str, wanted: str, may: bool) -> None:
    assert rules.may_become(state, wanted) is may


@pytest.mark.parametrize(
    ("hops", "turns"),
    [
        ([], 0),
        ([Hop(1, "accepted")], 0),
        ([Hop(1, "accepted"), Hop(2, "accepted")], 0),  # two departments at work
        ([Hop(1, "refused"), Hop(2, "accepted")], 1),
        ([Hop(1, "refused"), Hop(2, "bounced"), Hop(1, "refused")], 3),  # handed back three times
        ([Hop(1, "finished"), Hop(1, "finished"), Hop(1, "sent")], 2),  # to the same department twice again
        ([Hop(1, "cancelled"), Hop(1, "sent")], 0),  # sent by mistake
    ],
)
def test_turns(hops: list[Hop], turns: int) -> None:
    assert rules.turns(hops) == turns


@pytest.mark.parametrize(
    ("state", "hours", "why"),
    [
        ("sent", 3.9, None),
        ("sent", 4, "unaccepted"),  # its own, shorter limit
        ("accepted", 5, None),
        ("accepted", 24, "unmoved"),
        ("asked_back", 25, "unanswered"),
    ],
)
def test_stuck_since(state: str, hours: float, why: str | None) -> None:
    moved_at = NOON - timedelta(hours=hours)
    assert rules.stuck_since(state, moved_at, NOON, **LIMITS) == (None if why is None else (why, moved_at))


def test_limits() -> None:
    assert not rules.beyond(1, 20, most_percent=5)
    assert rules.beyond(2, 20, most_percent=5)
    assert not rules.below(9, 10, least_percent=90)
    assert rules.below(8, 10, least_percent=90)
    assert not rules.beyond(0, 0, most_percent=0)


@pytest.mark.parametrize(("term", "number"), [("w20261122 7", "W20261122-000007"), ("T20261122-7", ""), ("网速", "")])
def test_as_order_number(term: str, number: str) -> None:
    assert rules.as_order_number(term) == number
