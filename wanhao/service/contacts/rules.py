"""What may become of a contact, and which outcome is true of it."""

from __future__ import annotations

LONGEST_NOTE = 4000
RATINGS = range(1, 6)
AS_SAID = frozenset({"lost", "overflowed", "closed_hours", "unanswered", "callback", "withdrawn"})


def outcome_that_holds(claimed: str, *, status: str, was_answered: bool) -> str:
    """The outcome that agrees with what the contact went through, whatever its last holder believed.

    Our own failure (`lost`), a full or closed queue, an unanswered outbound call, a callback that was agreed and what
    was withdrawn are taken as said.
    """
    if claimed in AS_SAID:
        return claimed
    if status == "serving":
        return "served"
    if status == "waiting":
        return "abandoned"
    if claimed == "served":
        return "served" if was_answered else "lost"
    return "dropped" if claimed == "abandoned" else claimed


def may_be_rated(*, was_answered: bool, rating: int | None) -> bool:
    """Only who spoke with a person rates, and once."""
    return was_answered and rating is None


def is_rating(value: int) -> bool:
    """A key from 1 to 5."""
    return value in RATINGS
