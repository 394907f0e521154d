"""Reading staff and units within the viewer's reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, NotFound
from wanhao.foundation.accounts.models import Posting, Staff, Unit
from wanhao.foundation.accounts.rights import ROLE_RIGHTS, Right, Role
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked_first


def staff_within_reach(viewer: Staff, right: Right = Right.MANAGE_STAFF) -> QuerySet[Staff]:
    """Staff whose own unit lies within the reach of the right."""
    return Staff.objects.filter(within_reach(viewer, right)).select_related("unit")


def one_of_staff(staff_number: str, viewer: Staff) -> Staff:
    """One member of staff within reach."""
    person = staff_within_reach(viewer).filter(staff_number=staff_number).first()
    if person is None:
        raise NotFound(_("There is no such staff number within your units."))
    return person


def staff_to_change(staff_number: str, by: Staff | Actor) -> Staff:
    """The same, locked; the programme itself reaches everybody."""
    staff = staff_within_reach(by) if isinstance(by, Staff) else Staff.objects.select_related("unit")
    row = locked_first(staff.filter(staff_number=staff_number))
    if row is None:
        raise NotFound(_("There is no such staff number within your units."))
    return row


def staff_to_hold(staff_number: str, by: Staff | Actor) -> Staff:
    """The same for steps that lead to signing in as this person: whoever leads them must lead all their roles."""
    person = staff_to_change(staff_number, by)
    if isinstance(by, Staff) and holds_beyond(person, by):
        raise Forbidden(_("This person also holds roles outside of your units: ask a manager of those units too."))
    return person


def holds_beyond(person: Staff, by: Staff) -> bool:
    """Does the person hold, now or later, a role in a unit whose staff this manager does not lead?"""
    held = person.postings.filter(Q(until_on=None) | Q(until_on__gte=timezone.localdate())).select_related("unit")
    return any(not by.may(Right.MANAGE_STAFF, posting.unit) for posting in held)


def units_within_reach(viewer: Staff, right: Right = Right.MANAGE_STAFF) -> QuerySet[Unit]:
    """Units in which the right is held, with all below them."""
    reach = Q(pk__in=[])
    for unit in viewer.units_for(right):
        reach |= Q(path__startswith=unit.path)
    return Unit.objects.filter(reach)


def staff_by_id(staff_id: int) -> Staff:
    """One member of staff, for a part of the programme."""
    return Staff.objects.select_related("unit").get(pk=staff_id)


def staff_named(staff_number: str) -> Staff | None:
    """Somebody who can sign in, by staff number; for a part of the programme."""
    return Staff.objects.select_related("unit").filter(staff_number=staff_number.strip(), is_active=True).first()


def staff_by_number(staff_number: str) -> Staff | None:
    """Whoever has or had this number, for a part of the programme."""
    return Staff.objects.select_related("unit").filter(staff_number=staff_number).first()


# -- who holds what, where --------------------------------------------------------------------------------


def roles_with(*rights: Right) -> list[Role]:
    """Roles that give all of these rights."""
    return [role for role, given in ROLE_RIGHTS.items() if given.issuperset(rights)]


def at_or_above(unit: Unit) -> Q:
    """Postings that reach the unit: in it or in one above it."""
    steps = unit.path.strip("/").split("/")
    return Q(unit__path__in=["/".join(steps[: length + 1]) + "/" for length in range(len(steps))])


def at_or_below(unit: Unit) -> Q:
    """Postings in the unit or in one of its own."""
    return Q(unit__path__startswith=unit.path)


def around(unit: Unit) -> Q:
    """Postings in the unit, above it or below it."""
    return at_or_above(unit) | at_or_below(unit)


def posted(roles: Iterable[str], where: Q | None = None) -> QuerySet[Staff]:
    """Staff who hold one of the roles today, in a posting that fits, by number."""
    held = Posting.objects.in_force(timezone.localdate()).filter(where or Q(), role__in=list(roles))
    return Staff.objects.filter(is_active=True, pk__in=held.values("staff")).order_by("staff_number")


def roles_today(staff_ids: Iterable[int] | None = None) -> list[tuple[int, str]]:
    """Staff id and role of each posting of today, of these people or of all."""
    held = Posting.objects.in_force(timezone.localdate())
    if staff_ids is not None:
        held = held.filter(staff__in=list(staff_ids))
    return list(held.values_list("staff_id", "role"))


def holders_of(right: Right, unit: Unit) -> list[Staff]:
    """Staff who hold the right over this unit today, by number."""
    return list(posted(roles_with(right), at_or_above(unit)))


def holders_of_role(role: Role, unit: Unit) -> list[Staff]:
    """Staff who hold the role over this unit today, by number."""
    return list(posted([role], at_or_above(unit)))


def holders_around(right: Right, unit: Unit) -> list[Staff]:
    """Staff who hold the right in this unit, above it or below it today, by number."""
    return list(posted(roles_with(right), around(unit)))


def in_role(role: Role, unit: Unit) -> list[Staff]:
    """Staff who have this role over the unit today, those posted nearest to it, by number."""
    steps = unit.path.strip("/").split("/")
    for length in range(len(steps), 0, -1):
        if found := list(posted([role], Q(unit__path="/".join(steps[:length]) + "/"))):
            return found
    return []


@dataclass(frozen=True)
class StaffFilter:
    """What a list of staff is narrowed to; `among` are the only staff numbers that count."""

    text: str = ""
    unit: str = ""
    role: str = ""
    state: str = "active"
    among: Collection[str] | None = None


PAGE = 50


def staff_list(viewer: Staff, wanted: StaffFilter, *, after: str = "") -> tuple[list[Staff], str]:
    """A page of staff by number, and the number to go on after; empty when it is the last page."""
    rows = narrowed(staff_within_reach(viewer), wanted).order_by("staff_number")
    today = timezone.localdate()
    now_held = Prefetch("postings", Posting.objects.in_force(today).select_related("unit"), to_attr="held_now")
    page: list[Staff] = [*rows.filter(staff_number__gt=after).prefetch_related(now_held)[: PAGE + 1]]
    return page[:PAGE], page[PAGE - 1].staff_number if len(page) > PAGE else ""


def narrowed(rows: QuerySet[Staff], wanted: StaffFilter) -> QuerySet[Staff]:
    """The rows a filter leaves."""
    if wanted.text:
        rows = rows.filter(Q(staff_number__istartswith=wanted.text) | Q(name__icontains=wanted.text))
    if wanted.unit:
        top = Unit.objects.filter(code=wanted.unit).first()
        rows = rows.filter(unit__path__startswith=top.path) if top else rows.none()
    if wanted.role:
        held = Posting.objects.in_force(timezone.localdate()).filter(role=wanted.role)
        rows = rows.filter(pk__in=held.values("staff"))
    if wanted.among is not None:
        rows = rows.filter(staff_number__in=wanted.among)
    return rows if wanted.state == "all" else rows.filter(is_active=wanted.state != "left")


def leaders_in(region: Unit) -> QuerySet[Staff]:
    """Staff who steer a floor in, below or above a unit; for the programme itself, which tells them things."""
    return posted(roles_with(Right.STEER_FLOOR), around(region))
