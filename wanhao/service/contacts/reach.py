"""Whoever serves a contact may see its customer, wherever they live, and open the caller's number with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from wanhao.foundation.privacy.kinds import PrivateKind, register_contact_finder, register_private
from wanhao.records.customers.reach import also_reach
from wanhao.service.contacts import queries
from wanhao.service.contacts.models import Contact

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

AFTERWARDS = timedelta(hours=1)  # wrap-up, and a ticket written a little later
LONGEST = timedelta(hours=24)


def customers_being_served(viewer: Staff) -> Q:
    """Customers of the contacts this person is offered, serves, or served a little while ago."""
    now = timezone.now()
    mine = Q(agent_id=viewer.pk) | Q(offers__agent_id=viewer.pk, offers__outcome__in=["", "served"])
    fresh = Q(ended_at=None) | Q(ended_at__gt=now - AFTERWARDS)
    served = Contact.objects.filter(mine, fresh, arrived_at__gt=now - LONGEST, customer__isnull=False)
    return Q(pk__in=served.values("customer"))


def find_contact(key: str, viewer: Staff) -> Contact:
    """A contact by its public id, within reach."""
    return queries.contact_for(viewer, key)


def register() -> None:
    """Tell the contexts below; once, at start."""
    also_reach(customers_being_served)
    register_contact_finder(lambda key, viewer: find_contact(key, viewer).pk)
    register_private(
        PrivateKind(
            "contact",
            find_contact,
            {"number": lambda contact: contact.caller_number},
            customer_of=lambda contact: contact.customer_id,
        )
    )
