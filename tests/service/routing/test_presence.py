"""What agents may ask for, and when they get it."""

from __future__ import annotations

import pytest

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import TEST
from tests.factories.routing import make_agent, make_break_reason, make_queue, pass_time
from tests.service.routing.life import arrive, state_of
from wanhao.common.errors import Forbidden, Invalid
from wanhao.foundation.accounts.rights import Role
from wanhao.service.routing import actions
from wanhao.service.routing.models import Offer, Place

pytestmark = pytest.mark.django_db


def test_a_break_wanted_while_serving_comes_after_the_wrap_up() -> None:
    queue, reason = make_queue(), make_break_reason()
    agent = make_agent(queue)
    _contact, enqueued = arrive(queue)
    actions.accept_offer(enqueued.offer_id)
    actions.set_state(agent.pk, "break", reason=reason.code, by=agent.staff)
    assert state_of(agent) == "busy"
    actions.end_service(enqueued.offer_id)
    assert state_of(agent) == "wrap_up"
    waiting, _place = arrive(queue)
    actions.finish_wrap_up(agent.pk)
    agent.refresh_from_db()
    assert (agent.state, agent.reason, agent.wanted_state) == ("break", reason.code, "")
    offer = actions.set_state(agent.pk, "ready", by=agent.staff)
    assert offer is not None
    assert offer.contact == waiting


def test_wanting_ready_again_takes_the_wish_back() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    _contact, enqueued = arrive(queue)
    actions.accept_offer(enqueued.offer_id)
    actions.set_state(agent.pk, "meeting", by=agent.staff)
    actions.set_state(agent.pk, "ready", by=agent.staff)
    actions.end_service(enqueued.offer_id)
    actions.finish_wrap_up(agent.pk)
    assert state_of(agent) == "ready"


def test_wrap_up_ends_by_itself() -> None:
    queue = make_queue(wrap_up_seconds=30)
    agent = make_agent(queue)
    _contact, enqueued = arrive(queue)
    actions.accept_offer(enqueued.offer_id)
    actions.end_service(enqueued.offer_id)
    waiting, _place = arrive(queue)
    actions.sweep()
    assert state_of(agent) == "wrap_up"
    pass_time(31)
    (offer,) = actions.sweep()
    assert (offer.agent, offer.contact) == (agent, waiting)


def test_without_wrap_up_time_the_next_contact_comes_at_once() -> None:
    queue = make_queue(wrap_up_seconds=0)
    agent = make_agent(queue)
    _contact, enqueued = arrive(queue)
    waiting, _place = arrive(queue)
    actions.accept_offer(enqueued.offer_id)
    actions.end_service(enqueued.offer_id)
    assert agent.offers.get(ended_at=None).contact == waiting
    place = Place.objects.get(pk=enqueued.place_id)
    assert place.wrap_up_ended_at == place.service_ended_at


def test_an_agent_who_disappears_while_offered_loses_the_contact_to_another() -> None:
    queue = make_queue()
    gone = make_agent(queue)
    pass_time(5)
    other = make_agent(queue)
    _contact, enqueued = arrive(queue)
    actions.set_state(gone.pk, "offline", by=TEST)
    assert state_of(gone) == "offline"
    assert Offer.objects.get(pk=enqueued.offer_id).outcome == "unreachable"
    assert other.offers.get(ended_at=None).place_id == enqueued.place_id


def test_an_agent_who_disappears_while_serving_is_offline_afterwards() -> None:
    queue = make_queue(wrap_up_seconds=0)
    agent = make_agent(queue)
    _contact, enqueued = arrive(queue)
    actions.accept_offer(enqueued.offer_id)
    actions.set_state(agent.pk, "offline", by=TEST)
    assert state_of(agent) == "busy"
    actions.end_service(enqueued.offer_id)
    assert state_of(agent) == "offline"


def test_three_chats_share_an_agent_and_a_call_does_not_fit_beside_them() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    offers = [arrive(queue, weight=30)[1].offer_id for _n in range(3)]
    assert None not in offers
    assert arrive(queue, weight=30)[1].offer_id is None
    assert arrive(queue, weight=100)[1].offer_id is None
    for offer_id in offers:
        assert actions.accept_offer(offer_id)
    assert state_of(agent) == "busy"
    actions.end_service(offers[0])
    agent.refresh_from_db()
    assert (agent.state, agent.load) == ("busy", 90)


@pytest.mark.parametrize("state", ["offered", "busy", "wrap_up", "not_answering", "asleep"])
def test_states_nobody_can_ask_for(state: str) -> None:
    agent = make_agent(make_queue())
    with pytest.raises(Invalid):
        actions.set_state(agent.pk, state, by=agent.staff)


def test_a_break_needs_a_reason_from_the_list() -> None:
    agent = make_agent(make_queue())
    with pytest.raises(Invalid):
        actions.set_state(agent.pk, "break", reason="bored", by=agent.staff)


def test_a_leader_steers_agents_of_their_own_units() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    actions.steer_agent(agent.pk, "training", by=make_staff(Role.DUTY_LEADER, unit=queue.unit))
    assert state_of(agent) == "training"
    with pytest.raises(Forbidden):
        actions.steer_agent(agent.pk, "ready", by=make_staff(Role.DUTY_LEADER, unit=make_unit()))
    with pytest.raises(Forbidden):
        actions.steer_agent(agent.pk, "ready", by=agent.staff)
