"""A ticket a customer opens themselves: contact, owner, promises, what everybody is told."""

from __future__ import annotations

import pytest

from tests.factories.accounts import make_staff, make_unit
from tests.factories.clocks import make_policy
from tests.factories.complaints import make_complaint, make_customer
from tests.factories.tickets import make_category, offer_on_the_web
from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.foundation.short_messages.models import SentMessage
from wanhao.records.customers import queries as customers
from wanhao.records.customers.models import Party
from wanhao.service.clocks.models import Clock, Target
from wanhao.service.complaints import reactions
from wanhao.service.complaints.models import Complaint
from wanhao.service.complaints.usual import set_the_usual
from wanhao.service.contacts.models import Contact
from wanhao.service.tickets import messages, queries
from wanhao.service.tickets.models import Category, Ticket, WebOwner
from wanhao.service.tickets.web_opening import Wish, open_by_customer
from wanhao.service.tickets.web_owners import OWNERS_PAGE

pytestmark = pytest.mark.django_db
STRANGER = "13900007777"


@pytest.fixture
def owner() -> Staff:
    return make_staff()


@pytest.fixture
def offered(owner: Staff) -> Category:
    make_policy(target=Target.FIRST_RESPONSE, minutes=30)
    return offer_on_the_web(owner)


def opened(category: Category, number: str = STRANGER, **more: str) -> Ticket:
    return open_by_customer(Wish(number, category.pk, "宽带经常断网", **more))


def mobile_of(party: Party) -> str:
    return customers.mobile_of(party.pk)


def test_a_customer_of_ours(owner: Staff, offered: Category) -> None:
    party = make_customer()
    ticket = opened(offered, mobile_of(party), place="江岸路 12 号")
    assert (ticket.source, ticket.kind, ticket.owner, ticket.opened_by) == ("web", "fault", owner, None)
    assert (ticket.customer, ticket.region, ticket.unit) == (party, party.region, owner.unit)
    assert ticket.place == "江岸路 12 号"
    contact = Contact.objects.get()
    assert (contact.channel, contact.status, contact.outcome) == ("web", "ended", "self_served")
    assert (contact.customer, contact.unit, ticket.contact) == (party, owner.unit, contact)
    event = StoredEvent.objects.get(name="tickets.TicketOpened")
    assert (event.actor, event.data["source"]) == (f"customer:{party.pk}", "web")
    assert Notice.objects.get().staff == owner


def test_nobody_has_answered_yet_but_the_number_is_told(offered: Category) -> None:
    ticket = opened(offered, language="en")
    clocks = Clock.objects.filter(subject=f"ticket:{ticket.pk}", stopped_at=None)
    assert set(clocks.values_list("target", flat=True)) == {Target.FIRST_RESPONSE, Target.RESOLUTION}
    messages.deliver(queries.messages_of(ticket.pk)[0].pk, 1)
    sent = SentMessage.objects.get()
    assert (sent.number, ticket.number in sent.text) == (STRANGER, True)
    assert sent.text.startswith("[Wanhao] Ticket")
    assert "We have it" in sent.text


def test_a_number_nobody_holds_is_a_ticket_as_well(owner: Staff, offered: Category) -> None:
    ticket = opened(offered)
    assert (ticket.customer, ticket.owner, ticket.region) == (None, owner, owner.unit.region)
    assert ticket.contact
    assert (ticket.contact.customer, ticket.contact.caller_number) == (None, STRANGER)


def test_a_complaint_goes_up_the_ladder_and_a_repeat_is_joined(owner: Staff) -> None:
    set_the_usual()
    earlier = make_complaint(owner)
    offer_on_the_web(owner, kind="complaint", category=earlier.category)
    assert earlier.customer
    ticket = opened(earlier.category, mobile_of(earlier.customer))
    reactions.put_on_a_level(StoredEvent.objects.filter(name="tickets.TicketOpened").latest("id"))
    complaint = Complaint.objects.get(ticket=ticket)
    assert (complaint.level, complaint.level_owner) == (1, owner)
    assert complaint.repeat_of
    assert complaint.repeat_of.ticket == earlier
    assert Clock.objects.filter(subject=f"ticket:{ticket.pk}", target="front_desk_level", stopped_at=None).exists()


def test_an_owner_who_left_is_stood_in_for_and_an_administrator_told_once(owner: Staff, offered: Category) -> None:
    manager = make_staff(Role.SYSTEM_MANAGER, unit=owner.unit)
    owner.is_active = False
    owner.save(update_fields=["is_active"])
    with pytest.raises(NotAllowed):
        opened(offered)
    assert not Contact.objects.exists()
    leader = make_staff(Role.DUTY_LEADER, unit=owner.unit)
    assert [opened(offered).owner, opened(offered).owner] == [leader, leader]
    told = Notice.objects.get(staff=manager)
    assert (told.link, owner.staff_number in told.text_zh) == (OWNERS_PAGE, True)


def test_each_region_has_its_own(offered: Category) -> None:
    party = make_customer()
    there = make_staff(unit=make_unit(Unit.Kind.CENTRE, parent=party.region))
    WebOwner.objects.create(region=party.region, owner=there)
    assert opened(offered, mobile_of(party)).owner == there
    assert opened(make_and_offer(there)).owner != there


def make_and_offer(owner: Staff) -> Category:
    return offer_on_the_web(owner, category=make_category())
