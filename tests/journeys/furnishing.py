"""People, queues and the menu of a house in tests: few, quick, and like those of the demonstration."""

from __future__ import annotations

from datetime import time
from typing import Any

from tests.factories.accounts import make_staff, make_unit
from tests.factories.customers import make_account, make_party, make_subscription
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.calendars.models import Hours, Period
from wanhao.service.calls import actions
from wanhao.service.calls.models import CallPolicy
from wanhao.service.ivr import actions as ivr
from wanhao.service.ivr.demo_flow import load_demo_flow
from wanhao.service.ivr.models import AccessCode, Flow
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import HeadStart, Queue

TEST = Actor.system("test")
AGENTS = ("8001", "8002", "8003")
LEADER = "8101"
CUSTOMER = "12100000001"
VIP = "12100000002"
HOTLINE, CLOSED_HOTLINE = "10000", "10001"
QUEUES = ("general", "fault", "complaint", "english")


def furnish() -> None:
    """Everything a call needs."""
    centre = make_unit(Unit.Kind.CENTRE, code="centre")
    queues = {code: make_queue(code, centre) for code in QUEUES}
    for number in AGENTS:
        staff = make_staff(Role.GENERAL_SEAT, unit=centre, number=number)
        routing.enrol_agent(staff, by=TEST)
        for queue in queues.values():
            routing.set_membership(queue, staff.pk, by=TEST)
        actions.sip_account(staff)
    make_staff(Role.TEAM_LEADER, unit=centre, number=LEADER)
    HeadStart.objects.create(reason="vip", name_zh="贵宾", name_en="VIP", seconds=300)
    HeadStart.objects.create(reason="transfer", name_zh="转接", name_en="Transfer", seconds=3600)
    CallPolicy.objects.create(
        phone_grace_seconds=1,
        ring_again_seconds=10,  # a page that is loaded again registers first: seconds, on a busy machine
        rating_seconds=4,
        ring_outside_seconds=3,
        outbound_wrap_up_seconds=1,
    )
    furnish_menu(centre)
    register(CUSTOMER, centre)
    register(VIP, centre, name="贵宾客户", tier="vip")


def make_queue(code: str, unit: Unit) -> Queue:
    """A queue whose waits are short."""
    return Queue.objects.create(
        code=code,
        name_zh=f"队列{code}",
        name_en=code,
        unit=unit,
        region=unit.region or unit,
        channels=["call"],
        offer_seconds=3,
        wrap_up_seconds=1,
        announce_every_seconds=20,
    )


def furnish_menu(unit: Unit) -> None:
    """The demonstration's menu behind 10000, always open; behind 10001 the same that is always closed."""
    always, never = (Hours.objects.create(code=code, name_zh=code, name_en=code) for code in ("hotline", "never"))
    always.follows_holidays = False
    always.save()
    for weekday in range(7):
        Period.objects.create(hours=always, weekday=weekday, opens_at=time(0), closes_at=None)
    flow = load_demo_flow(unit=unit)
    publish(flow, impatient(flow.draft))
    closed = ivr.make_flow("night", name_zh="夜间", unit=unit, by=TEST)
    publish(closed, impatient(flow.draft, opening=never.code) | {"start": "opening-hours"})
    AccessCode.objects.create(number=CLOSED_HOTLINE, name_zh="夜间", name_en="Night", flow=closed, unit=unit)


def impatient(document: dict[str, Any], *, opening: str = "hotline") -> dict[str, Any]:
    """The menu with short waits for keys and other hours."""
    nodes = []
    for node in document["nodes"]:
        menu = {"timeout_seconds": 1, "attempts": 2} if node["kind"] == "menu" else {}
        hours = {"hours": opening} if node["kind"] == "hours" else {}
        nodes.append({**node, **menu, **hours})
    return {**document, "nodes": nodes}


def publish(flow: Flow, document: dict[str, Any]) -> Flow:
    """Let callers hear this menu from now on."""
    flow.refresh_from_db()
    flow = ivr.save_draft(flow.pk, document, version=flow.draft_version, by=TEST)
    ivr.publish(flow.pk, version=flow.draft_version, by=TEST)
    return flow


def register(number: str, unit: Unit, *, name: str = "王小明", tier: str = "standard") -> None:
    """A customer with a mobile."""
    party = make_party(name, region=unit.region, tier=tier)
    make_subscription(make_account(party), number=number)


def secret_of(number: str) -> str:
    """The telephone password of a member of staff."""
    return actions.sip_account(Staff.objects.get(staff_number=number)).password
