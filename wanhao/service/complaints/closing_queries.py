"""Reading closings: who is to be called, how far it is, closures that customers contradicted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.service.callbacks import queries as callbacks
from wanhao.service.complaints import queries, rules
from wanhao.service.complaints.models import Answer, Closing, ClosingCall, FalseClosure

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact
    from wanhao.service.tickets.models import Ticket

PAGE = 50
OPEN = Q(result="")
FACTS = ("ticket__category", "ticket__customer", "ticket__owner", "ticket__complaint", "claimed_by")
MADE_BY_US = frozenset({"callback", "outbound"})


def open_closing(ticket_id: int) -> Closing | None:
    """The closing of a ticket that waits for the customer's answer."""
    return Closing.objects.filter(OPEN, ticket=ticket_id).select_related(*FACTS).first()


def closings_of(ticket_id: int) -> list[Closing]:
    """All closings of a ticket with their calls, the first one first."""
    rows = Closing.objects.filter(ticket=ticket_id).select_related("claimed_by").prefetch_related("calls__agent")
    return list(rows.order_by("pk"))


def may_be_closed(ticket: Ticket) -> bool:
    """Did the customer answer since the complaint was last reopened, or was not reached often enough?"""
    results = [Answer.SOLVED, Answer.NOT_REACHED]
    return Closing.objects.filter(ticket=ticket, run=ticket.reopened_count, result__in=results).exists()


def closings(viewer: Staff) -> QuerySet[Closing]:
    """Closings of the viewer's units and regions."""
    units = viewer.units_for(Right.SEE_TICKETS)
    regions = {unit.region_id or unit.pk for unit in units}
    return Closing.objects.filter(within_reach(viewer, Right.SEE_TICKETS) | Q(region__in=regions))


@dataclass(frozen=True)
class Line:
    """A closing on the work list."""

    closing: Closing
    call: ClosingCall | None
    state: str  # answer_missing, calling, due, later, no_number


def work_list(viewer: Staff, at: datetime, limit: int = 200) -> list[Line]:
    """Customers still to be asked, those whose answer is missing first, then the ones due longest."""
    rows = closings(viewer).filter(OPEN).select_related(*FACTS).order_by("next_at", "pk")[:limit]
    found = list(rows)
    calls = {
        call.closing_id: call
        for call in ClosingCall.objects.filter(closing__in=found, result="").select_related(
            "agent", "contact", "callback"
        )
    }
    lines = [Line(row, calls.get(row.pk), state_of(row, calls.get(row.pk), at)) for row in found]
    order = {"answer_missing": 0, "no_number": 1, "calling": 2, "due": 3, "later": 4}
    return sorted(lines, key=lambda line: (order[line.state], line.closing.next_at or at))


def why_nobody_calls() -> str:
    """What stands against closing calls altogether; empty when nothing does."""
    if queries.policy().call_queue is None:
        return _("No queue is chosen for closing calls. Choose one in the settings: complaint policy.")
    if not callbacks.can_dial():
        return _("Calls to outside numbers are not set up yet. Ask the administrator to set the outbound trunk.")
    return ""


def state_of(closing: Closing, call: ClosingCall | None, at: datetime) -> str:
    """What a closing waits for."""
    if call is not None:
        is_over = call.contact is not None and call.contact.status == "ended"
        return "answer_missing" if is_over else "calling"
    if not closing.number:
        return "no_number"
    return "due" if closing.next_at is None or closing.next_at <= at else "later"


def closings_of_contact(contact: Contact) -> list[Closing]:
    """Whose answer is asked for in this contact: one that we made, to a customer with a complaint to be closed."""
    if contact.channel not in MADE_BY_US:
        return []
    asked = Q(calls__callback__contact=contact.pk) | Q(calls__contact=contact.pk)
    if contact.customer_id:
        asked |= Q(ticket__customer=contact.customer_id)
    rows = Closing.objects.filter(asked).filter(Q(result="") | Q(calls__contact=contact.pk))
    return list(rows.select_related(*FACTS).distinct().order_by("pk"))


def ticket_of(public_id: str) -> int:
    """The ticket that a closing belongs to."""
    ticket_id = Closing.objects.filter(public_id=public_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        raise NotFound(_("There is no such closing."))
    return ticket_id


def closing_to_answer(public_id: str, contact: Contact) -> Closing:
    """One of the closings asked about in a contact, locked."""
    wanted = [row.pk for row in closings_of_contact(contact) if row.public_id == public_id]
    found = Closing.objects.select_for_update(of=("self",)).filter(OPEN, pk__in=wanted).first()
    if found is None:
        raise NotFound(_("Nothing is asked about this complaint in this contact, or it was answered already."))
    return found


def to_call(at: datetime, limit: int = 50) -> list[int]:
    """Closings whose customer is to be called now."""
    rows = Closing.objects.filter(OPEN, next_at__lte=at).exclude(number="")
    return list(rows.order_by("next_at").values_list("pk", flat=True)[:limit])


def tries_counted(closing: Closing, plan: rules.TryPlan) -> list[datetime]:
    """When the customer was tried in vain, as far as the tries lie apart; local moments."""
    rows = closing.calls.filter(result=Answer.NOT_REACHED).select_related("callback")
    made = [(call.callback.dialled_at if call.callback else None) or call.ended_at or call.asked_at for call in rows]
    return rules.counted([localtime(moment) for moment in made], plan)


# -- closures that customers contradicted -----------------------------------------------------------------


def false_closures(viewer: Staff, *, since: datetime, until: datetime) -> list[FalseClosure]:
    """False closures within reach in [since, until), the newest first."""
    rows = FalseClosure.objects.visible_to(viewer, Right.SEE_REPORTS).filter(at__gte=since, at__lt=until)
    return list(rows.select_related("ticket", "charged_to", "unit", "category").order_by("-pk")[:500])


def charged(rows: list[FalseClosure]) -> list[tuple[Staff, int]]:
    """Who is charged with how many, the most first."""
    counts: dict[int, int] = {}
    people: dict[int, Staff] = {}
    for row in rows:
        people[row.charged_to_id] = row.charged_to
        counts[row.charged_to_id] = counts.get(row.charged_to_id, 0) + 1
    return sorted(((people[pk], many) for pk, many in counts.items()), key=lambda one: -one[1])


def days_back(days: int, at: datetime) -> datetime:
    """The beginning of so many days, today included."""
    today = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days - 1)


def plan_of(closing: Closing) -> rules.TryPlan:
    """The tries asked for when the closing began."""
    plan = queries.try_plan()
    return rules.TryPlan(closing.tries_asked, plan.hours_apart, min(plan.days, closing.tries_asked))
