"""Reading complaints: one with its ladder, the list by level, owners, repeats, who may approve what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation import locks
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.queries import holders_of_role
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.accounts.scope import within_reach
from wanhao.service.clocks import queries as clocks
from wanhao.service.complaints import rules
from wanhao.service.complaints.models import ApprovalLimit, Compensation, Complaint, ComplaintPolicy, Level, LevelOwner
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.service.clocks.models import Clock
    from wanhao.service.tickets.models import Ticket

PAGE = 50
KIND = "complaint"
UNFINISHED = Q(ticket__status__in=["open", "in_progress"])
ROLES = {Level.REVIEW: Role.BACK_OFFICE, Level.MANAGEMENT: Role.EXECUTIVE}
FACTS = ("ticket__category", "ticket__customer", "ticket__owner", "ticket__unit", "level_owner")


def policy() -> ComplaintPolicy:
    """How complaints are treated; the usual way while nobody has set it."""
    return ComplaintPolicy.objects.select_related("call_queue").first() or ComplaintPolicy()


def try_plan() -> rules.TryPlan:
    """How often and when customers are called before closing."""
    row = policy()
    return rules.TryPlan(row.tries, row.hours_apart, row.days)


# -- one complaint ----------------------------------------------------------------------------------------


def complaint_of(ticket_id: int) -> Complaint | None:
    """The complaint of a ticket fetched within reach; None for other tickets."""
    rows = Complaint.objects.filter(ticket=ticket_id)
    return rows.select_related(*FACTS, "repeat_of__ticket").first()


def complaint_for(number: str, viewer: Staff) -> Complaint:
    """A complaint by its ticket's number, within reach."""
    ticket = tickets.ticket(number, viewer)
    found = complaint_of(ticket.pk)
    if found is None:
        raise NotFound(_("This ticket is no complaint."))
    return found


def may_change(complaint: Complaint, viewer: Staff) -> bool:
    """Those who may change the ticket, and who answers for the level."""
    return complaint.level_owner_id == viewer.pk or tickets.may_change(complaint.ticket_id, viewer)


def complaint_to_change(ticket_id: int, by: Staff) -> Complaint:
    """The complaint with its ticket, locked, if this person may change it."""
    found = complaint_of(ticket_id)
    if found is None or not may_change(found, by):
        raise NotFound(_("There is no such complaint within your reach, or you may not change it."))
    return locked(ticket_id)


def locked(ticket_id: int) -> Complaint:
    """The complaint with its ticket, locked, for the programme itself."""
    tickets.locked_ticket(ticket_id)
    rows = Complaint.objects.select_related("ticket__category", "ticket__unit")
    return locks.locked(rows, rows.values_list("pk", flat=True).get(ticket=ticket_id))


def level_clock(complaint: Complaint) -> Clock | None:
    """The clock of the level it is on; None when nothing is promised, or it is over."""
    wanted = rules.LEVEL_TARGETS[complaint.level]
    found = [clock for clock in clocks.clocks_of(f"ticket:{complaint.ticket_id}") if clock.target == wanted]
    return found[-1] if found else None


def level_clocks(complaints: list[Complaint]) -> dict[int, Clock]:
    """Ticket → the last clock of the level it is on, for many at once."""
    wanted = {f"ticket:{one.ticket_id}": (one.ticket_id, rules.LEVEL_TARGETS[one.level]) for one in complaints}
    found = {}
    for clock in clocks.clocks_of(*wanted):
        ticket_id, target = wanted[clock.subject]
        if clock.target == target:
            found[ticket_id] = clock
    return found


# -- owners -----------------------------------------------------------------------------------------------


def owner_for(level: int, ticket: Ticket) -> Staff | None:
    """Who answers for a level: the row closest to the ticket's unit; else the ticket's owner, a holder of the role."""
    rows = LevelOwner.objects.filter(level=level, owner__is_active=True).select_related("unit", "owner")
    path = ticket.unit.path
    fitting = [row for row in rows if row.unit is None or path.startswith(row.unit.path)]
    if fitting:
        return max(fitting, key=lambda row: len(row.unit.path) if row.unit else 0).owner
    if level == Level.FRONT_DESK:
        return ticket.owner
    return next(iter(holders_of_role(ROLES[Level(level)], ticket.unit)), None)


# -- repeats ----------------------------------------------------------------------------------------------


def earlier_complaints(customer_id: int, category_id: int, at: datetime, *, but: int | None = None) -> list[Complaint]:
    """What this customer complained about in this category within the days of the policy, the latest first."""
    since = at - timedelta(days=policy().repeat_days)
    rows = Complaint.objects.filter(
        ticket__customer=customer_id, ticket__category=category_id, ticket__opened_at__range=(since, at)
    )
    if but is not None:
        rows = rows.exclude(ticket=but).filter(ticket_id__lt=but)
    return list(rows.select_related("ticket__category", "ticket__owner").order_by("-ticket_id")[:10])


def repeats_of(complaint: Complaint) -> list[Complaint]:
    """Complaints joined to this one, or to what it repeats."""
    first = complaint.repeat_of_id or complaint.pk
    rows = Complaint.objects.filter(Q(repeat_of=first) | Q(pk=first)).exclude(pk=complaint.pk)
    return list(rows.select_related("ticket__category").order_by("ticket_id"))


# -- the list ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What the list of complaints is narrowed to."""

    level: str = ""
    severity: str = ""
    status: str = ""
    mine: bool = False
    repeat: bool = False
    before_id: int | None = None


def complaints(viewer: Staff) -> QuerySet[Complaint]:
    """Complaints the viewer may see."""
    return Complaint.objects.filter(ticket__in=tickets.tickets(viewer).filter(kind=KIND))


def found_complaints(viewer: Staff, wanted: Wanted, limit: int = PAGE) -> list[Complaint]:
    """Complaints within reach that fit, the newest first; unfinished ones unless another status is asked for."""
    rows = complaints(viewer)
    rows = rows.filter(ticket__status=wanted.status) if wanted.status else rows.filter(~Q(ticket__status="closed"))
    exact = {"level": wanted.level, "ticket__severity": wanted.severity}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.mine:
        rows = rows.filter(level_owner=viewer)
    if wanted.repeat:
        rows = rows.filter(repeat_of__isnull=False)
    if wanted.before_id:
        rows = rows.filter(ticket_id__lt=wanted.before_id)
    return list(rows.select_related(*FACTS).order_by("-ticket_id")[:limit])


def open_by_level(viewer: Staff) -> dict[int, int]:
    """Level → how many unfinished complaints are on it."""
    counts = dict.fromkeys(Level.values, 0)
    for level in complaints(viewer).filter(UNFINISHED).values_list("level", flat=True):
        counts[level] += 1
    return counts


# -- compensation -----------------------------------------------------------------------------------------


def reach_of(approver: Staff, unit: Unit) -> rules.Reach:
    """Up to which amount somebody approves in a unit, by the roles they hold there."""
    roles = {row.role for row in approver.current_postings if unit.path.startswith(row.unit.path)}
    return rules.widest(ApprovalLimit.objects.filter(role__in=roles).values_list("up_to", flat=True))


def compensations_to_approve(viewer: Staff) -> list[Compensation]:
    """Proposals within reach that this person may decide on, the oldest first."""
    rows = Compensation.objects.filter(within_reach(viewer, Right.APPROVE_COMPENSATION), status="proposed")
    rows = rows.exclude(proposed_by=viewer).exclude(first_approver=viewer)
    return list(rows.select_related("complaint__ticket", "unit", "proposed_by", "first_approver").order_by("pk")[:200])


def own_proposals(viewer: Staff, limit: int = PAGE) -> list[Compensation]:
    """What this person proposed or decided, the newest first."""
    rows = Compensation.objects.filter(
        Q(proposed_by=viewer) | Q(first_approver=viewer) | Q(second_approver=viewer) | Q(refused_by=viewer)
    )
    return list(rows.select_related("complaint__ticket", "proposed_by", "first_approver").order_by("-pk")[:limit])


def compensation_to_decide(public_id: str, by: Staff) -> Compensation:
    """A proposal within reach, locked."""
    rows = Compensation.objects.select_related("unit", "complaint__ticket")
    found = locks.locked_first(rows.filter(within_reach(by, Right.APPROVE_COMPENSATION), public_id=public_id))
    if found is None:
        raise NotFound(_("There is no such compensation within your reach."))
    return found
