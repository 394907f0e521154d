"""A group fault: the tickets find their incident, all customers are told, and each is called on restoration.

The calls are real ones, dialled over the trunk to simulated customers; agents make a part of them, then they go home,
and what is left waits in order and is taken back. `wanhao bench restoration` does it with five hundred, and all calls.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils.timezone import now

from softswitch.phone import PhoneCall, PhoneSet
from tests.factories.accounts import make_staff
from tests.factories.customers import make_account, make_party, make_subscription
from tests.factories.tickets import make_category
from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.furnishing import AGENTS, LEADER, TEST
from tests.journeys.people import CUSTOMER_HERTZ, People, set_state
from tests.softswitch.sounds import tone
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.records.customers.queries import customer_by_number
from wanhao.service.callbacks import actions as callbacks
from wanhao.service.callbacks.models import Callback, CallbackPolicy
from wanhao.service.calls.actions import sip_account
from wanhao.service.contacts.models import Contact
from wanhao.service.incidents import actions, queries
from wanhao.service.incidents.actions import AreaDetails
from wanhao.service.incidents.models import Delivery, Incident, IncidentPolicy, Member
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Place, Queue
from wanhao.service.tickets import actions as tickets
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Category, Message, Ticket

CHILDREN, CALLED = 120, 40
AREA = "1210055"
MORE_AGENTS = ("8014", "8015", "8016")
EVERYBODY = (*AGENTS, *MORE_AGENTS)
BUSY = "7"  # numbers that end in it are on the telephone


def number_of(nth: int) -> str:
    """The telephone of a customer."""
    return f"{AREA}{nth:04d}"


def prepare() -> Category:
    """More agents for the queue of these calls, and the customers of the area."""
    queue = Queue.objects.get(code="fault")
    for number in MORE_AGENTS:
        staff = make_staff(Role.GENERAL_SEAT, unit=queue.unit, number=number)
        routing.enrol_agent(staff, by=TEST)
        routing.set_membership(queue, staff.pk, by=TEST)
        sip_account(staff)
    CallbackPolicy.objects.update_or_create(queue=queue, defaults={"mode": "automatic", "tries": 1})
    IncidentPolicy.objects.update_or_create(pk=1, defaults={"call_queue": queue})
    for nth in range(CHILDREN):
        party = make_party(f"客户{nth}", region=queue.unit.region)
        make_subscription(make_account(party, number=f"FAULT-{nth}"), number=number_of(nth))
    return make_category()


def go_home() -> None:
    """Nobody is at work or called any more."""
    IncidentPolicy.objects.update(call_queue=None)
    for row in Callback.objects.exclude(status="closed"):
        callbacks.cancel_own_callback(row.public_id)
    CallbackPolicy.objects.all().delete()
    for staff in Staff.objects.filter(staff_number__in=MORE_AGENTS):
        routing.finish_wrap_up(staff.pk)
        routing.set_state(staff.pk, "offline", by=staff)


@pytest.fixture
async def at_home(house: House) -> AsyncIterator[list[str]]:
    """The telephones of the area: numbers that rang, in their order."""
    phones, rang = PhoneSet(("127.0.0.1", house.sip_port)), list[str]()
    await phones.start(house.trunk_port)

    async def lift(call: PhoneCall) -> None:
        rang.append(call.called)
        if call.called.endswith(BUSY):
            await call.reject(486, "Busy Here")
            return
        call.rtp.keep_saying(tone(CUSTOMER_HERTZ))
        await call.ring()
        await call.answer()
        await call.wait_heard(15)
        await call.hangup()

    for nth in range(CHILDREN):
        phones.line(number_of(nth)).on_call = lift
    try:
        yield rang
    finally:
        await phones.stop()
        await ask(go_home)


def leader() -> Staff:
    return Staff.objects.get(staff_number=LEADER)


def begin(category: Category) -> Incident:
    """The leader opens the incident and has it announced to callers of the area."""
    parent = TicketDetails(category.pk, "主干光缆被挖断", kind="fault", severity="serious")
    incident = actions.open_incident("光缆中断", AreaDetails(prefixes=(AREA,)), parent, by=leader())
    return actions.announce(
        incident.ticket.number,
        text_zh="我们已知悉您所在区域的网络故障，正在抢修。",
        text_en="We know about the fault in your area and are working on it.",
        ends_at=now() + timedelta(hours=4),
        by=leader(),
    )


def open_tickets(category: Category) -> None:
    """Agents open a fault ticket for each customer who complains."""
    seat = Staff.objects.get(staff_number=AGENTS[0])
    for nth in range(CHILDREN):
        party = customer_by_number(number_of(nth))
        assert party is not None
        tickets.open_ticket(TicketDetails(category.pk, "断网", kind="fault", customer_id=party.pk), by=seat)


def children(incident: Incident) -> int:
    return Member.objects.filter(incident=incident, how="automatic", detached_at=None).count()


async def hears_of_it(people: People, incident: Incident) -> bool:
    """Does the next caller of the area hear the announcement?"""
    caller = await people.customer(number_of(0))
    await caller.wait_heard(150)
    await caller.hangup()
    contact = await until(looks.ended)
    walked = await until(lambda: StoredEvent.objects.filter(contact_id=contact.pk, name="calls.MenuWalked").first())
    return incident.announcement_id in walked.data["announcements"]


def in_the_queue() -> QuerySet[Callback]:
    return Callback.objects.filter(queue__code="fault")


def closed() -> list[Callback]:
    return list(in_the_queue().filter(status="closed").order_by("pk"))


def as_it_should(incident: Incident, rang: list[str]) -> None:
    """Who was called came first, once; each result is counted; the rest waits in the order it was asked for."""
    called = closed()
    everybody = list(in_the_queue().order_by("kept_rank_at").values_list("pk", flat=True))
    assert len(everybody) == CHILDREN
    assert len(set(rang)) == len(rang) == len(called)
    assert {one.number for one in called} == set(rang)
    assert set(everybody[: len(called) - len(EVERYBODY)]) <= {one.pk for one in called}  # some at the same time
    busy = sum(number.endswith(BUSY) for number in rang)
    counted = queries.calls_of(incident)
    assert (counted.reached, counted.not_reached) == (len(called) - busy, busy)
    assert (counted.total, counted.asked, counted.waiting) == (CHILDREN, CHILDREN, CHILDREN - len(called))
    made = Contact.objects.filter(channel="callback", callback_try__callback__in=called)
    assert made.filter(outcome="served").count() == len(called) - busy
    waiting = Place.objects.filter(left_at=None, queue__code="fault").order_by("rank_at", "pk")
    order = list(waiting.values_list("contact__callback_try__callback", flat=True))
    assert order == [pk for pk in everybody if pk not in {one.pk for one in called}]


def take_back() -> None:
    """The leader takes the calls that are left back: a message was enough."""
    for row in in_the_queue().filter(status="queued"):
        callbacks.cancel_callback(row.public_id, "短信已告知", by=leader())


@pytest.mark.timeout(300)
async def test_all_are_told_and_called_back_each_once_and_in_order(people: People, at_home: list[str]) -> None:
    category = await ask(prepare)
    incident = await ask(begin, category)
    await until_heard(people, incident)
    await ask(open_tickets, category)
    await until(lambda: children(incident) == CHILDREN, seconds=120, what="all tickets found their incident")

    number = incident.ticket.number
    await ask(lambda: actions.tell_all(number, text_zh="正在抢修", text_en="We are on it", by=leader()))
    await until(lambda: not Delivery.objects.filter(sent_at=None).exists(), seconds=120, what="all were told")
    told = await ask(lambda: list(Message.objects.filter(ticket__incident_members__incident=incident)))
    assert len({one.ticket_id for one in told}) == len(told) == CHILDREN
    assert {one.text for one in told} == {"正在抢修"}

    await ask(lambda: actions.restore(number, solution="光缆已熔接", by=leader()))
    await until(lambda: queries.calls_of(incident).asked == CHILDREN, seconds=120, what="all calls are asked for")
    assert await ask(lambda: Ticket.objects.filter(status="resolved", kind="fault").count()) >= CHILDREN
    assert not await hears_of_it(people, incident)
    for agent in EVERYBODY:
        await people.agent(agent)
    await until(lambda: len(closed()) >= CALLED, seconds=120, what="agents called")
    for agent in EVERYBODY:
        await ask(set_state, agent, "offline")
    await until(nobody_calls, seconds=30, what="the last calls are over")
    await ask(as_it_should, incident, at_home)

    await ask(take_back)
    await until(lambda: queries.calls_of(incident).waiting == 0, what="nothing is left")
    assert not await ask(lambda: Place.objects.filter(left_at=None, queue__code="fault").exists())
    ended = await ask(lambda: actions.end_incident(number, reason="全部回访或告知", by=leader()))
    assert (ended.status, await ask(lambda: Ticket.objects.get(number=number).status)) == ("ended", "closed")


def nobody_calls() -> bool:
    """Everybody has gone home and no callback is under way."""
    at_work = Agent.objects.filter(staff__staff_number__in=EVERYBODY).exclude(state="offline")
    return not at_work.exists() and not Callback.objects.filter(status="calling").exists()


async def until_heard(people: People, incident: Incident) -> None:
    """Telephony reads announcements every few seconds."""
    for _ in range(6):
        if await hears_of_it(people, incident):
            return
    raise AssertionError("callers of the area do not hear of it")
