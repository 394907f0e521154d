"""Group incidents: children found, told and called back together, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.factories.accounts import make_staff, make_unit
from tests.factories.callbacks import with_trunk
from tests.factories.complaints import make_customer
from tests.factories.incidents import call_on_restoration, make_incident
from tests.factories.tickets import make_ticket
from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.callbacks.models import Callback
from wanhao.service.incidents import actions, queries, reactions, telling
from wanhao.service.incidents.models import Delivery, Incident, Member, RestorationCall
from wanhao.service.ivr.models import Announcement
from wanhao.service.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
MANY = 30


@pytest.fixture
def leader() -> Staff:
    unit = make_unit(Unit.Kind.CENTRE)
    call_on_restoration(unit)
    return make_staff(Role.DUTY_LEADER, unit=unit)


def fault(by: Staff, **details: object) -> Ticket:
    return make_ticket(by, kind="fault", customer_id=make_customer(region=by.unit.region).pk, **details)


def children(incident: Incident) -> list[int]:
    return sorted(queries.members(incident).values_list("ticket_id", flat=True))


def test_only_leaders_open_one_and_it_says_where(leader: Staff) -> None:
    with pytest.raises(Forbidden):
        make_incident(make_staff(unit=leader.unit))
    with pytest.raises(Invalid):
        make_incident(leader, products=("broadband",))
    incident = make_incident(leader)
    assert (incident.ticket.kind, incident.ticket.owner, incident.status) == ("fault", leader, "open")


def test_tickets_opened_in_its_area_are_attached_once(leader: Staff) -> None:
    incident = make_incident(leader)
    inside, outside = fault(leader), fault(make_staff(unit=make_unit(Unit.Kind.CENTRE)))
    for event in StoredEvent.objects.filter(name="tickets.TicketOpened"):
        reactions.attach_to_its_incident(event)
        reactions.attach_to_its_incident(event)  # a job that runs twice
    assert children(incident) == [inside.pk]
    assert queries.incident_of_ticket(outside.pk) is None
    assert queries.incident_of_ticket(incident.ticket_id) == incident


def test_a_detached_one_stays_away(leader: Staff) -> None:
    incident, number = make_incident(leader), ""
    ticket = fault(leader)
    actions.attach_when_opened(ticket.pk)
    number = incident.ticket.number
    with pytest.raises(Invalid):
        actions.detach(number, ticket.number, reason=" ", by=leader)
    actions.detach(number, ticket.number, reason="光猫损坏", by=leader)
    assert actions.attach_when_opened(ticket.pk) is None
    assert queries.found_for(incident, leader) == []
    actions.attach_by_hand(number, ticket.number, by=leader)  # a person may change their mind
    assert children(incident) == [ticket.pk]


def test_open_tickets_are_found_looked_at_and_attached(leader: Staff, client: Client) -> None:
    before, old = fault(leader), fault(leader)
    Ticket.objects.filter(pk=old.pk).update(opened_at=now() - timedelta(days=3))
    incident = make_incident(leader)
    client.force_login(leader)
    address = f"/incidents/{incident.ticket.number}/found/"
    shown = client.get(address).content.decode()
    assert before.number in shown
    assert old.number not in shown
    assert children(incident) == []  # a preview changes nothing
    client.post(address, {"ticket": [before.number, old.number]})
    assert children(incident) == [before.pk]


def test_the_announcement_begins_with_one_click_and_ends_with_it(leader: Staff) -> None:
    incident = make_incident(leader)
    number = incident.ticket.number
    actions.announce(number, text_zh="正在抢修", text_en="We know", ends_at=now() + timedelta(hours=6), by=leader)
    announcement = Announcement.objects.get()
    assert announcement.regions == incident.regions
    with pytest.raises(NotAllowed):
        actions.announce(number, text_zh="再次", text_en="x", ends_at=now() + timedelta(hours=6), by=leader)
    actions.restore(number, solution="光缆已熔接", by=leader)
    announcement.refresh_from_db()
    assert announcement.ends_at <= now()


def test_many_customers_are_told_and_called_once_each(leader: Staff) -> None:
    customers = [make_customer(region=leader.unit.region) for _ in range(MANY)]
    incident = make_incident(leader)
    category = incident.ticket.category
    tickets = [make_ticket(leader, kind="fault", category=category, customer_id=one.pk) for one in customers]
    twice = make_ticket(leader, kind="fault", category=category, customer_id=customers[0].pk)
    for ticket in [*tickets, twice]:
        actions.attach_when_opened(ticket.pk)
    assert len(children(incident)) == MANY + 1
    actions.tell_all(incident.ticket.number, text_zh="正在抢修", text_en="We are on it", by=leader)
    while telling.send_messages():
        pass
    assert telling.send_messages() == 0
    assert Message.objects.count() == MANY
    (_message, progress) = queries.messages_of(incident)[0]
    assert (progress.total, progress.done, progress.failed) == (MANY, MANY, 0)
    actions.restore(incident.ticket.number, solution="光缆已熔接", by=leader)
    with with_trunk():
        while telling.see_to_restored():
            pass
    assert Callback.objects.count() == MANY
    assert RestorationCall.objects.filter(callback=None).count() == 0
    assert Ticket.objects.filter(status="resolved").count() == MANY + 1  # the parent too
    with pytest.raises(NotAllowed):
        actions.end_incident(incident.ticket.number, reason="完成", by=leader)
    Callback.objects.update(status="closed", outcome="reached", closed_at=now())
    calls = queries.calls_of(incident)
    assert (calls.total, calls.reached, calls.waiting) == (MANY, MANY, 0)
    ended = actions.end_incident(incident.ticket.number, reason="全部回访完成", by=leader)
    assert (ended.status, Ticket.objects.get(pk=incident.ticket_id).status) == ("ended", "closed")


def test_what_cannot_be_sent_is_said(leader: Staff) -> None:
    incident = make_incident(leader)
    with pytest.raises(NotAllowed):
        actions.tell_all(incident.ticket.number, text_zh="通知", text_en="Note", by=leader)
    ticket = make_ticket(leader, kind="fault")  # of nobody we know
    actions.attach_by_hand(incident.ticket.number, ticket.number, by=leader)
    with pytest.raises(Invalid):
        actions.tell_all(incident.ticket.number, text_zh="", text_en="Note", by=leader)
    actions.restore(incident.ticket.number, solution="好了", by=leader)
    with with_trunk():
        telling.see_to_restored()
    assert RestorationCall.objects.get().problem
    assert queries.calls_of(incident).waiting == 0


def test_a_message_is_sent_once_even_if_the_worker_is_told_twice(leader: Staff) -> None:
    incident, ticket = make_incident(leader), fault(leader)
    actions.attach_when_opened(ticket.pk)
    actions.tell_all(incident.ticket.number, text_zh="通知", text_en="Note", by=leader)
    delivery = Delivery.objects.get()
    telling._send(delivery.pk)
    telling._send(delivery.pk)
    assert Message.objects.filter(ticket=ticket).count() == 1
    assert Member.objects.get().how == "automatic"
