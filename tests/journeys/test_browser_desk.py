"""The agent works in a real browser: answer, hold, transfer, dial out, reload in mid-call."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from softswitch.phone import PhoneCall, PhoneSet
from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.browser_agent import BrowserAgent
from tests.journeys.people import People, answer, set_state
from wanhao.access.desk.queries import figures_of_today
from wanhao.foundation.accounts.models import Staff
from wanhao.service.calls.models import Call
from wanhao.service.routing.models import Queue

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
OUTSIDE = "12199999998"
LISTEN = """new Promise((done, failed) => {
  const player = document.querySelector("audio");
  player.addEventListener("loadedmetadata", () => done(player.duration));
  player.addEventListener("error", () => failed(player.error));
  player.load();
  player.play();
})"""


async def test_a_call_answered_in_the_browser(web: House, people: People) -> None:
    async with BrowserAgent(web, "8001") as agent:
        await agent.sits_down()
        customer = await people.asks_for_person()
        await agent.is_in("ringing")
        await agent.answers()
        await customer.wait_heard(150)
        await agent.page.keyboard.press("F3")
        await agent.sees(".presence-now", "Wrap-up|Ready")
        await customer.wait_heard(50)
        await customer.press("5")
        await asyncio.wait_for(customer.wait_ended(), 10)
        contact = await until(looks.ended)
        assert (contact.outcome, contact.rating) == ("served", 5)
        (recording,) = await until(looks.ready_recordings(contact), what="the recording can be played")
        assert min(recording.customer_level_db, recording.agent_level_db) > -60
        assert agent.troubles == []


async def in_call(web: House, people: People, agent: BrowserAgent) -> PhoneCall:
    """A customer who talks with the agent in the browser."""
    await agent.sits_down()
    customer = await people.asks_for_person()
    await agent.answers()
    await customer.wait_heard(50)
    await agent.sees(".desk-now", "in conversation")
    return customer


async def test_hold_lets_the_customer_hear_music_and_resume_brings_the_agent_back(web: House, people: People) -> None:
    async with BrowserAgent(web, "8001") as agent:
        customer = await in_call(web, people, agent)
        await agent.page.keyboard.press("F4")
        await expect(agent.page.locator("[data-does=hold]")).to_have_attribute("aria-pressed", "true")
        await until(lambda: Call.objects.filter(is_live=True, is_held=True).exists())
        await customer.wait_heard(25)
        await agent.page.keyboard.press("F4")
        await expect(agent.page.locator("[data-does=hold]")).to_have_attribute("aria-pressed", "false")
        await agent.page.keyboard.press("F7")
        await expect(agent.page.locator("[data-does=mute]")).to_have_attribute("aria-pressed", "true")
        await customer.hangup()
        contact = await until(looks.ended)
        assert contact.hold_seconds >= 1


async def test_a_reload_in_mid_call_brings_the_caller_back(web: House, people: People) -> None:
    async with BrowserAgent(web, "8001") as agent:
        customer = await in_call(web, people, agent)
        contact = await ask(looks.last_contact)
        await agent.page.get_by_label("Note").fill("说到一半")
        await agent.page.reload()
        await agent.is_in("talking", timeout=20_000)
        await expect(agent.page.get_by_label("Note")).to_have_value("说到一半")
        await customer.wait_heard(50)
        names = await until(lambda: [n for n in looks.event_names(contact) if n.endswith("AgentLegRecovered")])
        assert len(names) == 1
        await agent.page.keyboard.press("F3")
        await customer.wait_heard(25)
        await customer.hangup()
        contact = await until(looks.ended)
        assert contact.outcome == "served"
        assert await ask(looks.offers, contact) == [("8001", "served")]


async def test_transfer_to_a_colleague_found_by_typing(web: House, people: People) -> None:
    await people.agent("8002", state="training")
    async with BrowserAgent(web, "8001") as agent:
        customer = await in_call(web, people, agent)
        await ask(set_state, "8002", "ready")
        await agent.page.keyboard.press("F10")
        await expect(agent.page.get_by_label("To whom")).to_be_focused()
        await agent.page.keyboard.type("8002")
        await agent.page.keyboard.press("Enter")  # the one found
        await agent.page.keyboard.press("Enter")  # goes there
        second = await people.agents_call("8002")
        await second.wait_heard(25)
        await agent.sees(".presence-now", "Wrap-up|Ready")
        await second.hangup()
        await customer.wait_heard(25)
        await customer.hangup()
        contact = await until(looks.ended)
        assert [staff for staff, _outcome in await ask(looks.offers, contact)] == ["8001", "8002"]


async def test_a_declined_call_keeps_its_place_and_the_agent_is_told(web: House, people: People) -> None:
    async with BrowserAgent(web, "8001") as agent:
        await agent.sits_down()
        customer = await people.asks_for_person()
        await agent.is_in("ringing")
        await agent.page.get_by_role("button", name="Decline").click()
        await agent.sees("#customer", "You did not answer")
        contact = await ask(looks.last_contact)
        await until(looks.waiting(contact.pk))
        await expect(agent.page.get_by_role("button", name="Back to ready")).to_be_visible()
        await agent.page.keyboard.press("F9")
        await agent.answers()
        await customer.hangup()
        await until(looks.ended)


async def test_dialling_out_from_the_desk(web: House, people: People) -> None:
    outside = PhoneSet(("127.0.0.1", web.sip_port))
    await outside.start(web.trunk_port)
    outside.line(OUTSIDE).on_call = answer
    try:
        async with BrowserAgent(web, "8001") as agent:
            await agent.sits_down()
            await agent.page.keyboard.press("d")
            await agent.page.keyboard.type("121 9999 9998")
            await agent.page.keyboard.press("Enter")
            await agent.is_in("talking")
            contact = await ask(looks.last_contact)
            assert contact.channel == "outbound"
            await agent.page.keyboard.press("F3")
            contact = await until(looks.ended_call(contact.pk))
            assert contact.outcome == "served"
            await expect(agent.page.get_by_label("What was it about")).to_be_focused()
    finally:
        await outside.stop()


async def test_a_full_round_of_the_desk_leaves_contact_ticket_and_figures_agreeing(web: House, people: People) -> None:
    async with BrowserAgent(web, "8001") as agent:
        await until(lambda: Queue.objects.update(wrap_up_seconds=60))
        try:
            customer = await in_call(web, people, agent)
            contact = await ask(looks.last_contact)
            await agent.page.keyboard.press("F3")
            await customer.wait_heard(50)
            await customer.press("4")
            await asyncio.wait_for(customer.wait_ended(), 10)
            await expect(agent.page.locator("#desk")).to_have_attribute("data-contact-phase", "wrap_up")
            await agent.page.keyboard.type("bill")
            await agent.page.keyboard.press("Enter")
            await agent.page.get_by_label("Note").fill("已解释")
            await agent.page.keyboard.press("F9")
            await agent.sees(".presence-now", "Ready")
            today = await ask(lambda: figures_of_today(Staff.objects.get(staff_number="8001")))
            await agent.sees("#figures", rf"Today {today.handled}[\s\S]*{today.average_rating:.1f}")
            await until(looks.ready_recordings(contact))
            await agent.page.goto(f"/contacts/{contact.public_id}/")
            await agent.sees("main", "Rated by the customer")
            seconds = await agent.page.evaluate(LISTEN)
            assert seconds > 0.5
        finally:
            await until(lambda: Queue.objects.update(wrap_up_seconds=1))


async def test_a_network_cut_in_mid_call_mends_itself(web: House, people: People) -> None:
    async with BrowserAgent(web, "8001") as agent:
        customer = await in_call(web, people, agent)
        await agent.page.context.set_offline(True)
        await expect(agent.page.locator("#stream-lost")).to_be_visible(timeout=20_000)
        await agent.page.get_by_label("Note").fill("断网时写的")
        await agent.page.context.set_offline(False)
        await expect(agent.page.locator("#stream-lost")).to_be_hidden(timeout=20_000)
        await agent.is_in("talking", timeout=20_000)
        await customer.wait_heard(50)
        await agent.page.reload()
        await agent.is_in("talking", timeout=20_000)
        await expect(agent.page.get_by_label("Note")).to_have_value("断网时写的")
        await agent.page.keyboard.press("F3")
        await customer.wait_heard(25)
        await customer.hangup()
        contact = await until(looks.ended)
        assert contact.outcome == "served"
