"""Working on complaints: begun, raised, joined to what they repeat, seen through a crisis, mediated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.files import actions as files
from wanhao.foundation.notices.actions import notify
from wanhao.service.clocks import actions as clocks
from wanhao.service.complaints import events, queries, rules
from wanhao.service.complaints.models import Complaint, CrisisStep, CrisisTask, Level, LevelChange, Mediation
from wanhao.service.tickets import promises
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from wanhao.service.tickets.models import Ticket

COMPLAINTS = Actor.system("complaints")
Why = LevelChange.Why


def about(ticket: Ticket) -> dict[str, Any]:
    """What every event of a complaint says."""
    return {"ticket_id": ticket.pk, "number": ticket.number, "customer_id": ticket.customer_id}


# -- the ladder -------------------------------------------------------------------------------------------


@transaction.atomic
def begin_complaint(ticket_id: int, *, at: datetime | None = None) -> Complaint | None:
    """Put a complaint on its first level, join it to what it repeats. Said twice it is begun once; None for others."""
    ticket = tickets.locked_ticket(ticket_id)
    if ticket.kind != queries.KIND:
        return None
    at = at or now()
    found = queries.complaint_of(ticket_id)
    if found is None:
        found = Complaint.objects.create(ticket=ticket, level_since=at, repeat_of=_what_it_repeats(ticket))
        _put_on(found, rules.first_level(ticket.severity), _why_first(ticket), by=COMPLAINTS, at=at)
        repeats = found.repeat_of.ticket.number if found.repeat_of else ""
        begun = events.ComplaintBegun(
            **about(ticket), level=found.level, owner_id=found.level_owner_id, repeats=repeats
        )
        record(begun, actor=COMPLAINTS, unit=ticket.unit_id)
    elif rules.first_level(ticket.severity) > found.level:
        _raise(found, Level.MANAGEMENT, Why.MAJOR, by=COMPLAINTS, at=at)
    if ticket.severity == rules.MAJOR:
        _ask_crisis_steps(found, at)
    return found


def _why_first(ticket: Ticket) -> str:
    return Why.MAJOR if ticket.severity == rules.MAJOR else Why.BEGUN


def _what_it_repeats(ticket: Ticket) -> Complaint | None:
    if ticket.customer_id is None:
        return None
    earlier = queries.earlier_complaints(ticket.customer_id, ticket.category_id, ticket.opened_at, but=ticket.pk)
    return (earlier[0].repeat_of or earlier[0]) if earlier else None


@transaction.atomic
def raise_level(ticket_id: int, *, level: int, reason: str, by: Staff) -> Complaint:
    """Somebody raises a complaint, and says why."""
    complaint = queries.complaint_to_change(ticket_id, by)
    if complaint.ticket.status == "closed":
        raise NotAllowed(_("This complaint is closed. Reopen it first."))
    if not rules.may_be_raised(complaint.level, level):
        raise Invalid(level=_("Choose a higher level."))
    return _raise(complaint, level, Why.BY_HAND, by=by, reason=said(reason, "reason"))


def said(text: str, field: str) -> str:
    """A reason as it is kept; Invalid at its field when there is none."""
    text = text.strip()
    if not 0 < len(text) <= rules.REASON_LIMIT:
        raise Invalid(**{field: _("Write at most 300 characters, and not nothing.")})
    return text


@transaction.atomic
def limit_passed(ticket_id: int, target: str, *, at: datetime | None = None) -> Complaint | None:
    """The clock of a level broke its promise: the complaint goes one higher. None when it is not on that level."""
    if queries.complaint_of(ticket_id) is None:
        return None
    complaint = queries.locked(ticket_id)
    is_here = rules.LEVEL_TARGETS[complaint.level] == target
    if not is_here or complaint.ticket.status in ("resolved", "closed") or complaint.level == Level.MANAGEMENT:
        return None
    return _raise(complaint, rules.next_level(complaint.level), Why.CLOCK, by=COMPLAINTS, at=at)


@transaction.atomic
def not_solved(ticket_id: int, *, by: Staff, reason: str) -> Complaint:
    """The customer contradicted: the next level sees to it, or management again."""
    complaint = queries.locked(ticket_id)
    return _raise(complaint, rules.next_level(complaint.level), Why.NOT_SOLVED, by=by, reason=reason)


def _raise(
    complaint: Complaint, level: int, why: str, *, by: Staff | Actor, reason: str = "", at: datetime | None = None
) -> Complaint:
    """One way up for all reasons: the old level's clock stops, the new one's starts, its owner is told."""
    before, ticket = complaint.level, complaint.ticket
    _put_on(complaint, level, why, by=by, reason=reason, at=at or now())
    raised = events.LevelRaised(
        **about(ticket), level_before=before, level=level, why=why, owner_id=complaint.level_owner_id
    )
    record(raised, actor=by, unit=ticket.unit_id)
    return complaint


def _put_on(complaint: Complaint, level: int, why: str, *, by: Staff | Actor, at: datetime, reason: str = "") -> None:
    ticket, before = complaint.ticket, None if why == Why.BEGUN else complaint.level
    stop_clocks(ticket, by=by, at=at)
    owner = queries.owner_for(level, ticket)
    complaint.level, complaint.level_owner, complaint.level_since = level, owner, at
    complaint.save(update_fields=["level", "level_owner", "level_since"])
    LevelChange.objects.create(
        complaint=complaint,
        level_before=before,
        level=level,
        why=why,
        reason=reason[: rules.REASON_LIMIT],
        owner=owner,
        by=by if isinstance(by, Staff) else None,
        at=at,
    )
    facts = promises.facts_of(ticket)
    clocks.start(promises.subject_of(ticket), rules.LEVEL_TARGETS[level], facts, unit_id=ticket.unit_id, by=by, at=at)
    if owner is not None and owner.pk != ticket.owner_id:
        _tell(owner, ticket, level)


def _tell(owner: Staff, ticket: Ticket, level: int) -> None:
    zh = {1: "前台", 2: "后台复核", 3: "管理层"}[level]
    en = {1: "the front desk", 2: "back-office review", 3: "management"}[level]
    notify(
        owner,
        f"投诉 {ticket.number} 已到{zh}，由您负责",
        f"Complaint {ticket.number} has come to {en} and is yours",
        level="warning",
        link=f"/tickets/{ticket.number}/",
    )


@transaction.atomic
def stop_level(ticket_id: int, *, by: Staff | Actor, at: datetime | None = None) -> None:
    """The complaint is said to be solved, or closed: its level's limit is kept or broken."""
    if queries.complaint_of(ticket_id) is not None:
        stop_clocks(queries.locked(ticket_id).ticket, by=by, at=at or now())


def stop_clocks(ticket: Ticket, *, by: Staff | Actor, at: datetime) -> None:
    """Stop the clocks of all levels; the caller holds the ticket's lock."""
    clocks.stop(promises.subject_of(ticket), *rules.LEVEL_TARGETS.values(), by=by, at=at)


@transaction.atomic
def go_on_with_level(ticket_id: int, *, by: Staff | Actor, at: datetime | None = None) -> None:
    """The complaint was taken up again: the limit of its level counts anew, unless it counts already."""
    if queries.complaint_of(ticket_id) is None:
        return
    complaint = queries.locked(ticket_id)
    target, ticket = rules.LEVEL_TARGETS[complaint.level], complaint.ticket
    clock = queries.level_clock(complaint)
    if ticket.status in ("open", "in_progress") and (clock is None or clock.stopped_at is not None):
        facts = promises.facts_of(ticket)
        clocks.start(promises.subject_of(ticket), target, facts, unit_id=ticket.unit_id, by=by, at=at)


# -- repeats ----------------------------------------------------------------------------------------------


@transaction.atomic
def join_repeat(ticket_id: int, number: str, *, by: Staff) -> Complaint:
    """This complaint repeats that earlier one of the same customer."""
    complaint = queries.complaint_to_change(ticket_id, by)
    earlier = queries.complaint_for(number.strip().upper(), by)
    first = earlier.repeat_of or earlier
    if first.ticket.customer_id != complaint.ticket.customer_id or complaint.ticket.customer_id is None:
        raise Invalid(number=_("Only complaints of the same customer are joined."))
    if first.ticket_id >= complaint.ticket_id:
        raise Invalid(number=_("Choose a complaint that was opened earlier."))
    complaint.repeat_of = first
    complaint.save(update_fields=["repeat_of"])
    joined = events.RepeatJoined(**about(complaint.ticket), repeats=first.ticket.number)
    record(joined, actor=by, unit=complaint.ticket.unit_id)
    return complaint


@transaction.atomic
def part_repeat(ticket_id: int, *, by: Staff) -> Complaint:
    """It is another matter after all."""
    complaint = queries.complaint_to_change(ticket_id, by)
    if complaint.repeat_of is None:
        raise NotAllowed(_("This complaint is joined to none."))
    number = complaint.repeat_of.ticket.number
    complaint.repeat_of = None
    complaint.save(update_fields=["repeat_of"])
    record(events.RepeatParted(**about(complaint.ticket), repeats=number), actor=by, unit=complaint.ticket.unit_id)
    return complaint


# -- crisis -----------------------------------------------------------------------------------------------


def _ask_crisis_steps(complaint: Complaint, at: datetime) -> None:
    """Every step in use becomes a task of this complaint; those it has stay."""
    have = set(complaint.crisis_tasks.values_list("step_id", flat=True))
    CrisisTask.objects.bulk_create(
        CrisisTask(complaint=complaint, step=step, due_at=at + timedelta(minutes=step.within_minutes))
        for step in CrisisStep.objects.filter(is_active=True)
        if step.pk not in have
    )


@transaction.atomic
def do_crisis_step(ticket_id: int, step_code: str, *, note: str = "", by: Staff) -> CrisisTask:
    """Somebody has done a step of the checklist."""
    complaint = queries.complaint_to_change(ticket_id, by)
    task = complaint.crisis_tasks.select_for_update(of=("self",)).filter(step__code=step_code).first()
    if task is None:
        raise NotFound(_("The checklist of this complaint has no such step."))
    if task.done_at is not None:
        raise NotAllowed(_("This step is done already."))
    task.done_at, task.done_by, task.note = now(), by, note.strip()[: rules.REASON_LIMIT]
    task.save(update_fields=["done_at", "done_by", "note"])
    done = events.CrisisStepDone(**about(complaint.ticket), step=step_code, is_in_time=task.done_at <= task.due_at)
    record(done, actor=by, unit=complaint.ticket.unit_id)
    return task


# -- mediation --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MediationDetails:
    """Who mediated, when, with what result."""

    mediator: str
    held_at: datetime
    result: str = Mediation.Result.PENDING
    text: str = ""


@transaction.atomic
def record_mediation(
    ticket_id: int, details: MediationDetails, *, uploads: Sequence[UploadedFile] = (), by: Staff
) -> Mediation:
    """Write down a mediation by a third party, with its files."""
    complaint = queries.complaint_to_change(ticket_id, by)
    mediator = details.mediator.strip()
    if not 0 < len(mediator) <= 120:
        raise Invalid(mediator=_("Say who mediated, in at most 120 characters."))
    if details.result not in Mediation.Result.values:
        raise Invalid(result=_("Choose a result."))
    kept = [files.keep(one, subject=f"ticket:{ticket_id}", by=by, field="papers") for one in uploads]
    row = Mediation.objects.create(
        complaint=complaint,
        mediator=mediator,
        held_at=details.held_at,
        result=details.result,
        text=details.text.strip()[:4000],
        files=[one.public_id for one in kept],
        recorded_by=by,
        recorded_at=now(),
    )
    _note_mediation(row, by)
    return row


@transaction.atomic
def end_mediation(public_id: str, *, result: str, text: str, by: Staff) -> Mediation:
    """A mediation under way has come to its result."""
    row = Mediation.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound(_("There is no such mediation."))
    row.complaint = queries.complaint_to_change(row.complaint.ticket_id, by)
    if row.result != Mediation.Result.PENDING:
        raise NotAllowed(_("This mediation has its result already."))
    if result not in (Mediation.Result.AGREED, Mediation.Result.NOT_AGREED):
        raise Invalid(result=_("Choose a result."))
    row.result, row.text = result, f"{row.text}\n{text.strip()}".strip()[:4000]
    row.save(update_fields=["result", "text"])
    _note_mediation(row, by)
    return row


def _note_mediation(row: Mediation, by: Staff) -> None:
    ticket = row.complaint.ticket
    noted = events.MediationRecorded(**about(ticket), mediation_id=row.pk, result=row.result)
    record(noted, actor=by, unit=ticket.unit_id)
