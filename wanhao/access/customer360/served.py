"""Whom a member of staff serves just now: a hotline takes calls from every region."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import now

from wanhao.foundation.accounts.rights import Right
from wanhao.service.contacts import queries as contacts

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

LATELY = timedelta(hours=1)


def customers_on_line(viewer: Staff) -> Q:
    """A filter on customers offered to or served by this person, until an hour after the contact ended."""
    if not viewer.may(Right.SERVE_CONTACTS):
        return Q(pk__in=[])
    return Q(pk__in=contacts.customers_served_by(viewer, since=now() - LATELY))
