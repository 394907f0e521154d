"""The voice menu as a story: PIN, branches by data, an announcement, a new version in mid-call, a message."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone
from playwright.async_api import expect

from lab.sipp import diallers
from tests.factories.accounts import give_second_factor, make_staff
from tests.factories.tickets import make_category
from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.browser_agent import BrowserAgent
from tests.journeys.furnishing import CLOSED_HOTLINE, CUSTOMER, LEADER, TEST
from tests.journeys.people import CUSTOMER_HERTZ, People
from tests.journeys.sipp import caller_types, went_as_written
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.records.customers import pins
from wanhao.records.customers.billing_actions import bill_month
from wanhao.records.customers.models import Account
from wanhao.records.customers.pins import PinAnswer
from wanhao.records.customers.queries import customer_by_number, subscription_by_number
from wanhao.service.contacts.models import Contact
from wanhao.service.ivr import actions, announcing
from wanhao.service.ivr.announcing import AnnouncementDetails
from wanhao.service.ivr.models import Flow
from wanhao.service.recordings.models import Recording, VoiceMessage
from wanhao.service.tickets.actions import TicketDetails, open_ticket
from wanhao.service.tickets.models import Ticket

PIN, WRONG = "730924", "518362"
MANAGER = "9001"
# What was typed; the same figures within a longer number, a fingerprint or the fraction of a second are others.
TYPED = re.compile(rf"(?<![0-9a-f])(?<!\d\.)(?:{PIN}|{WRONG})(?![0-9a-f])")


def account() -> Account:
    """The account of the customer who calls."""
    held = subscription_by_number(CUSTOMER)
    assert held is not None
    return held.account


def prepare_pin() -> None:
    """The customer has a PIN, and a bill to hear."""
    pins.set_pin(account().pk, PIN, by=TEST)
    today = timezone.localdate()
    if not account().ledger.filter(kind="bill").exists():
        bill_month(account(), today.replace(day=1), Decimal(99), due_on=today, by=TEST)


async def type_keys(customer: object, keys: str) -> None:
    for key in keys:
        await customer.press(key)  # type: ignore[attr-defined]


def told(name: str) -> bool:
    return StoredEvent.objects.filter(contact_id=looks.last_contact().pk, name=name).exists()


@pytest.mark.sipp
async def test_the_pin_opens_the_bill_and_is_found_nowhere(people: People) -> None:
    await ask(prepare_pin)
    await people.agent("8001")
    customer = await caller_types(people.house, CUSTOMER, f"1{WRONG}{PIN}10", CUSTOMER_HERTZ)
    talk = await people.talk("8001", seconds=90)
    await talk.wait_heard(100)
    await talk.hangup()
    await went_as_written(customer)
    contact = await until(looks.ended)
    walked = await until(lambda: looks.walked(contact))
    assert [step for step in walked if step.startswith("account-pin")] == ["account-pin:right"]
    assert contact.outcome == "served"
    assert {"calls.BalanceTold", "calls.BillTold"} < set(await ask(looks.event_names, contact))
    (recording,) = await until(looks.ready_recordings(contact), seconds=30, what="the recording is ready")
    await ask(nothing_private_is_left, people.house, recording)


def nothing_private_is_left(house: House, recording: Recording) -> None:
    """No row, no log and no file holds the digits; what was recorded began after the PIN was said."""
    checked = StoredEvent.objects.filter(name="customers.PinChecked").order_by("-id").first()
    assert checked is not None
    assert recording.began_at > checked.at
    everything = [*rows_of_the_database(), *(house.log(name) for name in house.started)]
    files = [path for path in (house.folder / "var").rglob("*") if path.is_file() and path.suffix not in (".8", ".0")]
    everything += [path.read_bytes().decode("latin-1") for path in files]
    assert len(everything) > 100
    assert TYPED.search(f'"pin":{PIN}')
    for text in everything:
        assert not TYPED.search(text), "not even beside other text"


def rows_of_the_database() -> Iterator[str]:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"select t::text from {table} t")
            yield from (row for (row,) in cursor.fetchall())


async def test_three_wrong_pins_lock_it_and_lead_to_a_person(people: People) -> None:
    await ask(prepare_pin)
    customer = await people.customer()
    await type_keys(customer, "1")
    await type_keys(customer, WRONG * 3)
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk), seconds=60, what="the caller is led to a person")
    assert (await ask(pins.state_of, (await ask(account)).pk)).answer is PinAnswer.LOCKED
    await customer.hangup()
    walked = await until(lambda: looks.walked(contact))
    assert walked[-1] == "account-pin:locked"
    await ask(prepare_pin)  # a new one unlocks it


def open_fault() -> Ticket:
    """A fault of the customer that is being worked on."""
    party, leader = customer_by_number(CUSTOMER), Staff.objects.get(staff_number=LEADER)
    assert party is not None
    details = TicketDetails(make_category("down").pk, "宽带断网", kind="fault", customer_id=party.pk)
    return open_ticket(details, by=leader)


def mend(ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(status="resolved", solution="已修复", resolved_at=timezone.now())


async def test_a_customer_with_an_open_fault_is_known(people: People) -> None:
    ticket = await ask(open_fault)
    customer = await people.customer()
    await type_keys(customer, "2")
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk), seconds=40)
    await customer.hangup()
    assert (await until(lambda: looks.walked(contact)))[-2:] == ["known-fault:yes", "fault-in-work"]
    await ask(prepare_pin)
    customer = await people.customer()
    await type_keys(customer, "4" + PIN)
    await until(lambda: told("calls.ProgressTold"), seconds=40)
    await customer.hangup()
    assert "progress-pin:right" in await until(lambda: looks.walked(looks.last_contact()))
    await ask(mend, ticket)


def announce(prefix: str) -> int:
    """A leader tells callers of an area about a fault."""
    details = AnnouncementDetails(
        text_zh="我们已知悉您所在区域宽带故障。",
        text_en="We know about the broadband fault in your area.",
        ends_at=timezone.now() + timedelta(hours=1),
        prefixes=(prefix,),
    )
    return announcing.announce(details, by=Staff.objects.get(staff_number=LEADER)).pk


def heard_by(contact: Contact) -> list[int] | None:
    event = StoredEvent.objects.filter(contact_id=contact.pk, name="calls.MenuWalked").first()
    return event.data["announcements"] if event else None


async def heard_in_next_call(house: House) -> list[int]:
    """Which announcements a caller hears who leaves when the menu begins to speak."""
    customer = diallers(f"127.0.0.1:{house.sip_port}", [CUSTOMER], listen_ms=3000).start("-m", "1")
    try:
        assert await asyncio.to_thread(customer.wait, 60) == 0, customer.errors()
    finally:
        customer.stop()
    contact = await until(looks.ended)
    return await until(lambda: [0, *(heard_by(contact) or [])] if heard_by(contact) is not None else None)


@pytest.mark.sipp
async def test_the_next_caller_of_the_area_hears_the_announcement(house: House) -> None:
    made_at = asyncio.get_running_loop().time()
    number = await ask(announce, CUSTOMER[:4])
    other = await ask(announce, "0999")
    while number not in (heard := await heard_in_next_call(house)):
        assert asyncio.get_running_loop().time() - made_at < 10, "heard within ten seconds"
    assert other not in heard
    leader = await ask(lambda: Staff.objects.get(staff_number=LEADER))
    for one in await ask(lambda: list(announcing.queries.announcements(leader).filter(ends_at__gt=timezone.now()))):
        await ask(lambda public_id: announcing.end_announcement(public_id, by=leader), one.public_id)
    taken_back_at = asyncio.get_running_loop().time()
    while number in await heard_in_next_call(house):
        assert asyncio.get_running_loop().time() - taken_back_at < 10


def publish_start(start: str) -> int:
    """Callers begin at another step from now on."""
    flow = Flow.objects.get(code="hotline")
    flow = actions.save_draft(flow.pk, {**flow.draft, "start": start}, version=flow.draft_version, by=TEST)
    return actions.publish(flow.pk, version=flow.draft_version, by=TEST).number


def walked_version(contact: Contact) -> int | None:
    event = StoredEvent.objects.filter(contact_id=contact.pk, name="calls.MenuWalked").first()
    return event.data["version"] if event else None


async def test_a_call_finishes_on_the_version_it_began_with(people: People) -> None:
    early = await people.customer()
    before = await ask(lambda: Contact.objects.latest("pk"))
    number = await ask(publish_start, "english")
    published_at = asyncio.get_running_loop().time()
    version = 0
    while version != number:
        late = await people.customer("12100000002")
        await late.wait_heard(10)
        await late.hangup()
        contact = await until(looks.ended)
        version = await until(lambda contact=contact: walked_version(contact))
        assert asyncio.get_running_loop().time() - published_at < 10
    await early.press("0")
    await until(looks.waiting(before.pk), seconds=40)
    await early.hangup()
    assert (await until(lambda: walked_version(before))) == number - 1
    assert (await until(lambda: looks.walked(before)))[0] == "welcome"
    await ask(publish_start, "welcome")


async def test_a_message_is_recorded_and_listed(people: People) -> None:
    customer = await people.customer(dials=CLOSED_HOTLINE)
    await customer.press("5")
    await until(lambda: Recording.objects.filter(contact=looks.last_contact()).exists(), seconds=40)
    await asyncio.sleep(3)  # the customer hums for three seconds into a line that says nothing
    await customer.press("#")
    await asyncio.wait_for(customer.wait_ended(), 20)
    contact = await until(looks.ended)
    assert contact.outcome == "self_served"
    (recording,) = await until(looks.ready_recordings(contact), seconds=30)
    message = await ask(lambda: VoiceMessage.objects.get(contact=contact))
    assert message.recording_id == recording.pk
    assert recording.customer_level_db > -60
    assert recording.seconds > 1.5


def make_manager() -> None:
    """The system manager of the centre."""
    unit = Staff.objects.get(staff_number=LEADER).unit
    if not Staff.objects.filter(staff_number=MANAGER).exists():
        give_second_factor(make_staff(Role.SYSTEM_MANAGER, unit=unit, number=MANAGER))


@pytest.mark.browser
@pytest.mark.timeout(300)
async def test_a_draft_is_heard_in_the_browser_and_counts_nowhere(web: House, people: People) -> None:
    await ask(make_manager)
    contacts = await ask(Contact.objects.count)
    async with BrowserAgent(web, MANAGER) as manager:
        page = manager.page
        await page.goto("/voice-menu/hotline/", timeout=60_000)  # the first page of a new process
        await page.locator("#test-call").click()
        await expect(page.locator("#call-state")).to_have_text("Connected: listen and press keys.", timeout=30_000)
        await page.wait_for_function("document.getElementById('draft-voice').srcObject !== null")
        await page.locator(".menu-sheet .pad-key", has_text="0").click()
        await expect(page.locator("#sheet")).to_be_hidden(timeout=60_000)  # the test says its end and hangs up
        assert manager.troubles == []
    assert await ask(Contact.objects.count) == contacts
