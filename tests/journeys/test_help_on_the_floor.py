"""An agent calls for help with a customer on the line: answered by text, then by joining the call, in two browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.factories.help import make_topic
from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.browser_agent import BrowserAgent
from tests.journeys.furnishing import LEADER
from tests.journeys.people import People
from tests.journeys.test_conferences import OTHER_HERTZ, heard, hum_otherwise
from tests.serving import wait_for_port
from wanhao.management.help.models import HelpRequest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def web(house: House) -> Iterator[House]:
    """The house with its pages, and a topic to ask about."""
    house.start("web")
    wait_for_port(house.http_port, house.processes["web"])
    make_topic()
    yield house
    house.processes["web"].terminate()
    house.processes.pop("web").wait(20)


def the_request() -> HelpRequest:
    return HelpRequest.objects.select_related("taken_by").latest("pk")


async def test_help_by_text_and_then_in_the_call(web: House, people: People) -> None:
    async with BrowserAgent(web, "8001") as agent, BrowserAgent(web, LEADER) as leader:
        await people.telephone(LEADER, hum_otherwise)
        await leader.page.goto("/floor/")
        await agent.sits_down()
        customer = await people.asks_for_person()
        await agent.answers()
        await expect(leader.page.locator("tr[data-number='8001']")).to_contain_text("general")

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
        await leader.page.get_by_role("button", name="Join").click()
        await people.agents_call(LEADER)
        await leader.sees("#card .supervision", "You are in the call")
        (tones,) = await heard(customer)
        assert OTHER_HERTZ in tones
        one = await until(lambda: the_request() if the_request().status == "helped" else None)
        assert (one.helped_way, one.taken_by.staff_number) == ("text", LEADER)
        await leader.page.locator("#card").get_by_role("button", name="Leave").click()
        await until(lambda: "telephony.SupervisorLeft" in looks.event_names(looks.last_contact()))

        await agent.page.keyboard.press("F8")
        await agent.page.locator("#help").get_by_role("button", name="Thank you, solved").click()
        await expect(agent.page.locator("#help-state")).to_have_text(re.compile(r"Help\s*F8"))
        assert (await ask(the_request)).outcome == "solved"
        await customer.hangup()
        await until(looks.ended)
        assert agent.troubles == []
        assert leader.troubles == []
