"""What customers may open a ticket about on the web page, and whose it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.service.tickets import queries
from wanhao.service.tickets.models import OfferedCategory, WebOwner

if TYPE_CHECKING:
    from collections.abc import Sequence

NEEDED = (Right.OPEN_TICKETS, Right.CHANGE_TICKETS)


@dataclass(frozen=True)
class Offer:
    """A category as it is offered: the group it stands in, its own name, the type of the ticket."""

    category_id: int
    group: str
    name: str
    kind: str


def offers() -> list[Offer]:
    """Categories in use, at the end of the tree, that the administrator offers; in the order of the tree."""
    kinds = dict(OfferedCategory.objects.filter(is_active=True).values_list("category", "kind"))
    return [
        Offer(leaf.id, leaf.path[0], " › ".join(leaf.path[1:]) or leaf.path[0], kinds[leaf.id])
        for leaf in queries.category_leaves()
        if leaf.id in kinds
    ]


def offer(category_id: int) -> Offer:
    """One of them; Invalid when it is offered no longer."""
    found = next((one for one in offers() if one.category_id == category_id), None)
    if found is None:
        raise Invalid(category=_("This is not offered here any more. Choose something else; the rest is kept."))
    return found


def is_open() -> bool:
    """May customers open tickets on the web page: is something offered, and somebody named for it?"""
    return WebOwner.objects.exists() and bool(offers())


# -- owners -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """Whose a ticket becomes, and whom that one stands in for: a row whose owner cannot, or none for this region."""

    owner: Staff
    is_stand_in: bool
    missing: str = ""


def choice_for(region: Unit | None) -> Choice | None:
    """Who owns a new ticket of a customer of the region (None: of nobody we know).

    Who is named for the region, else who is named for everywhere else, else a leader close by, so that nothing is lost;
    None when the house has nobody at all.
    """
    rows = _rows_for(region)
    for row in rows:
        if not refusal(row.owner, row.region):
            return Choice(row.owner, is_stand_in=row is not rows[0], missing=rows[0].owner.display_name)
    leaders = [one for one in accounts.leaders_in(region or _top()) if not refusal(one, None)]
    return Choice(leaders[0], True, rows[0].owner.display_name if rows else "") if leaders else None


def _rows_for(region: Unit | None) -> Sequence[WebOwner]:
    """The closest first."""
    fitting = Q(region=None) | Q(region=region) if region else Q(region=None)
    return list(WebOwner.objects.filter(fitting).select_related("region", "owner__unit__region"))


def _top() -> Unit:
    return Unit.objects.get(kind=Unit.Kind.OPERATOR)


def refusal(person: Staff, region: Unit | None) -> str:
    """Why this person cannot own tickets of the region's customers, in words; empty when they can."""
    if not person.is_active:
        return _("%(who)s has left or may not sign in.") % {"who": person.display_name}
    if not all(person.may(right) for right in NEEDED):
        return _("%(who)s has no role that opens and works on tickets.") % {"who": person.display_name}
    if region is not None and not any(_lies_near(region, unit) for unit in person.units_for(Right.CHANGE_TICKETS)):
        words = {"who": person.display_name, "region": region.name}
        return _("%(who)s does not work on tickets of %(region)s.") % words
    return ""


def _lies_near(region: Unit, unit: Unit) -> bool:
    """Is the unit the region, above it, or within it?"""
    return region.path.startswith(unit.path) or unit.region_id == region.pk


def possible_owners() -> QuerySet[Staff]:
    """Staff who open and work on tickets somewhere today."""
    return accounts.posted(accounts.roles_with(*NEEDED))
