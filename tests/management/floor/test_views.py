"""The pages: cards, why, refusals in words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.calls import make_call
from tests.factories.floor import make_message
from tests.factories.help import make_help
from tests.factories.routing import make_agent, make_queue
from tests.factories.scenes import call_comes, call_is_answered
from wanhao.foundation.accounts.rights import Role
from wanhao.service.calls.models import CallCommand

pytestmark = pytest.mark.django_db


def test_the_page_names_what_the_rows_speak_of() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    make_agent(make_queue("fault", unit=leader.unit), staff=make_staff(unit=leader.unit))
    page = signed_in(leader).get(reverse("floor:floor"))
    assert page.status_code == 200
    words = page.context["words"]
    assert words["queues"]["fault"]["limit"] == 15
    assert leader.unit.code in words["teams"]
    assert "Not answering" in page.content.decode()


def test_the_card_shows_the_contact_masked() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    staff = make_staff(unit=leader.unit)
    queue = make_queue(unit=leader.unit)
    make_agent(queue, staff=staff)
    call_is_answered(call_comes(queue, number="12155556666"))
    html = signed_in(leader).get(reverse("floor:agent", args=[staff.staff_number])).content.decode()
    assert "121****6666" in html
    assert "12155556666" not in html


def test_why_tells_reasons_and_offers() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    queue = make_queue(unit=leader.unit)
    make_agent(queue, staff=make_staff(unit=leader.unit, name="李娜"))
    contact = call_comes(queue, vip_seconds=300)
    html = signed_in(leader).get(reverse("floor:why", args=[contact.public_id])).content.decode()
    assert "VIP" in html
    assert "李娜" in html
    assert "rings now" in html


def test_a_refusal_is_said_in_words() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    staff = make_staff(unit=leader.unit)
    make_agent(make_queue(unit=leader.unit), staff=staff)
    address = reverse("floor:message-to-agent", args=[staff.staff_number])
    answer = signed_in(leader).post(address, {"text": ""}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "X-Refused" in answer


def test_messages_at_the_desk() -> None:
    staff = make_staff(unit=make_unit())
    message = make_message(staff, "请关注宽带故障")
    client = signed_in(staff)
    assert "请关注宽带故障" in client.get(reverse("floor:messages")).content.decode()
    answer = client.post(reverse("floor:acknowledgement", args=[message.public_id]))
    assert "请关注宽带故障" not in answer.content.decode()


def test_ways_to_be_in_a_call() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    staff = make_staff(unit=leader.unit)
    queue = make_queue(unit=leader.unit)
    make_agent(queue, staff=staff)
    contact = call_comes(queue)
    call_is_answered(contact)
    client = signed_in(leader)
    address = reverse("floor:supervision", args=[contact.public_id])
    assert "no conversation" in client.get(address).content.decode()
    make_call(contact)
    page = client.get(address).content.decode()
    assert all(word in page for word in ("Listen", "Whisper", "Join", "Take over"))
    assert client.post(address, {"mode": "join"}).status_code == 200
    assert CallCommand.objects.get().action == "join"
    asked = make_help(staff, contact=contact.public_id)
    card = client.get(reverse("help:card", args=[asked.public_id])).content.decode()
    assert address in card
