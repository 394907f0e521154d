"""A complaint from the desk through three levels: the customer is called before it is closed, and is believed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from softswitch.phone import PhoneCall, PhoneSet
from tests.factories.tickets import make_category
from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.furnishing import CUSTOMER, LEADER
from tests.journeys.people import CUSTOMER_HERTZ, People
from tests.softswitch.sounds import tone
from wanhao.foundation.accounts.models import Staff
from wanhao.service.callbacks.models import CallbackPolicy
from wanhao.service.complaints import figures
from wanhao.service.complaints.models import ClosingCall, Complaint, ComplaintPolicy, FalseClosure
from wanhao.service.complaints.usual import set_the_usual
from wanhao.service.contacts.models import Contact
from wanhao.service.routing.models import Queue
from wanhao.service.tickets import actions as tickets
from wanhao.service.tickets.models import Ticket

AGENT = "8001"


def closing_calls_come_to(queue_code: str) -> None:
    """The agents of this queue call customers before complaints are closed."""
    set_the_usual()
    queue = Queue.objects.get(code=queue_code)
    CallbackPolicy.objects.update_or_create(queue=queue, defaults={"mode": "automatic", "tries": 1})
    ComplaintPolicy.objects.filter(pk=1).update(call_queue=queue)


def no_closing_calls() -> None:
    """Nobody is called any more."""
    ComplaintPolicy.objects.filter(pk=1).update(call_queue=None)
    CallbackPolicy.objects.all().delete()


@pytest.fixture
async def at_home(house: House) -> AsyncIterator[list[PhoneCall]]:
    """The customer's telephone at home: calls that reached it and were answered."""
    phones, heard = PhoneSet(("127.0.0.1", house.sip_port)), list[PhoneCall]()
    await phones.start(house.trunk_port)

    async def lift(call: PhoneCall) -> None:
        heard.append(call)
        call.rtp.keep_saying(tone(CUSTOMER_HERTZ))
        await call.ring()
        await call.answer()

    phones.line(CUSTOMER).on_call = lift
    await ask(closing_calls_come_to, "complaint")
    try:
        yield heard
    finally:
        await phones.stop()
        await ask(no_closing_calls)


def desk_of(number: str) -> Client:
    """A browser of a member of staff."""
    client = Client()
    client.force_login(Staff.objects.get(staff_number=number))
    return client


def opened_from_the_desk(contact: Contact) -> Ticket:
    """The agent opens a complaint beside the call."""
    typed = {"category": make_category().code, "kind": "complaint", "severity": "ordinary", "text": "账单多收了三十元"}
    answer = desk_of(AGENT).post(f"/desk/contacts/{contact.public_id}/ticket/", typed)
    assert answer.status_code == 200, answer.content.decode()
    return Ticket.objects.get(contact=contact)


def raised(ticket: Ticket) -> None:
    """The agent raises it to the back office."""
    answer = desk_of(AGENT).post(f"/complaints/{ticket.number}/level/", {"level": "2", "reason": "需后台核账"})
    assert answer.status_code == 302, answer.content.decode()


def solved(ticket: Ticket, words: str) -> None:
    """The leader says what was done."""
    ticket.refresh_from_db()
    tickets.resolve_ticket(ticket.pk, version=ticket.version, solution=words, by=Staff.objects.get(staff_number=LEADER))


def customer_says(call: ClosingCall, answer: str, note: str = "") -> None:
    """The agent notes the answer on the desk."""
    assert call.contact is not None
    typed = {"closing": call.closing.public_id, "answer": answer, "note": note}
    shown = desk_of(AGENT).post(f"/desk/contacts/{call.contact.public_id}/closing-answer/", typed)
    assert shown.status_code == 200, shown.content.decode()


def reached_call() -> ClosingCall | None:
    """The closing call whose customer is on the line and has not answered yet."""
    rows = ClosingCall.objects.filter(result="", contact__answered_at__isnull=False)
    return rows.select_related("contact", "closing").first()


def is_level(ticket: Ticket, level: int) -> bool:
    """Is the complaint on this level?"""
    return Complaint.objects.filter(ticket=ticket, level=level).exists()


async def said_in_the_call(people: People, at_home: list[PhoneCall], nth: int, answer: str, note: str = "") -> None:
    """The closing call is made, the two talk, the answer is noted, they hang up."""
    agent = await people.agents_call(AGENT, nth=nth + 1, seconds=40)
    call = await until(reached_call, seconds=30, what="the customer is on the line")
    assert len(at_home) == nth
    await agent.wait_heard(20)
    await ask(customer_says, call, answer, note)
    await agent.hangup()
    await at_home[-1].hangup()
    await until(looks.ended_call(call.contact_id or 0), seconds=20)


async def test_from_the_desk_through_three_levels_to_a_confirmed_close(
    people: People, at_home: list[PhoneCall]
) -> None:
    await people.agent(AGENT)
    caller = await people.asks_for_person(CUSTOMER)
    await people.talk(AGENT)
    ticket = await ask(opened_from_the_desk, await ask(looks.last_contact))
    await until(lambda: is_level(ticket, 1), what="the complaint is with the front desk")
    await caller.hangup()
    await until(looks.agent_is(AGENT, "ready"), seconds=20)
    await ask(raised, ticket)
    assert await ask(is_level, ticket, 2)

    await ask(solved, ticket, "已核减三十元")
    await said_in_the_call(people, at_home, 1, "not_solved", "账单没有变化")
    await ask(ticket.refresh_from_db)
    assert (ticket.status, ticket.reopened_count) == ("in_progress", 1)
    assert await ask(is_level, ticket, 3)
    charged = await ask(FalseClosure.objects.select_related("charged_to").get, ticket=ticket)
    assert charged.charged_to.staff_number == LEADER

    await until(looks.agent_is(AGENT, "ready"), seconds=20)
    await ask(solved, ticket, "已退还到账户")
    await said_in_the_call(people, at_home, 2, "solved")
    await ask(ticket.refresh_from_db)
    assert ticket.status == "closed"
    await ask(figures_agree, ticket)


def figures_agree(ticket: Ticket) -> None:
    """One complaint: solved twice, contradicted once, closed after a callback."""
    leader = Staff.objects.get(staff_number=LEADER)
    found = figures.counts(leader, now() - timedelta(hours=1), now() + timedelta(hours=1))
    counted = next(one for key, one in found.items() if key.category == ticket.category.code)
    assert (counted.opened, counted.resolved, counted.reopened, counted.with_management) == (1, 1, 1, 1)
    assert (counted.closed, counted.asked, counted.answered, counted.contradicted) == (1, 1, 1, 1)
