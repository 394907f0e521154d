"""Writing down promises and reasons to pause, for an installation's beginning and for contexts with their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wanhao.foundation.calendars.actions import whole_working_days
from wanhao.service.clocks.models import EscalationStep, PauseReason, Policy, Target, Whom

HOUR, DAY = 60, 24 * 60
Escalations = tuple[tuple[int, Whom], ...]
HEADS: Escalations = ((0, Whom.TEAM_LEADER), (4 * HOUR, Whom.DUTY_LEADER), (DAY, Whom.EXECUTIVE))
WORKING_DAYS = "working-days"


@dataclass(frozen=True)
class Promise:
    """One policy with its escalations; minutes of its hours, day and night without them."""

    code: str
    target: Target
    minutes: int
    names: tuple[str, str]
    kind: str = ""
    severity: str = ""
    category: str = ""
    position: int = 100
    warn_percents: tuple[int, ...] = (75, 90)
    escalations: Escalations = field(default=HEADS)
    hours: str = ""


def write_policies(promises: Sequence[Promise]) -> int:
    """Write them down; how many."""
    for promise in promises:
        policy = Policy.objects.create(
            code=promise.code,
            target=promise.target,
            kind=promise.kind,
            severity=promise.severity,
            category=promise.category,
            position=promise.position,
            minutes=promise.minutes,
            name_zh=promise.names[0],
            name_en=promise.names[1],
            warn_percents=list(promise.warn_percents),
            hours=whole_working_days(WORKING_DAYS) if promise.hours else None,
        )
        EscalationStep.objects.bulk_create(
            EscalationStep(policy=policy, after_minutes=minutes, whom=whom) for minutes, whom in promise.escalations
        )
    return len(promises)


def let_pause(codes: Iterable[str], targets: Iterable[Target]) -> None:
    """Clocks of these targets stand still for these reasons too."""
    wanted = list(targets)
    for reason in PauseReason.objects.filter(code__in=list(codes)):
        reason.targets = [*reason.targets, *(target for target in wanted if target not in reason.targets)]
        reason.save(update_fields=["targets"])


def reason_to_pause(
    code: str, *, name_zh: str, name_en: str, targets: Sequence[str], position: int = 0, needs_moment: bool = False
) -> PauseReason:
    """The reason of this code, written down when there is none; the administrator's own words for it stay."""
    new = {
        "name_zh": name_zh,
        "name_en": name_en,
        "targets": list(targets),
        "position": position,
        "needs_moment": needs_moment,
    }
    return PauseReason.objects.get_or_create(code=code, defaults=new)[0]
