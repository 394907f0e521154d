"""Voice menus for tests."""

from __future__ import annotations

from datetime import time
from itertools import count
from typing import Any

from tests.factories.accounts import make_unit
from tests.factories.routing import make_queue
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.calendars.models import Hours, Period
from wanhao.service.ivr import actions
from wanhao.service.ivr.demo_flow import load_demo_flow
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.models import Flow
from wanhao.service.ivr.rules import Kind, Step
from wanhao.service.routing.models import Queue

TEST = Actor.system("test")
_numbers = count(1)


def make_demo_flow(*, unit: Unit | None = None, number: str = "10000") -> Flow:
    """The demonstration's menu, published, with all it leads to; open day and night."""
    unit = unit or make_unit()
    for code in ("general", "fault", "complaint", "english"):
        if not Queue.objects.filter(code=code).exists():
            make_queue(code, unit=unit)
    hours = Hours.objects.create(code="hotline", name_zh="热线", name_en="Hotline", follows_holidays=False)
    for weekday in range(7):
        Period.objects.create(hours=hours, weekday=weekday, opens_at=time(0), closes_at=None)
    return load_demo_flow(unit=unit, number=number)


def make_flow(*steps: Step, unit: Unit | None = None, is_published: bool = True) -> Flow:
    """A flow that begins with the first step; one that only says goodbye when none is given."""
    steps = steps or (Step("bye", Kind.HANG_UP, {}, "再见", "Goodbye"),)
    graph = Graph(steps[0].code, {step.code: step for step in steps})
    flow = actions.make_flow(f"flow-{next(_numbers)}", name_zh="测试", unit=unit or make_unit(), by=TEST, draft=graph)
    if is_published:
        actions.publish(flow.pk, version=flow.draft_version, by=TEST)
        flow.refresh_from_db()
    return flow


def flow_address(unit: Unit, _viewer: Staff) -> dict[str, Any]:
    """The address of a flow of the unit."""
    return {"code": make_flow(unit=unit).code}
