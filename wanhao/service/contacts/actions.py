"""The only way to write contacts: the customer's view of being served."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.foundation import prepared
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.contacts import events, queries, rules
from wanhao.service.contacts.models import Contact, WrapUpCode

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit

Status = Contact.Status


@transaction.atomic
def open_contact(
    *,
    channel: str,
    unit: Unit,
    by: Staff | Actor,
    caller_number: str = "",
    access_code: str = "",
    language: str = "zh",
    arrived_at: datetime | None = None,
) -> Contact:
    """A customer has reached us: the contact begins."""
    contact = prepared.insert(
        Contact(
            channel=channel,
            unit=unit,
            region_id=unit.region_id or unit.pk,
            caller_number=caller_number,
            caller_index=queries.caller_index(caller_number),
            access_code=access_code,
            language=language,
            arrived_at=arrived_at or timezone.now(),
        )
    )
    record(events.ContactOpened(contact.pk, channel, access_code, language), actor=by, unit=unit)
    return contact


@transaction.atomic
def identify_customer(
    contact_id: int, *, customer_id: int, by: Staff | Actor, subscription_id: int | None = None
) -> Contact:
    """Say whose contact it is."""
    contact = queries.contact_to_change(contact_id, by)
    contact.customer_id, contact.subscription_id = customer_id, subscription_id
    prepared.update(contact, "customer", "subscription")
    event = events.CustomerIdentified(contact_id, customer_id, subscription_id)
    record(event, actor=by, unit=contact.unit_id)
    return contact


@transaction.atomic
def set_language(contact_id: int, language: str, *, by: Staff | Actor) -> Contact:
    """The customer wants this language."""
    contact = queries.contact_to_change(contact_id, by)
    contact.language = language
    prepared.update(contact, "language")
    record(events.LanguageChosen(contact_id, language), actor=by, unit=contact.unit_id)
    return contact


@transaction.atomic
def set_business_type(contact_id: int, business_type: str, *, by: Staff | Actor) -> Contact:
    """What the contact is about, as chosen in the voice menu or at the kiosk."""
    contact = queries.contact_to_change(contact_id, by)
    contact.business_type = business_type
    prepared.update(contact, "business_type")
    record(events.BusinessTypeChosen(contact_id, business_type), actor=by, unit=contact.unit_id)
    return contact


@transaction.atomic
def ask_for_person(contact_id: int, *, queue_code: str, by: Staff | Actor) -> Contact:
    """The contact waits for a person from now on; said again when it is passed to another queue."""
    contact = _open(contact_id, by)
    contact.status = Status.WAITING
    contact.queue_code = queue_code
    contact.asked_for_person_at = contact.asked_for_person_at or timezone.now()
    prepared.update(contact, "status", "queue_code", "asked_for_person_at")
    record(events.PersonAskedFor(contact_id, queue_code), actor=by, unit=contact.unit_id)
    return contact


@transaction.atomic
def contact_answered(contact_id: int, *, agent: Staff, by: Staff | Actor, at: datetime | None = None) -> Contact:
    """A person serves the customer; the first answer is the one that counts."""
    contact = _open(contact_id, by)
    contact.status = Status.SERVING
    contact.agent = agent
    contact.answered_at = contact.answered_at or at or timezone.now()
    prepared.update(contact, "status", "agent", "answered_at")
    record(events.ContactAnswered(contact_id, agent.pk), actor=by, unit=contact.unit_id)
    return contact


@transaction.atomic
def give_to_agent(contact_id: int, *, agent: Staff, by: Staff | Actor) -> Contact:
    """An agent sees to the contact before the customer is on the line: a callback they are about to dial."""
    contact = _open(contact_id, by)
    contact.agent = agent
    contact.save(update_fields=["agent"])
    record(events.ContactGiven(contact_id, agent.pk), actor=by, unit=contact.unit_id)
    return contact


@transaction.atomic
def add_hold_seconds(contact_id: int, seconds: float, *, by: Staff | Actor) -> Contact:
    """The customer was on hold for this long."""
    contact = queries.contact_to_change(contact_id, by)
    held = max(0, round(seconds))
    contact.hold_seconds += held
    prepared.update(contact, "hold_seconds")
    record(events.ContactHeld(contact_id, held), actor=by, unit=contact.unit_id)
    return contact


@transaction.atomic
def wrap_up_contact(contact_id: int, *, code: str, note: str = "", by: Staff) -> Contact:
    """Say what it was about; by the agent who served it or a leader of the floor, as often as needed."""
    contact = queries.contact_to_change(contact_id, by)
    if contact.agent_id != by.pk and not by.may(Right.STEER_FLOOR, contact.unit):
        raise NotAllowed(_("Only the agent who served this contact can wrap it up."))
    if len(note) > rules.LONGEST_NOTE:
        raise Invalid(note=_("The note is too long: at most %d characters.") % rules.LONGEST_NOTE)
    chosen = WrapUpCode.objects.filter(code=code, is_active=True).first()
    if chosen is None:
        raise Invalid(code=_("Choose a wrap-up code from the list."))
    contact.wrap_up_code, contact.note = chosen, note
    prepared.update(contact, "wrap_up_code", "note")
    record(events.ContactWrappedUp(contact_id, code, bool(note)), actor=by, unit=contact.unit_id)
    return contact


@transaction.atomic
def rate_contact(contact_id: int, rating: int, *, by: Staff | Actor) -> Contact:
    """The customer's own mark for the service."""
    contact = queries.contact_to_change(contact_id, by)
    if not rules.is_rating(rating):
        raise Invalid(rating=_("A rating is a number from 1 to 5."))
    if not rules.may_be_rated(was_answered=contact.answered_at is not None, rating=contact.rating):
        raise NotAllowed(_("Only a contact that was served can be rated, and only once."))
    contact.rating, contact.rated_at = rating, timezone.now()
    prepared.update(contact, "rating", "rated_at")
    record(events.ContactRated(contact_id, rating), actor=by, unit=contact.unit_id)
    return contact


@transaction.atomic
def end_contact(
    contact_id: int, *, outcome: str, by: Staff | Actor, reason: str = "", at: datetime | None = None
) -> Contact:
    """Close the contact with its one outcome; a second end changes nothing."""
    contact = queries.contact_to_change(contact_id, by)
    if contact.status == Status.ENDED:
        return contact
    was_answered = contact.answered_at is not None
    contact.outcome = rules.outcome_that_holds(outcome, status=contact.status, was_answered=was_answered)
    contact.status = Status.ENDED
    contact.ended_at = max(at or timezone.now(), contact.arrived_at)
    contact.end_reason = reason[:30]
    prepared.update(contact, "outcome", "status", "ended_at", "end_reason")
    seconds = (contact.ended_at - contact.arrived_at).total_seconds()
    record(
        events.ContactEnded(
            contact_id, contact.outcome, contact.end_reason, seconds, contact.hold_seconds, contact.agent_id
        ),
        actor=by,
        unit=contact.unit_id,
    )
    return contact


def _open(contact_id: int, by: Staff | Actor) -> Contact:
    contact = queries.contact_to_change(contact_id, by)
    if contact.status == Status.ENDED:
        raise NotAllowed(_("This contact has ended."))
    return contact
