"""Meanings of the wallboard's colours."""

import pytest

from wanhao.access.wallboard.rules import Meaning, of_share, of_wait, urgency


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "meaning"),
    [
        (0, 0, 98, Meaning.QUIET),  # nothing counted yet says nothing
        (98, 100, 98, Meaning.GOOD),  # exactly on target
        (97, 100, 98, Meaning.CLOSE),
        (88, 100, 98, Meaning.MISSED),  # below nine tenths of 98 %
        (80, 100, 80, Meaning.GOOD),
        (72, 100, 80, Meaning.CLOSE),  # nine tenths exactly
    ],
)
def test_a_share_against_its_target(numerator: int, denominator: int, target: int, meaning: Meaning) -> None:
    assert of_share(numerator, denominator, target) is meaning


@pytest.mark.parametrize(
    ("longest", "limit", "meaning"),
    [
        (0, 15, Meaning.QUIET),
        (10, 15, Meaning.GOOD),
        (10.5, 15, Meaning.CLOSE),
        (15, 15, Meaning.CLOSE),
        (16, 15, Meaning.MISSED),
    ],
)
def test_the_longest_wait_against_the_limit(longest: float, limit: int, meaning: Meaning) -> None:
    assert of_wait(longest, limit) is meaning


def test_missed_targets_come_before_long_queues() -> None:
    missed = urgency([Meaning.MISSED, Meaning.GOOD], waiting=1)
    close = urgency([Meaning.CLOSE, Meaning.GOOD], waiting=50)
    calm = urgency([Meaning.GOOD, Meaning.GOOD], waiting=0)
    assert sorted([calm, close, missed]) == [missed, close, calm]
