"""The beats every action on a ticket shares: its facts for events, a line of its story, saving with the version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.notices.actions import notify
from wanhao.service.tickets import rules
from wanhao.service.tickets.models import Note, StatusReason, Ticket, Watcher


def about(ticket: Ticket) -> dict[str, Any]:
    """What every event of a ticket carries."""
    return {
        "ticket_id": ticket.pk,
        "number": ticket.number,
        "owner_id": ticket.owner_id,
        "customer_id": ticket.customer_id,
        "contact_id": ticket.contact_id,
    }


def said(text: str, field: str) -> str:
    """What somebody wrote, which must not be empty or too long."""
    text = text.strip()
    if not 0 < len(text) <= rules.TEXT_LIMIT:
        raise Invalid(**{field: _("Write at most 4000 characters, and not nothing.")})
    return text


WATCHED = {
    Note.Kind.RESOLVED: ("已解决", "is resolved"),
    Note.Kind.CLOSED: ("已关闭", "is closed"),
    Note.Kind.REOPENED: ("已重开", "is open again"),
    Note.Kind.MERGED: ("已合并", "was merged"),
    Note.Kind.UNMERGED: ("已撤销合并", "is no longer merged"),
    Note.Kind.ACCEPTED: ("已由同事接手", "was taken over"),
}


def tell(ticket: Ticket, kind: str, text: str, by: Staff, why: StatusReason | None = None) -> Note:
    """A line of the story inside the house; who watches is told of what matters."""
    if kind in WATCHED:
        tell_watchers(ticket, *WATCHED[Note.Kind(kind)], by=by)
    return Note.objects.create(ticket=ticket, kind=kind, text=text, author=by, reason=why)


def tell_watchers(ticket: Ticket, text_zh: str, text_en: str, *, by: Staff | None) -> None:
    """A notice to everybody who watches, but to who did it."""
    number, watchers = ticket.number, Watcher.objects.filter(ticket=ticket).select_related("staff")
    for watcher in watchers.exclude(staff=by) if by else watchers:
        notify(watcher.staff, f"工单 {number} {text_zh}", f"Ticket {number} {text_en}", link=f"/tickets/{number}/")


def save(ticket: Ticket, *fields: str) -> None:
    """Save these fields as the next version, which those who saw an earlier one no longer overwrite."""
    ticket.version += 1
    ticket.save(update_fields=[*fields, "version"])


def check_next(ticket: Ticket, wanted: str) -> None:
    """Raises NotAllowed when the ticket cannot get this status now."""
    if not rules.may_become(ticket.status, wanted):
        raise NotAllowed(
            _("A ticket that is %(status)s cannot become %(wanted)s.")
            % {"status": ticket.get_status_display(), "wanted": Ticket.Status(wanted).label}
        )


def reason_for(step: str, code: str) -> StatusReason | None:
    """The reason of this code for a step of the ticket's life; without a code the first of the step, if it has any."""
    rows = StatusReason.objects.filter(step=step, is_active=True)
    found = (rows.filter(code=code) if code else rows).order_by("position", "code").first()
    if found is None and code:
        raise Invalid(code=_("Choose a reason from the list."))
    return found


def code_of(why: StatusReason | None) -> str:
    """The code of a reason, for events."""
    return why.code if why else ""
