"""SIPp calls; two people in browsers serve the call: an attended transfer by way of a conference of three; help on
the floor by text and then in the call, a whisper that only the agent hears, and the call taken over.

Everybody hums a tone of their own. Who hears whom is measured where it is heard: in the browsers, and for the caller in
the recording of the line.
"""

from __future__ import annotations

import asyncio
import re
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.async_api import expect

from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.browser_agent import BrowserAgent
from tests.journeys.furnishing import CUSTOMER, LEADER
from tests.journeys.people import AGENT_HERTZ, CUSTOMER_HERTZ, People
from tests.journeys.recorded import caller_heard
from tests.journeys.sipp import caller, went_as_written
from wanhao.foundation.audit.models import StoredEvent
from wanhao.management.help.models import HelpRequest
from wanhao.service.calls import queries
from wanhao.service.calls.models import CallPolicy
from wanhao.service.contacts.models import Contact
from wanhao.service.recordings.models import Recording
from wanhao.service.routing.models import Place

pytestmark = [pytest.mark.browser, pytest.mark.sipp, pytest.mark.timeout(300)]
OTHER_HERTZ = 1600
ALL = (CUSTOMER_HERTZ, AGENT_HERTZ, OTHER_HERTZ)
POLICY_SECONDS = 6  # the telephone process reads it every five


async def heard(*people: BrowserAgent) -> tuple[datetime, list[set[int]]]:
    """Which tones come to each ear, and since when it was so."""
    await asyncio.sleep(0.5)
    at = timezone.now()
    return at, list(await asyncio.gather(*(one.hears(*ALL) for one in people)))


async def the_recording(contact: Contact) -> Recording:
    (row,) = await until(looks.ready_recordings(contact))
    return row


async def consults(first: BrowserAgent, second: BrowserAgent) -> None:
    """The agent asks a colleague before passing the caller on."""
    await first.page.keyboard.press("F10")
    await first.page.get_by_label("To whom").fill("8002")
    await first.page.keyboard.press("Enter")
    await first.page.get_by_role("button", name="Ask there first").click()
    await first.sees("[data-part=consulted]", "Ringing")
    await second.sees(".desk-beside", "asks you about this caller")
    await second.answers()
    await first.sees("[data-part=consulted]", "Asking")
    assert await ask(looks.agent_is("8002", "busy"))  # nothing is offered to them meanwhile


async def passed_on_as_it_should(*moments: datetime) -> None:
    """What is left of it: figures, events, and what the caller heard before, in and after the consultation."""
    contact = await until(looks.ended)
    assert contact.outcome == "served"
    assert contact.hold_seconds >= 1
    assert await ask(looks.offers, contact) == [("8001", "served"), ("8002", "served")]
    assert await ask(looks.places, contact) == [("general", "answered"), ("general", "answered")]
    places = await ask(lambda: list(Place.objects.filter(contact=contact).order_by("pk")))
    assert {"reason": "transfer", "seconds": 3600} in places[1].reasons
    names = await ask(looks.event_names, contact)
    for name in ("CallConsulted", "ConferenceBegan", "TransferCompleted"):
        assert names.count(f"calls.{name}") == 1
    row = await the_recording(contact)
    by_the_caller = [await ask(caller_heard, row, at, *ALL) for at in moments]
    assert by_the_caller == [{AGENT_HERTZ}, set(), {AGENT_HERTZ, OTHER_HERTZ}, {OTHER_HERTZ}]
    assert min(row.customer_level_db or -99, row.agent_level_db or -99) > -30


async def test_an_attended_transfer_by_way_of_a_conference(web: House, people: People) -> None:
    """With a reload of the agent's page in the middle; everything known goes along, one recording holds it all."""
    async with (
        BrowserAgent(web, "8001", hertz=AGENT_HERTZ) as first,
        BrowserAgent(web, "8002", hertz=OTHER_HERTZ) as second,
    ):
        await first.sits_down()
        customer = await caller(web, "caller_hums.xml", CUSTOMER, CUSTOMER_HERTZ)
        await first.answers()
        contact = await ask(looks.last_contact)
        await second.sits_down()
        alone, tones = await heard(first)
        assert tones == [{CUSTOMER_HERTZ}]

        await consults(first, second)
        await first.page.reload()  # the agent's browser comes back into the consultation, the caller still hears music
        await first.is_in("talking", timeout=20_000)
        await first.sees("[data-part=consulted]", "Asking")
        assert (await ask(queries.live_call, contact)).is_held
        asking, tones = await heard(first, second)
        assert tones == [{OTHER_HERTZ}, {AGENT_HERTZ}]

        await first.page.keyboard.press("F4")
        await first.sees("[data-part=consulted]", "All three")
        await until(lambda: not queries.live_call(contact).is_held)
        three, tones = await heard(first, second)
        assert tones == [{CUSTOMER_HERTZ, OTHER_HERTZ}, {CUSTOMER_HERTZ, AGENT_HERTZ}]

        await first.page.keyboard.press("F10")
        await first.sees(".presence-now", "Wrap-up|Ready")
        await second.sees(".desk-now", "in conversation")
        await second.sees(".customer-came", "Transfer")  # why they come first
        passed, tones = await heard(second)
        assert tones == [{CUSTOMER_HERTZ}]
        await second.page.keyboard.press("F3")
        await went_as_written(customer)
        assert (first.troubles, second.troubles) == ([], [])

    await passed_on_as_it_should(alone, asking, three, passed)


def the_request() -> HelpRequest:
    return HelpRequest.objects.select_related("taken_by").latest("pk")


async def call_for_help(agent: BrowserAgent, leader: BrowserAgent) -> None:
    """The agent presses one key; the leader answers by text, which is not enough."""
    await agent.page.keyboard.press("F8")
    await agent.page.get_by_label("In a few words").fill("赠送的话费退吗？")
    await agent.page.get_by_role("button", name="Call for help").click()
    await agent.sees("#help-state", "Help is called")
    await leader.sees("#help-open", "Refund rules")
    await leader.page.keyboard.press("h")
    await leader.sees("#card", "赠送的话费退吗")
    await leader.page.get_by_label("Answer").fill("赠送的不退")
    await leader.page.locator("#card").get_by_role("button", name="Send").click()
    await agent.sees(".help-answer", "赠送的不退")
    await agent.page.get_by_role("button", name="Ask on").click()
    await agent.page.get_by_label("Add words").fill("客户不接受，请您来说")
    await agent.page.locator("#help").get_by_role("button", name="Send").click()
    await leader.page.locator("[data-help]").click()
    await leader.sees("#card", "请您来说")


async def chooses(leader: BrowserAgent, key: str, way: str) -> None:
    """The leader presses a key of the telephone on the floor's page, and is in the call in that way."""
    await leader.page.keyboard.press(key)
    button = leader.page.locator(f"#dock [data-does={way}]")
    await expect(button).to_have_attribute("aria-pressed", "true", timeout=20_000)  # announced to both first


async def is_thankful(agent: BrowserAgent) -> None:
    """The agent says that it is solved."""
    await agent.page.keyboard.press("F8")
    await agent.page.locator("#help").get_by_role("button", name="Thank you, solved").click()
    await expect(agent.page.locator("#help-state")).to_have_text(re.compile(r"Help\s*F8"))
    assert (await ask(the_request)).outcome == "solved"


async def heard_as_it_should(*moments: datetime) -> None:
    """Every way into the call is an event; the caller heard the leader in the conference and after taking over only."""
    contact = await until(looks.ended)
    assert contact.outcome == "served"
    names = [name.partition(".")[2] for name in await ask(looks.event_names, contact)]
    ways = ("CallJoined", "CallWhispered", "CallListenedTo", "CallTakenOver")
    assert [name for name in names if name in ways] == list(ways)
    event = await ask(StoredEvent.objects.get, contact_id=contact.pk, name="calls.CallWhispered")
    assert event.data["announced"] == "both"
    row = await the_recording(contact)
    by_the_caller = [await ask(caller_heard, row, at, *ALL) for at in moments]
    assert by_the_caller == [{AGENT_HERTZ, OTHER_HERTZ}, {AGENT_HERTZ}, {AGENT_HERTZ}, {OTHER_HERTZ}]


async def test_help_is_answered_by_joining_and_whispering_from_the_floor(web: House, people: People) -> None:
    await ask(CallPolicy.objects.update, announces_supervision="both")
    is_read = asyncio.create_task(asyncio.sleep(POLICY_SECONDS))
    try:
        async with (
            BrowserAgent(web, "8001", hertz=AGENT_HERTZ) as agent,
            BrowserAgent(web, LEADER, hertz=OTHER_HERTZ) as leader,
        ):
            await leader.opens("/floor/")
            await agent.sits_down()
            customer = await caller(web, "caller_hums.xml", CUSTOMER, CUSTOMER_HERTZ)
            await agent.answers()
            contact = await ask(looks.last_contact)
            await expect(leader.page.locator("tr[data-number='8001']")).to_contain_text("general")
            await call_for_help(agent, leader)
            await is_read
            await leader.page.get_by_role("button", name="Join").click()
            await leader.is_in("talking", timeout=20_000)  # the page's telephone answers by itself
            await leader.sees("#card .supervision", "You are in the call", timeout=20_000)
            joined, tones = await heard(agent, leader)
            assert tones == [{CUSTOMER_HERTZ, OTHER_HERTZ}, {CUSTOMER_HERTZ, AGENT_HERTZ}]
            one = await until(lambda: the_request() if the_request().status == "helped" else None)
            assert (one.helped_way, one.taken_by.staff_number) == ("text", LEADER)

            await leader.page.keyboard.press("Escape")  # the card goes, the telephone above it stays
            await chooses(leader, "w", "whisper")
            whispered, tones = await heard(agent, leader)
            assert tones == [{CUSTOMER_HERTZ, OTHER_HERTZ}, {CUSTOMER_HERTZ, AGENT_HERTZ}]
            await leader.page.keyboard.press("F7")  # muted
            assert (await heard(agent))[1] == [{CUSTOMER_HERTZ}]
            await leader.page.keyboard.press("F7")
            await chooses(leader, "l", "listen")
            listened, tones = await heard(agent, leader)
            assert tones == [{CUSTOMER_HERTZ}, {CUSTOMER_HERTZ, AGENT_HERTZ}]

            await leader.page.keyboard.press("t")
            await agent.sees(".presence-now", "Wrap-up|Ready")
            await until(lambda: Contact.objects.get(pk=contact.pk).agent.staff_number == LEADER)
            taken, tones = await heard(leader)
            assert tones == [{CUSTOMER_HERTZ}]
            await is_thankful(agent)
            await leader.page.keyboard.press("F3")
            await went_as_written(customer)
            assert (agent.troubles, leader.troubles) == ([], [])
    finally:
        await ask(CallPolicy.objects.update, announces_supervision="")

    await heard_as_it_should(joined, whispered, listened, taken)
