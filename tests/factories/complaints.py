"""Complaints for tests: opened, solved, and called about without a telephone."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.utils.timezone import now

from tests.factories.accounts import make_staff
from tests.factories.callbacks import make_policy, with_trunk
from tests.factories.customers import make_account, make_party, make_subscription
from tests.factories.routing import make_queue
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.records.customers.models import Party
from wanhao.service.callbacks.models import Callback, CallbackTry
from wanhao.service.complaints import actions, closing, compensating
from wanhao.service.complaints.models import Closing, Compensation, ComplaintPolicy
from wanhao.service.contacts.models import Contact
from wanhao.service.tickets import actions as ticket_actions
from wanhao.service.tickets.models import Ticket

_numbers = count(1)


def make_customer(**facts: object) -> Party:
    """A customer with a mobile."""
    party = make_party(**facts)  # type: ignore[arg-type]
    make_subscription(make_account(party), number=f"1210066{next(_numbers):04d}")
    return party


def make_complaint(by: Staff | None = None, **details: object) -> Ticket:
    """A complaint of a customer who can be reached, on its first level."""
    party = details.pop("customer", None) or make_customer()
    ticket = make_ticket(by, kind="complaint", customer_id=party.pk, **details)  # type: ignore[attr-defined, arg-type]
    actions.begin_complaint(ticket.pk)
    return ticket


def call_queue(unit: Unit | None = None) -> ComplaintPolicy:
    """The queue whose agents make closing calls, and the policy that names it."""
    queue = make_queue(unit=unit) if unit else make_queue()
    make_policy(queue, tries=1)
    row, _new = ComplaintPolicy.objects.update_or_create(pk=1, defaults={"call_queue": queue})
    return row


def solve(ticket: Ticket, by: Staff | None = None) -> Closing:
    """Say it is solved, and let the closing begin."""
    ticket.refresh_from_db()
    by = by or ticket.owner
    ticket_actions.resolve_ticket(ticket.pk, version=ticket.version, solution="已更换端口", by=by)
    found = closing.begin_closing(ticket.pk, claimed_by=by)
    assert found is not None
    return found


def reach_customer(closing_row: Closing, agent: Staff, at: datetime | None = None) -> Contact:
    """The closing call is made and the customer answers; the contact of it."""
    contact = _called(closing_row, agent, at)
    Callback.objects.filter(contact=contact).update(status="closed", outcome="reached", closed_at=now())
    Contact.objects.filter(pk=contact.pk).update(answered_at=now())
    closing.follow_callback(Callback.objects.get(contact=contact).pk)
    contact.refresh_from_db()
    return contact


def miss_customer(closing_row: Closing, agent: Staff, at: datetime) -> None:
    """The closing call is made at a moment and nobody answers."""
    contact = _called(closing_row, agent, at)
    Callback.objects.filter(contact=contact).update(status="closed", outcome="not_reached", closed_at=at, dialled_at=at)
    closing.follow_callback(Callback.objects.get(contact=contact).pk)


def _called(closing_row: Closing, agent: Staff, at: datetime | None) -> Contact:
    with with_trunk():
        closing.place_calls(at)
    call = closing_row.calls.get(result="")
    contact = call.callback.contact
    Contact.objects.filter(pk=contact.pk).update(agent=agent)
    CallbackTry.objects.filter(contact=contact).update(agent=agent)
    contact.refresh_from_db()
    return contact


def make_compensation(unit: Unit, amount: int = 100) -> Compensation:
    """A proposal of the unit."""
    seat = make_staff(unit=unit)
    ticket = make_complaint(seat)
    return compensating.propose(ticket.pk, amount=amount, form="credit", reason="断网三天", by=seat)  # type: ignore[arg-type]


def complaint_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a complaint of the unit."""
    return {"number": make_complaint(make_staff(Role.GENERAL_SEAT, unit=unit)).number}


def compensation_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a proposal of the unit."""
    return {"public_id": make_compensation(unit).public_id}
