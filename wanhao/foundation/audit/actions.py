"""Recording events in the caller's transaction, and verifying that none was touched afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from wanhao.foundation.audit import verification
from wanhao.foundation.audit.events import Actor, AuditVerified, Event
from wanhao.foundation.audit.models import Verification

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit

RECORD = """
with stored as (select audit_record(%s, %s, %s, %s, %s, %s, %s) as id)
select id, pg_notify('live', %s) from stored
"""


def actor_key(actor: Staff | Actor) -> str:
    """`staff:12`, `system:telephony` or `customer:7`."""
    return str(actor) if isinstance(actor, Actor) else f"staff:{actor.pk}"


def unit_number(unit: Unit | int | None, actor: Staff | Actor) -> int | None:
    """The unit an event belongs to: the one given, else that of the member of staff who did it."""
    if unit is None:
        return None if isinstance(actor, Actor) else actor.unit_id
    return unit if isinstance(unit, int) else unit.pk


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
                unit_number(unit, actor),
                json.dumps(event.payload(), ensure_ascii=False),
                " ".join(sorted(event.topics)),
            ],
        )
        row = cursor.fetchone()
    assert row is not None  # an insert returning gives one row
    return int(row[0])


def verify(*, by: Staff | Actor, progress: Callable[[verification.Tally], None] = lambda tally: None) -> Verification:
    """Check every event and seal; keeps and returns the outcome with the first fault (`problem` is empty if none)."""
    began_at = timezone.now()
    tally = verification.Tally()
    problem, at_fault = "", ""
    try:
        verification.check(tally, progress)
    except verification.Found as found:
        problem, at_fault = found.problem.value, found.at_fault
    outcome = Verification.objects.create(
        began_at=began_at,
        by=actor_key(by),
        seals=tally.seals,
        events=tally.events,
        unsealed=tally.unsealed,
        problem=problem,
        at_fault=at_fault,
    )
    record(AuditVerified(outcome.pk, tally.events, problem, at_fault), actor=by)
    return outcome


def advance_clock() -> int:
    """After a restore, before anything else is written: move the audit clock past all that was recorded before."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_advance_clock()")
        row = cursor.fetchone()
    assert row is not None  # the clock has one row
    return int(row[0])
