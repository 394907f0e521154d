"""Events for tests."""

from __future__ import annotations

from typing import Any

from tests.factories.contacts import make_contact
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.models import StoredEvent


def event_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An event of a contact in the unit."""
    contact = make_contact(unit=unit)
    event = StoredEvent.objects.filter(contact_id=contact.pk).order_by("id").first()
    assert event is not None
    return {"number": event.id}
