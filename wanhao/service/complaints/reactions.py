"""What complaints do about changes elsewhere: tickets opened, solved and taken up again, clocks, callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.accounts.queries import staff_by_id
from wanhao.foundation.audit.reactions import reacts_to
from wanhao.service.callbacks.events import CallbackClosed, CallbackTried
from wanhao.service.clocks.events import PromiseBroken
from wanhao.service.complaints import actions, closing, rules
from wanhao.service.complaints.actions import COMPLAINTS
from wanhao.service.tickets.events import (
    TicketChanged,
    TicketClosed,
    TicketMerged,
    TicketOpened,
    TicketReopened,
    TicketResolved,
)

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent


@reacts_to(TicketOpened, TicketChanged)
def put_on_a_level(event: StoredEvent) -> None:
    """A complaint begins on its level; one that became major goes up."""
    actions.begin_complaint(event.data["ticket_id"], at=event.at)


@reacts_to(TicketResolved)
def ask_the_customer(event: StoredEvent) -> None:
    """Said to be solved: the level's limit stops, and the customer is to be called."""
    kind, _colon, key = event.actor.partition(":")
    actions.stop_level(event.data["ticket_id"], by=COMPLAINTS, at=event.at)
    claimed_by = staff_by_id(int(key) if kind == "staff" else event.data["owner_id"])
    closing.begin_closing(event.data["ticket_id"], claimed_by=claimed_by, at=event.at)


@reacts_to(TicketClosed)
def stop_the_level(event: StoredEvent) -> None:
    """Closed: nothing is promised on any level."""
    actions.stop_level(event.data["ticket_id"], by=COMPLAINTS, at=event.at)


@reacts_to(TicketMerged)
def asked_where_it_was_merged(event: StoredEvent) -> None:
    """Merged into another: the customer is asked about that one."""
    closing.withdraw(event.data["ticket_id"])
    actions.stop_level(event.data["ticket_id"], by=COMPLAINTS, at=event.at)


@reacts_to(TicketReopened)
def ask_no_more(event: StoredEvent) -> None:
    """Taken up again: who was still to be asked is not, and the level's limit counts anew."""
    closing.withdraw(event.data["ticket_id"])
    actions.go_on_with_level(event.data["ticket_id"], by=COMPLAINTS, at=event.at)


@reacts_to(PromiseBroken)
def raise_after_its_limit(event: StoredEvent) -> None:
    """The clock of a level broke its promise: one level higher."""
    kind, _colon, key = event.data["about"].partition(":")
    if kind == "ticket" and event.data["target"] in rules.LEVEL_TARGETS.values():
        actions.limit_passed(int(key), event.data["target"], at=event.at)


@reacts_to(CallbackClosed, CallbackTried)
def follow_the_callback(event: StoredEvent) -> None:
    """A closing call was reached, or in vain."""
    closing.follow_callback(event.data["callback_id"])
