"""Whose tickets a member of staff may see and change."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import units_within, within_reach
from wanhao.records.customers import queries as customers
from wanhao.service.tickets.related_models import Watcher

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


Also = Callable[["Staff"], Q]
_also: list[Also] = []


def let_change(also: Also) -> None:
    """Contexts above say who else may change which tickets, as a filter on tickets."""
    if also not in _also:
        _also.append(also)


def tickets_in_reach(viewer: Staff, right: Right) -> Q:
    """A filter on tickets: to change, own ones and the units'; to see, also the region's and of those served."""
    units = viewer.units_for(right)
    if not units:
        return Q(pk__in=[])
    reach = within_reach(viewer, right) | Q(owner=viewer)
    if right == Right.CHANGE_TICKETS:
        return reduce(or_, (also(viewer) for also in _also), reach)
    regions = {unit.region_id or unit.pk for unit in units}
    asked = viewer.hand_overs_asked.filter(answered_at=None).values("ticket")
    watched = Watcher.objects.filter(staff=viewer).values("ticket")
    reach |= Q(opened_by=viewer) | Q(region__in=regions) | Q(pk__in=asked) | Q(pk__in=watched)
    return reach | Q(customer__in=customers.customers_served(viewer).values("pk"))


def spelled_out(viewer: Staff) -> Q:
    """The same reach to see, as plain numbers: the database then walks an index instead of asking for each row."""
    units = viewer.units_for(Right.SEE_TICKETS)
    if not units:
        return Q(pk__in=[])
    ours = units_within(viewer, Right.SEE_TICKETS)
    if ours is None:
        return Q()
    regions = {unit.region_id or unit.pk for unit in units}
    asked = viewer.hand_overs_asked.filter(answered_at=None).values_list("ticket", flat=True)
    watched = Watcher.objects.filter(staff=viewer).values_list("ticket", flat=True)
    served = customers.customers_served(viewer).values_list("pk", flat=True)
    also = {"unit__in": ours, "region__in": regions, "pk__in": {*asked, *watched}, "customer__in": set(served)}
    within = Q(owner=viewer) | Q(opened_by=viewer)
    return reduce(or_, (Q(**{name: sorted(numbers)}) for name, numbers in also.items() if numbers), within)
