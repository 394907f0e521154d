"""Help on pages: the key at the desk, the leaders' list and card."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.accounts import make_staff, signed_in
from tests.factories.chat import make_entrance, make_served_chat
from tests.factories.contacts import make_answered_contact
from tests.factories.help import make_help, make_topic
from tests.factories.routing import make_agent, make_queue
from tests.factories.scenes import call_comes, call_is_answered
from wanhao.foundation.accounts.rights import Role
from wanhao.management.help import actions
from wanhao.management.help.models import HelpRequest

pytestmark = pytest.mark.django_db


def test_the_key_opens_a_form_with_the_contact_and_asks() -> None:
    agent = make_staff()
    make_topic()
    queue = make_queue(unit=agent.unit)
    make_agent(queue, staff=agent)
    contact = call_comes(queue)
    call_is_answered(contact)
    client = signed_in(agent)
    page = client.get(reverse("help:desk")).content.decode()
    assert "Refund rules" in page
    assert contact.public_id in page
    answer = client.post(reverse("help:desk"), {"topic": "refund", "text": "?", "contact": contact.public_id})
    assert "help:done" in answer["HX-Trigger"]
    assert HelpRequest.objects.get().contact_id == contact.pk
    assert "Cancel the request" in client.get(reverse("help:desk")).content.decode()


def test_of_several_chats_the_chosen_one_goes_along() -> None:
    entrance = make_entrance(weight=25)
    agent = make_agent(entrance.queue)
    first, second = (make_served_chat(entrance, agent).contact.public_id for _chat in range(2))
    client = signed_in(agent.staff)
    for chosen in (first, second):
        assert chosen in client.get(reverse("help:desk"), {"contact": chosen}).content.decode()


def test_the_answer_pops_up_at_the_desk() -> None:
    agent = make_staff()
    one = make_help(agent)
    leader = make_staff(Role.DUTY_LEADER, unit=agent.unit)
    client = signed_in(agent)
    assert "Help is called" in client.get(reverse("help:mine")).content.decode()
    actions.answer_request(one.public_id, "按余额退", by=leader)
    assert "按余额退" in client.get(reverse("help:mine")).content.decode()
    client.post(reverse("help:finish"))
    assert "按余额退" not in client.get(reverse("help:mine")).content.decode()


def test_leaders_see_requests_by_age_and_answer() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    contact = make_answered_contact(agent=make_staff(unit=leader.unit))
    one = make_help(contact.agent, contact=contact.public_id)
    client = signed_in(leader)
    listed = client.get(reverse("help:open")).content.decode()
    assert one.public_id in listed
    assert "121****0001" in listed
    card = client.post(reverse("help:taking", args=[one.public_id])).content.decode()
    assert "Taken" in card
    assert client.post(reverse("help:answer", args=[one.public_id]), {"text": "好"}).status_code == 204
    one.refresh_from_db()
    assert one.status == "helped"
