"""Calls that reach a person: what both hear, and what the centre keeps of it."""

import asyncio

from tests.house import ask, until
from tests.journeys import looks
from tests.journeys.furnishing import CUSTOMER, VIP
from tests.journeys.people import AGENT_HERTZ, CUSTOMER_HERTZ, People, let_ring
from tests.softswitch.sounds import tones_in
from wanhao.service.calls.models import Call
from wanhao.service.routing.models import Place


async def test_from_ring_to_rating(people: People) -> None:
    await people.agent("8001")
    customer = await people.asks_for_person()
    agent = await people.talk("8001")
    await customer.wait_heard(100)
    await agent.wait_heard(50)
    assert AGENT_HERTZ in tones_in(customer.rtp.heard()[-8000:], AGENT_HERTZ, CUSTOMER_HERTZ)
    assert CUSTOMER_HERTZ in tones_in(agent.rtp.heard()[-8000:], AGENT_HERTZ, CUSTOMER_HERTZ)
    await agent.hangup()
    await customer.wait_heard(50)  # the question for the rating
    await customer.press("5")
    await asyncio.wait_for(customer.wait_ended(), 10)

    contact = await until(looks.ended)
    assert (contact.outcome, contact.rating, contact.queue_code) == ("served", 5, "general")
    assert contact.customer_id is not None
    (recording,) = await until(looks.ready_recordings(contact), what="the recording can be played")
    assert recording.seconds > 1.5
    assert min(recording.customer_level_db, recording.agent_level_db) > -30
    place = await ask(Place.objects.get, contact=contact)
    assert (place.outcome, place.in_limit, place.agent_id) == ("answered", True, contact.agent_id)
    assert await ask(looks.offers, contact) == [("8001", "served")]
    assert not (await ask(Call.objects.get, contact=contact)).is_live
    names = await ask(looks.event_names, contact)
    for name in (
        "contacts.ContactOpened",
        "calls.CallBegan",
        "contacts.PersonAskedFor",
        "routing.ContactOffered",
        "routing.OfferAccepted",
        "calls.MenuWalked",
        "contacts.ContactAnswered",
        "contacts.ContactRated",
        "contacts.ContactEnded",
    ):
        assert names.count(name) == 1, (name, names)


async def test_customer_hangs_up_first(people: People) -> None:
    await people.agent("8001")
    customer = await people.asks_for_person()
    agent = await people.talk("8001")
    await customer.wait_heard(50)
    await customer.hangup()
    await asyncio.wait_for(agent.wait_ended(), 5)
    contact = await until(looks.ended)
    assert (contact.outcome, contact.rating, contact.end_reason) == ("served", None, "far_end_hung_up")
    await until(looks.agent_is("8001", "ready"), what="the wrap-up time is over")


async def test_a_wrong_key_for_the_rating_is_asked_again_once(people: People) -> None:
    await people.agent("8001")
    customer = await people.asks_for_person()
    await (await people.talk("8001")).hangup()
    await until(looks.service_ended, what="the rating is asked for")
    for key in "84":
        await customer.wait_heard(60)
        await customer.press(key)
    await asyncio.wait_for(customer.wait_ended(), 10)
    assert (await until(looks.ended)).rating == 4


async def test_no_rating_is_no_mark(people: People) -> None:
    await people.agent("8001")
    customer = await people.asks_for_person()
    agent = await people.talk("8001")
    await customer.wait_heard(20)
    await agent.hangup()
    await asyncio.wait_for(customer.wait_ended(), 30)
    contact = await until(looks.ended)
    assert (contact.outcome, contact.rating) == ("served", None)


async def test_an_agent_who_does_not_answer_is_set_aside_and_the_next_one_rung(people: People) -> None:
    await people.agent("8001", let_ring)
    customer = await people.asks_for_person()
    first = await people.agents_call("8001")
    await people.agent("8002")
    await people.agents_call("8002")
    assert first.has_ended
    contact = await ask(looks.last_contact)
    assert await ask(looks.offers, contact) == [("8001", "not_answered"), ("8002", "")]
    assert await ask(looks.agent_is("8001", "not_answering"))
    assert await ask(Place.objects.filter(contact=contact).count) == 1  # the caller kept the place
    await customer.hangup()


async def test_declined_and_unreachable_agents_are_passed_over(people: People) -> None:
    await people.agent("8001", lambda call: call.reject(486))
    phone = await people.agent("8002")
    await phone.unregister()
    customer = await people.asks_for_person()
    contact = await ask(looks.last_contact)
    await until(looks.agent_is("8001", "not_answering"))
    await until(looks.agent_is("8002", "not_answering", "offline"))
    await people.agent("8003")
    await people.agents_call("8003")
    outcomes = dict(await ask(looks.offers, contact))
    assert outcomes["8001"] == "declined"
    assert outcomes.get("8002", "unreachable") == "unreachable"
    await customer.hangup()


async def test_a_freed_agent_gets_the_next_caller_at_once(people: People) -> None:
    await people.agent("8001", state="training")
    await people.asks_for_person()
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk))
    began = asyncio.get_running_loop().time()
    await people.agent("8002")
    await people.agents_call("8002")
    assert asyncio.get_running_loop().time() - began < 1.0  # sign-in of the telephone included


async def test_hang_up_while_waiting_is_abandoned_with_its_wait(people: People) -> None:
    customer = await people.asks_for_person()
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk))
    await customer.wait_heard(60)
    await customer.hangup()
    contact = await until(looks.ended)
    place = await ask(Place.objects.get, contact=contact)
    assert (contact.outcome, place.outcome) == ("abandoned", "abandoned")
    assert 1 < (place.left_at - place.queued_at).total_seconds() < 6


async def test_hang_up_while_an_agent_rings_frees_the_agent(people: People) -> None:
    await people.agent("8001", let_ring)
    customer = await people.asks_for_person()
    rung = await people.agents_call("8001")
    await customer.hangup()
    await asyncio.wait_for(rung.wait_ended(), 5)
    contact = await until(looks.ended)
    assert contact.outcome == "abandoned"
    assert await ask(looks.offers, contact) == [("8001", "withdrawn")]
    assert await ask(looks.agent_is("8001", "ready"))


async def test_a_vip_goes_before_who_came_earlier(people: People) -> None:
    first = await people.asks_for_person(CUSTOMER)
    earlier = await ask(looks.last_contact)
    await until(looks.waiting(earlier.pk))
    vip = await people.asks_for_person(VIP)
    later = await ask(looks.last_contact)
    await until(looks.waiting(later.pk))
    await people.agent("8001")
    await people.agents_call("8001")
    assert await ask(looks.offers, later) == [("8001", "")] or await ask(looks.offers, later) == [("8001", "served")]
    assert await ask(looks.offers, earlier) == []
    await vip.hangup()
    await first.hangup()


async def test_an_agent_whose_telephone_vanished_is_set_offline(people: People) -> None:
    phone = await people.agent("8001")
    await phone.unregister()
    await until(looks.agent_is("8001", "offline"), what="after the grace")
