"""What an agent's desk asks of routing: the queues served, colleagues to pass a caller to, reasons in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from wanhao.foundation.accounts.models import by_language
from wanhao.service.routing.models import Agent, HeadStart, Place, Queue
from wanhao.service.routing.rules import FULL_LOAD, SERVING_STATES

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@dataclass(frozen=True)
class Waiting:
    """How many wait in a queue, and since when the longest."""

    queue_id: int
    name: str
    waiting: int
    oldest_at: datetime | None


def waiting_for(staff_id: int) -> list[Waiting]:
    """The queues an agent serves and who waits there."""
    here = Q(places__left_at=None, places__isnull=False)
    served = Queue.objects.filter(memberships__agent_id=staff_id, is_active=True)
    rows = served.annotate(waiting=Count("places", filter=here), oldest_at=Min("places__queued_at", filter=here))
    return [Waiting(row.pk, row.name, row.waiting, row.oldest_at) for row in rows.order_by("code")]


def queue_names(codes: Iterable[str]) -> dict[str, str]:
    """Names by code, in the reader's language; of queues out of use too."""
    return {row.code: row.name for row in Queue.objects.filter(code__in=set(codes))}


@dataclass(frozen=True)
class NamedReason:
    """A head start in words."""

    name: str
    seconds: int


def reasons_in_words(place: Place) -> list[NamedReason]:
    """Why a contact came forward."""
    rows = HeadStart.objects.filter(reason__in=[given["reason"] for given in place.reasons])
    names = {row.reason: by_language(row.name_zh, row.name_en) for row in rows}
    return [NamedReason(names.get(given["reason"], given["reason"]), given["seconds"]) for given in place.reasons]


def queues_to_pass_to() -> list[Queue]:
    """Queues a caller can be passed to: all in use, in whatever unit."""
    return list(Queue.objects.filter(is_active=True))


def ready_colleagues(staff: Staff) -> list[Agent]:
    """Agents of the same region who could take a caller now."""
    region = staff.unit.region_id or staff.unit_id
    rows = Agent.objects.filter(state=Agent.State.READY, region=region).exclude(pk=staff.pk)
    return list(rows.select_related("staff").order_by("staff__staff_number"))


def colleagues_with_room(staff: Staff) -> list[Agent]:
    """Agents of the same region who serve now and could take something small besides."""
    region = staff.unit.region_id or staff.unit_id
    rows = Agent.objects.filter(state__in=SERVING_STATES, wanted_state="", load__lt=FULL_LOAD, region=region)
    return list(rows.exclude(pk=staff.pk).select_related("staff").order_by("staff__staff_number"))


def foremost_queue(staff_id: int) -> str:
    """The queue in use that an agent serves at once and best; empty when there is none."""
    rows = Queue.objects.filter(is_active=True, memberships__agent_id=staff_id)
    foremost = rows.order_by("memberships__after_seconds", "-memberships__level", "pk").first()
    return foremost.code if foremost else ""


BUSINESS = "business_"  # reasons of head starts that name a business type


def business_types() -> dict[str, str]:
    """What a customer may want, by code: the green channel's matters, and those that head starts name."""
    rows = HeadStart.objects.filter(reason__startswith=BUSINESS).order_by("reason", "queue_id")
    known = {"sim_loss": _("SIM card lost"), "urgent_roaming": _("Urgent roaming")}
    return known | {row.reason.removeprefix(BUSINESS): by_language(row.name_zh, row.name_en) for row in rows}


def business_type_name(code: str) -> str:
    """What a customer wants, in words; the code itself where it has no name."""
    return business_types().get(code, code) if code else ""
