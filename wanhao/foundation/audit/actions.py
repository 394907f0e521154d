"""Recording events in the caller's transaction, and verifying that none was touched afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from wanhao.foundation import prepared
from wanhao.foundation.audit import verification
from wanhao.foundation.audit.events import Actor, AuditVerified, Event
from wanhao.foundation.audit.models import Verification

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit

RECORD = """
with stored as (select audit_record(%s, %s, %s, %s, %s, %s, %s) as id)
select id, pg_notify('live', %s) from stored
"""

RECORD_ALL = """
select audit_record(name, subject, %s, contact, customer, unit, data)
from unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::jsonb[]) with ordinality
     as given (name, subject, contact, customer, unit, data, n)
order by n
"""
LONGEST_NOTICE = 7_500  # bytes of topics in one notification; PostgreSQL takes 8,000


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
    row = prepared.fetch_one(
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
    assert row is not None  # an insert returning gives one row
    return int(row[0])


def record_all(news: Sequence[tuple[Event, int | None]], *, actor: Actor) -> None:
    """Keep many events, each with the number of its unit, in one statement; live screens are told together."""
    if not news:
        return
    columns = [
        (
            event.event_name(),
            event.subject,
            getattr(event, "contact_id", None),
            getattr(event, "customer_id", None),
            unit,
            json.dumps(event.payload(), ensure_ascii=False),
        )
        for event, unit in news
    ]
    with connection.cursor() as cursor:
        cursor.execute(RECORD_ALL, [actor_key(actor), *map(list, zip(*columns, strict=True))])
        for notice in _notices(sorted({topic for event, _unit in news for topic in event.topics})):
            cursor.execute("select pg_notify('live', %s)", [notice])


def _notices(topics: Sequence[str]) -> Iterator[str]:
    """Topics joined into as few notifications as they fit in."""
    notice = ""
    for topic in topics:
        if notice and len(notice.encode()) + len(topic.encode()) >= LONGEST_NOTICE:
            yield notice
            notice = ""
        notice = f"{notice} {topic}".lstrip()
    if notice:
        yield notice


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
