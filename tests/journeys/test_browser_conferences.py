"""Agents and a leader at their desks in real browsers: consult, talk in threes, hand over; listen, join, take over."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.browser_agent import BrowserAgent
from tests.journeys.furnishing import LEADER
from tests.journeys.people import People
from tests.serving import wait_for_port
from wanhao.foundation.accounts.models import Staff
from wanhao.service.contacts.models import Contact
from wanhao.service.telephony import actions, queries
from wanhao.service.telephony.models import CallPolicy

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def web(house: House) -> Iterator[House]:
    """The house with its pages."""
    house.start("web")
    wait_for_port(house.http_port, house.processes["web"])
    yield house
    house.processes["web"].terminate()
    house.processes.pop("web").wait(20)


async def test_an_attended_transfer_with_keys_and_a_reload(web: House, people: People) -> None:
    async with BrowserAgent(web, "8001") as first, BrowserAgent(web, "8002") as second:
        await first.sits_down()
        customer = await people.asks_for_person()
        await first.answers()
        await second.sits_down()
        await first.page.keyboard.press("F10")
        await first.page.get_by_label("To whom").fill("8002")
        await first.page.keyboard.press("Enter")
        await first.page.get_by_role("button", name="Ask there first").click()
        await first.sees("[data-part=consulted]", "Ringing")
        await second.is_in("ringing")
        await second.sees(".desk-beside", "asks you about this caller")
        await second.page.keyboard.press("F2")
        await first.sees("[data-part=consulted]", "Asking")
        await second.is_in("talking")

        await first.page.reload()  # the agent's browser comes back into the consultation, the caller still hears music
        await first.is_in("talking", timeout=20_000)
        await first.sees("[data-part=consulted]", "Asking")
        contact = await ask(looks.last_contact)
        assert (await ask(queries.live_call, contact)).is_held

        await first.page.keyboard.press("F4")
        await first.sees("[data-part=consulted]", "All three")
        await until(lambda: not queries.live_call(contact).is_held)
        await first.page.keyboard.press("F10")
        await first.sees(".presence-now", "Wrap-up|Ready")
        await second.sees(".desk-now", "in conversation")
        await second.sees(".customer-came", "Transfer")  # why they come first
        assert (await ask(Contact.objects.select_related("agent").get, pk=contact.pk)).agent.staff_number == "8002"
        await second.page.keyboard.press("F3")
        await customer.wait_heard(50)
        await customer.press("4")
        await asyncio.wait_for(customer.wait_ended(), 10)
        contact = await until(looks.ended)
        assert (contact.outcome, contact.rating) == ("served", 4)
        assert await ask(looks.offers, contact) == [("8001", "served"), ("8002", "served")]
        assert (first.troubles, second.troubles) == ([], [])


async def test_a_leader_at_the_desk(web: House, people: People) -> None:
    """Asked from any page, the leader's own browser answers by itself and shows what can be done in the call."""
    await ask(CallPolicy.objects.update, announces_supervision="both")
    try:
        await people.agent("8001")
        customer = await people.asks_for_person()
        agent = await people.talk("8001")
        contact = await ask(looks.last_contact)
        async with BrowserAgent(web, LEADER) as leader:
            await leader.page.goto("/desk/")
            await expect(leader.page.locator("[data-part=line]")).to_have_text("Telephone ready")
            await asyncio.sleep(6)  # the telephone process reads its policy every five seconds
            staff = await ask(Staff.objects.get, staff_number=LEADER)
            await ask(actions.ask_call, contact, "listen", by=staff)
            await leader.is_in("talking", timeout=20_000)
            listen, whisper, join = (
                leader.page.locator(f"[data-does={name}]") for name in ("listen", "whisper", "join")
            )
            await expect(listen).to_have_attribute("aria-pressed", "true", timeout=15_000)
            await leader.sees(".desk-beside", "A call of")
            await leader.page.keyboard.press("w")
            await expect(whisper).to_have_attribute("aria-pressed", "true", timeout=20_000)  # announced to both first
            await leader.page.keyboard.press("j")
            await expect(join).to_have_attribute("aria-pressed", "true", timeout=20_000)
            await leader.page.keyboard.press("t")
            await asyncio.wait_for(agent.wait_ended(), 5)
            await until(lambda: Contact.objects.get(pk=contact.pk).agent_id == staff.pk)
            await customer.wait_heard(50)
            await leader.page.keyboard.press("F3")
            await customer.wait_heard(50)
            await customer.hangup()
            assert (await until(looks.ended)).outcome == "served"
            assert leader.troubles == []
    finally:
        await ask(CallPolicy.objects.update, announces_supervision="")
