"""The agent works in a real browser: answer, hold, transfer, dial out, reload in mid-call."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.house import House, until
from tests.journeys import looks
from tests.journeys.browser_agent import BrowserAgent
from tests.journeys.people import People
from tests.serving import wait_for_port

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def web(house: House) -> Iterator[House]:
    """The house with its pages."""
    house.start("web")
    wait_for_port(house.http_port, house.processes["web"])
    yield house
    house.processes["web"].terminate()
    house.processes.pop("web").wait(20)


async def test_a_call_answered_in_the_browser(web: House, people: People) -> None:
    async with BrowserAgent(web, "8001") as agent:
        await agent.sits_down()
        customer = await people.asks_for_person()
        await agent.is_in("ringing")
        await agent.page.screenshot(path="/tmp/call-1.png")
        await agent.answers()
        await agent.page.screenshot(path="/tmp/call-2.png")
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
