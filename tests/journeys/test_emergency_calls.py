"""The emergency team is rung: a colleague confirms by key on the desk's telephone, another on a number outside."""

from __future__ import annotations

import asyncio

import numpy as np

from softswitch.g711 import Samples
from softswitch.phone import PhoneCall, PhoneSet
from tests.house import ask, until
from tests.journeys.furnishing import LEADER
from tests.journeys.people import People
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.events import Actor
from wanhao.management.contingency import actions, writing
from wanhao.management.contingency.models import Emergency, Summons
from wanhao.service.calls.models import AnnouncementCall

OUTSIDE = "12100000088"
ENOUGH_PACKETS = 60  # a good second of speech
LOUD = 2000
TEST = Actor.system("test")


def begin() -> Emergency:
    """A leader calls a team of two: one at the desk, one at home."""
    leader = Staff.objects.get(staff_number=LEADER)
    team = writing.write_team(
        {"name_zh": "应急小组", "unit": leader.unit, "attempts": 3, "pause_seconds": 5},
        [
            {"staff": Staff.objects.get(staff_number="8001")},
            {"staff": Staff.objects.get(staff_number="8002"), "number": OUTSIDE},
        ],
        by=TEST,
    )
    return actions.begin(team, title="断网", what="东江片区断网。", by=leader)


def confirmed(number: str) -> Summons | None:
    """The summons of a colleague, once confirmed."""
    return Summons.objects.filter(staff__staff_number=number, confirmed_at__isnull=False).first()


spoken: list[Samples] = []


async def confirm_by_key(call: PhoneCall) -> None:
    """Pick up, listen, press 9 by mistake, then 1."""
    await call.ring()
    await call.answer()
    await asyncio.wait_for(call.wait_heard(ENOUGH_PACKETS), 20)
    spoken.append(call.rtp.heard())
    await call.press("9")
    await call.press("1")
    await asyncio.wait_for(call.wait_ended(), 30)


async def test_the_team_is_rung_and_confirms_by_key(people: People) -> None:
    await people.agent("8001", confirm_by_key, state="meeting")
    outside = PhoneSet(("127.0.0.1", people.house.sip_port))
    await outside.start(people.house.trunk_port)
    rung: list[PhoneCall] = []

    async def at_home(call: PhoneCall) -> None:
        rung.append(call)
        await confirm_by_key(call)

    outside.line(OUTSIDE).on_call = at_home
    try:
        emergency = await ask(begin)
        first = await until(lambda: confirmed("8001"), seconds=40, what="8001 confirmed by key")
        assert (first.confirmed_how, first.attempts) == ("phone", 1)
        second = await until(lambda: confirmed("8002"), seconds=60, what="8002 confirmed outside")
        assert (second.confirmed_how, second.attempts) == ("phone", 2)
        assert len(rung) == 1
        calls = await ask(lambda: list(AnnouncementCall.objects.order_by("pk").values_list("outcome", "number")))
        assert sorted(calls) == [("confirmed", ""), ("confirmed", OUTSIDE), ("unreachable", "")]
        assert np.abs(spoken[0].astype(float)).max() > LOUD  # it spoke
        await ask(lambda: actions.end(emergency.public_id, "", by=Staff.objects.get(staff_number=LEADER)))
    finally:
        await outside.stop()
