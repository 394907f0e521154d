"""Others in a call: consulted, in a conference, a transfer completed; a leader listens, whispers, joins, takes over."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from softswitch.phone import PhoneCall, PhoneSet
from tests.house import ask, until
from tests.journeys import looks
from tests.journeys.furnishing import HOTLINE, LEADER
from tests.journeys.people import AGENT_HERTZ, CUSTOMER_HERTZ, People, let_ring
from tests.journeys.test_call_control import OUTSIDE, command, in_service
from tests.softswitch.sounds import tone, tones_in
from wanhao.common.errors import Forbidden, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.service.calls import actions, queries
from wanhao.service.calls.models import CallParty
from wanhao.service.contacts.models import Contact
from wanhao.service.routing.models import Agent, Place

OTHER_HERTZ = 1600
ALL = (CUSTOMER_HERTZ, AGENT_HERTZ, OTHER_HERTZ)


async def hum_otherwise(call: PhoneCall) -> None:
    """One who takes the call and hums another tone."""
    call.rtp.keep_saying(tone(OTHER_HERTZ))
    await call.ring()
    await call.answer()


async def heard(*calls: PhoneCall) -> list[set[int]]:
    """Which of the three tones each hears from now on; music is none of them."""
    await asyncio.sleep(0.3)
    for call in calls:
        call.rtp.forget()
    await asyncio.sleep(0.8)
    return [tones_in(call.rtp.heard(), *ALL) for call in calls]


async def rate_and_end(customer: PhoneCall) -> Contact:
    """The customer is asked for a mark, gives it, and the contact ends."""
    await customer.wait_heard(60)
    await customer.press("5")
    await asyncio.wait_for(customer.wait_ended(), 10)
    return await until(looks.ended)


def roles(contact: Contact) -> list[tuple[str, str]]:
    """Who is in the call now, and how."""
    return [
        (party.staff.staff_number if party.staff else party.number, party.role) for party in queries.parties(contact.pk)
    ]


async def test_a_consultation_that_ends_gives_the_caller_back(people: People) -> None:
    customer, agent, contact = await in_service(people)
    await people.agent("8002", hum_otherwise)
    assert await command(contact, "consult", "queue:complaint") == ""
    await people.agents_call("8002")
    assert await command(contact, "consult_cancel") == ""
    assert await heard(customer, agent) == [{AGENT_HERTZ}, {CUSTOMER_HERTZ}]
    await until(looks.agent_is("8002", "ready"))
    assert await command(contact, "consult", "8002") == ""
    second = await people.agents_call("8002", nth=2)
    await second.hangup()  # the one consulted leaves
    await until(lambda: not roles(contact))
    assert await heard(customer, agent) == [{AGENT_HERTZ}, {CUSTOMER_HERTZ}]
    assert await command(contact, "complete_transfer") == "Nobody is being consulted."
    await customer.hangup()
    await until(looks.ended_call(contact.pk))
    assert await ask(looks.offers, contact) == [("8001", "served")]


async def test_consulting_a_colleague_who_is_not_free(people: People) -> None:
    customer, agent, contact = await in_service(people)
    nobody = "This colleague is not free now. Transfer the caller instead: they wait ahead of others."
    assert await command(contact, "consult", "8002") == nobody  # not at work
    assert await heard(customer, agent) == [{AGENT_HERTZ}, {CUSTOMER_HERTZ}]
    await people.agent("8002", let_ring)
    asking = asyncio.create_task(command(contact, "consult", "8002", seconds=40))
    await people.agents_call("8002")
    assert await ask(roles, contact) == [("8002", "consulted")]
    assert await command(contact, "hold") == "Complete the transfer or end the consultation first."
    assert await command(contact, "consult_cancel") == ""
    assert await asking == ""
    await until(looks.agent_is("8002", "ready"))
    assert await heard(customer, agent) == [{AGENT_HERTZ}, {CUSTOMER_HERTZ}]
    await customer.hangup()


def question() -> Place | None:
    """The place of a question that waits in a queue."""
    return Place.objects.filter(left_at=None, channel="consult").first()


async def test_a_queue_is_consulted_by_waiting_in_it(people: People) -> None:
    """Caller and agent hear music; given up once, answered by who becomes free the second time, and handed over."""
    customer, agent, contact = await in_service(people)
    giving_up = asyncio.create_task(command(contact, "consult", "queue:complaint", seconds=40))
    first = await until(question)
    assert {"reason": "transfer", "seconds": 3600} in first.reasons
    assert await heard(customer, agent) == [set(), set()]
    assert await ask(roles, contact) == [("complaint", "consulted")]
    assert await command(contact, "consult_cancel") == ""
    assert await giving_up == ""
    assert (await ask(Place.objects.get, pk=first.pk)).outcome == "transferred"  # counted nowhere
    assert await heard(customer, agent) == [{AGENT_HERTZ}, {CUSTOMER_HERTZ}]

    waiting = asyncio.create_task(command(contact, "consult", "queue:complaint", seconds=40))
    second = await until(question)
    await people.agent("8002", hum_otherwise)
    other = await people.agents_call("8002")
    assert await waiting == ""
    assert await ask(roles, contact) == [("8002", "consulted")]
    assert await ask(looks.agent_is("8002", "busy"))
    assert await heard(customer, agent, other) == [set(), {OTHER_HERTZ}, {AGENT_HERTZ}]
    assert (await ask(Contact.objects.get, pk=second.contact_id)).status == "ended"
    assert await command(contact, "complete_transfer") == ""
    await asyncio.wait_for(agent.wait_ended(), 5)
    assert await heard(customer, other) == [{OTHER_HERTZ}, {CUSTOMER_HERTZ}]
    await customer.hangup()
    await until(looks.ended_call(contact.pk))
    assert await ask(looks.offers, contact) == [("8001", "served"), ("8002", "served")]
    assert await ask(looks.places, contact) == [("general", "answered"), ("complaint", "answered")]
    assert (await ask(looks.event_names, contact)).count("calls.QueueConsulted") == 2


async def test_the_agent_who_hangs_up_while_consulting_hands_over(people: People) -> None:
    customer, agent, contact = await in_service(people)
    await people.agent("8002", hum_otherwise)
    assert await command(contact, "consult", "8002") == ""
    other = await people.agents_call("8002")
    await agent.hangup()
    await until(lambda: Contact.objects.get(pk=contact.pk).agent.staff_number == "8002")
    assert await heard(customer, other) == [{OTHER_HERTZ}, {CUSTOMER_HERTZ}]
    await customer.hangup()
    contact = await until(looks.ended)
    assert await ask(looks.offers, contact) == [("8001", "served"), ("8002", "served")]


async def test_the_customer_leaves_a_consultation(people: People) -> None:
    customer, agent, contact = await in_service(people)
    await people.agent("8002", hum_otherwise)
    assert await command(contact, "consult", "8002") == ""
    other = await people.agents_call("8002")
    await customer.hangup()
    await asyncio.wait_for(asyncio.gather(agent.wait_ended(), other.wait_ended()), 5)
    await until(looks.ended)
    await until(looks.agent_is("8002", "ready"))
    assert not await ask(CallParty.objects.filter(left_at=None).exists)


async def test_an_outside_number_is_consulted_and_keeps_the_caller(people: People) -> None:
    outside, there = PhoneSet(("127.0.0.1", people.house.sip_port)), []
    await outside.start(people.house.trunk_port)

    async def take(call: PhoneCall) -> None:
        there.append(call)
        await hum_otherwise(call)

    outside.line(OUTSIDE).on_call = take
    try:
        customer, agent, contact = await in_service(people)
        assert await command(contact, "consult", OUTSIDE) == ""
        assert await heard(customer, agent, there[0]) == [set(), {OTHER_HERTZ}, {AGENT_HERTZ}]
        assert await command(contact, "complete_transfer") == ""
        await asyncio.wait_for(agent.wait_ended(), 5)
        await until(looks.agent_is("8001", "wrap_up", "ready"))
        assert await heard(customer, there[0]) == [{OTHER_HERTZ}, {CUSTOMER_HERTZ}]
        await customer.hangup()
        await asyncio.wait_for(there[0].wait_ended(), 5)
        assert (await until(looks.ended)).outcome == "served"
        assert OUTSIDE not in str(await ask(looks.event_data, contact))
    finally:
        await outside.stop()


async def test_a_leader_takes_over(people: People) -> None:
    customer, agent, contact = await in_service(people)
    await people.telephone(LEADER, hum_otherwise)
    assert await command(contact, "take_over", by=LEADER) == ""
    leader = await people.agents_call(LEADER)
    await asyncio.wait_for(agent.wait_ended(), 5)
    await until(looks.agent_is("8001", "wrap_up", "ready"))
    assert await heard(customer, leader) == [{OTHER_HERTZ}, {CUSTOMER_HERTZ}]
    contact = await ask(Contact.objects.select_related("agent").get, pk=contact.pk)
    assert contact.agent.staff_number == LEADER
    await leader.hangup()
    contact = await rate_and_end(customer)
    assert (contact.outcome, contact.rating) == ("served", 5)
    assert "calls.CallTakenOver" in await ask(looks.event_names, contact)


def mixer_of(telephony: int) -> int | None:
    """The process id of the mixer that a telephony process runs."""
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == telephony and b"softswitch.mixer_process" in (entry / "cmdline").read_bytes():
                return int(entry.name)
    return None


async def test_a_killed_mixer_cuts_off_the_third_and_the_next_conference_works(people: People) -> None:
    customer, agent, contact = await in_service(people)
    await people.agent("8002", hum_otherwise)
    assert await command(contact, "consult", "8002") == ""
    other = await people.agents_call("8002")
    assert await command(contact, "conference") == ""
    telephony = people.house.started["telephony"].pid
    first = await until(lambda: mixer_of(telephony), what="there is a mixer")
    os.kill(first, signal.SIGKILL)
    await asyncio.wait_for(other.wait_ended(), 5)
    assert await heard(customer, agent) == [{AGENT_HERTZ}, {CUSTOMER_HERTZ}]
    await until(looks.agent_is("8002", "ready"))
    assert "calls.ConferenceLost" in await ask(looks.event_names, contact)
    await until(lambda: mixer_of(telephony) not in (None, first), what="another mixer")
    assert await command(contact, "consult", "8002") == ""
    again = await people.agents_call("8002", nth=2)
    assert await command(contact, "conference") == ""
    assert await heard(customer, agent, again) == [
        {AGENT_HERTZ, OTHER_HERTZ},
        {CUSTOMER_HERTZ, OTHER_HERTZ},
        {CUSTOMER_HERTZ, AGENT_HERTZ},
    ]
    await customer.hangup()
    assert (await until(looks.ended)).outcome == "served"


async def test_a_leader_without_a_telephone_is_told(people: People) -> None:
    customer, _agent, contact = await in_service(people)
    assert (await command(contact, "listen", by=LEADER)).startswith("Your telephone is not there")
    assert not await ask(roles, contact)
    await customer.hangup()


def last_states(number: str) -> list[str]:
    """The latest states of an agent, newest first."""
    agent = Agent.objects.get(staff__staff_number=number)
    return [agent.state, *agent.spells.order_by("-pk").values_list("state", flat=True)[:2]]


async def taken_over_and_passed_on(people: People, contact: Contact, customer: PhoneCall, other: PhoneCall) -> None:
    """The leader goes on with a customer whom an agent called, and sends them to a queue, where they wait as all do."""
    assert await command(contact, "take_over", by=LEADER) == ""
    await asyncio.wait_for(other.wait_ended(), 5)
    await until(looks.agent_is("8002", "ready", "wrap_up"))
    again = await people.agents_call(LEADER, nth=2)
    assert await heard(customer, again) == [{OTHER_HERTZ}, {CUSTOMER_HERTZ}]
    assert await command(contact, "transfer", "general", by=LEADER) == ""
    await until(lambda: Contact.objects.get(pk=contact.pk).agent.staff_number in ("8001", "8002"))


async def test_a_call_an_agent_made_is_like_all_others(people: People) -> None:
    """The customer sees the number of the house. Held, whispered into, consulted about, handed over, taken over."""
    outside, there = PhoneSet(("127.0.0.1", people.house.sip_port)), []
    await outside.start(people.house.trunk_port)

    async def take(call: PhoneCall) -> None:
        there.append(call)
        call.rtp.keep_saying(tone(CUSTOMER_HERTZ))
        await call.answer()

    outside.line(OUTSIDE).on_call = take
    try:
        line = await people.agent("8001")
        await people.telephone(LEADER, hum_otherwise)
        agent = await line.call(OUTSIDE)
        agent.rtp.keep_saying(tone(AGENT_HERTZ))
        await asyncio.wait_for(agent.wait_answered(), 10)
        contact = await until(lambda: Contact.objects.filter(channel="outbound", status="serving").first())
        (customer,) = there
        assert await command(contact, "whisper", by=LEADER) == ""
        assert customer.caller == HOTLINE
        leader = await people.agents_call(LEADER)
        assert await heard(customer, agent, leader) == [
            {AGENT_HERTZ},
            {CUSTOMER_HERTZ, OTHER_HERTZ},
            {CUSTOMER_HERTZ, AGENT_HERTZ},
        ]
        await leader.hangup()

        await people.agent("8002", hum_otherwise)
        assert await command(contact, "consult", "8002") == ""
        other = await people.agents_call("8002")
        assert await heard(customer, agent, other) == [set(), {OTHER_HERTZ}, {AGENT_HERTZ}]
        assert await command(contact, "conference") == ""
        assert await heard(customer) == [{AGENT_HERTZ, OTHER_HERTZ}]
        assert await command(contact, "complete_transfer") == ""
        await until(looks.agent_is("8001", "ready"), what="the wrap-up after the call out is over")
        assert await ask(last_states, "8001") == ["ready", "wrap_up", "busy"]
        assert await ask(looks.agent_is("8002", "busy"))
        assert await heard(customer, other) == [{OTHER_HERTZ}, {CUSTOMER_HERTZ}]

        await taken_over_and_passed_on(people, contact, customer, other)
        await customer.hangup()
        contact = await until(looks.ended_call(contact.pk))
        assert contact.outcome == "served"
        names = await ask(looks.event_names, contact)
        for name in ("CallConsulted", "ConferenceBegan", "TransferCompleted", "CallTakenOver", "CallTransferred"):
            assert names.count(f"calls.{name}") == 1
    finally:
        await outside.stop()


async def test_who_may_not(people: People) -> None:
    customer, _agent, contact = await in_service(people)
    stranger = await ask(Staff.objects.get, staff_number="8002")
    with pytest.raises(Forbidden):
        await ask(actions.ask_call, contact, "listen", by=stranger)
    leader = await ask(Staff.objects.get, staff_number=LEADER)
    with pytest.raises(Forbidden):
        await ask(actions.ask_call, contact, "consult", "8002", by=leader)
    agent = await ask(Staff.objects.get, staff_number="8001")
    with pytest.raises((Forbidden, NotAllowed)):
        await ask(actions.ask_call, contact, "whisper", by=agent)
    await customer.hangup()
