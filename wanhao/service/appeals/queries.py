"""Reading appeals and their packs, within the reader's reach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.locks import locked_first
from wanhao.service.appeals.models import Appeal, AppealPolicy, EvidencePack
from wanhao.service.contacts import queries as contacts
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact
    from wanhao.service.tickets.models import Ticket

FACTS = ("ticket__customer", "ticket__category", "ticket__unit", "owner", "recorded_by")
MOST = 200


def policy() -> AppealPolicy:
    """How long packs are kept."""
    return AppealPolicy.objects.first() or AppealPolicy(pk=1)


def appeals(viewer: Staff) -> QuerySet[Appeal]:
    """Appeals about tickets within reach of who handles appeals."""
    reached = tickets.tickets(viewer, Right.HANDLE_APPEALS)
    return Appeal.objects.filter(ticket__in=reached.values("pk")).select_related(*FACTS)


def appeal(public_id: str, viewer: Staff) -> Appeal:
    """One appeal; NotFound beyond reach."""
    found = appeals(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such appeal within your reach."))
    return found


def appeal_to_change(appeal_id: int, by: Staff, version: int) -> Appeal:
    """The appeal, locked; Conflict when it is no longer of this version."""
    found = locked_first(appeals(by).filter(pk=appeal_id))
    if found is None:
        raise NotFound(_("There is no such appeal within your reach."))
    if found.version != version:
        raise Conflict(
            _("Somebody changed this appeal meanwhile. What you typed is kept: read what is new and send again.")
        )
    return found


def listed(viewer: Staff, state: str = "") -> list[Appeal]:
    """Open appeals, or those of a state; the latest first."""
    wanted = Q(state=state) if state in Appeal.State.values else Q(state__in=Appeal.OPEN)
    if state == "all":
        wanted = Q()
    return list(appeals(viewer).filter(wanted).order_by("-pk")[:MOST])


def appeals_of_ticket(ticket_id: int) -> list[Appeal]:
    """Appeals about a ticket fetched within reach."""
    return list(Appeal.objects.filter(ticket=ticket_id).select_related("owner").order_by("pk"))


def ticket_to_appeal_against(number: str, viewer: Staff) -> Ticket:
    """A ticket within the reach of who records appeals."""
    reached = tickets.tickets(viewer, Right.HANDLE_APPEALS)
    found = reached.select_related("customer", "unit").filter(number=number.strip()).first()
    if found is None:
        raise NotFound(_("There is no such ticket within your reach."))
    return found


def packs_of(appeal: Appeal) -> list[EvidencePack]:
    """Packs made for an appeal, the latest first."""
    return list(appeal.packs.select_related("asked_by"))


def pack_for(public_id: str, viewer: Staff) -> EvidencePack:
    """One pack this person may take: who handles the appeal, and may hear what is in it."""
    pack = EvidencePack.objects.filter(public_id=public_id, appeal__in=appeals(viewer).values("pk")).first()
    if pack is None or not may_take(pack, viewer):
        raise NotFound(_("There is no such pack within your reach."))
    return pack


def may_take(pack: EvidencePack, viewer: Staff) -> bool:
    """With recordings inside: who had it made of what they may hear, or may play those of each contact in it."""
    if not pack.has_recordings:
        return True
    is_own, talks = pack.asked_by_id == viewer.pk, talks_of(pack.appeal.ticket)
    return viewer.may(Right.PLAY_RECORDINGS) and (
        is_own or all(viewer.may(Right.PLAY_RECORDINGS, talk.unit) for talk in talks)
    )


def talks_of(ticket: Ticket) -> list[Contact]:
    """The contacts in which the ticket was spoken about, the first one first."""
    numbers = [one.contact_id for one in tickets.contacts_of(ticket.pk)]
    numbers += [ticket.contact_id] if ticket.contact_id else []
    return sorted(contacts.contacts_by_id(numbers).values(), key=lambda contact: contact.pk)


def may_see_pack(pack_id: int, viewer: Staff) -> bool:
    """The same by its number, for whoever asks about its file."""
    pack = EvidencePack.objects.filter(pk=pack_id, appeal__in=appeals(viewer).values("pk")).first()
    return pack is not None and may_take(pack, viewer)


def packs_over(today: date) -> list[int]:
    """Packs whose days are over."""
    rows = EvidencePack.objects.filter(state=EvidencePack.State.READY, keep_until__lt=today)
    return list(rows.values_list("pk", flat=True))


def tickets_appealed() -> QuerySet[Appeal, Any]:
    """Numbers of all tickets with an appeal that was not refused, as a subquery for figures."""
    return Appeal.objects.exclude(state=Appeal.State.REFUSED).values("ticket")
