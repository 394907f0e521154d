"""Steps of a help request, and its arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wanhao.management.help.rules import Counts, is_late, may_become, total

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("status", "wanted", "may"),
    [
        ("waiting", "taken", True),
        ("waiting", "helped", True),  # answered at once
        ("taken", "taken", False),  # one leader sees to it
        ("helped", "taken", True),  # the answer was not enough
        ("helped", "closed", True),
        ("closed", "taken", False),
        ("closed", "closed", False),
    ],
)
def test_may_become(status: str, wanted: str, may: bool) -> None:
    assert may_become(status, wanted) is may


@pytest.mark.parametrize(
    ("taken_after", "now_after", "late"),
    [
        (None, 60, False),  # on the limit is in time
        (None, 61, True),
        (30, 900, False),  # taken in time, however long ago
        (90, 900, True),
    ],
)
def test_is_late(taken_after: int | None, now_after: int, late: bool) -> None:
    taken_at = NOON + timedelta(seconds=taken_after) if taken_after else None
    assert is_late(NOON, taken_at, MINUTE, NOON + timedelta(seconds=now_after)) is late


def test_counts_add_up() -> None:
    one = Counts(asked=3, cancelled=1, taken=2, taken_in_time=1, reaction_seconds=50, helped=2)
    both = total([one, one])
    assert (both.asked, both.wanted, both.reaction_seconds) == (6, 4, 100)
    assert total([]) == Counts()
