"""Tickets that go to and fro between departments: marked once beyond the limit, and told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.dispatch import events, moving, queries, rules
from wanhao.service.dispatch.models import PingPong, WorkOrder

if TYPE_CHECKING:
    from wanhao.service.tickets.models import Ticket

WORKER = Actor.system("dispatch")


@transaction.atomic
def note_turns(ticket: Ticket, order: WorkOrder, at: datetime) -> PingPong | None:
    """Count again after a hop began or was given back; mark the ticket and tell the leaders when it is too much."""
    hops = WorkOrder.objects.filter(ticket=ticket).values_list("department_id", "state")
    turns = rules.turns([rules.Hop(department, state) for department, state in hops])
    if turns < queries.policy().pingpong_turns:
        return None
    mark, is_new = PingPong.objects.get_or_create(ticket=ticket, defaults={"turns": turns, "found_at": at})
    if not is_new and mark.turns == turns:
        return mark
    mark.turns = turns
    mark.save(update_fields=["turns"])
    record(events.TicketSentToAndFro(ticket_id=ticket.pk, turns=turns), actor=WORKER, unit=ticket.unit_id)
    zh = f"工单 {ticket.number} 在部门间反复流转 {turns} 次，请协调"
    en = f"Ticket {ticket.number} went to and fro {turns} times: please settle it"
    people = [*queries.leaders_of_owner(ticket), *queries.leaders_of(order.department)]
    moving.tell(people, order, zh, en, is_bad=True)
    return mark
