"""What else ends at the moment a person leaves: contexts above say it when they are loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor

    Ending = Callable[[Staff, Staff | Actor], object]

ENDINGS: list[Ending] = []


def register(ending: Ending) -> None:
    """Let a context above end what it keeps of a person, in the transaction of their leaving."""
    ENDINGS.append(ending)


def end_all(person: Staff, *, by: Staff | Actor) -> None:
    """End all of it; what fails keeps the person from leaving."""
    for ending in ENDINGS:
        ending(person, by)
