"""At the desk: a closing call shows the complaint and takes the answer; a new complaint shows what it repeats."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.accounts import make_staff, make_unit
from tests.factories.complaints import call_queue, make_complaint, make_customer, reach_customer, solve
from tests.factories.contacts import make_contact
from tests.factories.tickets import make_category
from wanhao.access.desk import closing_views
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.service.complaints.usual import set_the_usual
from wanhao.service.contacts.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat() -> Staff:
    set_the_usual()
    unit = make_unit(Unit.Kind.CENTRE)
    call_queue(unit)
    return make_staff(unit=unit)


def test_the_answer_is_asked_in_the_closing_call_and_closes_the_ticket(client: Client, seat: Staff) -> None:
    row = solve(make_complaint(seat, text="账单多收了钱"))
    contact = reach_customer(row, seat)
    client.force_login(seat)
    mark = closing_views.closing_mark(contact)
    address = f"/desk/contacts/{contact.public_id}/closing-answer/"
    refused = client.post(address, {"closing": row.public_id, "answer": "not_solved", "note": ""})
    assert refused.status_code == 422
    assert "账单多收了钱" in refused.content.decode()
    shown = client.post(address, {"closing": row.public_id, "answer": "solved"})
    assert shown.status_code == 200
    row.refresh_from_db()
    row.ticket.refresh_from_db()
    assert (row.result, row.ticket.status) == ("solved", "closed")
    assert closing_views.closing_mark(contact) != mark


def test_a_repeat_is_said_while_the_ticket_is_typed(client: Client, seat: Staff) -> None:
    customer, category = make_customer(), make_category()
    first = make_complaint(seat, customer=customer, category=category)
    contact = make_contact(unit=seat.unit)
    Contact.objects.filter(pk=contact.pk).update(customer=customer, agent=seat)
    client.force_login(seat)
    address = f"/desk/contacts/{contact.public_id}/earlier-tickets/"
    asked = {"category": category.code, "kind": "complaint"}
    assert first.number in client.get(address, asked).content.decode()
    assert first.number not in client.get(address, asked | {"kind": "fault"}).content.decode()
    assert first.number not in client.get(address, asked | {"category": make_category().code}).content.decode()
