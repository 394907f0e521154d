"""Who comes first and why, and which states an agent may ask for. The locking side of it is in sql/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

FULL_LOAD = 100
CHANNEL_WEIGHTS = {"call": 100, "outbound": 100, "callback": 100, "hall": 100, "chat": 30, "web": 30}
ASKABLE_STATES = frozenset({"offline", "ready", "break", "training", "meeting"})
GREEN_CHANNEL = frozenset({"sim_loss", "urgent_roaming"})
TOP_TIERS = frozenset({"gold", "vip"})


@dataclass(frozen=True)
class HeadStartReason:
    """A named reason to come earlier, with its seconds."""

    reason: str
    seconds: int

    def as_json(self) -> dict[str, str | int]:
        """As kept with the place."""
        return {"reason": self.reason, "seconds": self.seconds}


def reason_names(*, tier: str, special_needs: Iterable[str], business_type: str) -> list[str]:
    """Reasons that follow from who the customer is and what the matter is; the seconds are the administrator's.

    >>> reason_names(tier="vip", special_needs=["elderly"], business_type="sim_loss")
    ['vip', 'elderly', 'green_channel']
    """
    names = [tier] if tier in TOP_TIERS else []
    names += list(special_needs)
    if business_type in GREEN_CHANNEL:
        names.append("green_channel")
    return names


def head_start(names: Iterable[str], seconds: Mapping[str, int]) -> list[HeadStartReason]:
    """The reasons that count here: each once, only those with a positive head start, the largest first."""
    known = {name: seconds[name] for name in names if seconds.get(name, 0) > 0}
    ordered = sorted(known.items(), key=lambda item: (-item[1], item[0]))
    return [HeadStartReason(name, value) for name, value in ordered]


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
