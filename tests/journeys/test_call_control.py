"""What an agent or a leader does with a live call: hold, pass on, come back after the line broke, hang up."""

import asyncio

import pytest

from softswitch.errors import DialFailed
from softswitch.phone import PhoneCall, PhoneSet
from tests.house import ask, until
from tests.journeys import looks
from tests.journeys.furnishing import LEADER
from tests.journeys.people import AGENT_HERTZ, CUSTOMER_HERTZ, People, answer
from tests.softswitch.sounds import tone, tones_in
from wanhao.common.errors import Forbidden
from wanhao.foundation.accounts.models import Staff
from wanhao.service.calls import actions
from wanhao.service.calls.models import Call, CallCommand
from wanhao.service.contacts.models import Contact
from wanhao.service.routing.models import Place

OUTSIDE = "12199999999"


async def in_service(people: People, number: str = "8001") -> tuple[PhoneCall, PhoneCall, Contact]:
    """A customer talking with an agent."""
    await people.agent(number)
    customer = await people.asks_for_person()
    agent = await people.talk(number)
    contact = await ask(looks.last_contact)
    await customer.wait_heard(25)
    return customer, agent, contact


async def command(contact: Contact, action: str, target: str = "", *, by: str = "8001", seconds: float = 10) -> str:
    """Ask as from the desk; the problem that came back, empty when it was done."""
    staff = await ask(Staff.objects.get, staff_number=by)
    asked = await ask(actions.ask_call, contact, action, target, by=staff)
    done = CallCommand.objects.filter(pk=asked.pk, done_at__isnull=False)
    return (await until(lambda: done.first(), seconds=seconds, what=f"{action} was answered")).problem


def hears(call: PhoneCall, *hertz: int) -> set[int]:
    """Which of the two voices came lately."""
    return tones_in(call.rtp.heard()[-4000:], *(hertz or (AGENT_HERTZ, CUSTOMER_HERTZ)))


async def test_hold_and_resume(people: People) -> None:
    customer, agent, contact = await in_service(people)
    assert await command(contact, "hold") == ""
    await until(lambda: Call.objects.filter(contact=contact, is_held=True).exists())
    agent.rtp.forget()
    await customer.wait_heard(60)
    assert AGENT_HERTZ not in hears(customer)  # music instead
    assert CUSTOMER_HERTZ not in hears(agent)
    assert await command(contact, "resume") == ""
    await agent.wait_heard(40)
    assert CUSTOMER_HERTZ in hears(agent)
    await customer.hangup()
    contact = await until(looks.ended)
    assert contact.hold_seconds >= 1


async def test_hold_pressed_on_the_telephone_counts_too(people: People) -> None:
    customer, agent, _contact = await in_service(people)
    await agent.hold()
    await customer.wait_heard(60)
    await agent.resume()
    await customer.wait_heard(10)
    await customer.hangup()
    contact = await until(looks.ended)
    assert contact.hold_seconds >= 1
    assert "calls.CallHeld" in await ask(looks.event_names, contact)


async def test_transfer_to_a_queue(people: People) -> None:
    customer, agent, contact = await in_service(people)
    await people.agent("8002")
    assert await command(contact, "transfer", "complaint") == ""
    await asyncio.wait_for(agent.wait_ended(), 5)
    second = await people.talk("8002")
    await second.wait_heard(25)
    assert CUSTOMER_HERTZ in hears(second)
    await second.hangup()
    await customer.wait_heard(60)
    await customer.press("3")
    await asyncio.wait_for(customer.wait_ended(), 10)
    contact = await until(looks.ended)
    assert (contact.outcome, contact.rating, contact.queue_code) == ("served", 3, "complaint")
    assert await ask(looks.places, contact) == [("general", "answered"), ("complaint", "answered")]
    place = await ask(Place.objects.get, contact=contact, queue__code="complaint")
    assert place.reasons == [{"reason": "transfer", "seconds": 3600}]
    assert len(await until(looks.ready_recordings(contact, 2))) == 2


async def test_transfer_to_a_colleague_by_the_telephone(people: People) -> None:
    customer, agent, contact = await in_service(people)
    await people.agent("8003", state="training")
    await people.agent("8002")
    await agent.transfer(f"sip:8002@127.0.0.1:{people.house.sip_port}")
    second = await people.agents_call("8002")
    await second.wait_heard(25)
    assert [staff for staff, _outcome in await ask(looks.offers, contact)] == ["8001", "8002"]
    await customer.hangup()


async def on_hold_and_consulting(agent: PhoneCall, people: People, called: str) -> PhoneCall:
    """The agent holds the caller on the telephone and calls somebody from it; the second call, once answered."""
    await agent.hold()
    second = await people.agents.lines["8001"].call(called)
    second.rtp.keep_saying(tone(AGENT_HERTZ))
    await asyncio.wait_for(second.wait_answered(), 10)
    return second


@pytest.mark.parametrize("line", ["first", "second"])
async def test_an_attended_transfer_by_the_telephone(people: People, line: str) -> None:
    """Hold, a second call, then REFER with Replaces on either line: the colleague goes on with the caller, who heard
    music."""
    customer, agent, contact = await in_service(people)
    await people.agent("8002")
    asking = await on_hold_and_consulting(agent, people, "8002")
    colleague = await people.agents_call("8002")
    await asking.wait_heard(25)
    customer.rtp.forget()
    await customer.wait_heard(60)
    assert (AGENT_HERTZ in hears(asking), AGENT_HERTZ in hears(colleague), hears(customer)) == (True, True, set())
    first, second = (agent, asking) if line == "first" else (asking, agent)
    await first.transfer_to_call(second)
    await asyncio.wait_for(second.wait_ended(), 5)
    await until(lambda: Contact.objects.get(pk=contact.pk).agent.staff_number == "8002")
    colleague.rtp.forget()
    await colleague.wait_heard(60)
    assert hears(colleague) == {CUSTOMER_HERTZ}
    await until(looks.agent_is("8001", "wrap_up", "ready"))
    await customer.hangup()
    await until(looks.ended_call(contact.pk))
    assert await ask(looks.offers, contact) == [("8001", "served"), ("8002", "served")]
    names = await ask(looks.event_names, contact)
    assert names.count("calls.CallConsulted") == names.count("calls.TransferCompleted") == 1


async def test_a_consultation_by_the_telephone_that_comes_to_nothing(people: People) -> None:
    customer, agent, _contact = await in_service(people)
    refused = await people.agents.lines["8001"].call("8003")  # who is not at work
    with pytest.raises(DialFailed, match="480"):
        await asyncio.wait_for(refused.wait_answered(), 10)
    await people.agent("8002")
    asking = await on_hold_and_consulting(agent, people, "8002")
    colleague = await people.agents_call("8002")
    await asking.hangup()
    await asyncio.wait_for(colleague.wait_ended(), 5)
    await agent.resume()
    customer.rtp.forget()
    await customer.wait_heard(60)
    assert AGENT_HERTZ in hears(customer)
    await until(looks.agent_is("8002", "ready"))
    await customer.hangup()


async def test_transfer_outside(people: People) -> None:
    outside = PhoneSet(("127.0.0.1", people.house.sip_port))
    await outside.start(people.house.trunk_port)
    heard: list[PhoneCall] = []

    async def take(call: PhoneCall) -> None:
        heard.append(call)
        await answer(call)

    outside.line(OUTSIDE).on_call = take
    try:
        customer, agent, contact = await in_service(people)
        assert await command(contact, "transfer", OUTSIDE) == ""
        await asyncio.wait_for(agent.wait_ended(), 5)
        await until(looks.agent_is("8001", "wrap_up", "ready"))  # free while the two still talk
        await heard[0].wait_heard(25)
        assert CUSTOMER_HERTZ in hears(heard[0])
        await customer.hangup()
        await asyncio.wait_for(heard[0].wait_ended(), 5)
        assert (await until(looks.ended)).outcome == "served"
        assert OUTSIDE not in str(await ask(looks.event_data, contact))
    finally:
        await outside.stop()


async def test_a_transfer_that_cannot_be_says_why_and_the_two_talk_on(people: People) -> None:
    customer, agent, contact = await in_service(people)
    assert await command(contact, "transfer", OUTSIDE) == "The other party did not answer."  # nobody at the trunk
    await customer.wait_heard(40)
    assert AGENT_HERTZ in hears(customer)
    assert not agent.has_ended
    await customer.hangup()


async def test_an_agent_whose_line_broke_is_rung_again(people: People) -> None:
    customer, _agent, contact = await in_service(people)
    assert await command(contact, "ring_again", seconds=15) == ""
    again = await people.agents_call("8001", nth=2)
    await again.wait_heard(25)
    assert CUSTOMER_HERTZ in hears(again)
    assert await ask(looks.offers, contact) == [("8001", "")]  # the same service goes on
    names = await ask(looks.event_names, contact)
    assert names.count("calls.AgentLegLost") == names.count("calls.AgentLegRecovered") == 1
    await customer.hangup()
    assert len(await until(looks.ready_recordings(contact, 1))) == 1


async def test_an_agent_who_does_not_come_back_gives_the_caller_to_the_head_of_the_queue(people: People) -> None:
    customer, agent, contact = await in_service(people)
    await people.agents.lines["8001"].unregister()
    waiting_before = await people.asks_for_person("12100000002")  # a VIP, who would come first otherwise
    await until(lambda: Place.objects.filter(left_at=None).count() == 1)
    first = await ask(Place.objects.get, contact=contact)
    staff = await ask(Staff.objects.get, staff_number="8001")
    await ask(actions.ask_call, contact, "ring_again", by=staff)
    second = await until(
        lambda: Place.objects.filter(contact=contact, left_at=None).first(), seconds=40, what="waits again"
    )
    assert agent.has_ended
    assert (first.rank_at - second.rank_at).total_seconds() == pytest.approx(3600, abs=1)
    await people.agent("8002")
    await people.agents_call("8002")
    assert (await ask(looks.offers, contact))[-1][0] == "8002"
    await customer.hangup()
    await waiting_before.hangup()


async def test_a_leader_may_hang_up_a_colleague_may_not(people: People) -> None:
    customer, _agent, contact = await in_service(people)
    stranger = await ask(Staff.objects.get, staff_number="8002")
    with pytest.raises(Forbidden):
        await ask(actions.ask_call, contact, "hang_up", by=stranger)
    assert await command(contact, "hang_up", by=LEADER) == ""
    await customer.wait_heard(60)  # asked for a rating
    await customer.hangup()
    assert (await until(looks.ended)).outcome == "served"


async def test_an_agent_calls_a_customer(people: People) -> None:
    outside = PhoneSet(("127.0.0.1", people.house.sip_port))
    await outside.start(people.house.trunk_port)

    async def take(call: PhoneCall) -> None:
        call.rtp.keep_saying(tone(CUSTOMER_HERTZ))
        await call.ring()
        await call.answer()

    outside.line("12100000001").on_call = take
    try:
        phone = await people.agent("8001")
        call = await phone.call("12100000001")
        call.rtp.keep_saying(tone(AGENT_HERTZ))
        await asyncio.wait_for(call.wait_answered(), 10)
        await call.wait_heard(60)
        assert CUSTOMER_HERTZ in hears(call)
        assert await ask(looks.agent_is("8001", "busy"))
        await call.hangup()
        contact = await until(looks.ended)
        await until(looks.agent_is("8001", "ready"), what="the wrap-up is over")
        assert (contact.channel, contact.outcome) == ("outbound", "served")
        assert contact.customer_id is not None
        (recording,) = await until(looks.ready_recordings(contact))
        assert min(recording.customer_level_db, recording.agent_level_db) > -30
    finally:
        await outside.stop()


@pytest.mark.parametrize(("number", "code"), [("8002", 403), ("12", 484)])
async def test_colleagues_and_nonsense_are_not_dialled(people: People, number: str, code: int) -> None:
    phone = await people.agent("8001", state="training")
    call = await phone.call(number)
    with pytest.raises(DialFailed, match=str(code)):
        await asyncio.wait_for(call.wait_answered(), 5)


async def test_a_customer_who_does_not_answer(people: People) -> None:
    phone = await people.agent("8001", state="training")
    call = await phone.call("12100000001")  # nobody listens at the trunk
    contact = await until(lambda: Contact.objects.filter(channel="outbound", status="arrived").first())
    await call.hangup()
    contact = await until(looks.ended_call(contact.pk))
    assert (contact.channel, contact.outcome) == ("outbound", "unanswered")
