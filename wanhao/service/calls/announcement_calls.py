"""Calls the house makes itself to say something, as rows: asked, taken once, ended once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.calls import events, rules
from wanhao.service.calls.models import AnnouncementCall

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit

TELEPHONY = Actor.system("telephony")
Outcome = AnnouncementCall.Outcome
ELSEWHERE = timedelta(seconds=4)  # so long a process without the telephone leaves the call to the others
NOBODY = timedelta(seconds=45)  # so long nobody took it: there is no telephony process
SILENT = timedelta(seconds=10)


@dataclass(frozen=True)
class Announcement:
    """A call to place."""

    id: int
    target: str
    is_outside: bool
    text: str
    language: str
    confirm_key: str
    ring_seconds: int
    may_be_elsewhere: bool


@transaction.atomic
def announce_by_phone(
    text: str,
    *,
    unit: Unit,
    to: Staff | str,
    purpose: str,
    reference: str,
    language: str = "zh",
    by: Staff | Actor,
) -> AnnouncementCall:
    """Have a colleague's telephone, or a number outside, rung once and told a text, to be confirmed by key 1."""
    is_number = isinstance(to, str)
    if is_number and not rules.is_outside_number(str(to)):
        raise Invalid(number=_("This is not a telephone number."))
    call = AnnouncementCall.objects.create(
        unit=unit,
        purpose=purpose,
        reference=reference,
        staff=None if isinstance(to, str) else to,
        number=to if isinstance(to, str) else "",
        text=text,
        language=rules.spoken_language(language),
        asked_at=timezone.now(),
    )
    record(events.AnnouncementAsked(call.pk, reference, call.staff_id), actor=by, unit=unit)
    return call


def to_place() -> list[Announcement]:
    """What nobody has taken yet, the oldest first."""
    now = timezone.now()
    rows = AnnouncementCall.objects.filter(outcome="", taken_at=None).select_related("staff").order_by("asked_at", "pk")
    return [
        Announcement(
            id=row.pk,
            target=row.staff.staff_number if row.staff else row.number,
            is_outside=row.staff is None,
            text=row.text,
            language=row.language,
            confirm_key=row.confirm_key,
            ring_seconds=row.ring_seconds,
            may_be_elsewhere=now - row.asked_at < ELSEWHERE,
        )
        for row in rows
    ]


def take(announcement_id: int, node_id: int) -> bool:
    """This process places the call; False when another one does."""
    mine = AnnouncementCall.objects.filter(pk=announcement_id, taken_at=None, outcome="")
    return bool(mine.update(taken_at=timezone.now(), node_id=node_id))


def answered(announcement_id: int) -> None:
    """Somebody picked up."""
    AnnouncementCall.objects.filter(pk=announcement_id).update(answered_at=timezone.now())


@transaction.atomic
def end(announcement_id: int, outcome: str) -> bool:
    """The call is over. A key that was pressed counts even when the call was given up for lost meanwhile."""
    open_ones = Q(outcome="")
    if outcome == Outcome.CONFIRMED:
        open_ones |= Q(outcome=Outcome.LOST)
    rows = AnnouncementCall.objects.filter(open_ones, pk=announcement_id)
    if not rows.update(outcome=outcome, ended_at=timezone.now()):
        return False
    call = AnnouncementCall.objects.get(pk=announcement_id)
    ended = events.AnnouncementEnded(call.pk, call.reference, call.staff_id, outcome)
    record(ended, actor=TELEPHONY, unit=call.unit_id)
    return True


def close_lost() -> int:
    """End as lost what a process that died or was started anew had taken, as unreachable what nobody took."""
    now = timezone.now()
    rows = AnnouncementCall.objects.filter(outcome="")
    dead = Q(node__beat_at__lt=now - SILENT) | Q(node__started_at__gt=F("taken_at")) | Q(node__stopped_at__isnull=False)
    closed = 0
    for call_id in list(rows.filter(dead, taken_at__isnull=False).values_list("pk", flat=True)):
        closed += end(call_id, Outcome.LOST)
    for call_id in list(rows.filter(taken_at=None, asked_at__lt=now - NOBODY).values_list("pk", flat=True)):
        closed += end(call_id, Outcome.UNREACHABLE)
    return closed


def can_call_out() -> bool:
    """Is there a trunk for numbers outside?"""
    return bool(settings.WANHAO.outbound_trunk)
