"""Reading tickets: lists that scale, one ticket with its story, what is mine."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import DataContains
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, NotFound
from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.lists.keyset import page_of
from wanhao.foundation.lists.spec import Sort
from wanhao.foundation.locks import locked
from wanhao.service.tickets import reach, rules
from wanhao.service.tickets.categories import Leaf as Leaf
from wanhao.service.tickets.categories import categories as categories
from wanhao.service.tickets.categories import category as category
from wanhao.service.tickets.categories import category_leaves as category_leaves
from wanhao.service.tickets.categories import category_path_then as category_path_then
from wanhao.service.tickets.categories import category_versions as category_versions
from wanhao.service.tickets.categories import top_categories as top_categories
from wanhao.service.tickets.categories import with_below as with_below
from wanhao.service.tickets.models import (
    Bigrams,
    HandOver,
    JoinedContact,
    Link,
    Message,
    Note,
    StatusReason,
    Tag,
    Ticket,
    Watcher,
)

PAGE = 50
NEWEST = Sort("newest", "", "-pk")
UNFINISHED = Q(status__in=Ticket.UNFINISHED)
FACTS = (
    "category",
    "status_reason",
    "merged_into",
    "owner",
    "opened_by",
    "unit",
    "region",
    "customer",
    "subscription",
    "contact",
)


def tickets(viewer: Staff, right: Right = Right.SEE_TICKETS) -> QuerySet[Ticket]:
    """Tickets the viewer may see, or reaches with another right."""
    return Ticket.objects.visible_to(viewer, right)


def ticket(number: str, viewer: Staff) -> Ticket:
    """One ticket with its facts; NotFound beyond the viewer's reach."""
    found = tickets(viewer).select_related(*FACTS).filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such ticket within your reach."))
    return found


def ticket_to_change(ticket_id: int, by: Staff, version: int | None = None) -> Ticket:
    """The ticket, locked, if this person may change it; Conflict when it is no longer of this version."""
    reachable = Ticket.objects.visible_to(by, Right.CHANGE_TICKETS).filter(pk=ticket_id).values("pk")
    found = Ticket.objects.select_for_update().filter(pk__in=reachable).first()
    if found is None:
        raise NotFound(_("There is no such ticket within your reach, or you may not change it."))
    if version is not None and found.version != version:
        raise Conflict(_changed_meanwhile(found))
    return found


def locked_ticket(ticket_id: int) -> Ticket:
    """The ticket, locked, for a context above that has asked for the right. Planning joins would cost 13 ms of CPU."""
    return locked(Ticket.objects.all(), ticket_id)


def _changed_meanwhile(ticket: Ticket) -> str:
    last = Note.objects.filter(ticket=ticket).select_related("author").last()
    who = last.author.name if last else _("Somebody")
    return _("%(who)s changed this ticket meanwhile. What you typed is kept: read what is new and send again.") % {
        "who": who
    }


def ticket_number(ticket_id: int) -> str | None:
    """The number of a ticket; for parts of the programme, without a viewer."""
    return Ticket.objects.filter(pk=ticket_id).values_list("number", flat=True).first()


def with_key(external_key: str) -> bool:
    """Is there a ticket of this key of the source system?"""
    return Ticket.objects.filter(external_key=external_key).exists()


def may_change(ticket_id: int, viewer: Staff) -> bool:
    """May this person change the ticket?"""
    return Ticket.objects.visible_to(viewer, Right.CHANGE_TICKETS).filter(pk=ticket_id).exists()


def hand_over_to_answer(hand_over_id: int, by: Staff) -> HandOver:
    """An open hand-over asked of this person, locked together with its ticket."""
    asked = HandOver.objects.filter(pk=hand_over_id, asked_of=by).first()
    if asked is None:
        raise NotFound(_("Nobody asked you to take this ticket."))
    Ticket.objects.select_for_update().get(pk=asked.ticket_id)
    asked = locked(HandOver.objects.select_related("asked_by"), hand_over_id)
    if asked.answered_at is not None:
        raise Conflict(_("This hand-over was answered already."))
    return asked


@dataclass(frozen=True)
class TicketFilter:
    """What a list of tickets is narrowed to; empty means any."""

    term: str = ""
    status: str = ""
    kind: str = ""
    severity: str = ""
    category: str = ""
    owner: str = ""
    opened_by: int | None = None
    watched_by: int | None = None
    tag: str = ""
    source: str = ""
    overdue_at: datetime | None = None
    due_from: datetime | None = None
    before_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """True when nothing narrows the list."""
        return replace(self, before_id=None) == TicketFilter()


def found_tickets(viewer: Staff, wanted: TicketFilter, limit: int = PAGE) -> list[Ticket]:
    """Newest first, at most `limit` below `before_id`; `status` "unfinished" means open or in progress."""
    rows = narrowed(viewer, wanted).select_related(*FACTS)
    after = str(wanted.before_id) if wanted.before_id else ""
    return list(page_of(rows, NEWEST, after, limit, words_by_index(wanted.term)).rows)


def narrowed(viewer: Staff, wanted: TicketFilter) -> QuerySet[Ticket]:
    """Tickets within reach that fit, in no order. The reach is spelled out in numbers, for lists of a million."""
    rows: QuerySet[Ticket] = Ticket.objects.filter(reach.spelled_out(viewer), _exactly(wanted))
    if wanted.category:
        rows = rows.filter(category__in=with_below(wanted.category))
    if wanted.term:
        rows = _about(rows, wanted.term)
    if wanted.overdue_at:
        rows = rows.filter(UNFINISHED, due_at__lt=wanted.overdue_at)
    if wanted.due_from:
        rows = rows.filter(due_at__gte=wanted.due_from)
    return rows


def _exactly(wanted: TicketFilter) -> Q:
    exact = {"kind": wanted.kind, "severity": wanted.severity, "source": wanted.source, "opened_by": wanted.opened_by}
    fits = Q(**{name: value for name, value in exact.items() if value})
    if wanted.owner:
        owners = Staff.objects.filter(staff_number=wanted.owner)
        fits &= Q(owner__in=list(owners.values_list("pk", flat=True)))
    if wanted.watched_by:
        watched = Watcher.objects.filter(staff=wanted.watched_by)
        fits &= Q(pk__in=list(watched.values_list("ticket", flat=True)))
    if wanted.tag:
        fits &= Q(tags__contains=[wanted.tag])
    if wanted.status == "unfinished":
        return fits & UNFINISHED
    return fits & Q(status=wanted.status) if wanted.status else fits


def some_to_change(by: Staff, numbers: Sequence[int]) -> QuerySet[Ticket]:
    """Those of these tickets that this person may change."""
    return Ticket.objects.visible_to(by, Right.CHANGE_TICKETS).filter(pk__in=numbers)


def holds_pairs(pairs: list[str]) -> Any:
    """A condition the search index answers: the text holds all these pairs of characters."""
    return DataContains(Bigrams("text"), Value(pairs, output_field=ArrayField(TextField())))


def _about(rows: QuerySet[Ticket], term: str) -> QuerySet[Ticket]:
    """Rows of this number, or whose text holds these words."""
    if number := rules.as_ticket_number(term):
        return rows.filter(number=number)
    for word in term.split():
        rows = rows.filter(text__icontains=word)
    return rows


def words_by_index(term: str) -> Q:
    """What the search index knows of these words: the text holds all pairs of characters they are made of."""
    words = [] if rules.as_ticket_number(term) else term.split()
    pairs = {pair for word in words for pair in rules.bigrams(word)}
    return Q(holds_pairs(sorted(pairs))) if pairs else Q()


def my_open_tickets(staff: Staff, limit: int = PAGE) -> list[Ticket]:
    """Tickets this person owns and has not finished, the soonest due first."""
    mine = Ticket.objects.filter(UNFINISHED, owner=staff).select_related("category", "customer")
    return list(mine.order_by("due_at", "pk")[:limit])


def has_open_fault(customer_id: int) -> bool:
    """Has the customer a fault that is not mended? For the voice menu, without a viewer."""
    return Ticket.objects.filter(UNFINISHED, customer=customer_id, kind=Ticket.Kind.FAULT).exists()


def tickets_in_progress(customer_id: int, limit: int) -> list[Ticket]:
    """A customer's newest tickets that are not closed; for the voice menu, without a viewer."""
    rows = Ticket.objects.filter(customer=customer_id).exclude(status__in=(Ticket.Status.CLOSED, Ticket.Status.MERGED))
    return list(rows.order_by("-opened_at", "-pk")[:limit])


def hand_overs_asked_of(staff: Staff) -> list[HandOver]:
    """Tickets this person is asked to take, the longest waiting first."""
    asked = HandOver.objects.filter(asked_of=staff, answered_at=None)
    return list(asked.select_related("ticket__category", "asked_by").order_by("asked_at"))


def open_hand_over(ticket_id: int) -> HandOver | None:
    """The hand-over of this ticket that waits for an answer."""
    return HandOver.objects.filter(ticket=ticket_id, answered_at=None).select_related("asked_by", "asked_of").first()


def tickets_of_customer(
    customer_id: int, viewer: Staff, *, before: datetime | None = None, limit: int = PAGE
) -> list[Ticket]:
    """A customer's tickets, newest first, opened before a moment; for whoever may see the customer's tickets."""
    rows = tickets(viewer).filter(customer=customer_id)
    if before:
        rows = rows.filter(opened_at__lt=before)
    return list(rows.select_related("category", "owner").order_by("-opened_at", "-pk")[:limit])


def open_tickets_of_customer(customer_id: int, viewer: Staff) -> list[Ticket]:
    """What is still open for a customer, the soonest due first."""
    rows = tickets(viewer).filter(UNFINISHED, customer=customer_id)
    return list(rows.select_related("category", "owner").order_by("due_at", "pk"))


def tickets_of_contact(contact_id: int, viewer: Staff) -> list[Ticket]:
    """Tickets opened from a contact."""
    return list(tickets(viewer).filter(contact=contact_id).select_related("category", "owner").order_by("pk"))


@dataclass(frozen=True)
class Line:
    """A line of the story: a note of the house, or a message between the customer and the centre."""

    at: datetime
    note: Note | None = None
    message: Message | None = None


def notes_of(ticket_id: int) -> list[Note]:
    """What was noted of a ticket inside the house, oldest first."""
    return list(Note.objects.filter(ticket=ticket_id).select_related("author", "reason").order_by("pk"))


def notes_by_ticket(ticket_ids: Collection[int]) -> dict[int, list[Note]]:
    """The same of many tickets at once."""
    found: dict[int, list[Note]] = {ticket_id: [] for ticket_id in ticket_ids}
    for note in Note.objects.filter(ticket__in=ticket_ids).select_related("author").order_by("pk"):
        found[note.ticket_id].append(note)
    return found


def noted_since(at: datetime, kinds: Sequence[str] = ()) -> Exists:
    """A condition on tickets: something (of these kinds) was noted of it since a moment."""
    notes = Note.objects.filter(ticket=OuterRef("pk"), written_at__gte=at)
    return Exists(notes.filter(kind__in=kinds) if kinds else notes)


def story(ticket_id: int) -> list[Line]:
    """What happened to a ticket already fetched within reach, oldest first."""
    lines = [Line(note.written_at, note=note) for note in notes_of(ticket_id)]
    lines += [Line(message.written_at, message=message) for message in messages_of(ticket_id)]
    return sorted(lines, key=lambda line: line.at)


def merged_into(ticket_id: int) -> list[Ticket]:
    """Tickets that went into this one."""
    return list(Ticket.objects.filter(merged_into=ticket_id).order_by("pk")[:PAGE])


def reason_choices(step: str) -> list[tuple[str, str]]:
    """Reasons of a step that may be chosen."""
    return [(row.code, row.name) for row in StatusReason.objects.filter(step=step, is_active=True)]


def tag_choices() -> list[tuple[str, str]]:
    """Tags that may be given."""
    return [(row.code, row.name) for row in Tag.objects.filter(is_active=True)]


def tag_names(codes: Sequence[str]) -> list[str]:
    """How tags are called, in their order."""
    return [row.name for row in Tag.objects.filter(code__in=codes)]


def messages_of(ticket_id: int) -> list[Message]:
    """What the customer and the centre said to each other, oldest first."""
    return list(Message.objects.filter(ticket=ticket_id).select_related("author").order_by("pk"))


def watchers_of(ticket_id: int) -> list[Watcher]:
    """Who watches a ticket."""
    return list(Watcher.objects.filter(ticket=ticket_id).select_related("staff").order_by("pk"))


def links_of(ticket_id: int) -> list[Link]:
    """Links from and to a ticket, with both tickets."""
    rows = Link.objects.filter(Q(source=ticket_id) | Q(target=ticket_id)).select_related("source", "target")
    return list(rows.order_by("pk")[:PAGE])


def contacts_of(ticket_id: int) -> list[JoinedContact]:
    """Further contacts about a ticket."""
    return list(JoinedContact.objects.filter(ticket=ticket_id).select_related("contact").order_by("pk"))


def colleagues(viewer: Staff) -> list[Staff]:
    """People of the viewer's region who work on tickets, for choosing one to hand over to."""
    region = viewer.unit.region_id or viewer.unit_id
    near = accounts.posted(accounts.roles_with(Right.CHANGE_TICKETS)).filter(Q(unit__region=region) | Q(unit=region))
    return list(near.exclude(pk=viewer.pk)[:300])
