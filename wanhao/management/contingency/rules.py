"""When a member is called again, and what a member is told. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Next(StrEnum):
    """What follows a call to a member."""

    NOTHING = "nothing"
    CALL_AGAIN = "call_again"
    GIVE_UP = "give_up"


def after_call(*, confirmed: bool, is_running: bool, attempts: int, most: int) -> Next:
    """What follows a call that ended without a key: again, until the attempts are used up."""
    if confirmed or not is_running:
        return Next.NOTHING
    return Next.CALL_AGAIN if attempts < most else Next.GIVE_UP


def rings_outside(attempt: int, *, has_number: bool) -> bool:
    """Which line the attempt (1 is the first) takes: the desk, then the number outside, turn by turn."""
    return has_number and attempt % 2 == 0


@dataclass(frozen=True)
class Muster:
    """How far the team is: how many were called, confirmed, are in place."""

    called: int
    confirmed: int
    in_place: int

    @property
    def is_complete(self) -> bool:
        """Is everybody in place?"""
        return self.called > 0 and self.in_place == self.called


def spoken(title: str, what: str, minutes: int, language: str) -> str:
    """What the telephone says."""
    if language == "en":
        return f"This is an emergency call: {title}. {what} Please be in place within {minutes} minutes."
    return f"应急通知：{title}。{what}请在{minutes}分钟内到位。"
