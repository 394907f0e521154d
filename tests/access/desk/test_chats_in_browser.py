"""Chats at the desk in a real browser: keys, several at once, nothing typed is lost, the network goes and comes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.access.desk.conftest import Floor, OpenDesk
from tests.access.desk.test_browser import be_ready, choose, phase
from tests.chromium import Troubles
from tests.factories.chat import agent_says, customer_says, make_chat, make_entrance
from tests.factories.contacts import TEST
from tests.factories.routing import make_queue
from wanhao.service.chat.models import CannedPhrase, Conversation, Entrance, Message
from wanhao.service.chat.serving import back_to_queue
from wanhao.service.chat.waiting import take_place
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Offer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def entrance(floor: Floor) -> Entrance:
    queue = make_queue("online", unit=floor.queue.unit, channels=["chat"], offer_seconds=120)
    routing.set_membership(queue, floor.staff.pk, level=1, after_seconds=0, by=TEST)
    CannedPhrase.objects.create(shortcut="wait", text_zh="请稍等，正在为您查询。", text_en="One moment please.")
    return make_entrance(queue, weight=25)


def take(page: Page, chat: Conversation) -> None:
    """Accept what is offered, by key."""
    expect(page.locator(".card-offer")).to_be_visible()
    page.keyboard.press("F2")
    expect(shown(page, chat)).to_be_visible()
    expect(page.locator("#chat-text")).to_be_focused()


def shown(page: Page, chat: Conversation) -> Locator:
    """The panel of this chat."""
    return page.locator(f".chat[data-contact='{chat.contact.public_id}']")


def said(chat: Conversation) -> list[str]:
    """What the agent wrote, as kept."""
    return [row.text for row in Message.objects.filter(conversation=chat, author="agent").order_by("number")]


def test_two_chats_are_written_in_turn_and_nothing_typed_is_lost(
    floor: Floor, entrance: Entrance, open_desk: OpenDesk, troubles: Troubles
) -> None:
    page = open_desk()
    be_ready(page)
    first = make_chat(entrance, text="宽带断了", name="张伟")
    expect(page).to_have_title("● A chat is offered · Desk · Wanhao")
    take(page, first)
    assert Offer.objects.get(contact=first.contact_id).ringing_since is not None
    page.keyboard.type("/wa")
    expect(page.locator("#chat-phrase-list li")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".chat-line.is-agent .chat-words")).to_have_text("请稍等，正在为您查询。")
    page.keyboard.type("还没写完")
    second = make_chat(entrance, text="账单不对")  # the offer takes neither the words nor the typing
    expect(page.locator(".card-offer")).to_be_visible()
    page.keyboard.type("的话")
    take(page, second)
    page.keyboard.type("第二位的话")
    customer_says(first, "还在吗")
    expect(page.locator(".card-unread")).to_have_count(1)  # that of the chosen one goes as soon as it is read
    expect(page.locator(".card-unread")).to_contain_text("1")
    expect(page).to_have_title("(1) Desk · Wanhao")
    page.get_by_label("Note").fill("第二位的备注")
    page.keyboard.press("Alt+ArrowDown")
    expect(shown(page, first)).to_be_visible()
    expect(page.locator("#chat-text")).to_have_value("还没写完的话")
    expect(page.get_by_label("Note")).to_have_value("")
    expect(page.locator(".chat-line.is-customer").last).to_contain_text("还在吗")
    expect(page.locator(".card-unread")).to_have_count(0)
    for _twice in range(2):  # as fast as keys can be pressed: the last wish counts
        page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(shown(page, second)).to_be_visible()
    expect(page.locator("#chat-text")).to_have_value("第二位的话")
    expect(page.get_by_label("Note")).to_have_value("第二位的备注")
    page.reload()
    expect(shown(page, second)).to_be_visible()
    expect(page.locator("#chat-text")).to_have_value("第二位的话")
    assert page.evaluate("[document.scrollingElement.scrollHeight, document.scrollingElement.scrollWidth]") == [
        768,
        1366,
    ]
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    for key in ("End the chat", "Pass the chat on", "The contact before or after this one", "Write to the customer"):
        expect(page.locator("#keys")).to_contain_text(key)
    assert [line for line in troubles if "wss:" not in line and "WebSocket" not in line] == []


def test_what_was_sent_without_network_arrives_once_and_in_order(
    floor: Floor, entrance: Entrance, open_desk: OpenDesk
) -> None:
    page = open_desk()
    be_ready(page)
    chat = make_chat(entrance)
    take(page, chat)
    page.context.set_offline(True)
    for words in ("第一句", "第二句"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    expect(page.locator(".is-pending")).to_have_count(2)
    assert said(chat) == []
    page.context.set_offline(False)
    expect(page.locator(".chat-line.is-agent[data-number]")).to_have_count(2)
    expect(page.locator(".is-pending")).to_have_count(0)
    assert said(chat) == ["第一句", "第二句"]
    elsewhere = open_desk()  # another computer shows the same
    agent_says(chat, floor.staff, "来自别处")
    for one in (page, elsewhere):
        expect(one.locator(".chat-line.is-agent[data-number]")).to_have_count(3)


def test_an_ended_chat_stays_until_its_code_and_the_other_goes_on(
    floor: Floor, entrance: Entrance, open_desk: OpenDesk
) -> None:
    page = open_desk()
    be_ready(page)
    first = make_chat(entrance, text="宽带断了")
    take(page, first)
    second = make_chat(entrance, text="账单不对")
    take(page, second)
    page.keyboard.press("F1")
    page.locator("#presence-menu button", has_text="Meal").click()
    expect(page.locator(".presence-wanted")).to_contain_text("then: Meal")
    page.locator("#chat-text").fill("没发出的话")
    page.keyboard.press("F3")
    page.get_by_role("button", name="Yes, do it").click()
    expect(page.locator("#desk")).to_have_attribute("data-contact-phase", "ended")
    expect(page.locator(".chat-lines")).to_contain_text("账单不对")
    expect(page.locator(".is-refused")).to_contain_text("没发出的话")
    choose(page, "What was it about", "wrong")
    page.keyboard.press("F9")
    expect(shown(page, first)).to_be_visible()
    assert Agent.objects.get(pk=floor.staff.pk).state == "busy"
    page.keyboard.press("F3")
    page.get_by_role("button", name="Yes, do it").click()
    phase(page, "wrap_up")
    choose(page, "What was it about", "wrong")
    page.keyboard.press("F9")
    expect(page.locator(".presence-now")).to_contain_text("Meal")


def test_a_chat_taken_back_is_told_and_what_was_typed_comes_back_with_it(
    floor: Floor, entrance: Entrance, open_desk: OpenDesk
) -> None:
    page = open_desk()
    be_ready(page)
    chat = make_chat(entrance, name="张伟")
    take(page, chat)
    page.keyboard.type("查到了，")
    routing.set_state(floor.staff.pk, "training", by=floor.staff)
    assert back_to_queue(chat.pk, "agent_gone")
    expect(page.locator("#toasts")).to_contain_text("went back to the queue")
    routing.set_state(floor.staff.pk, "ready", by=floor.staff)
    take_place(chat.pk)  # as the sweep does
    take(page, chat)
    expect(page.locator("#chat-text")).to_have_value("查到了，")
