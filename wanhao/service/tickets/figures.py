"""Tickets as figures over time count them; contexts above say by what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet

from wanhao.foundation.accounts.scope import within_reach
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.accounts.rights import Right


def tickets_opened(begin: datetime, end: datetime) -> QuerySet[Ticket]:
    """Tickets opened in [begin, end); a merged one is counted as the one it went into. Without a viewer."""
    return unmerged(Ticket.objects.filter(opened_at__gte=begin, opened_at__lt=end))


def tickets_opened_within(viewer: Staff, right: Right, begin: datetime, end: datetime) -> QuerySet[Ticket]:
    """The same in the units where the viewer holds this right."""
    return tickets_opened(begin, end).filter(within_reach(viewer, right))


def the_ticket_itself() -> QuerySet[Ticket]:
    """The ticket of the outer row, for conditions on the many things a ticket has."""
    return Ticket.objects.filter(pk=OuterRef("pk"))


def tickets_alike() -> QuerySet[Ticket]:
    """Tickets of the outer row's customer and category, itself among them."""
    return unmerged(Ticket.objects.filter(customer=OuterRef("customer"), category=OuterRef("category")))


def unmerged(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """But for those that went into another."""
    return rows.exclude(status=Ticket.Status.MERGED)
