"""What follows from a try to call back, and when a callback was kept in time. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

KEYS = frozenset("0123456789*#")
CODE_DIGITS = 6


class Result(StrEnum):
    """How one try ended."""

    REACHED = "reached"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    FAILED = "failed"  # our own doing: the line, the trunk, a process that died


FINAL = frozenset({Result.REACHED, Result.WRONG_NUMBER, Result.REFUSED})
NOT_REACHED = "not_reached"


@dataclass(frozen=True)
class Patience:
    """How often a customer is tried, and how long after each result."""

    tries: int
    after_busy: timedelta
    after_no_answer: timedelta
    after_failure: timedelta = timedelta(seconds=30)

    def pause(self, result: Result) -> timedelta:
        """How long until the next try."""
        if result is Result.FAILED:
            return self.after_failure
        return self.after_busy if result is Result.BUSY else self.after_no_answer


@dataclass(frozen=True)
class Next:
    """What becomes of a callback after a try: closed with an outcome, or again not before a moment."""

    outcome: str
    not_before: datetime | None
    tries: int


def after_try(result: Result, tries_before: int, patience: Patience, at: datetime) -> Next:
    """Reached, wrong number and refused close it; busy and no answer are tried again, so often as is set.

    A failure of our own is tried again and not counted: the customer cannot help it.
    """
    if result in FINAL:
        return Next(result.value, None, tries_before + 1)
    tries = tries_before + (result is not Result.FAILED)
    if tries >= patience.tries:
        return Next(NOT_REACHED, None, tries)
    return Next("", at + patience.pause(result), tries)


def result_of_code(code: int) -> Result:
    """What a final SIP code of the customer's line means."""
    if code in (486, 600):
        return Result.BUSY
    if code in (404, 410, 484, 604):
        return Result.WRONG_NUMBER
    if code in (603, 607, 608):
        return Result.REFUSED
    return Result.NO_ANSWER if code in (408, 480, 487) else Result.FAILED


def is_kept_in_time(dialled_at: datetime | None, due_at: datetime) -> bool:
    """Was the customer first dialled by the moment promised?"""
    return dialled_at is not None and dialled_at <= due_at


def is_key(text: str) -> bool:
    """Is it one key of a telephone?"""
    return text in KEYS and len(text) == 1
