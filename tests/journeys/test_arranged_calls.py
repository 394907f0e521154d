"""A technician calls a customer through the centre: their mobile is rung, then the customer's; both talk, recorded."""

from __future__ import annotations

import pytest

from softswitch.phone import PhoneCall, PhoneSet
from tests.factories.accounts import make_staff
from tests.factories.tickets import make_ticket
from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.people import CUSTOMER_HERTZ, People
from tests.softswitch.sounds import tone
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.service.calls.arranged_calls import arrange_call
from wanhao.service.calls.models import ArrangedCall
from wanhao.service.contacts.models import Contact
from wanhao.service.tickets.models import Ticket
from wanhao.service.tickets.queries import contacts_of

MOBILE, CUSTOMER, BUSY = "12100000901", "12100000902", "12100000903"
pytestmark = pytest.mark.timeout(120)


def a_job() -> tuple[Staff, Ticket]:
    """A technician and the ticket they work for."""
    agent = Staff.objects.get(staff_number="8001")
    return make_staff(Role.TECHNICIAN, unit=agent.unit), make_ticket(agent)


def over(row: ArrangedCall) -> ArrangedCall | None:
    return ArrangedCall.objects.filter(pk=row.pk).exclude(outcome="").select_related("contact").first()


async def test_the_technician_is_rung_then_the_customer_and_both_are_recorded(house: House, people: People) -> None:
    outside = PhoneSet(("127.0.0.1", house.sip_port))
    customers: list[PhoneCall] = []

    async def picks_up(call: PhoneCall) -> None:
        call.rtp.keep_saying(tone(CUSTOMER_HERTZ))
        await call.ring()
        await call.answer()
        if call.called == CUSTOMER:
            customers.append(call)

    async def is_busy(call: PhoneCall) -> None:
        await call.reject(486, "Busy Here")

    await outside.start(house.trunk_port)
    outside.line(MOBILE).on_call = outside.line(CUSTOMER).on_call = picks_up
    outside.line(BUSY).on_call = is_busy
    try:
        technician, ticket = await ask(a_job)
        row = await ask(arrange_call, ticket.pk, rings=MOBILE, number=CUSTOMER, by=technician)
        await until(lambda: bool(customers), seconds=30, what="the customer's telephone answers")
        await customers[0].wait_heard(100)
        await customers[0].hangup()
        talked = await until(lambda: over(row), seconds=30)
        assert talked.outcome == "talked"
        contact = await until(looks.ended_call(talked.contact_id or 0))
        assert (contact.channel, contact.outcome, contact.agent_id) == ("outbound", "served", technician.pk)
        assert [one.contact_id for one in await ask(contacts_of, ticket.pk)] == [contact.pk]
        (recording,) = await until(looks.ready_recordings(contact), what="the recording can be played", seconds=30)
        assert recording.customer_level_db > -60
        again = await ask(arrange_call, ticket.pk, rings=MOBILE, number=BUSY, by=technician)
        in_vain = await until(lambda: over(again), seconds=30)
        assert in_vain.outcome == "not_reached"
        closed = await until(looks.ended_call(in_vain.contact_id or 0))
        assert closed.outcome == Contact.Outcome.UNANSWERED
    finally:
        await outside.stop()
