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


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset of rows that carry a unit."""

    def visible_to(self, viewer: Staff, right: Right) -> Self:
        """Rows the viewer may see with this right."""
        return self.filter(within_reach(viewer, right))

    @classmethod
    def manager(cls) -> Any:
        """The queryset as a manager."""
        return cls.as_manager()
