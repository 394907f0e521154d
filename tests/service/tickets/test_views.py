"""The pages of tickets: what they show, what stays when something is refused."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories.accounts import make_staff, signed_in
from tests.factories.contacts import make_answered_contact
from tests.factories.customers import make_account, make_party, make_subscription
from tests.factories.tickets import make_category, make_ticket
from wanhao.foundation.accounts.rights import Role
from wanhao.service.contacts import actions as contacts
from wanhao.service.tickets import actions, queries
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def text(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def test_the_list_shows_what_is_mine_and_what_is_near() -> None:
    staff = make_staff()
    ticket = make_ticket(staff, text="宽带断网 <b>三天</b>")
    page = text(signed_in(staff).get(reverse("tickets:list")))
    assert ticket.number in page
    assert "宽带断网 &lt;b&gt;" in page


def test_an_empty_list_says_what_to_do() -> None:
    client = signed_in(make_staff())
    assert "Open a ticket" in text(client.get(reverse("tickets:list")))
    assert "Show all tickets" in text(client.get(reverse("tickets:list"), {"kind": "fault"}))


def test_words_stay_out_of_the_address() -> None:
    staff = make_staff()
    found, other = make_ticket(staff, text="网速慢"), make_ticket(staff, text="账单错误")
    client = signed_in(staff)
    response = client.post(reverse("tickets:search"), {"term": "网速", "kind": "consultation"})
    assert "网速" not in response["Location"]
    assert "kind=consultation" in response["Location"]
    page = text(client.get(response["Location"]))
    assert found.number in page
    assert other.number not in page
    assert "网速" not in str(dict(client.session))


def test_a_number_leads_to_its_ticket() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    response = signed_in(staff).post(reverse("tickets:search"), {"term": ticket.number.lower()})
    assert response["Location"] == reverse("tickets:ticket", args=[ticket.number])


def test_pages_follow_each_other(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    staff = make_staff()
    category = make_category()
    tickets = [make_ticket(staff, category=category) for _ in range(queries.PAGE + 1)]
    client = signed_in(staff)
    with django_assert_max_num_queries(28):
        page = text(client.get(reverse("tickets:list")))
    assert tickets[0].number not in page
    assert tickets[0].number in text(client.get(reverse("tickets:list"), {"after": tickets[1].pk}))


def test_a_ticket_is_opened_from_a_customer() -> None:
    party = make_party("欧阳小明")
    held = make_subscription(make_account(party))
    staff, category = make_staff(unit=party.region), make_category()
    client = signed_in(staff)
    address = reverse("tickets:new") + f"?customer={party.public_id}"
    page = text(client.get(address))
    assert "欧***" in page
    assert "欧阳" not in page
    form = {"kind": "fault", "category": category.pk, "severity": "ordinary", "text": "断网", "service": held.pk}
    response = client.post(address, form)
    ticket = Ticket.objects.get()
    assert response["Location"] == reverse("tickets:ticket", args=[ticket.number])
    assert (ticket.customer, ticket.subscription, ticket.kind) == (party, held, "fault")


def test_a_ticket_is_opened_from_a_contact() -> None:
    staff, category = make_staff(), make_category()
    contact = make_answered_contact(agent=staff)
    party = make_party(region=staff.unit.region)
    contacts.identify_customer(contact.pk, customer_id=party.pk, by=staff)
    form = {"kind": "fault", "category": category.pk, "severity": "ordinary", "text": "断网"}
    signed_in(staff).post(reverse("tickets:new") + f"?contact={contact.public_id}", form)
    ticket = Ticket.objects.get()
    assert (ticket.customer, ticket.contact) == (party, contact)


def test_a_wrong_form_keeps_what_was_typed() -> None:
    staff = make_staff()
    response = signed_in(staff).post(reverse("tickets:new"), {"kind": "fault", "text": "写了很多字"})
    assert response.status_code == 422
    assert "写了很多字" in text(response)
    assert not Ticket.objects.exists()


def test_a_foreign_customer_cannot_be_named() -> None:
    response = signed_in(make_staff()).get(reverse("tickets:new"), {"customer": make_party().public_id})
    assert response.status_code == 404


def test_the_way_of_a_ticket_through_its_page() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    client = signed_in(staff)

    def act(name: str, **typed: object) -> int:
        version = Ticket.objects.get().version
        address = reverse("tickets:act", args=[ticket.number, name])
        return client.post(address, {"version": version, **typed}).status_code

    assert act("start", code="accepted") == 302
    assert act("facts", category=ticket.category_id, severity="major", due_at="2030-01-01T08:00") == 302
    assert act("solution", code="solved", solution="更换光猫") == 302
    assert act("solution", code="solved", solution="更换光猫") == 409
    assert act("closure", code="confirmed", reason="客户确认") == 302
    assert act("reopening", code="came-back", reason="又断了") == 302
    page = text(client.get(reverse("tickets:ticket", args=[ticket.number])))
    for words in ("更换光猫", "客户确认", "又断了", "Major"):
        assert words in page


def test_somebody_was_faster_and_nothing_typed_is_lost() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    actions.begin_ticket(ticket.pk, version=1, by=staff)
    address = reverse("tickets:act", args=[ticket.number, "solution"])
    response = signed_in(staff).post(address, {"version": 1, "code": "workaround", "solution": "写了很久的处理结果"})
    assert response.status_code == 409
    page = text(response)
    assert f"{staff.name} changed this ticket meanwhile" in page
    assert "写了很久的处理结果" in page
    assert 'value="workaround" selected' in page
    assert 'name="version" value="2"' in page


def test_a_form_that_had_to_be_mended_does_not_hide_who_was_faster() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    client, address = signed_in(staff), reverse("tickets:act", args=[ticket.number, "solution"])
    actions.begin_ticket(ticket.pk, version=1, by=staff)
    response = client.post(address, {"version": 1, "code": "workaround", "solution": ""})
    assert response.status_code == 422
    assert 'name="version" value="1"' in text(response)  # what was seen, not what it is by now
    assert client.post(address, {"version": 1, "code": "workaround", "solution": "更换光猫"}).status_code == 409


def test_what_others_changed_meanwhile_stays_unless_it_was_changed_here_too() -> None:
    staff, other = make_staff(), make_category()
    ticket = make_ticket(staff)
    client, address = signed_in(staff), reverse("tickets:act", args=[ticket.number, "facts"])
    page = text(client.get(reverse("tickets:ticket", args=[ticket.number]) + "?do=facts"))
    seen = unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])  # type: ignore[index]
    facts = {"category": ticket.category_id, "severity": "major", "due_at": json.loads(seen)["due_at"][0]}
    assert client.post(address, {"version": 1, "seen": seen, **facts}).status_code == 302  # a colleague, so to say
    facts |= {"category": other.pk, "severity": "ordinary"}
    page = text(client.post(address, {"version": 1, "seen": seen, **facts}))
    assert f'value="{other.pk}" selected' in page
    assert 'value="major" selected' in page
    page = text(client.post(address, {"version": 1, "seen": "{broken", **facts}))
    assert 'value="ordinary" selected' in page  # nobody knows what was seen: as typed


def test_a_hand_over_on_the_pages() -> None:
    owner = make_staff()
    expert = make_staff(Role.BACK_OFFICE, unit=owner.unit)
    ticket = make_ticket(owner)
    ask = reverse("tickets:act", args=[ticket.number, "hand-over"])
    client = signed_in(owner)
    assert expert.staff_number in text(client.get(reverse("tickets:ticket", args=[ticket.number]) + "?do=hand-over"))
    wrong = client.post(ask, {"version": 1, "to": "nobody", "reason": "请处理"})
    assert wrong.status_code == 422
    assert client.post(ask, {"version": 1, "to": expert.staff_number, "reason": "请处理"}).status_code == 302
    other = signed_in(expert)
    assert ticket.number in text(other.get(reverse("tickets:list")))
    assert other.post(reverse("tickets:act", args=[ticket.number, "acceptance"])).status_code == 302
    assert Ticket.objects.get().owner == expert


def test_a_reader_may_note_but_not_act() -> None:
    owner = make_staff()
    ticket = make_ticket(owner)
    reader = make_staff(Role.QUALITY_INSPECTOR, unit=owner.unit)
    client = signed_in(reader)
    assert client.post(reverse("tickets:note", args=[ticket.number]), {"text": "复核录音"}).status_code == 302
    assert client.post(reverse("tickets:note", args=[ticket.number]), {"text": " "}).status_code == 422
    assert client.post(reverse("tickets:act", args=[ticket.number, "start"]), {"version": 1}).status_code == 403
    assert "复核录音" in text(client.get(reverse("tickets:story", args=[ticket.number])))
