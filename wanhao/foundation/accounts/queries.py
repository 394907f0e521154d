"""Reading staff and units within the viewer's reach."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, NotFound
from wanhao.foundation.accounts.models import Posting, Staff, Unit
from wanhao.foundation.accounts.rights import ROLE_RIGHTS, Right, Role
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
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


def holders_of(right: Right, unit: Unit) -> list[Staff]:
    """Staff who hold the right over this unit today, by number."""
    return _posted_over(unit, [role for role, rights in ROLE_RIGHTS.items() if right in rights])


def holders_of_role(role: Role, unit: Unit) -> list[Staff]:
    """Staff who hold the role over this unit today, by number."""
    return _posted_over(unit, [role])


def _posted_over(unit: Unit, roles: list[Role]) -> list[Staff]:
    steps = unit.path.strip("/").split("/")
    above = ["/".join(steps[: length + 1]) + "/" for length in range(len(steps))]
    posted = Posting.objects.in_force(timezone.localdate()).filter(role__in=roles, unit__path__in=above)
    return list(Staff.objects.filter(is_active=True, pk__in=posted.values("staff")).order_by("staff_number"))


def in_role(role: Role, unit: Unit) -> list[Staff]:
    """Staff who have this role over the unit today, those posted nearest to it, by number."""
    steps = unit.path.strip("/").split("/")
    for length in range(len(steps), 0, -1):
        posted = Posting.objects.in_force(timezone.localdate()).filter(
            role=role, unit__path="/".join(steps[:length]) + "/"
        )
        if found := list(Staff.objects.filter(is_active=True, pk__in=posted.values("staff")).order_by("staff_number")):
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


def history(person: Staff, count: int = 50) -> QuerySet[StoredEvent]:
    """The latest events about this person."""
    return StoredEvent.objects.filter(subject=f"staff:{person.pk}").order_by("-id")[:count]


def leaders_in(region: Unit) -> QuerySet[Staff]:
    """Staff who steer a floor in, below or above a unit; for the programme itself, which tells them things."""
    roles = [role for role, rights in ROLE_RIGHTS.items() if Right.STEER_FLOOR in rights]
    above = [region.path[:end] for end in range(1, len(region.path) + 1)]
    near = Q(unit__path__startswith=region.path) | Q(unit__path__in=above)
    held = Posting.objects.in_force(timezone.localdate()).filter(near, role__in=roles)
    return Staff.objects.filter(is_active=True, pk__in=held.values("staff")).order_by("staff_number")
