"""Scope: every query takes the viewer, so that nobody sees beyond their units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from wanhao.foundation.accounts.rights import Right

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

Row = TypeVar("Row", bound=models.Model)


def within_reach(viewer: Staff, right: Right, field: str = "unit") -> Q:
    """A filter on rows whose unit lies in or below a unit where the viewer holds the right."""
    units = viewer.units_for(right)
    if not units:
        return Q(pk__in=[])
    reach = Q()
    for unit in units:
        reach |= Q(**{f"{field}__path__startswith": unit.path})
    return reach


def units_within(viewer: Staff, right: Right) -> list[int] | None:
    """Numbers of the units in or below those where the viewer holds the right; None when these are all there are.

    For lists of a million: with numbers the database walks an index instead of asking for each row's unit.
    """
    from wanhao.foundation.accounts.models import Unit

    paths = tuple(unit.path for unit in viewer.units_for(right))
    known = list(Unit.objects.values_list("pk", "path"))
    ours = [pk for pk, path in known if path.startswith(paths)]
    return None if known and len(ours) == len(known) else ours


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset of rows that carry a unit."""

    def visible_to(self, viewer: Staff, right: Right) -> Self:
        """Rows the viewer may see with this right."""
        return self.filter(within_reach(viewer, right))

    @classmethod
    def manager(cls) -> Any:
        """The queryset as a manager."""
        return cls.as_manager()
