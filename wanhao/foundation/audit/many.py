"""Recording the events of a batch at once: for bulk work, where one statement each would take too long."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from wanhao.foundation.audit.actions import actor_key
from wanhao.foundation.audit.events import Actor, Event

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

RECORD_ALL = """
select count(audit_record(name, subject, %s, contact, customer, unit, data))
from unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::jsonb[])
     as given (name, subject, contact, customer, unit, data)
"""


def record_all(events: Sequence[tuple[Event, int | None]], *, actor: Staff | Actor) -> None:
    """Keep (event, unit id) pairs in the current transaction. Live screens are not woken: bulk work shows progress."""
    if not events:
        return
    columns: list[Any] = [
        [event.event_name() for event, _ in events],
        [event.subject for event, _ in events],
        [getattr(event, "contact_id", None) for event, _ in events],
        [getattr(event, "customer_id", None) for event, _ in events],
        [unit for _, unit in events],
        [json.dumps(event.payload(), ensure_ascii=False) for event, _ in events],
    ]
    with connection.cursor() as cursor:
        cursor.execute(RECORD_ALL, [actor_key(actor), *columns])
