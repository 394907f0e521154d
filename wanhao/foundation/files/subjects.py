"""Whose files are whose: a context says who may see, add and take away files of its things.

    register("ticket", FileSubject(may_see=…, may_add=…))

Both are asked with the row's number and the member of staff; they answer, they do not raise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

Asked = Callable[[int, "Staff"], bool]


@dataclass(frozen=True)
class FileSubject:
    """Who may see files of one kind of thing, and who may add to them; `facts` goes into their events."""

    may_see: Asked
    may_add: Asked
    facts: Callable[[int], dict[str, int | None]] = lambda number: {}


SUBJECTS: dict[str, FileSubject] = {}


def register(kind: str, subject: FileSubject) -> None:
    """Things of this kind (`ticket`) can have files."""
    SUBJECTS[kind] = subject


def may_see(subject: str, viewer: Staff) -> bool:
    """May this person see files of `ticket:12`? Nobody may see those of a kind that nobody registered."""
    kind, number = parts_of(subject)
    return kind in SUBJECTS and SUBJECTS[kind].may_see(number, viewer)


def may_add(subject: str, viewer: Staff) -> bool:
    """May this person add files to `ticket:12`?"""
    kind, number = parts_of(subject)
    return kind in SUBJECTS and SUBJECTS[kind].may_add(number, viewer)


def facts_of(subject: str) -> dict[str, int | None]:
    """The customer and the contact of the thing (`customer_id`, `contact_id`), so that events are found from there."""
    kind, number = parts_of(subject)
    return SUBJECTS[kind].facts(number) if kind in SUBJECTS else {}


def parts_of(subject: str) -> tuple[str, int]:
    """`ticket:12` → ("ticket", 12)."""
    kind, _colon, number = subject.partition(":")
    return kind, int(number)
