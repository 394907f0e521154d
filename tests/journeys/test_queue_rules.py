"""What an administrator sets for a queue, seen from outside by telephones: who is rung, who is not, who goes where."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from tests.house import ask, until
from tests.journeys import looks
from tests.journeys.furnishing import CUSTOMER, TEST, VIP
from tests.journeys.people import People, let_ring, set_state
from wanhao.foundation.accounts.models import Staff
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Place, Queue

Tune = Callable[..., Awaitable[None]]
THIRD = "12100000003"


def put(code: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Change a queue; what it was before."""
    queue = Queue.objects.get(code=code)
    before = {name: getattr(queue, name) for name in settings}
    for name, value in settings.items():
        setattr(queue, name, value)
    queue.save(update_fields=list(settings))
    return before


@pytest.fixture
async def tune(people: People) -> AsyncIterator[Tune]:
    """Change queues for one journey."""
    before: list[tuple[str, dict[str, Any]]] = []

    async def change(code: str = "general", **settings: Any) -> None:
        before.append((code, await ask(put, code, settings)))

    yield change
    for code, settings in reversed(before):
        await ask(put, code, settings)


async def waiting(people: People, number: str) -> tuple[Any, Contact]:
    """A customer who waits in the general queue, and the contact."""
    call = await people.asks_for_person(number)
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk), what="it waits")
    return call, contact


async def test_paused_agents_are_not_rung_and_callers_who_nobody_answers_leave(people: People) -> None:
    await people.agent("8001", state="meeting")
    await people.agent("8002", state="training")
    first, contact = await waiting(people, CUSTOMER)
    second, other = await waiting(people, VIP)
    await asyncio.sleep(3)  # longer than an offer and two sweeps
    assert people.calls == {"8001": [], "8002": []}
    assert await ask(looks.offers, contact) == []
    await first.hangup()
    await second.hangup()
    for one in (contact, other):
        assert (await until(looks.ended_call(one.pk))).outcome == "abandoned"
        assert await ask(looks.places, one) == [("general", "abandoned")]


async def test_a_ringing_agent_is_not_offered_twice_and_the_longest_waiting_comes_first(people: People) -> None:
    await people.agent("8001", let_ring)
    first = await people.asks_for_person(CUSTOMER)
    contact = await ask(looks.last_contact)
    await people.agents_call("8001")
    second, other = await waiting(people, THIRD)
    await asyncio.sleep(1)
    assert len(people.calls["8001"]) == 1
    assert await ask(looks.offers, other) == []
    await until(looks.agent_is("8001", "not_answering"), what="the offer ran out")
    await people.agent("8002")
    await people.talk("8002")
    assert await ask(looks.offers, contact) == [("8001", "not_answered"), ("8002", "")]
    assert await ask(looks.offers, other) == []
    await second.hangup()
    await first.hangup()


async def test_a_full_queue_leads_on_with_the_rank_kept_or_says_so(people: People, tune: Tune) -> None:
    general = await ask(Queue.objects.get, code="general")
    fault = await ask(Queue.objects.get, code="fault")
    await tune("general", max_waiting=0, overflow="queue", overflow_queue=fault)
    onward = await people.asks_for_person(VIP)
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk), what="it waits elsewhere")
    assert await ask(looks.places, contact) == [("general", "overflow"), ("fault", "")]
    before, now = await ask(lambda: list(Place.objects.filter(contact=contact).order_by("pk")))
    assert now.rank_at == before.rank_at  # the same head start, from the same arrival
    await people.agent("8001")
    await people.talk("8001")
    await onward.hangup()
    assert (await until(looks.ended_call(contact.pk))).outcome == "served"

    await tune("general", overflow="message", overflow_queue=None)
    await ask(set_state, "8001", "meeting")
    turned_away = await people.asks_for_person(CUSTOMER)
    await asyncio.wait_for(turned_away.wait_ended(), 20)
    refused = await until(looks.ended)
    assert (refused.outcome, general.code) == ("overflowed", refused.queue_code)


async def test_after_the_longest_wait_a_caller_goes_on_elsewhere(people: People, tune: Tune) -> None:
    fault = await ask(Queue.objects.get, code="fault")
    await tune("general", longest_wait_seconds=2, overflow="queue", overflow_queue=fault)
    call, contact = await waiting(people, CUSTOMER)
    await until(lambda: Place.objects.filter(contact=contact, queue=fault, left_at=None).exists(), what="it went on")
    assert await ask(looks.places, contact) == [("general", "overflow"), ("fault", "")]
    await people.agent("8001")
    await people.talk("8001", seconds=15)
    await call.hangup()


async def test_members_come_and_go_while_calls_wait(people: People) -> None:
    general = await ask(Queue.objects.get, code="general")
    number = await ask(lambda: Staff.objects.get(staff_number="8001").pk)
    await ask(routing.end_membership, general, number, by=TEST)
    try:
        await people.agent("8001")
        call, contact = await waiting(people, CUSTOMER)
        await asyncio.sleep(1.5)  # more than a sweep
        assert people.calls["8001"] == []
        await ask(routing.set_membership, general, number, by=TEST)
        await people.talk("8001")
        await ask(routing.end_membership, general, number, by=TEST)
        assert await ask(looks.offers, contact) == [("8001", "")]  # the conversation goes on
        await call.hangup()
        await until(looks.agent_is("8001", "ready"), what="the wrap-up is over")
        later, another = await waiting(people, VIP)
        await asyncio.sleep(1.5)
        assert await ask(looks.offers, another) == []
        await later.hangup()
    finally:
        await ask(routing.set_membership, general, number, by=TEST)


async def test_who_served_last_is_waited_for_and_then_anybody(people: People, tune: Tune) -> None:
    await tune("general", preferred_days=7, preferred_seconds=4)
    await people.agent("8001")
    first = await people.asks_for_person(VIP)
    await people.talk("8001")
    await people.agent("8002")
    await first.hangup()
    await until(looks.agent_is("8001", "wrap_up"))
    again, contact = await waiting(people, VIP)  # 8002 is free and not asked
    await people.talk("8001", nth=2, seconds=15)
    assert people.calls["8002"] == []
    assert await ask(looks.offers, contact) == [("8001", "")]
    third = await people.asks_for_person(VIP)  # 8001 is busy for longer than is waited
    other = await ask(looks.last_contact)
    await people.talk("8002", seconds=15)
    place = await ask(Place.objects.get, contact=other)
    assert (place.left_at - place.queued_at).total_seconds() >= 4
    await third.hangup()
    await again.hangup()


async def test_an_agent_s_own_wrap_up_time_is_respected(people: People) -> None:
    staff = await ask(Staff.objects.get, staff_number="8001")
    await ask(routing.set_own_wrap_up, staff.pk, 4, by=TEST)
    try:
        await people.agent("8001")
        first = await people.asks_for_person(CUSTOMER)
        await people.talk("8001")
        second, _contact = await waiting(people, VIP)
        await first.hangup()
        await until(looks.agent_is("8001", "wrap_up"))
        since = (await ask(Agent.objects.get, pk=staff.pk)).state_since
        await people.agents_call("8001", nth=2, seconds=15)
        offered_at = (await ask(lambda: Agent.objects.get(pk=staff.pk).offers.latest("pk"))).offered_at
        assert 3.9 <= (offered_at - since).total_seconds() < 6  # the queue says 1
        await second.hangup()
    finally:
        await ask(routing.set_own_wrap_up, staff.pk, None, by=TEST)
