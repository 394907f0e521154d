"""What is within target, close to it, or missed; and which queue needs eyes first."""

from __future__ import annotations

from enum import StrEnum

CLOSE_SHARE = 0.9  # from this share of a target on it is close, not missed


class Meaning(StrEnum):
    """The meanings a colour may have; a word or an icon stands beside it."""

    QUIET = "quiet"
    GOOD = "good"
    CLOSE = "close"
    MISSED = "missed"


SEVERITY = {Meaning.MISSED: 2, Meaning.CLOSE: 1, Meaning.GOOD: 0, Meaning.QUIET: 0}


def of_share(numerator: int, denominator: int, target_percent: int) -> Meaning:
    """A share that should reach its target: 92 of 100 against 98 % is close, 80 is missed."""
    if not denominator:
        return Meaning.QUIET
    percent = 100 * numerator / denominator
    if percent >= target_percent:
        return Meaning.GOOD
    return Meaning.CLOSE if percent >= target_percent * CLOSE_SHARE else Meaning.MISSED


def of_wait(longest_seconds: float, limit_seconds: int) -> Meaning:
    """The longest wait now against the answer limit; close from two thirds of it."""
    if longest_seconds <= 0:
        return Meaning.QUIET
    if longest_seconds > limit_seconds:
        return Meaning.MISSED
    return Meaning.CLOSE if longest_seconds > limit_seconds * 2 / 3 else Meaning.GOOD


def are_ordered(close: float, missed: float, *, lower_is_worse: bool) -> bool:
    """Does the amber limit come before the red one?"""
    return missed <= close if lower_is_worse else close <= missed


def urgency(meanings: list[Meaning], waiting: int) -> tuple[int, int]:
    """Sort key of the worst row first: missed targets, then how many wait."""
    return (-sum(SEVERITY[meaning] for meaning in meanings), -waiting)
