"""Help requests as agents and leaders read them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.common.masking import mask_name, mask_number
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.locks import locked_first
from wanhao.management.help.models import HelpLine, HelpPolicy, HelpRequest, HelpTopic
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact

FACTS = ("agent", "unit", "topic", "taken_by", "contact__customer")


def topics() -> list[HelpTopic]:
    """Topics an agent may choose."""
    return list(HelpTopic.objects.filter(is_active=True))


def help_policy() -> HelpPolicy:
    """How soon help must come."""
    return HelpPolicy.current()


def requests(viewer: Staff, right: Right = Right.STEER_FLOOR) -> ScopedQuerySet[HelpRequest]:
    """Requests of the viewer's units."""
    found: ScopedQuerySet[HelpRequest] = HelpRequest.objects.visible_to(viewer, right).select_related(*FACTS)
    return found


def open_requests(viewer: Staff) -> list[HelpRequest]:
    """What is not closed yet: those who wait first, the oldest first."""
    rows = requests(viewer).filter(closed_at=None).prefetch_related("lines__author")
    return sorted(rows, key=lambda one: (one.status != HelpRequest.Status.WAITING, one.asked_at))


def request(public_id: str, viewer: Staff) -> HelpRequest:
    """One request within a leader's reach."""
    found = requests(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such help request within your units."))
    return found


def lines_of(one: HelpRequest) -> QuerySet[HelpLine]:
    """What was said about a request already fetched within reach, in order."""
    return one.lines.select_related("author")


def request_by_id(request_id: int) -> HelpRequest:
    """One request for a part of the programme."""
    return HelpRequest.objects.select_related("unit", "topic").get(pk=request_id)


def request_to_change(public_id: str, by: Staff) -> HelpRequest:
    """The same, locked; never one's own."""
    rows = HelpRequest.objects.visible_to(by, Right.STEER_FLOOR).select_related("agent", "unit", "topic")
    found = locked_first(rows.filter(public_id=public_id).exclude(agent=by))
    if found is None:
        raise NotFound(_("There is no such help request within your units."))
    return found


def request_of(staff: Staff) -> HelpRequest | None:
    """What this agent asked for and what is not closed yet."""
    mine = HelpRequest.objects.filter(agent=staff, closed_at=None).select_related(*FACTS)
    return mine.prefetch_related("lines__author").first()


def contact_at_hand(staff: Staff, chosen: str = "") -> Contact | None:
    """What the agent serves now, or is writing up: it goes along with a request. Of several chats, the chosen one."""
    now = routing.agent_now(staff.pk)
    if now and now.serving:
        served = [offer.contact for offer in now.serving]
        return next((contact for contact in served if contact.public_id == chosen), served[0])
    if calling := contacts.outbound_by_agent().get(staff.pk):
        return calling
    place = routing.place_in_wrap_up(staff.pk)
    return place.contact if place else None


def own_request_to_change(by: Staff) -> HelpRequest:
    """The agent's open request, locked."""
    rows = HelpRequest.objects.filter(agent=by, closed_at=None)
    found = locked_first(rows.select_related("agent", "unit", "topic", "taken_by"))
    if found is None:
        raise NotFound(_("You have not asked for help, or it is closed already."))
    return found


def asked_since(topic_id: int, since: datetime) -> ScopedQuerySet[HelpRequest]:
    """Requests of a topic since a moment, wherever, that were not taken back; for a part of the programme."""
    rows: ScopedQuerySet[HelpRequest] = HelpRequest.objects.filter(topic_id=topic_id, asked_at__gte=since)
    return rows.exclude(outcome=HelpRequest.Outcome.CANCELLED)


def late_requests() -> list[HelpRequest]:
    """Those nobody took in time and nobody was alarmed for."""
    until = timezone.now() - HelpPolicy.current().take_within
    rows = HelpRequest.objects.filter(status=HelpRequest.Status.WAITING, escalated_at=None, asked_at__lt=until)
    return list(rows.order_by("asked_at"))


def who(one: HelpRequest) -> str:
    """Whose contact it is about, masked; empty without one."""
    if one.contact is None:
        return ""
    if one.contact.customer:
        return mask_name(one.contact.customer.name)
    return mask_number(one.contact.caller_number) or _("unknown number")


def mark_of(staff: Staff) -> str:
    """Changes whenever the desk has to show something else."""
    mine = request_of(staff)
    return "none" if mine is None else f"{mine.pk}|{mine.status}|{mine.taken_by_id}|{mine.last_word_at}"
