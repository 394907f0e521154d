"""Recording: one row in the caller's transaction, and a word to whoever watches live."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import connection

from wanhao.foundation.audit.events import Actor, Event

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit

RECORD = """
with stored as (select audit_record(%s, %s, %s, %s, %s, %s, %s) as id)
select id, pg_notify('live', %s) from stored
"""


def actor_key(actor: Staff | Actor) -> str:
    """`staff:12`, `system:telephony` or `customer:7`."""
    return str(actor) if isinstance(actor, Actor) else f"staff:{actor.pk}"


def record(event: Event, *, actor: Staff | Actor, unit: Unit | int | None = None) -> int:
    """Keep the event in the current transaction and notify live screens when it commits; returns its number."""
    with connection.cursor() as cursor:
        cursor.execute(
            RECORD,
            [
                event.event_name(),
                event.subject,
                actor_key(actor),
                getattr(event, "contact_id", None),
                getattr(event, "customer_id", None),
                unit if unit is None or isinstance(unit, int) else unit.pk,
                json.dumps(event.payload(), ensure_ascii=False),
                " ".join(sorted(event.topics)),
            ],
        )
        row = cursor.fetchone()
    assert row is not None  # an insert returning gives one row
    return int(row[0])
