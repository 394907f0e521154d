"""Promises of time for tests, and a keeper that remembers what it was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from wanhao.foundation.calendars.models import Hours
from wanhao.service.clocks.keepers import Reached
from wanhao.service.clocks.models import Clock, EscalationStep, PauseReason, Policy, Target, Whom

_numbers = count(1)


def make_policy(
    target: Target = Target.RESOLUTION,
    minutes: int = 60,
    *,
    warn_percents: Sequence[int] = (),
    escalations: Sequence[tuple[int, Whom]] = (),
    hours: Hours | None = None,
    **terms: object,
) -> Policy:
    """A policy that fits everything unless terms say otherwise."""
    code = f"promise-{next(_numbers)}"
    policy = Policy.objects.create(
        code=code,
        name_zh=code,
        name_en=code,
        target=target,
        minutes=minutes,
        warn_percents=list(warn_percents),
        hours=hours,
        **terms,
    )
    for after_minutes, whom in escalations:
        EscalationStep.objects.create(policy=policy, after_minutes=after_minutes, whom=whom)
    return policy


def make_pause_reason(*targets: Target, needs_moment: bool = False) -> PauseReason:
    """A reason that stops these clocks, that of the resolution without any."""
    code = f"reason-{next(_numbers)}"
    return PauseReason.objects.create(
        code=code, name_zh=code, name_en=code, targets=list(targets or (Target.RESOLUTION,)), needs_moment=needs_moment
    )


@dataclass
class Rememberer:
    """A context whose things are all free, and which remembers the marks it was told of."""

    told: list[Reached] = field(default_factory=list)
    moves: list[Clock] = field(default_factory=list)
    held: set[int] = field(default_factory=set)  # locked by somebody else

    def lock(self, ids: Sequence[int]) -> set[int]:
        """All but those held."""
        return set(ids) - self.held

    def tell(self, reached: Sequence[Reached]) -> None:
        """Remember."""
        self.told += reached

    def moved(self, clocks: Sequence[Clock]) -> None:
        """Remember."""
        self.moves += clocks
