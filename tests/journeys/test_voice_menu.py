"""The voice menu by telephone: keys, no keys, hours, languages, self-service."""

import asyncio
from decimal import Decimal

import pytest

from softswitch.errors import DialFailed
from tests.house import ask, until
from tests.journeys import looks
from tests.journeys.furnishing import CLOSED_HOTLINE, CUSTOMER, TEST
from tests.journeys.people import People
from wanhao.records.customers import pins
from wanhao.records.customers.billing_actions import take_payment
from wanhao.records.customers.queries import subscription_by_number

PIN = "640815"


async def test_a_wrong_key_is_asked_again_and_no_key_comes_to_a_person(people: People) -> None:
    customer = await people.customer()
    await customer.wait_heard(10)
    await customer.press("7")
    contact = await ask(looks.last_contact)
    place = await until(looks.waiting(contact.pk), seconds=40, what="without a key the general queue")
    walked = await until(lambda: looks.walked(contact))
    assert walked == ["welcome", "opening-hours:open", "main-menu:7", "main-menu:timeout"]
    assert place.queue_id is not None
    await customer.hangup()
    assert (await until(looks.ended)).queue_code == "general"


@pytest.mark.parametrize(("key", "queue"), [("2", "fault"), ("3", "complaint"), ("6", "general"), ("0", "general")])
async def test_keys_lead_to_their_queues(people: People, key: str, queue: str) -> None:
    customer = await people.customer()
    await customer.wait_heard(10)
    await customer.press(key)
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk), seconds=20)
    assert await ask(looks.places, contact) == [(queue, "")]
    assert (await ask(looks.last_contact)).business_type == ("sim_loss" if key == "6" else "")
    await customer.hangup()


async def test_english(people: People) -> None:
    customer = await people.customer()
    await customer.wait_heard(10)
    await customer.press("9")
    await customer.wait_heard(60)
    await customer.press("0")
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk), seconds=20)
    contact = await ask(looks.last_contact)
    assert (contact.language, contact.queue_code) == ("en", "english")
    await customer.hangup()


async def test_outside_hours(people: People) -> None:
    customer = await people.customer(dials=CLOSED_HOTLINE)
    await customer.wait_heard(30)
    await customer.hangup()
    assert (await until(looks.ended)).outcome == "closed_hours"


async def test_who_leaves_the_menu_is_dropped(people: People) -> None:
    customer = await people.customer()
    await customer.wait_heard(30)
    await customer.hangup()
    contact = await until(looks.ended)
    assert (contact.outcome, await ask(looks.places, contact)) == ("dropped", [])


async def test_the_balance_is_told_after_the_pin_and_leaves_no_sound_behind(people: People) -> None:
    await ask(book_payment)
    customer = await people.customer()
    await customer.wait_heard(10)
    for key in "1" + PIN:
        await customer.press(key)
    contact = await ask(looks.last_contact)
    await until(lambda: "calls.BalanceTold" in looks.event_names(contact), seconds=20)
    await customer.wait_heard(60)
    await customer.hangup()
    assert (await until(looks.ended)).outcome == "self_served"
    assert list((people.house.folder / "var" / "prompts").glob("once-*")) == []


def book_payment() -> None:
    """Some money on the customer's account, and a PIN to hear of it."""
    account = subscription_by_number(CUSTOMER).account
    take_payment(account, Decimal("123.45"), by=TEST)
    pins.set_pin(account.pk, PIN, by=TEST)


async def test_a_number_that_is_not_ours(people: People) -> None:
    line = people.customers.line("12100000009")
    call = await line.call("19999")
    with pytest.raises(DialFailed, match="404"):
        await asyncio.wait_for(call.wait_answered(), 5)
