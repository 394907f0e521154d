"""What one context does about another's event: after its commit, as a job that is safe to run twice.

    @reacts_to(TicketOpened)
    def tell_the_owner(event: StoredEvent) -> None:
        ...

Reactions stand in the `reactions.py` of a context, which is found by itself. They see the stored row, so events
recorded inside SQL functions are reacted to as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wanhao.foundation.audit.events import Event
    from wanhao.foundation.audit.models import StoredEvent

Reaction = Callable[["StoredEvent"], None]

REACTIONS: dict[str, Reaction] = {}
BY_EVENT: dict[str, list[str]] = defaultdict(list)


def reacts_to(*events: type[Event]) -> Callable[[Reaction], Reaction]:
    """Run the function after each of these events, once or (after a crash) more than once."""

    def register(reaction: Reaction) -> Reaction:
        name = reaction_name(reaction)
        if name in REACTIONS:
            raise ValueError(f"two reactions are called {name}")
        REACTIONS[name] = reaction
        for event in events:
            BY_EVENT[event.event_name()].append(name)
        return reaction

    return register


def reaction_name(reaction: Reaction) -> str:
    """`notices.tell_the_owner`: the context and the function, the same after a restart."""
    context = reaction.__module__.removesuffix(".reactions").rpartition(".")[2]
    return f"{context}.{reaction.__name__}"
