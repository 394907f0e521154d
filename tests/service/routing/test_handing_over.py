"""A contact goes from its agent to one who is in the call already."""

import pytest

from tests.factories.accounts import make_staff
from tests.factories.contacts import make_contact
from tests.factories.routing import make_agent, make_queue
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.routing import actions
from wanhao.service.routing.models import Agent, Offer, Place, Queue
from wanhao.service.routing.rules import HeadStartReason

pytestmark = pytest.mark.django_db
TRANSFER = HeadStartReason("transfer", 3600)


def in_service(queue: Queue) -> tuple[Agent, Offer]:
    """An agent who serves a call."""
    agent = make_agent(queue)
    offer_id = actions.enqueue(make_contact(unit=queue.unit).pk, queue).offer_id
    actions.accept_offer(offer_id)
    return agent, Offer.objects.get(pk=offer_id)


def state_of(agent: Agent) -> tuple[str, str, int]:
    agent.refresh_from_db()
    return agent.state, agent.reason, agent.load


def test_one_who_was_consulted_serves_the_contact_and_wraps_up() -> None:
    queue, other_queue = make_queue(), make_queue()
    first, offer = in_service(queue)
    second = make_agent(other_queue)
    assert actions.begin_own_call(second.pk)
    contact_id = offer.contact_id
    new_id = actions.hand_over(contact_id, offer.pk, to=second.pk, queue=other_queue, reasons=[TRANSFER])
    offer.refresh_from_db()
    assert (offer.outcome, state_of(first)[0]) == ("served", "wrap_up")
    assert state_of(second) == ("busy", "", 100)
    place = Place.objects.get(contact_id=contact_id, queue=other_queue)
    assert (place.outcome, place.agent_id, place.in_limit) == ("answered", second.pk, True)
    assert (place.left_at, place.head_start_seconds) == (place.queued_at, 3600)
    assert place.reasons == [{"reason": "transfer", "seconds": 3600}]
    assert actions.end_own_call(second.pk) is None  # it is a service now
    assert state_of(second) == ("busy", "", 100)
    actions.end_service(new_id)
    assert state_of(second)[0] == "wrap_up"
    told = StoredEvent.objects.filter(contact_id=contact_id, name="routing.OfferAccepted").order_by("id")
    assert [event.data["agent_id"] for event in told] == [first.pk, second.pk]


def test_one_who_is_no_agent_goes_on_without_an_offer() -> None:
    first, offer = in_service(make_queue())
    boss = make_staff(Role.DUTY_LEADER)
    assert actions.begin_own_call(boss.pk)
    assert actions.hand_over(offer.contact_id, offer.pk, to=boss.pk, queue=offer.queue) is None
    assert state_of(first)[0] == "wrap_up"
    assert not Offer.objects.filter(contact_id=offer.contact_id, ended_at=None).exists()
    third = make_agent(offer.queue)  # and from there to an agent again, when nobody serves it as routing sees it
    assert actions.begin_own_call(third.pk)
    again = actions.hand_over(offer.contact_id, 0, to=third.pk, queue=offer.queue)
    assert Offer.objects.get(pk=again).agent_id == third.pk


def test_one_who_was_not_reserved_gets_nothing() -> None:
    """Their call ended in the same moment: they are free and may be ringing for somebody else."""
    _first, offer = in_service(make_queue())
    other = make_agent(offer.queue)
    assert actions.hand_over(offer.contact_id, offer.pk, to=other.pk, queue=offer.queue) is None
    assert state_of(other) == ("ready", "", 0)


def test_a_reserved_agent_is_offered_nothing() -> None:
    queue = make_queue()
    _first, offer = in_service(queue)
    second = make_agent(queue)
    actions.begin_own_call(second.pk)
    waiting = make_contact(unit=queue.unit)
    assert actions.enqueue(waiting.pk, queue).offer_id is None
    new_id = actions.hand_over(offer.contact_id, offer.pk, to=second.pk, queue=queue)
    assert Offer.objects.get(pk=new_id).agent_id == second.pk
    assert Place.objects.get(contact=waiting).left_at is None
