"""The routing functions of sql/ as statements, for whoever has a connection to PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Decision:
    """One routing function: how many values it takes, and the columns it gives beside `topics`."""

    name: str
    takes: int
    gives: tuple[str, ...]

    @cached_property
    def alone(self) -> str:
        """A transaction of its own, with the word to all in a second one right after: one statement for both."""
        nulls = ["null"] * len(self.gives)
        return f"call {self.name}_and_tell({', '.join(['%s'] * self.takes + nulls)})"

    @cached_property
    def within(self) -> str:
        """Part of the caller's transaction; the last column says whom to tell after its commit."""
        columns, values = ", ".join((*self.gives, "topics")), ", ".join(["%s"] * self.takes)
        return f"select {columns} from {self.name}({values})"  # noqa: S608 - the names are ours


# contact, queue, weight, head start, reasons (JSON), preferred agent, kept rank, channel
ENQUEUE = Decision("routing_enqueue", 8, ("place_id", "offer_id", "agent_id", "is_full"))
# agent, state, reason, actor
SET_STATE = Decision("routing_set_state", 4, ("offer_id",))
BEGIN_OWN_CALL = Decision("routing_begin_own_call", 1, ("is_begun",))
# agent, wrap-up in seconds
END_OWN_CALL = Decision("routing_end_own_call", 2, ("offer_id",))
TAKE_ASIDE = Decision("routing_take_aside", 1, ("is_taken",))
# contact, the offer before, agent, queue, head start, reasons (JSON)
HAND_OVER = Decision("routing_hand_over", 6, ("offer_id",))
ACCEPT = Decision("routing_accept", 1, ("is_accepted",))
RING_LATE = Decision("routing_ring_late", 1, ("expires_at",))
# offer, outcome, only when its time is over
OFFER_FAILED = Decision("routing_offer_failed", 3, ("place_id", "offer_id", "agent_id"))
# offer, moment, outcome
END_SERVICE = Decision("routing_end_service", 3, ("is_ended", "offer_id"))
# agent, only when overdue
FINISH_WRAP_UP = Decision("routing_finish_wrap_up", 2, ("offer_id",))
PROLONG_WRAP_UP = Decision("routing_prolong_wrap_up", 1, ("is_prolonged",))
# contact, outcome
LEAVE = Decision("routing_leave", 2, ("has_left",))
# queue, offers at most
MATCH = Decision("routing_match", 2, ("offers",))
