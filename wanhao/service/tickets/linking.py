"""Links between tickets, merging one into another, and undoing that."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.tickets import carrying, events, promises, queries
from wanhao.service.tickets.models import Link, Merge, Note, StatusReason, Ticket, Watcher
from wanhao.service.tickets.writing import about, check_next, reason_for, save, tell


def _refusal(error: IntegrityError) -> NotAllowed:
    """What the database refused, in words."""
    text = str(error)
    if "circle" in text or "not_linked_to_itself" in text:
        return NotAllowed(_("These tickets would be linked in a circle."))
    if "a_ticket_has_one_parent" in text:
        return NotAllowed(_("This ticket is part of another one already."))
    return NotAllowed(_("These tickets are linked like this already."))


@transaction.atomic
def link_tickets(source_id: int, kind: str, target_number: str, *, version: int, by: Staff) -> Link:
    """Say that a ticket is a duplicate of, part of, or caused by another one this person can see."""
    source = queries.ticket_to_change(source_id, by, version)
    target = queries.tickets(by).filter(number=target_number.strip().upper()).first()
    if target is None:
        raise Invalid(to=_("There is no ticket of this number within your reach."))
    if kind not in Link.Kind.values:
        raise Invalid(kind=_("Choose a kind of link."))
    link = add_link(source, kind, target, by=by)
    save(source)
    tell(source, Note.Kind.LINKED, f"{Link.Kind(kind).label} {target.number}", by)
    return link


@transaction.atomic
def add_link(source: Ticket, kind: str, target: Ticket, *, by: Staff | Actor) -> Link:
    """The link alone, for contexts above that have asked all rights; NotAllowed when the database refuses it."""
    made_by = None if isinstance(by, Actor) else by
    try:
        with transaction.atomic():
            link = Link.objects.create(kind=kind, source=source, target=target, made_by=made_by)
    except IntegrityError as error:
        raise _refusal(error) from error
    told = events.TicketLinked(**about(source), kind=kind, target_id=target.pk, target=target.number)
    record(told, actor=by, unit=source.unit_id)
    return link


@transaction.atomic
def remove_link(source_id: int, link_id: int, *, version: int, by: Staff) -> None:
    """The tickets have nothing to do with each other after all; a merge is undone, not unlinked."""
    source = queries.ticket_to_change(source_id, by, version)
    link = Link.objects.select_related("target").filter(pk=link_id, source=source).first()
    if link is None:
        raise NotFound(_("There is no such link."))
    if source.merged_into_id == link.target_id and link.kind == Link.Kind.DUPLICATE:
        raise NotAllowed(_("This ticket was merged: undo the merge instead."))
    target = link.target
    told = events.TicketUnlinked(**about(source), kind=link.kind, target_id=target.pk, target=target.number)
    text = f"{link.get_kind_display()} {target.number}"
    link.delete()
    save(source)
    tell(source, Note.Kind.UNLINKED, text, by)
    record(told, actor=by, unit=source.unit_id)


def _to_merge(source_id: int, target_number: str, version: int, by: Staff) -> tuple[Ticket, Ticket]:
    """Both tickets, locked; refused when the one cannot go into the other."""
    target = queries.tickets(by).filter(number=target_number.strip().upper()).first()
    if target is None or target.pk == source_id:
        raise Invalid(to=_("Give the number of another ticket within your reach."))
    locked = {
        row.pk: row for row in Ticket.objects.select_for_update().filter(pk__in=[source_id, target.pk]).order_by("pk")
    }
    source, target = queries.ticket_to_change(source_id, by, version), locked[target.pk]
    check_next(source, Ticket.Status.MERGED)
    if target.status not in Ticket.UNFINISHED:
        raise NotAllowed(_("The other ticket is finished: reopen it first, or merge it into this one."))
    return source, target


@transaction.atomic
def merge_ticket(source_id: int, target_number: str, *, version: int, by: Staff, code: str = "") -> Ticket:
    """Put a ticket into another one that says the same; work goes on there, and it can be undone."""
    source, target = _to_merge(source_id, target_number, version, by)
    why = reason_for(StatusReason.Step.MERGED, code)
    merge = Merge(source=source, target=target, merged_by=by, merged_at=now(), status_before=source.status)
    merge.reason_before = source.status_reason
    merge.link_added = not Link.objects.filter(source=source, target=target, kind=Link.Kind.DUPLICATE).exists()
    if merge.link_added:
        add_link(source, Link.Kind.DUPLICATE, target, by=by)
    source.status, source.status_reason, source.merged_into = Ticket.Status.MERGED, why, target
    merge.promised = promises.promised(source)
    promises.merged(source, target, merge.promised, by=by, at=merge.merged_at)
    save(source, "status", "status_reason", "merged_into", "due_at")
    save(target, "due_at")
    tell(source, Note.Kind.MERGED, f"→ {target.number}", by, why)
    tell(target, Note.Kind.MERGED, f"← {source.number}", by, why)
    merge.watchers_added, merge.carried = _take_watchers(source, target, by), carrying.carry_all(source, target, by=by)
    merge.save()
    facts = about(source) | {"kind": Link.Kind.DUPLICATE.value, "target_id": target.pk, "target": target.number}
    record(events.TicketMerged(**facts, status_before=merge.status_before), actor=by, unit=source.unit_id)
    return source


def _take_watchers(source: Ticket, target: Ticket, by: Staff) -> list[int]:
    """Who watched or owned the one watches the other; the numbers of those who did not before."""
    there = set(Watcher.objects.filter(ticket=target).values_list("staff_id", flat=True)) | {target.owner_id}
    here = set(Watcher.objects.filter(ticket=source).values_list("staff_id", flat=True)) | {source.owner_id}
    new = sorted(here - there)
    Watcher.objects.bulk_create(Watcher(ticket=target, staff_id=one, added_by=by) for one in new)
    return new


@transaction.atomic
def undo_merge(source_id: int, *, version: int, by: Staff) -> Ticket:
    """Take a merged ticket out again: both are what they were before, each with the moments it was promised for."""
    source = queries.ticket_to_change(source_id, by, version)
    merge = Merge.objects.select_for_update().filter(source=source, undone_at=None).first()
    if merge is None:
        raise NotAllowed(_("This ticket is not merged."))
    target = Ticket.objects.select_for_update().get(pk=merge.target_id)
    merge.undone_at, merge.undone_by = now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    if merge.link_added:
        Link.objects.filter(source=source, target=target, kind=Link.Kind.DUPLICATE).delete()
    Watcher.objects.filter(ticket=target, staff__in=merge.watchers_added).delete()
    source.status, source.status_reason, source.merged_into = merge.status_before, merge.reason_before, None
    promises.unmerged(source, target, merge, by=by, at=merge.undone_at)
    save(source, "status", "status_reason", "merged_into", "due_at")
    save(target, "due_at")
    carrying.bring_all_back(merge.carried, source, target, by=by)
    tell(source, Note.Kind.UNMERGED, f"← {target.number}", by)
    tell(target, Note.Kind.UNMERGED, f"→ {source.number}", by)
    facts = about(source) | {"kind": Link.Kind.DUPLICATE.value, "target_id": target.pk, "target": target.number}
    record(events.MergeUndone(**facts, status_again=source.status), actor=by, unit=source.unit_id)
    return source
