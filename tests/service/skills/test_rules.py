"""Who serves by their skills, and when a skill is warned of."""

from __future__ import annotations

from datetime import date

import pytest

from wanhao.service.skills import rules
from wanhao.service.skills.rules import Ending, Nearness, Ring

SITE, REGION, ANYWHERE = Nearness.SITE, Nearness.REGION, Nearness.ANYWHERE
RINGS = [Ring(4, SITE, 0), Ring(2, SITE, 15), Ring(4, REGION, 30), Ring(1, ANYWHERE, 60)]


@pytest.mark.parametrize(
    ("held", "asked", "level"),
    [
        ({1: 5}, {1: 1}, 5),
        ({1: 2}, {1: 3}, None),  # too low
        ({1: 5}, {1: 1, 2: 1}, None),  # one is missing
        ({1: 5, 2: 2, 3: 1}, {1: 1, 2: 1}, 2),  # the weakest of those asked for
        ({1: 5}, {}, None),  # a queue that asks for nothing is served by hand only
    ],
)
def test_the_weakest_skill_counts(held: dict[int, int], asked: dict[int, int], level: int | None) -> None:
    assert rules.level_for(held, asked) == level


@pytest.mark.parametrize(
    ("level", "near", "after"),
    [(5, SITE, 0), (3, SITE, 15), (1, SITE, 60), (5, REGION, 30), (3, REGION, 60), (5, ANYWHERE, 60)],
)
def test_the_earliest_ring_that_takes_somebody_in(level: int, near: Nearness, after: int) -> None:
    assert rules.after_seconds(level, near, RINGS) == after


def test_no_ring_takes_everybody_and_none_that_fits_nobody() -> None:
    assert rules.after_seconds(1, ANYWHERE, []) == 0
    assert rules.after_seconds(1, ANYWHERE, [Ring(2, ANYWHERE, 0)]) is None


@pytest.mark.parametrize(
    ("until", "warn_days", "ending"),
    [
        (None, 14, Ending.LATER),
        (date(2026, 3, 1), 14, Ending.LATER),
        (date(2026, 2, 15), 14, Ending.SOON),
        (date(2026, 2, 1), 14, Ending.SOON),  # its last day
        (date(2026, 2, 1), 0, Ending.LATER),
        (date(2026, 1, 31), 0, Ending.ENDED),
    ],
)
def test_how_near_the_end_is(until: date | None, warn_days: int, ending: Ending) -> None:
    assert rules.ending(until, date(2026, 2, 1), warn_days) == ending
