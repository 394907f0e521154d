"""What tickets promise: which clocks run for them, and what their acts do to the clocks. `due_at` is the resolution's.

The caller holds the ticket's lock, and saves `due_at` with its other fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts.models import Unit
from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks import queries as clock_queries
from wanhao.service.clocks import taking
from wanhao.service.clocks.models import Clock, Policy, Target
from wanhao.service.clocks.rules import Facts
from wanhao.service.clocks.telling import Standing, standing_of
from wanhao.service.contacts import queries as contacts
from wanhao.service.tickets.models import Category, Merge, Ticket

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor

AT_OPENING = (Target.FIRST_RESPONSE, Target.NEXT_UPDATE, Target.RESOLUTION)


def subject_of(ticket: Ticket) -> str:
    """`ticket:12`, as in events."""
    return f"ticket:{ticket.pk}"


def facts_of(ticket: Ticket) -> Facts:
    """What policies are chosen by."""
    return Facts(
        kind=ticket.kind,
        severity=ticket.severity,
        tier=ticket.customer.tier if ticket.customer else "",
        unit_ids=units_above(ticket.unit),
        categories=categories_above(ticket.category),
    )


def units_above(unit: Unit) -> tuple[int, ...]:
    """The unit's own number and those above it, from the operator down."""
    steps = unit.path.strip("/").split("/")
    paths = ["/".join(steps[: length + 1]) + "/" for length in range(len(steps))]
    return tuple(Unit.objects.filter(path__in=paths).order_by("path").values_list("pk", flat=True))


def categories_above(category: Category) -> tuple[str, ...]:
    """The category's code and those above it, from the top of the tree."""
    codes = [category.code]
    while category.parent is not None:
        category = category.parent
        codes.append(category.code)
    return tuple(reversed(codes))


def begin(ticket: Ticket, *, by: Staff | Actor, at: datetime, agreed_at: datetime | None = None) -> None:
    """The ticket is open: first response, next news and resolution are promised; saves its due moment."""
    facts = facts_of(ticket)
    for target in AT_OPENING:
        clocks.start(
            subject_of(ticket),
            target,
            facts,
            unit_id=ticket.unit_id,
            by=by,
            at=at,
            agreed_at=agreed_at if target == Target.RESOLUTION else None,
        )
    follow_at_once(ticket)


def follow(ticket: Ticket) -> None:
    """The ticket is due when its resolution is; while that is paused it is due at no moment."""
    clock = clock_queries.latest(subject_of(ticket), Target.RESOLUTION)
    ticket.due_at = clock.due_at if clock else None


def follow_at_once(ticket: Ticket) -> None:
    """The same for whoever moved a clock and changes nothing else."""
    follow(ticket)
    ticket.save(update_fields=["due_at"])


def told(ticket: Ticket, *, by: Staff | Actor, at: datetime | None = None) -> None:
    """The customer heard from us: that was the first response, and news are due anew."""
    clocks.stop(subject_of(ticket), Target.FIRST_RESPONSE, Target.NEXT_UPDATE, by=by, at=at)
    if ticket.status in Ticket.UNFINISHED:
        _start(ticket, Target.NEXT_UPDATE, by, at)


def answered_at_once(ticket: Ticket, *, by: Staff, at: datetime) -> None:
    """The customer is on the line with who opens the ticket, or at their counter: that was the first response."""
    is_at_counter = ticket.contact_id is None and ticket.source == Ticket.Source.HALL
    if is_at_counter or (ticket.contact_id is not None and contacts.is_speaking_with(ticket.contact_id, by)):
        clocks.stop(subject_of(ticket), Target.FIRST_RESPONSE, by=by, at=at)


def _start(ticket: Ticket, target: Target, by: Staff | Actor, at: datetime | None) -> Clock | None:
    return clocks.start(subject_of(ticket), target, facts_of(ticket), unit_id=ticket.unit_id, by=by, at=at)


def agree(ticket: Ticket, agreed_at: datetime, *, by: Staff | Actor, at: datetime | None = None) -> None:
    """Another moment was agreed on with the customer."""
    if any(clock.is_paused for clock in clock_queries.unfinished(subject_of(ticket))):
        raise NotAllowed(_("The clocks are paused. Resume them before you agree on another moment."))
    clock = clocks.agree(subject_of(ticket), Target.RESOLUTION, agreed_at, by=by, at=at)
    if clock is None:
        clocks.start(
            subject_of(ticket), Target.RESOLUTION, facts_of(ticket), unit_id=ticket.unit_id, by=by, at=at,
            agreed_at=agreed_at,
        )  # fmt: skip
    follow(ticket)


def facts_changed(ticket: Ticket, *, by: Staff | Actor, at: datetime | None = None) -> None:
    """Severity, category, tier or unit are others now: what is promised follows, what was spent stays."""
    clocks.retarget(subject_of(ticket), facts_of(ticket), by=by, at=at)
    follow(ticket)


def resolved(ticket: Ticket, *, by: Staff | Actor, at: datetime) -> bool:
    """The solution is there; was it in time? The customer is still to be told."""
    stopped = clocks.stop(subject_of(ticket), Target.RESOLUTION, by=by, at=at)
    follow(ticket)
    return all(clock.outcome != Clock.Outcome.BROKEN for clock in stopped)


def closed(ticket: Ticket, *, by: Staff | Actor, at: datetime) -> None:
    """The customer knows the outcome or needs none: nothing is promised any longer."""
    clocks.stop(subject_of(ticket), Target.RESOLUTION, by=by, at=at)
    clocks.cancel(subject_of(ticket), by=by, at=at)
    follow(ticket)


def promised(ticket: Ticket) -> dict[str, str]:
    """What is promised of it for which moment: due moments of running clocks by what they promise."""
    running = clock_queries.running(subject_of(ticket))
    return {clock.target: clock.due_at.isoformat() for clock in running if clock.due_at and clock.target in AT_OPENING}


def merged(source: Ticket, target: Ticket, handed: Mapping[str, str], *, by: Staff, at: datetime) -> None:
    """One ticket goes into another: of what both promise the earlier moment holds there, none for itself any longer."""
    clocks.cancel(subject_of(source), by=by, at=at)
    follow(source)
    ahead = clock_queries.unfinished(subject_of(target))
    if any(clock.is_paused and clock.target in handed for clock in ahead):
        raise NotAllowed(_("The other ticket's clocks are paused. Resume them first: this one's promise goes along."))
    _take_over(target, handed, source.number, by, at)
    if Target.RESOLUTION in handed and not any(clock.target == Target.RESOLUTION for clock in ahead):
        agree(target, datetime.fromisoformat(handed[Target.RESOLUTION]), by=by, at=at)
    follow(target)


def _take_over(ticket: Ticket, handed: Mapping[str, str], number: str, by: Staff, at: datetime) -> None:
    for target, moment in handed.items():
        due_at = datetime.fromisoformat(moment)
        taking.take_over(subject_of(ticket), target, due_at, source=number, by=by, at=at)


def unmerged(source: Ticket, target: Ticket, merge: Merge, *, by: Staff, at: datetime) -> None:
    """A ticket comes out of another: its promises are its own again, the other's are what they would be without."""
    if taking.give_back(subject_of(target), source.number, by=by, at=at):
        facts_changed(target, by=by, at=at)
        for other in target.merges_here.filter(undone_at=None).select_related("source").order_by("pk"):
            _take_over(target, other.promised, other.source.number, by, at)
    follow(target)
    if source.status in Ticket.UNFINISHED:
        for promise, moment in merge.promised.items():
            agreed_at = datetime.fromisoformat(moment)
            facts, unit = facts_of(source), source.unit_id
            clocks.start(subject_of(source), promise, facts, unit_id=unit, by=by, at=at, agreed_at=agreed_at)
        reopened(source, by=by, at=at)


def reopened(ticket: Ticket, *, by: Staff | Actor, at: datetime | None = None) -> None:
    """Resolution is promised anew, and news of it; the clocks of before stay what they were."""
    running = {clock.target for clock in clock_queries.unfinished(subject_of(ticket))}
    for target in (Target.NEXT_UPDATE, Target.RESOLUTION):
        if target not in running:
            _start(ticket, target, by, at)
    follow(ticket)


def standings(tickets: Sequence[Ticket], at: datetime) -> dict[int, Standing]:
    """How the resolutions of these tickets stand, as far as they are not over, by the tickets' numbers."""
    clocks_by_subject = clock_queries.unfinished_of([subject_of(ticket) for ticket in tickets], Target.RESOLUTION)
    return {
        ticket.pk: standing_of(clocks_by_subject[subject_of(ticket)], at)
        for ticket in tickets
        if subject_of(ticket) in clocks_by_subject
    }


def promised_if_opened(
    category: Category, unit: Unit, at: datetime, *, kind: str = "", severity: str = "", tier: str = ""
) -> tuple[Policy | None, datetime | None]:
    """What would be promised if such a ticket were opened at this moment, and when it would be due."""
    facts = Facts(kind, severity, tier, units_above(unit), categories_above(category))
    return clock_queries.due_if_started(Target.RESOLUTION, facts, at)
