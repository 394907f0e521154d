"""A waiting caller presses a key, hangs up and is called back when the turn comes; and what may come in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from django.utils import timezone

from softswitch.phone import PhoneCall, PhoneSet
from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.browser_agent import BrowserAgent
from tests.journeys.furnishing import VIP
from tests.journeys.people import AGENT_HERTZ, CUSTOMER_HERTZ, People
from tests.journeys.recorded import caller_heard
from tests.journeys.sipp import HERE, caller, sipp, went_as_written
from tests.softswitch.sounds import tone
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.callbacks import actions
from wanhao.service.callbacks.models import Callback, CallbackPolicy, CallbackTry
from wanhao.service.contacts.models import Contact
from wanhao.service.routing.models import Offer, Place, Queue
from wanhao.service.waits.models import WaitPrediction

LATER = "12100000077"
Takes = Callable[[PhoneCall], Awaitable[None]]


def offer_callbacks(mode: str) -> None:
    """The general queue offers callbacks to everybody who waits."""
    queue = Queue.objects.get(code="general")
    CallbackPolicy.objects.update_or_create(
        queue=queue, defaults={"mode": mode, "from_wait_seconds": 0, "preview_seconds": 20, "after_busy_minutes": 30}
    )


def no_callbacks() -> None:
    """Nobody is called back any more."""
    CallbackPolicy.objects.all().delete()
    for row in Callback.objects.exclude(status="closed"):
        actions.cancel_own_callback(row.public_id)


@pytest.fixture
async def outside(house: House) -> AsyncIterator[tuple[PhoneSet, list[PhoneCall]]]:
    """The telephone network behind the trunk, and the calls that came there."""
    phones, heard = PhoneSet(("127.0.0.1", house.sip_port)), list[PhoneCall]()
    await phones.start(house.trunk_port)
    try:
        yield phones, heard
    finally:
        await phones.stop()
        await ask(no_callbacks)


@pytest.fixture
async def automatic() -> AsyncIterator[None]:
    """Who waits in the general queue may be called back, as soon as an agent is free."""
    await ask(offer_callbacks, "automatic")
    yield
    await ask(no_callbacks)


def home_of(outside: tuple[PhoneSet, list[PhoneCall]], number: str, takes: Takes) -> None:
    """A customer's telephone at home."""
    phones, heard = outside

    async def ring(call: PhoneCall) -> None:
        heard.append(call)
        await takes(call)

    phones.line(number).on_call = ring


async def lift(call: PhoneCall) -> None:
    """The customer answers and hums."""
    call.rtp.keep_saying(tone(CUSTOMER_HERTZ))
    await call.ring()
    await call.answer()


async def is_busy(call: PhoneCall) -> None:
    """The customer is on the telephone."""
    await call.reject(486, "Busy Here")


def the_callback(*statuses: str) -> Callable[[], Callback | None]:
    """The only callback, in one of these states."""
    return lambda: Callback.objects.filter(status__in=statuses).order_by("-pk").first()


async def everybody_busy(people: People) -> PhoneCall:
    """The only agent talks with a first customer."""
    await people.agent("8001")
    first = await people.asks_for_person()
    await people.talk("8001")
    return first


async def asks_to_be_called_back(people: People, number: str) -> tuple[Contact, Place]:
    """A customer waits, presses the key, confirms the number, and the call ends."""
    call = await people.asks_for_person(number)
    place = await until(lambda: Place.objects.filter(left_at=None).select_related("contact").first())
    await until(lambda: WaitPrediction.objects.filter(place_id=place.pk, kind="spoken").exists())
    while not call.has_ended:  # the callback key, then that the number is right; early ones are not heard
        await call.press("1")
        await asyncio.sleep(1.5)
    contact = await until(looks.ended_call(place.contact_id))
    return contact, place


@pytest.mark.browser
@pytest.mark.sipp
@pytest.mark.timeout(300)
async def test_from_the_key_to_the_conversation(web: House, people: People, automatic: None) -> None:
    """SIPp presses the key and is called back at home; the agent works in a browser."""
    async with BrowserAgent(web, "8001", hertz=AGENT_HERTZ) as agent:
        await agent.sits_down()
        first = await people.asks_for_person()
        await agent.answers()
        asking = await caller(web, "caller_wants_callback.xml", VIP, CUSTOMER_HERTZ)
        place = await until(lambda: Place.objects.filter(left_at=None, head_start_seconds=300).first())
        await went_as_written(asking)
        contact = await until(looks.ended_call(place.contact_id))
        assert contact.outcome == "callback"
        row = await until(the_callback("queued"))
        kept = await until(looks.waiting(row.contact_id or 0))
        assert abs((kept.rank_at - place.rank_at).total_seconds()) < 0.001  # VIP seconds and all
        assert kept.head_start_seconds == place.head_start_seconds == 300

        at_home = await sipp(web, HERE / "customer_at_home.xml", web.trunk_port, hertz=CUSTOMER_HERTZ, seconds=100)
        later = await people.asks_for_person(LATER)
        await until(lambda: Place.objects.filter(left_at=None).count() == 2)
        await first.hangup()
        await until(lambda: Offer.objects.filter(contact_id=row.contact_id).exists())  # before the one who came later
        await agent.answers()
        await until(lambda: Callback.objects.filter(pk=row.pk, outcome="reached").exists(), seconds=30)
        await later.hangup()
        await asyncio.sleep(0.5)
        talking = timezone.now()
        assert await agent.hears(AGENT_HERTZ, CUSTOMER_HERTZ) == {CUSTOMER_HERTZ}
        await agent.page.keyboard.press("F3")
        await went_as_written(at_home)
        assert agent.troubles == []
    called = await until(looks.ended_call(row.contact_id or 0))
    assert (called.channel, called.outcome) == ("callback", "served")
    (recording,) = await until(looks.ready_recordings(called))
    assert await ask(caller_heard, recording, talking, AGENT_HERTZ, CUSTOMER_HERTZ) == {AGENT_HERTZ}
    closed = await ask(StoredEvent.objects.get, name="callbacks.CallbackClosed", subject=f"callback:{row.pk}")
    assert closed.data["is_in_time"] is True


async def test_busy_then_calls_again_from_the_kept_place(
    people: People, outside: tuple[PhoneSet, list[PhoneCall]]
) -> None:
    await ask(offer_callbacks, "preview")
    home_of(outside, VIP, is_busy)
    first = await everybody_busy(people)
    _contact, place = await asks_to_be_called_back(people, VIP)
    row = await until(the_callback("queued"))
    await first.hangup()
    agent = await people.agents_call("8001", nth=2, seconds=20)
    await until(the_callback("calling"))
    assert not outside[1]  # the agent looks first
    await agent.wait_heard(30)
    await agent.press("1")
    made = await until(
        lambda: CallbackTry.objects.filter(callback=row, result="busy").select_related("agent").first(), seconds=20
    )
    assert made.agent.staff_number == "8001"
    row = await until(the_callback("waiting"))
    assert row.tries == 1
    assert (await until(looks.ended_call(made.contact_id))).outcome == "unanswered"
    await asyncio.wait_for(agent.wait_ended(), 10)

    second = await everybody_busy_again(people)
    caller = await people.asks_for_person(VIP)
    kept = await until(lambda: Place.objects.filter(left_at=None, contact__channel="call").first())
    assert abs((kept.rank_at - place.rank_at).total_seconds()) < 1
    closed = await until(the_callback("closed"))
    assert closed.outcome == "called_again"
    await caller.hangup()
    await second.hangup()


async def everybody_busy_again(people: People) -> PhoneCall:
    """The agent is ready again and talks with somebody else."""
    await until(looks.agent_is("8001", "ready"), seconds=20)
    call = await people.asks_for_person("12100000055")
    await people.agents_call("8001", nth=3, seconds=15)
    return call


async def is_reached_at(people: People, outside: tuple[PhoneSet, list[PhoneCall]], number: str) -> Callback:
    """An agent comes to work; the only callback is dialled to this number and answered, and the two talk."""
    home_of(outside, number, lift)
    row = await until(the_callback("queued", "waiting"))
    await people.agent("8001")
    agent = await people.agents_call("8001", seconds=20)
    await until(lambda: Callback.objects.filter(pk=row.pk, outcome="reached").exists(), seconds=30)
    assert outside[1][0].called == number
    await agent.wait_heard(20)
    await agent.hangup()
    await outside[1][0].hangup()
    return row


async def test_whom_the_queue_cannot_keep_any_longer_is_called_back_from_the_same_arrival(
    people: People, outside: tuple[PhoneSet, list[PhoneCall]]
) -> None:
    await ask(offer_callbacks, "automatic")
    await ask(Queue.objects.filter(code="general").update, longest_wait_seconds=3, overflow="callback")
    try:
        call = await people.asks_for_person(VIP)
        place = await until(lambda: Place.objects.filter(outcome="overflow").order_by("-pk").first(), seconds=30)
        while not call.has_ended:  # that the number is right, as soon as it is asked
            await call.press("1")
            await asyncio.sleep(1.5)
        contact = await until(looks.ended_call(place.contact_id))
        assert contact.outcome == "callback"
        row = await is_reached_at(people, outside, VIP)
        tried = await ask(Place.objects.filter(contact__callback_try__callback=row).latest, "pk")
        assert abs((tried.rank_at - place.rank_at).total_seconds()) < 0.001
    finally:
        await ask(Queue.objects.filter(code="general").update, longest_wait_seconds=1800, overflow="message")


async def test_a_callback_from_the_menu_to_another_number(
    people: People, outside: tuple[PhoneSet, list[PhoneCall]]
) -> None:
    await ask(offer_callbacks, "automatic")
    call = await people.customer(VIP)
    await call.wait_heard(10)
    await call.press("5")
    contact = await ask(looks.last_contact)
    await call.wait_heard(60)
    for key in "2" + LATER + "#":
        await call.press(key)
    while not call.has_ended:
        await asyncio.sleep(1.5)
        await call.press("1")
    contact = await until(looks.ended_call(contact.pk))
    assert contact.outcome == "callback"
    assert (await until(lambda: looks.walked(contact)))[-1] == "main-menu:5"
    await is_reached_at(people, outside, LATER)
