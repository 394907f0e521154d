"""What tickets do about others' events."""

from __future__ import annotations

from django.db import transaction

from wanhao.foundation.accounts.events import PostingEnded, StaffLeft, UnitMoved
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.reactions import reacts_to
from wanhao.records.customers.events import CustomerChanged, CustomerImported
from wanhao.service.tickets import promises, queries, web_owners
from wanhao.service.tickets.models import Ticket


@reacts_to(CustomerChanged, CustomerImported)
def promise_by_the_new_tier(event: StoredEvent) -> None:
    """A customer of another tier: what is promised for their open tickets follows."""
    if "tier" not in event.data.get("changed_fields", event.data.get("changed", ())):
        return
    with transaction.atomic():
        theirs = Ticket.objects.filter(customer=event.data["customer_id"], status__in=Ticket.UNFINISHED)
        for pk in theirs.order_by("pk").values_list("pk", flat=True):
            ticket = queries.locked_ticket(pk)
            if ticket.status not in Ticket.UNFINISHED:
                continue
            promises.facts_changed(ticket, by=Actor.system("tickets"))
            ticket.save(update_fields=["due_at"])


@reacts_to(StaffLeft, PostingEnded, UnitMoved)
def miss_owners_of_web_tickets(event: StoredEvent) -> None:
    """Who is named for tickets that customers open may be able to own them no longer."""
    web_owners.review()
