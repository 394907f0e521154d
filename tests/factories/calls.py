"""Calls for tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from django.utils import timezone

from wanhao.service.calls.models import Call, Node
from wanhao.service.contacts.models import Contact

_numbers = count(1)


def make_node(name: str = "", *, silent_seconds: float = 0) -> Node:
    """A telephony process that beat so many seconds ago."""
    now = timezone.now()
    beat_at = now - timedelta(seconds=silent_seconds)
    return Node.objects.create(name=name or f"node-{next(_numbers)}", started_at=beat_at, beat_at=beat_at)


def make_call(contact: Contact, *, node: Node | None = None, is_live: bool = True) -> Call:
    """The telephone side of a contact."""
    return Call.objects.create(
        contact=contact,
        node=node or make_node(),
        sip_call_id=f"call-{next(_numbers)}@test",
        is_live=is_live,
        began_at=timezone.now(),
    )
