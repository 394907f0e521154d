"""Whose customers a member of staff may see: their units', their regions', and those they are serving.

A hotline takes calls from everywhere: layers above add the customers being served through `also_reach`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit

Reach = Callable[["Staff"], Q]
_further: list[Reach] = []


def also_reach(further: Reach) -> None:
    """Add a way by which a customer comes within reach; called once at start, by a higher layer."""
    if further not in _further:
        _further.append(further)


def regions_of(units: Iterable[Unit]) -> set[int]:
    """The regions the units lie in."""
    return {unit.region_id if unit.region_id else unit.pk for unit in units}


def customers_in_reach(viewer: Staff, right: Right) -> Q:
    """A filter on customers for somebody who holds the right somewhere."""
    units = viewer.units_for(right)
    if not units:
        return Q(pk__in=[])
    return within_reach(viewer, right) | Q(region__in=regions_of(units)) | customers_being_served(viewer)


def customers_being_served(viewer: Staff) -> Q:
    """A filter on customers whom the viewer serves just now, wherever they belong."""
    reach = Q(pk__in=[])
    for further in _further:
        reach |= further(viewer)
    return reach
