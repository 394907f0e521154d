"""The desk in a real browser: keys, drafts, presence, offers without reload, wrap-up, tickets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.access.desk.conftest import Floor, OpenDesk
from tests.factories.accounts import make_unit
from tests.factories.contacts import make_contact
from tests.factories.customers import make_party
from tests.factories.scenes import call_comes, call_ends, call_is_answered
from wanhao.access.desk.models import Draft
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Offer
from wanhao.service.tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def phase(page: Page, name: str) -> None:
    """Wait until the desk is in this phase of its contact."""
    expect(page.locator("#desk")).to_have_attribute("data-contact-phase", name)
    expect(page.get_by_label("Note")).to_be_visible()
    expect(page.locator(".customer-head")).to_be_visible()


def be_ready(page: Page) -> None:
    """Start work by key."""
    page.keyboard.press("F9")
    expect(page.locator(".presence-now")).to_contain_text("Ready")


def choose(page: Page, field: str, typed: str) -> None:
    """Type into a type-ahead and take the first line."""
    page.get_by_label(field).fill(typed)
    page.keyboard.press("Enter")


def test_presence_by_keys(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    expect(page.locator(".presence-now")).to_contain_text("Offline")
    be_ready(page)
    page.keyboard.press("d")  # whoever was typing a number
    page.keyboard.press("F1")
    page.keyboard.press("2")
    expect(page.locator(".presence-now")).to_contain_text("Meal")
    assert Agent.objects.get(pk=floor.staff.pk).reason == "meal"
    be_ready(page)


def test_a_break_asked_for_in_a_call_waits_for_its_end(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    be_ready(page)
    contact = call_comes(floor.queue, floor.customer)
    call_is_answered(contact)
    phase(page, "talking")
    page.keyboard.press("F1")
    page.keyboard.press("2")
    expect(page.locator(".presence-wanted")).to_contain_text("then: Meal")
    page.locator(".presence-wanted button").click()
    expect(page.locator(".presence-wanted")).to_have_count(0)


def test_a_contact_from_offer_to_finish(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    be_ready(page)
    contact = call_comes(floor.queue, floor.customer, vip_seconds=300)
    customer = page.locator("#customer")
    expect(customer.locator(".desk-offer")).to_contain_text("Broadband faults")
    expect(customer).to_contain_text("王**")
    expect(customer).not_to_contain_text("王小明")
    expect(customer).to_contain_text("宽带 300M")
    expect(customer.locator(".customer-came")).to_contain_text("VIP +5:00")
    expect(page.get_by_role("button", name="Finish")).to_be_disabled()
    call_is_answered(contact)
    expect(page.locator(".desk-offer")).to_be_hidden()
    expect(page.locator(".desk-now")).to_contain_text("in conversation")
    call_ends(contact, rating=4)
    phase(page, "wrap_up")
    expect(page.get_by_label("What was it about")).to_be_focused()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.get_by_label("Note").fill("账单多收，已核对")
    page.keyboard.press("F9")
    expect(page.locator(".presence-now")).to_contain_text("Ready")
    contact.refresh_from_db()
    assert contact.wrap_up_code is not None
    assert (contact.wrap_up_code.code, contact.note) == ("bill-wrong", "账单多收，已核对")
    expect(page.locator("#figures")).to_contain_text("4.0")
    expect(page.locator(".desk-recent")).to_contain_text("王**")


def test_what_is_typed_survives_a_reload_and_another_computer(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    be_ready(page)
    call_is_answered(call_comes(floor.queue, floor.customer))
    phase(page, "talking")
    with page.expect_response("**/draft/"):
        choose(page, "What was it about", "wrong")
        page.get_by_label("Note").fill("客户要求周末上门")
    page.get_by_label("Note").press_sequentially("，尽快")
    with page.expect_response("**/draft/"):  # what the server did not get yet follows after the reload
        page.reload()
    phase(page, "talking")
    expect(page.get_by_label("Note")).to_have_value("客户要求周末上门，尽快")
    expect(page.get_by_label("What was it about")).to_have_value("Bills › Bill is wrong")
    elsewhere = open_desk()
    expect(elsewhere.get_by_label("Note")).to_have_value("客户要求周末上门，尽快")


def test_a_wrap_up_without_code_is_refused_and_kept(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    be_ready(page)
    contact = call_comes(floor.queue, floor.customer)
    call_is_answered(contact)
    call_ends(contact)
    phase(page, "wrap_up")
    page.get_by_label("Note").fill("说明")
    page.keyboard.press("F9")
    expect(page.locator("#wrap-up [role=alert]")).to_contain_text("Choose what the contact was about")
    expect(page.get_by_label("Note")).to_have_value("说明")
    page.get_by_role("button", name="A little longer").click()
    expect(page.get_by_role("button", name="A little longer")).to_be_enabled()


def test_a_contact_left_without_code_is_written_up_later(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    be_ready(page)
    contact = call_comes(floor.queue, floor.customer)
    call_is_answered(contact)
    phase(page, "talking")
    page.get_by_label("Note").fill("稍后补写")
    page.wait_for_timeout(1200)  # the draft goes to the server when typing pauses
    call_ends(contact)
    routing.finish_wrap_up(floor.staff.pk)
    page.locator(".desk-recent-row", has_text="code?").click()
    earlier = page.locator("#earlier")
    expect(earlier.get_by_label("Note")).to_have_value("稍后补写")
    earlier.get_by_label("What was it about").fill("wrong")
    page.keyboard.press("Enter")
    earlier.get_by_role("button", name="Save").click()
    expect(earlier.get_by_text("Saved.")).to_be_visible()
    page.wait_for_timeout(1200)  # no draft may follow
    contact.refresh_from_db()
    assert contact.note == "稍后补写"
    assert not Draft.objects.exists()
    earlier.get_by_role("button", name="Close").click()
    expect(page.locator(".desk-recent-row")).to_contain_text("Bill is wrong")


def test_a_ticket_from_the_contact(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    be_ready(page)
    contact = call_comes(floor.queue, floor.customer)
    call_is_answered(contact)
    phase(page, "talking")
    page.keyboard.press("F6")
    expect(page.get_by_label("Category")).to_be_focused()
    page.get_by_role("button", name="Save ticket").click()
    expect(page.locator("#side [role=alert]").first).to_contain_text("Choose a category")
    choose(page, "Category", "no conn")
    expect(page.locator("#ticket-due")).to_contain_text("Due")
    page.get_by_label("What must be done").fill("光猫红灯，请派人上门")
    page.get_by_label("Address or description of the place").fill("东江市样例路 8 号")
    call_ends(contact)
    phase(page, "wrap_up")
    expect(page.get_by_label("What must be done")).to_have_value("光猫红灯，请派人上门")
    page.get_by_role("button", name="Save ticket").click()
    expect(page.locator("#side")).to_contain_text("My open tickets")
    ticket = Ticket.objects.get(contact=contact)
    assert (ticket.customer_id, ticket.owner_id) == (floor.customer.pk, floor.staff.pk)
    assert ticket.place == "东江市样例路 8 号"
    expect(page.locator("#side")).to_contain_text(ticket.number)
    expect(page.locator(".customer-facts")).to_contain_text(ticket.number)


def test_an_unknown_caller_is_found_and_attached(floor: Floor, open_desk: OpenDesk) -> None:
    party = make_party("陈大文", region=floor.queue.region)
    page = open_desk()
    be_ready(page)
    contact = call_comes(floor.queue, number="12199990000")
    expect(page.locator("#customer")).to_contain_text("Unknown caller")
    call_is_answered(contact)
    phase(page, "talking")
    page.keyboard.press("/")
    page.keyboard.type("陈大文")
    page.get_by_role("button", name="This is the caller").click()
    expect(page.locator(".customer-name")).to_contain_text("陈**")
    contact.refresh_from_db()
    assert contact.customer_id == party.pk


def test_an_unknown_caller_is_registered(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    be_ready(page)
    contact = call_comes(floor.queue, number="12199990001")
    call_is_answered(contact)
    phase(page, "talking")
    page.get_by_text("Register a new customer").click()
    page.get_by_label("Full name").fill("赵一")
    page.get_by_role("button", name="Register and attach").click()
    expect(page.locator(".customer-name")).to_contain_text("赵*")
    contact.refresh_from_db()
    assert contact.customer is not None
    assert contact.customer.name == "赵一"


def test_an_agent_who_did_not_answer_is_told_and_comes_back(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    be_ready(page)
    contact = call_comes(floor.queue, floor.customer)
    phase(page, "offered")
    routing.offer_failed(Offer.objects.get(contact=contact).pk, "not_answered")
    expect(page.locator("#customer")).to_contain_text("You did not answer")
    expect(page.locator("#presence").get_by_role("button", name="Back to ready")).to_be_visible()
    expect(page.locator(".htmx-settling")).to_have_count(0)  # only then does the new button do something
    page.keyboard.press("F9")
    expect(page.locator(".desk-offer")).to_be_visible()


def test_a_sip_phone_needs_no_microphone(floor: Floor, open_desk: OpenDesk) -> None:
    page = open_desk()
    be_ready(page)
    page.keyboard.press("F1")
    page.get_by_role("button", name="SIP phone").click()
    expect(page.locator("#phone")).to_have_attribute("data-kind", "sip")
    call_comes(floor.queue, floor.customer)
    expect(page.locator(".desk-offer")).to_contain_text("Lift the handset")
    page.reload()
    expect(page.locator("#phone")).to_have_attribute("data-kind", "sip")


def test_one_tab_is_the_telephone(open_desk: OpenDesk) -> None:
    first = open_desk()
    expect(first.locator("[data-part=line]")).to_contain_text("No telephone")
    second = first.context.new_page()
    second.goto("/desk/")
    expect(second.locator("[data-part=line]")).to_contain_text("Another tab")
    second.get_by_role("button", name="Use this tab").click()
    expect(second.locator("[data-part=line]")).to_contain_text("No telephone")
    expect(first.locator("[data-part=line]")).to_contain_text("Another tab")


def test_the_page_fits_its_screen_and_its_script_is_clean(
    floor: Floor, open_desk: OpenDesk, troubles: list[str]
) -> None:
    party = make_party("尼玛才让多杰旺堆扎西次仁" * 3, region=floor.queue.region, special_needs=("elderly",))
    for _number in range(30):
        Contact.objects.filter(pk=make_contact(unit=floor.queue.unit).pk).update(customer=party)
    make_unit()
    page = open_desk()
    be_ready(page)
    call_is_answered(call_comes(floor.queue, party))
    phase(page, "talking")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Wrap-up code")
    page.keyboard.press("Escape")
    scrolls = page.evaluate("[document.scrollingElement.scrollHeight, document.scrollingElement.scrollWidth]")
    assert scrolls == [768, 1366]
    assert [line for line in troubles if "wss:" not in line and "WebSocket" not in line] == []
