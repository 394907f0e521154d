"""Whose work orders a member of staff may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def orders_in_reach(viewer: Staff) -> Q:
    """Orders to the viewer's departments, those in the viewer's hands, those of tickets within reach."""
    if not viewer.may(Right.SEE_WORK_ORDERS):
        return Q(pk__in=[])
    reach = within_reach(viewer, Right.SEE_WORK_ORDERS, "department") | Q(assignee=viewer) | Q(sent_by=viewer)
    return reach | Q(ticket__in=tickets.tickets(viewer).values("pk"))
