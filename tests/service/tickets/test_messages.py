"""What the customer is told, how it goes out, and that notes never do."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.factories.accounts import make_staff, make_unit
from tests.factories.customers import make_party
from tests.factories.short_messages import DeadGateway
from tests.factories.tickets import make_ticket
from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.foundation.short_messages.models import SentMessage
from wanhao.records.customers.models import ContactNumber, Party
from wanhao.service.tickets import actions, messages, queries
from wanhao.service.tickets.models import Message, Note

pytestmark = pytest.mark.django_db
MOBILE = "13900001234"


def customer_with_mobile() -> Party:
    party = make_party()
    ContactNumber.objects.create(party=party, number=MOBILE, number_index="x")
    return party


def test_the_customer_is_told_by_short_message_and_notes_stay_inside() -> None:
    staff = make_staff()
    ticket = make_ticket(staff, customer_id=customer_with_mobile().pk)
    actions.add_note(ticket.pk, "客户态度差，勿告知", by=staff)
    message = messages.tell_customer(ticket.pk, "师傅明天上午到", by=staff)
    assert message.state == "waiting"
    messages.deliver(message.pk, 1)
    messages.deliver(message.pk, 2)  # a job that runs twice sends once
    sent = SentMessage.objects.get()
    assert (sent.number, sent.text) == (MOBILE, f"【万号】工单 {ticket.number}：师傅明天上午到")
    assert queries.messages_of(ticket.pk)[0].state == "sent"
    assert [bool(line.message) for line in queries.story(ticket.pk)] == [False, True]
    assert not {field.related_model for field in Message._meta.fields} & {Note}


def test_without_a_mobile_it_stands_on_the_customers_page() -> None:
    staff = make_staff()
    message = messages.tell_customer(make_ticket(staff).pk, "已派单", by=staff)
    assert message.state == "on_page"
    messages.deliver(message.pk, 1)
    assert not SentMessage.objects.exists()


def test_a_gateway_that_is_down_is_asked_again_and_the_failure_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    staff = make_staff()
    ticket = make_ticket(staff, customer_id=customer_with_mobile().pk)
    message = messages.tell_customer(ticket.pk, "已派单", by=staff)
    monkeypatch.setattr(messages, "short_messages", DeadGateway)
    for tries in range(1, messages.TRIES + 1):
        with pytest.raises(OSError, match="no route"):
            messages.deliver(message.pk, tries)
    assert queries.messages_of(ticket.pk)[0].state == "failed"
    assert StoredEvent.objects.latest("id").name == "tickets.MessageFailed"


def test_who_may_not_see_the_ticket_tells_nothing() -> None:
    ticket = make_ticket(make_staff())
    with pytest.raises(NotFound):
        messages.tell_customer(ticket.pk, "x", by=make_staff(unit=make_unit()))
    with pytest.raises(Invalid):
        messages.tell_customer(ticket.pk, " ", by=Actor.system("complaints"))


def test_the_customer_writes_and_the_owner_is_told() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    messages.note_customers_words(ticket.pk, "还是不行", by=Actor.customer(None))
    assert queries.messages_of(ticket.pk)[0].direction == "from_customer"
    assert Notice.objects.filter(staff=staff).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():  # what the customer wrote is never sent to anybody
        Message.objects.filter(ticket=ticket).update(state="waiting")
