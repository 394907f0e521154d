"""Who comes first and why, and which states an agent may ask for. The locking side of it is in sql/."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FULL_LOAD = 100
CHANNEL_WEIGHTS = {"call": 100, "consult": 100, "outbound": 100, "callback": 100, "hall": 100, "chat": 30, "web": 30}
SERVING_STATES = frozenset({"ready", "offered", "busy"})
ASKABLE_STATES = frozenset({"offline", "ready", "break", "training", "meeting"})
REPEAT_CALLER, TRANSFER, GREEN = "repeat_caller", "transfer", "green_channel"
GREEN_CHANNEL = frozenset({"sim_loss", "urgent_roaming"})


@dataclass(frozen=True)
class HeadStartReason:
    """A named reason to come earlier, with its seconds."""

    reason: str
    seconds: int
    wants_best: bool = False  # a big customer, for queues that give those to the highest level

    def as_json(self) -> dict[str, str | int | bool]:
        """As kept with the place."""
        kept: dict[str, str | int | bool] = {"reason": self.reason, "seconds": self.seconds}
        return kept | {"wants_best": True} if self.wants_best else kept


def reason_names(
    *, tier: str, special_needs: Iterable[str], business_type: str, segment: str = "", is_repeat: bool = False
) -> list[str]:
    """Reasons that follow from who the customer is and what the matter is; the seconds are the administrator's.

    >>> reason_names(tier="vip", segment="business", special_needs=["elderly"], business_type="sim_loss")
    ['vip', 'segment_business', 'elderly', 'green_channel', 'business_sim_loss']
    """
    names = [tier] if tier else []
    if segment:
        names.append(f"segment_{segment}")
    names += list(special_needs)
    if business_type in GREEN_CHANNEL:
        names.append(GREEN)
    if business_type:
        names.append(f"business_{business_type}")
    return [*names, REPEAT_CALLER] if is_repeat else names


def head_start(
    names: Iterable[str], seconds: Mapping[str, int], big_customers: Container[str] = ()
) -> list[HeadStartReason]:
    """The reasons that count here: each once, only those with a positive head start, the largest first."""
    known = {name: seconds[name] for name in names if seconds.get(name, 0) > 0}
    ordered = sorted(known.items(), key=lambda item: (-item[1], item[0]))
    return [HeadStartReason(name, value, name in big_customers) for name, value in ordered]


def total_seconds(reasons: Iterable[HeadStartReason]) -> int:
    """The whole head start."""
    return sum(reason.seconds for reason in reasons)


def rank(queued_at: datetime, head_start_seconds: int, kept_rank_at: datetime | None = None) -> datetime:
    """The one number of order: the smallest comes first.

    Queued at 10:00:00 with a head start of 300 s ranks as 09:55:00; with a rank kept from 09:40, as 09:35:00.
    """
    begin = min(kept_rank_at or queued_at, queued_at)
    return begin - timedelta(seconds=head_start_seconds)


def is_askable(state: str) -> bool:
    """Offered, busy, wrap-up and not answering come from what happens, never on request."""
    return state in ASKABLE_STATES


def needs_reason(state: str) -> bool:
    """A break is taken for a stated reason."""
    return state == "break"


def weight_of(channel: str) -> int:
    """How much of an agent a contact of this channel takes: a call all, a chat a third."""
    return CHANNEL_WEIGHTS.get(channel, FULL_LOAD)


MOST_AT_ONCE = 10
NEVER_FITS = FULL_LOAD + 1


def weight_of_limit(most: int) -> int:
    """What one contact weighs for an agent who may have `most` of them at once: then the load itself keeps the limit.

    Three weigh 33 each: 99 fit, a fourth does not. None at all weighs more than an agent can bear. Holds up to ten.

    >>> [weight_of_limit(most) for most in (0, 1, 3, 5)]
    [101, 100, 33, 20]
    """
    return FULL_LOAD // most if most else NEVER_FITS


def weights_of_limits(
    limits: Iterable[tuple[str, str, int | None, int]], seat_class: str, agent_id: int
) -> dict[str, int]:
    """Channel → weight for one agent out of (channel, class, agent, most): their own row, their class, everybody."""
    found: dict[str, tuple[int, int]] = {}
    for channel, for_class, for_agent, most in limits:
        if for_agent not in (None, agent_id) or for_class not in ("", seat_class):
            continue
        nearness = 2 if for_agent else 1 if for_class else 0
        if channel not in found or nearness > found[channel][0]:
            found[channel] = (nearness, weight_of_limit(most))
    return {channel: weight for channel, (_nearness, weight) in found.items()}


def way_of_overflow(start: int, follows: Mapping[int, int | None]) -> list[int]:
    """The queues a contact passes that overflows from `start` on, each once.

    >>> way_of_overflow(1, {1: 2, 2: 3})
    [1, 2, 3]
    """
    way: list[int] = []
    at: int | None = start
    while at is not None and at not in way:
        way.append(at)
        at = follows.get(at)
    return way


class Verdict(StrEnum):
    """Why an agent is, or is not, offered a contact."""

    ELIGIBLE = "eligible"
    AWAITED = "awaited"
    RING = "ring"
    LOAD = "load"
    LIMIT = "limit"
    WANTED = "wanted"
    NOT_READY = "not_ready"
    LACKS = "lacks"


@dataclass(frozen=True)
class Standing:
    """An agent at the moment of a decision; `after_seconds` is none for who does not serve the queue."""

    agent_id: int
    state: str
    load: int = 0
    wanted_state: str = ""
    level: int = 0
    after_seconds: int | None = None
    own_weight: int | None = None  # what a contact of this channel weighs for this agent, where a limit says so


@dataclass(frozen=True)
class Asks:
    """A waiting contact at the moment of a decision."""

    waited_seconds: float
    weight: int = FULL_LOAD
    preferred_agent_id: int | None = None
    preferred_seconds_left: float = 0.0


def verdict(agent: Standing, contact: Asks) -> Verdict:
    """What stands between this agent and this contact; the same questions as the decision asks in sql/."""
    is_preferred = agent.agent_id == contact.preferred_agent_id
    if agent.after_seconds is None and not is_preferred:
        return Verdict.LACKS
    if agent.state not in SERVING_STATES:
        return Verdict.NOT_READY
    if agent.wanted_state:
        return Verdict.WANTED
    weight = contact.weight if agent.own_weight is None else agent.own_weight
    if agent.load + weight > FULL_LOAD:
        return Verdict.LIMIT if agent.load + contact.weight <= FULL_LOAD else Verdict.LOAD
    if is_preferred:
        return Verdict.ELIGIBLE
    if contact.preferred_agent_id is not None and contact.preferred_seconds_left > 0:
        return Verdict.AWAITED
    return Verdict.ELIGIBLE if contact.waited_seconds >= (agent.after_seconds or 0) else Verdict.RING
