"""Where a call can be transferred or dialled to: a queue, an agent, or a number outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotFound
from wanhao.common.masking import mask_number
from wanhao.common.phone_numbers import is_barred, normalise_number
from wanhao.foundation.accounts.queries import staff_named
from wanhao.service.calls import rules
from wanhao.service.routing.queries import agent_now, queue_by_code

if TYPE_CHECKING:
    from wanhao.service.routing.models import Queue

PREFIX = re.compile(r"^(queue|agent|outside):")


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


def queue_of(code: str) -> Queue | None:
    """An active queue by its code."""
    try:
        return queue_by_code(code)
    except NotFound:
        return None


def check(text: str) -> Target:
    """What a target stands for; raises Invalid with a sentence for the one who typed it.

    A queue's code, a staff number or a number outside; `queue:` or `agent:` before it is taken for what it says.
    """
    name = PREFIX.sub("", text.strip())
    if queue := queue_of(name):
        if not queue.takes("call"):
            raise Invalid(target=_("The queue %s takes no calls.") % queue.name)
        return Target(TargetKind.QUEUE, queue.code, queue.pk)
    if staff := staff_named(name):
        if agent_now(staff.pk) is None:
            raise Invalid(target=_("%(number)s is not an agent.") % {"number": name})
        return Target(TargetKind.AGENT, name, staff.pk)
    name = normalise_number(name)
    if not rules.is_outside_number(name):
        raise Invalid(target=_("Give a queue, a staff number or a telephone number."))
    if not settings.WANHAO.outbound_trunk:
        raise Invalid(
            target=_("Calls to outside numbers are not set up yet. Ask the administrator to set the outbound trunk.")
        )
    if is_barred(name, settings.WANHAO.barred_numbers):
        raise Invalid(target=_("This number is never dialled here. Ask the administrator whether it may be."))
    return Target(TargetKind.OUTSIDE, name)


def check_for(text: str, language: str) -> Target:
    """Like `check`, its refusals in this language."""
    with translation.override(language):
        return check(text)


def shown(target: Target) -> str:
    """How a target is named in events: numbers outside are private."""
    return mask_number(target.name) if target.kind is TargetKind.OUTSIDE else target.name
