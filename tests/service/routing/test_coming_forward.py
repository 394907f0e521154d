"""Head starts that follow from the customer and the past, and the agent who served last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.contacts import make_contact
from tests.factories.customers import make_party
from tests.factories.routing import make_agent, make_queue
from tests.service.routing.life import serve
from wanhao.records.customers.models import Party
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions, queries
from wanhao.service.routing.models import HeadStart, Queue

pytestmark = pytest.mark.django_db


def reason(name: str, seconds: int, queue: Queue | None = None, **more: object) -> HeadStart:
    return HeadStart.objects.create(
        reason=name,
        name_zh=name,
        name_en=name,
        seconds=seconds,
        queue=queue,
        **more,  # type: ignore[misc]
    )


def contact_of(customer: Party, queue: Queue, **facts: object) -> Contact:
    contact = make_contact(unit=queue.unit)
    Contact.objects.filter(pk=contact.pk).update(customer=customer, **facts)
    return Contact.objects.get(pk=contact.pk)


def named(contact: Contact, queue: Queue) -> dict[str, int]:
    return {given.reason: given.seconds for given in queries.head_starts_of(contact, queue)}


def test_tier_segment_need_and_matter_each_bring_seconds_and_the_queue_s_own_go_before() -> None:
    queue = make_queue()
    for name in ("gold", "segment_business", "elderly", "business_porting", "green_channel"):
        reason(name, 100)
    reason("gold", 500, queue, wants_best=True)
    customer = make_party(tier="gold", segment="business", special_needs=["elderly"])
    contact = contact_of(customer, queue, business_type="porting")
    assert named(contact, queue) == {"gold": 500, "segment_business": 100, "elderly": 100, "business_porting": 100}
    assert [r.wants_best for r in queries.head_starts_of(contact, queue)] == [True, False, False, False]


def test_who_asked_for_a_person_before_comes_forward_for_the_queue_s_hours() -> None:
    queue = make_queue(repeat_hours=2)
    reason("repeat_caller", 60)
    earlier = make_contact(unit=queue.unit, caller_number="12100000001")
    contact = make_contact(unit=queue.unit, caller_number="12100000001")
    assert named(contact, queue) == {}  # the earlier one never asked for a person
    Contact.objects.filter(pk=earlier.pk).update(
        asked_for_person_at=earlier.arrived_at, arrived_at=contact.arrived_at - timedelta(minutes=100)
    )
    assert named(contact, queue) == {"repeat_caller": 60}
    Contact.objects.filter(pk=earlier.pk).update(arrived_at=contact.arrived_at - timedelta(minutes=130))
    assert named(contact, queue) == {}


def test_the_agent_who_served_last_is_preferred_while_at_work_in_that_queue() -> None:
    queue = make_queue(preferred_days=7, wrap_up_seconds=0)
    customer = make_party()
    agent = make_agent(queue)
    first = contact_of(customer, queue)
    serve(agent, actions.enqueue(first.pk, queue).offer_id)
    again = contact_of(customer, queue)
    assert queries.last_agent_of(again, queue) == agent.pk
    assert queries.last_agent_of(again, make_queue(preferred_days=7)) is None  # serves another queue
    actions.set_state(agent.pk, "offline", by=agent.staff)
    assert queries.last_agent_of(again, queue) is None
    queue.preferred_days = 0
    assert queries.last_agent_of(again, queue) is None
