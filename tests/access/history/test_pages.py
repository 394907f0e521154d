"""The list of contacts and one contact's page: reach, filters, pages, sentences."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import make_staff, signed_in
from tests.factories.contacts import TEST, make_contact, make_wrap_up_code
from tests.factories.customers import make_party
from tests.factories.routing import make_agent, make_queue, pass_time
from tests.factories.scenes import call_comes, call_ends, call_is_answered
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.contacts import actions
from wanhao.service.contacts.models import Contact
from wanhao.service.routing.models import Place, Queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue() -> Queue:
    return make_queue("fault", name_en="Broadband faults")


@pytest.fixture
def leader(queue: Queue) -> Staff:
    return make_staff(Role.TEAM_LEADER, unit=queue.unit)


@pytest.fixture
def client(leader: Staff) -> Client:
    return signed_in(leader)


def served(queue: Queue, rating: int = 5) -> Contact:
    """A call that was served and rated."""
    agent = make_agent(queue, staff=make_staff(unit=queue.unit, name="李娜"))
    contact = call_comes(queue, make_party("王小明", region=queue.region), vip_seconds=300)
    call_is_answered(contact)
    call_ends(contact, rating=rating)
    code = make_wrap_up_code("bill", name_en="Bill enquiry")
    actions.wrap_up_contact(contact.pk, code=code.code, note="已解释账单", by=agent.staff)
    contact.refresh_from_db()
    return contact


def listed(client: Client, **asked: object) -> str:
    answer = client.get("/contacts/", asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def has_cell(page: str, text: str) -> bool:
    """Does a cell say this and nothing else? Moments of the day may contain it."""
    return re.search(rf">\s*{text}\s*<", page) is not None


def test_talk_time_ends_with_the_service_not_with_the_rating(queue: Queue, client: Client) -> None:
    contact = served(queue)
    answered = contact.answered_at or timezone.now()
    Place.objects.update(left_at=answered, service_ended_at=answered + timedelta(seconds=100))
    Contact.objects.update(ended_at=answered + timedelta(seconds=160))
    assert has_cell(listed(client), "1:40")
    assert has_cell(client.get(f"/contacts/{contact.public_id}/").content.decode(), "1:40")
    Place.objects.update(service_ended_at=None)  # it runs still
    assert not has_cell(listed(client), "1:40")


def test_whom_we_called_dialled_nothing(queue: Queue, client: Client) -> None:
    called = actions.open_contact(channel="outbound", unit=queue.unit, caller_number="12100000001", by=TEST)
    told = client.get(f"/contacts/{called.public_id}/").content.decode()
    assert "Contact began" in told
    assert "ialled" not in told
    came = make_contact(unit=queue.unit)
    assert ", dialled 10000" in client.get(f"/contacts/{came.public_id}/").content.decode()


def test_a_served_call_is_listed_masked(queue: Queue, client: Client) -> None:
    contact = served(queue)
    text = listed(client)
    assert f"/contacts/{contact.public_id}/" in text
    assert "王**" in text
    assert "王小明" not in text
    assert "Broadband faults" in text


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"outcome": "served"}, True),
        ({"outcome": "abandoned"}, False),
        ({"rating": "5"}, True),
        ({"rating": "1"}, False),
        ({"queue": "fault"}, True),
        ({"queue": "general"}, False),
        ({"channel": "call", "day": "today"}, True),
        ({"day": "yesterday"}, False),
        ({"agent": "no-such"}, False),
        ({"rating": "many", "day": "always", "queued_from": "2026-99-99T00:00"}, True),
    ],
)
def test_filters(queue: Queue, client: Client, asked: dict[str, str], is_found: bool) -> None:
    contact = served(queue)
    assert (contact.public_id in listed(client, **asked)) == is_found


def test_the_drill_down_of_a_report_finds_who_came_to_the_queue_then(queue: Queue, client: Client) -> None:
    early, late = call_comes(queue, number="12100000001"), None
    pass_time(3600)
    late = call_comes(queue, number="12100000002")
    now = timezone.localtime()
    begin, end = now - timedelta(minutes=90), now - timedelta(minutes=30)
    span = [("queued_from", f"{begin:%Y-%m-%dT%H:%M}"), ("queued_until", f"{end:%Y-%m-%dT%H:%M}")]
    text = client.get("/contacts/?" + urlencode([*span, ("queue", "general"), ("queue", "fault")])).content.decode()
    assert early.public_id in text
    assert late.public_id not in text
    assert f"{begin:%Y-%m-%d %H:%M}" in text


def test_pages_follow_each_other_without_gap(queue: Queue, client: Client) -> None:
    made = {make_contact(unit=queue.unit).public_id for _number in range(53)}
    first = client.get("/contacts/")
    more = first.context["next"]
    second = client.get("/contacts/" + more)
    shown = {line.contact.public_id for page in (first, second) for _row, line, _link in page.context["lines"]}
    assert shown == made
    assert second.context["next"] == ""


def test_the_story_is_told_in_sentences(queue: Queue, client: Client) -> None:
    contact = served(queue, rating=4)
    text = client.get(f"/contacts/{contact.public_id}/").content.decode()
    for sentence in (
        "Waits in a queue",
        "Broadband faults, head start 5:00",
        "Offered to an agent",
        "Rated by the customer",
        "4 of 5",
        "VIP",
        "已解释账单",
    ):
        assert sentence in text, sentence


def test_every_event_of_a_served_call_has_its_sentence(queue: Queue, client: Client) -> None:
    contact = served(queue)
    text = client.get(f"/contacts/{contact.public_id}/story/").content.decode()
    for name in StoredEvent.objects.filter(contact_id=contact.pk).values_list("name", flat=True):
        assert name not in text


def test_an_agent_finds_a_contact_of_another_centre_that_they_served(client: Client) -> None:
    foreign = make_queue()
    agent = make_agent(foreign)
    contact = call_comes(foreign)
    call_is_answered(contact)
    assert signed_in(agent.staff).get(f"/contacts/{contact.public_id}/").status_code == 200
    assert client.get(f"/contacts/{contact.public_id}/").status_code == 404
