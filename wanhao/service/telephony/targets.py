"""Where a call can be transferred or dialled to: a queue, an agent, or a number outside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.models import Staff
from wanhao.service.routing.models import Agent, Queue
from wanhao.service.telephony import rules


class TargetKind(StrEnum):
    """What a target is."""

    QUEUE = "queue"
    AGENT = "agent"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Target:
    """A place to send a call to; `row_id` is that of the queue or the staff."""

    kind: TargetKind
    name: str
    row_id: int | None = None


def check(text: str) -> Target:
    """What a target stands for; raises Invalid with a sentence for the one who typed it."""
    name = text.strip()
    if queue := Queue.objects.filter(code=name, is_active=True).first():
        return Target(TargetKind.QUEUE, queue.code, queue.pk)
    if staff := Staff.objects.filter(staff_number=name, is_active=True).first():
        if not Agent.objects.filter(pk=staff.pk).exists():
            raise Invalid(target=_("%(number)s is not an agent.") % {"number": name})
        return Target(TargetKind.AGENT, name, staff.pk)
    if not rules.is_outside_number(name):
        raise Invalid(target=_("Give a queue, a staff number or a telephone number."))
    if not settings.WANHAO.outbound_trunk:
        raise Invalid(target=_("Calls to outside numbers are not set up: WANHAO_OUTBOUND_TRUNK is empty."))
    return Target(TargetKind.OUTSIDE, name)
