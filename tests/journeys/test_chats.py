"""A customer on a telephone and an agent at the desk write to each other; nothing is lost, all pages agree."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.async_api import BrowserContext, Page, expect

from lab.demo_details import bars
from tests.factories.chat import make_entrance
from tests.factories.tickets import make_category
from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.browser_agent import BrowserAgent
from tests.journeys.furnishing import CUSTOMER, LEADER, TEST, make_queue
from tests.journeys.people import People
from wanhao.access.reports.queries import Asked, interval_counts
from wanhao.access.reports.recompute import interval_counts_from_events
from wanhao.access.reports.rules import Step
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.short_messages.models import SentMessage
from wanhao.service.chat.models import Entrance, Message
from wanhao.service.contacts.models import Contact, WrapUpCode
from wanhao.service.routing import actions as routing
from wanhao.service.tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TELEPHONE = {"width": 390, "height": 844}
STORY = [
    "chat.ChatBegan",
    "routing.ContactQueued",
    "chat.ChatAccepted",
    "tickets.TicketOpened",
    "chat.ChatEnded",
    "contacts.ContactRated",
]


def open_entrance() -> Entrance:
    """An entrance that 8001 alone serves."""
    agent = Staff.objects.get(staff_number="8001")
    queue = make_queue("online", agent.unit)
    queue.channels, queue.offer_seconds, queue.wrap_up_seconds = ["chat"], 60, 120
    queue.save()
    routing.set_membership(queue, agent.pk, by=TEST)
    make_category("no-connection", name_en="No connection")
    return make_entrance(queue, code="online")


def code_sent() -> str:
    """The code of the last short message."""
    found = re.search(r"\d{6}(?=，)", SentMessage.objects.latest("pk").text)
    assert found
    return found.group()


async def customers_page(agent: BrowserAgent, web: House) -> tuple[BrowserContext, Page]:
    """A customer's telephone."""
    base = f"http://127.0.0.1:{web.http_port}"
    context = await agent.browser.new_context(viewport=TELEPHONE, base_url=base, locale="zh-CN", has_touch=True)
    page = await context.new_page()
    page.on("pageerror", lambda error: agent.troubles.append(str(error)))
    return context, page


async def says(page: Page, words: str) -> None:
    """Type and press Enter, on either side."""
    await page.locator("#chat-text").fill(words)
    await page.locator("#chat-text").press("Enter")


async def begins(page: Page) -> None:
    """What it is about, the mobile, its code."""
    await page.goto("/chat/online/")
    await page.get_by_label("请问您要咨询什么？").fill("宽带断了")
    await page.get_by_label("您的手机号").fill(CUSTOMER)
    await page.get_by_role("button", name="开始咨询").click()
    await page.get_by_label("六位验证码").fill(await ask(code_sent))
    await page.get_by_role("button", name="开始咨询").click()
    await expect(page.locator("#chat-standing")).to_contain_text("您是下一位")


async def test_a_chat_from_the_telephone_to_the_desk(web: House, people: People) -> None:
    entrance = await ask(open_entrance)
    async with BrowserAgent(web, "8001") as agent:
        context, customer = await customers_page(agent, web)
        await begins(customer)
        contact = await ask(looks.last_contact)
        desk = agent.page
        await agent.opens("/desk/")
        await desk.keyboard.press("F9")
        await expect(desk.locator(".card-offer")).to_be_visible()
        await desk.keyboard.press("F2")
        await expect(customer.locator("#chat-standing")).to_contain_text("8001")

        await says(desk, "您好，光猫的灯是什么颜色？")
        await expect(customer.locator(".is-agent")).to_contain_text("什么颜色")
        await says(customer, "红色 😓")
        await expect(desk.locator(".chat-line.is-customer").last).to_contain_text("红色 😓")
        await customer.set_input_files("#chat-file", {"name": "光猫.png", "mimeType": "image/png", "buffer": bars([9])})
        await expect(desk.locator(".chat-line.is-customer img")).to_be_visible()

        await context.set_offline(True)
        await says(customer, "断网时说的话")
        await expect(customer.locator(".is-unsent")).to_have_count(1)
        await desk.reload()
        await says(desk, "收到照片")
        await expect(desk.locator(".chat-line.is-agent").last).to_contain_text("收到照片")
        await customer.wait_for_timeout(1500)  # further tries fail as well
        await context.set_offline(False)
        await expect(customer.locator(".is-unsent")).to_have_count(0)
        await expect(customer.locator(".is-agent")).to_have_count(2)
        await expect(desk.locator(".chat-line.is-customer").last).to_contain_text("断网时说的话")

        await opens_ticket(desk)
        await desk.keyboard.press("F3")
        await desk.get_by_role("button", name="Yes, do it").click()
        await rates(customer)
        await desk.get_by_label("What was it about").fill("bill")
        await desk.keyboard.press("Enter")
        await desk.keyboard.press("F9")
        await agent.sees(".presence-now", "Ready")

        await ask(all_agrees, contact, entrance)
        await desk.goto(f"/contacts/{contact.public_id}/")
        await desk.get_by_text("Show the transcript").click()
        for words in ("宽带断了", "断网时说的话", "收到照片"):
            await expect(desk.locator("main")).to_contain_text(words)
        await customer.reload()
        await expect(customer.locator(".is-customer")).to_have_count(4)
        assert agent.troubles == []


async def rates(page: Page) -> None:
    """Five of five, and a word."""
    await page.get_by_text("非常满意").click()
    await page.get_by_label("还有什么想告诉我们的？").fill("很快")
    await page.get_by_role("button", name="提交评价").click()
    await expect(page.locator("#chat-after")).to_contain_text("感谢您的评价")


async def opens_ticket(desk: Page) -> None:
    """A ticket from the chat, the chat staying beside it."""
    await desk.locator("body").press("Escape")
    await desk.keyboard.press("F6")
    await desk.get_by_label("Category").fill("no conn")
    await desk.keyboard.press("Enter")
    await desk.get_by_label("What must be done").fill("光猫红灯，请派人上门")
    await desk.get_by_role("button", name="Save ticket").click()
    await until(lambda: Ticket.objects.filter(source="chat").exists(), what="the ticket is there")


def all_agrees(contact: Contact, entrance: Entrance) -> None:
    """Contact, transcript, ticket, events and report tell the same."""
    contact.refresh_from_db()
    assert (contact.outcome, contact.rating, contact.agent) == ("served", 5, Staff.objects.get(staff_number="8001"))
    assert (contact.caller_number, contact.wrap_up_code) == (CUSTOMER, WrapUpCode.objects.get(code="bill"))
    said = list(Message.objects.filter(conversation__contact=contact).order_by("number"))
    assert [message.number for message in said] == list(range(1, len(said) + 1))
    spoken = [message.text or message.kind for message in said if message.author == "customer"]
    assert spoken == ["宽带断了", "红色 😓", "file", "断网时说的话"]
    ticket = Ticket.objects.get(contact=contact)
    assert (ticket.source, ticket.customer_id) == ("chat", contact.customer_id)
    names = looks.event_names(contact)
    assert [name for name in names if name in STORY] == STORY
    assert names.count("chat.MessageSent") == 6
    leader, at = Staff.objects.get(staff_number=LEADER), timezone.now()
    asked = Asked((entrance.queue.code,), at - timedelta(hours=12), at + timedelta(hours=12), Step.DAY)
    (counts,) = interval_counts(leader, asked).values()
    assert (counts.offered, counts.answered, counts.wrapped_up) == (1, 1, 1)
    assert interval_counts_from_events(leader, asked) == interval_counts(leader, asked)
