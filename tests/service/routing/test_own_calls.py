"""An agent who dials a customer is busy meanwhile."""

import pytest

from tests.factories.accounts import make_staff
from tests.factories.contacts import make_contact
from tests.factories.routing import make_agent, make_queue
from wanhao.foundation.accounts.rights import Role
from wanhao.service.routing import actions
from wanhao.service.routing.models import Agent, StateSpell

pytestmark = pytest.mark.django_db


def state_of(agent: Agent) -> tuple[str, str, int]:
    agent.refresh_from_db()
    return agent.state, agent.reason, agent.load


def test_nothing_is_offered_while_the_agent_dials_and_the_next_contact_comes_right_after() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    assert actions.begin_own_call(agent.pk)
    assert state_of(agent) == ("busy", "own_call", 100)
    contact = make_contact(unit=queue.unit)
    assert actions.enqueue(contact.pk, queue).offer_id is None
    offer = actions.end_own_call(agent.pk)
    assert offer is not None
    assert (offer.contact_id, state_of(agent)) == (contact.pk, ("offered", "", 100))
    assert actions.end_own_call(agent.pk) is None  # said twice, it counts once
    assert state_of(agent) == ("offered", "", 100)


def test_who_was_away_is_away_again_unless_they_wanted_otherwise() -> None:
    queue = make_queue()
    training, eager = make_agent(queue, state="training"), make_agent(queue, state="meeting")
    for agent in (training, eager):
        assert actions.begin_own_call(agent.pk)
    actions.set_state(eager.pk, "ready", by=eager.staff)
    for agent in (training, eager):
        actions.end_own_call(agent.pk)
    assert (state_of(training)[0], state_of(eager)[0]) == ("training", "ready")


def test_who_rings_or_serves_cannot_dial() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    actions.enqueue(make_contact(unit=queue.unit).pk, queue)
    assert not actions.begin_own_call(agent.pk)
    assert state_of(agent) == ("offered", "", 100)


def test_dialling_ends_the_wrap_up() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    offer = actions.enqueue(make_contact(unit=queue.unit).pk, queue).offer_id
    actions.accept_offer(offer)
    actions.end_service(offer)
    assert state_of(agent)[0] == "wrap_up"
    assert actions.begin_own_call(agent.pk)
    assert agent.offers.get().place.wrap_up_ended_at is not None
    actions.end_own_call(agent.pk)
    assert state_of(agent) == ("ready", "", 0)
    assert StateSpell.objects.filter(agent=agent).latest("pk").state == "busy"


def test_who_is_no_agent_may_dial() -> None:
    staff = make_staff(Role.BACK_OFFICE)
    assert actions.begin_own_call(staff.pk)
    assert actions.end_own_call(staff.pk) is None
