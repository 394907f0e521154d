"""What each part of the desk shows, gathered from the contexts below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.access.desk import queries
from wanhao.access.desk.at_hand import who
from wanhao.access.desk.forms import TransferForm, WrapUpForm
from wanhao.access.desk.queries import Desk
from wanhao.service.calls import queries as calls
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing
from wanhao.service.tickets import promises
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.service.contacts.models import Contact


def figures_page(desk: Desk) -> dict[str, Any]:
    """Today's figures."""
    return {"today": queries.figures_of_today(desk.staff)}


def contacts_page(desk: Desk) -> dict[str, Any]:
    """Today's earlier contacts, and the numbers a called customer may be shown."""
    return {
        "recent": queries.earlier_contacts(desk),
        "seat": desk.seat,
        "shown_numbers": calls.numbers_to_show(desk.staff),
    }


def tickets_page(desk: Desk) -> dict[str, Any]:
    """What the agent owns and has not finished."""
    mine = tickets.my_open_tickets(desk.staff)
    standings = promises.standings(mine, timezone.now())
    return {"tickets": [(ticket, standings.get(ticket.pk)) for ticket in mine], "tickets_count": len(mine)}


@dataclass(frozen=True)
class CodeChoice:
    """A line of a type-ahead: the value, and the path of names to it."""

    value: str
    name: str


def code_choices() -> list[CodeChoice]:
    """Wrap-up codes that are not only headings, with the names of those above."""
    rows = contacts.wrap_up_codes()
    headings = {row.parent_id for row in rows}
    return [
        CodeChoice(row.code, f"{row.parent} › {row}" if row.parent else str(row))
        for row in rows
        if row.pk not in headings
    ]


def wrap_up_page(desk: Desk, contact: Contact | None = None, form: WrapUpForm | None = None) -> dict[str, Any]:
    """Code and note: of the contact at hand, or of an earlier one."""
    about = contact or (desk.now.contact if desk.now else None)
    if about is None:
        return {"contact": None}
    draft = queries.draft_of(desk.staff, about)
    stored = {"code": about.wrap_up_code.code if about.wrap_up_code else "", "note": about.note}
    typed = {"code": draft.code, "note": draft.note} if draft else stored
    return {
        "contact": about,
        "about": f"{timezone.localtime(about.arrived_at):%H:%M} {who(about)}",
        "is_now": bool(desk.now and desk.now.contact.pk == about.pk),
        "agent": desk.agent,
        "wrap_up_form": form or WrapUpForm(initial=typed),
        "codes": code_choices(),
        "may_extend": bool(desk.now and desk.now.place and desk.now.place.queue.wrap_up_extension_seconds),
        "user": desk.staff,
    }


def transfer_page(desk: Desk, form: TransferForm | None = None) -> dict[str, Any]:
    """Queues and ready colleagues a caller can be passed to."""
    rows = [row for row in routing.queues_to_pass_to() if row.takes("call")]
    queues = [CodeChoice(row.code, f"{_('Queue')} › {row.name}") for row in rows]
    colleagues = [
        CodeChoice(agent.staff.staff_number, f"{agent.staff.display_name} › {agent.get_state_display()}")
        for agent in routing.ready_colleagues(desk.staff)
    ]
    return {"now": desk.phone, "targets": queues + colleagues, "transfer_form": form or TransferForm()}
