"""Tokens, and objects as the interface addresses them."""

from __future__ import annotations

from typing import Any

from tests.factories.accounts import make_staff
from tests.factories.contacts import TEST, make_contact
from tests.factories.customers import make_party
from tests.factories.recordings import make_recording
from tests.factories.routing import make_agent, make_queue
from wanhao.access.api.actions import issue_token
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.service.routing.models import Agent


def token_headers(person: Staff) -> dict[str, str]:
    """The header of a token with all rights of a person; a person who serves contacts is an agent."""
    if person.may("contacts.serve") and not Agent.objects.filter(pk=person.pk).exists():
        make_agent(state="offline", staff=person)
    return {"Authorization": f"Bearer {issue_token(person, name='test', by=TEST)}"}


def contact_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A contact of the unit."""
    return {"contact_id": make_contact(unit=unit).public_id}


def recorded_contact_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A contact of the unit with a recording that can be played."""
    contact = make_contact(unit=unit)
    make_recording(contact)
    return {"contact_id": contact.public_id}


def customer_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A customer of the unit."""
    return {"customer_id": make_party(unit=unit).public_id}


def queue_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A queue of the unit, served by somebody."""
    queue = make_queue(unit=unit)
    make_agent(queue, staff=make_staff(unit=unit))
    return {"code": queue.code}
