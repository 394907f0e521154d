"""Small decisions about what callers do in the menu and with the keys. Plain Python."""

from __future__ import annotations

from enum import StrEnum


class MenuOutcome(StrEnum):
    """What became of a contact that ended in the menu; the words of the contact's outcome."""

    SELF_SERVED = "self_served"
    CLOSED_HOURS = "closed_hours"
    DROPPED = "dropped"


def outcome_in_menu(*, was_served: bool, found_closed: bool) -> MenuOutcome:
    """A contact that ended in the menu: it got what it wanted, found us closed, or just left."""
    if was_served:
        return MenuOutcome.SELF_SERVED
    return MenuOutcome.CLOSED_HOURS if found_closed else MenuOutcome.DROPPED


def rating_of(key: str | None) -> int | None:
    """The rating a key stands for: 1 to 5, else none."""
    return int(key) if key is not None and key in "12345" and len(key) == 1 else None
