"""Queues, agents and the passing of time for tests."""

from __future__ import annotations

from itertools import count

from django.db import connection

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import TEST
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.service.routing import actions
from wanhao.service.routing.models import Agent, BreakReason, Queue

_numbers = count(1)

MOMENTS = {
    "routing_place": "queued_at rank_at preferred_until left_at service_ended_at wrap_up_ended_at",
    "routing_offer": "offered_at expires_at accepted_at ended_at",
    "routing_agent": "state_since idle_since wrap_up_until",
    "routing_statespell": "began_at ended_at",
}


def make_queue(code: str = "", *, unit: Unit | None = None, **settings: object) -> Queue:
    """A queue of a unit (a new centre when none is given)."""
    unit = unit or make_unit()
    code = code or f"queue-{next(_numbers)}"
    names = {"name_zh": f"队列 {code}", "name_en": f"Queue {code}"}
    return Queue.objects.create(code=code, unit=unit, region=unit.region or unit, **(names | settings))


def make_agent(
    *queues: Queue, state: str = "ready", level: int = 1, after_seconds: int = 0, staff: Staff | None = None
) -> Agent:
    """An agent serving these queues, in a state they may ask for."""
    staff = staff or make_staff(unit=queues[0].unit if queues else None)
    agent = actions.enrol_agent(staff, by=TEST)
    for queue in queues:
        actions.set_membership(queue, agent.pk, level=level, after_seconds=after_seconds, by=TEST)
    if state != "offline":
        reason = make_break_reason().code if state == "break" else ""
        actions.set_state(agent.pk, state, reason=reason, by=staff)
    agent.refresh_from_db()
    return agent


def make_break_reason(code: str = "meal", name_zh: str = "用餐", name_en: str = "Meal") -> BreakReason:
    """A reason for a break; the same one within a test."""
    reason, _is_new = BreakReason.objects.get_or_create(code=code, defaults={"name_zh": name_zh, "name_en": name_en})
    return reason


def pass_time(seconds: float) -> None:
    """As if everything in routing had happened this much earlier."""
    with connection.cursor() as cursor:
        for table, columns in MOMENTS.items():
            changes = ", ".join(f"{column} = {column} - make_interval(secs => %s)" for column in columns.split())
            cursor.execute(f"update {table} set {changes}", [seconds] * len(columns.split()))


def agent_day_address(unit: Unit, viewer: Staff) -> dict[str, str]:
    """An agent of the unit."""
    return {"staff_number": make_agent(staff=make_staff(unit=unit), state="offline").staff.staff_number}
