"""One decision after the other: who is offered what, and what remains."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories.contacts import TEST, make_contact
from tests.factories.routing import make_agent, make_queue, pass_time
from tests.service.routing.life import arrive, serve, state_of
from wanhao.service.contacts import actions as contact_actions
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions
from wanhao.service.routing.models import Agent, Offer, Place
from wanhao.service.routing.rules import HeadStartReason

pytestmark = pytest.mark.django_db

VIP = HeadStartReason("vip", 300)


def test_a_free_agent_is_offered_the_contact_at_once() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    _contact, place = arrive(queue)
    assert place.agent_id == agent.pk
    assert state_of(agent) == "offered"
    assert Agent.objects.get(pk=agent.pk).load == 100


def test_nobody_free_the_contact_waits_and_the_next_ready_agent_gets_it() -> None:
    queue = make_queue()
    contact, place = arrive(queue)
    assert place.offer_id is None
    agent = make_agent(queue, state="offline")
    offer = actions.set_state(agent.pk, "ready", by=agent.staff)
    assert offer is not None
    assert offer.contact == contact


def test_a_full_service_leaves_its_facts_on_the_place() -> None:
    queue = make_queue(answer_limit_seconds=15, wrap_up_seconds=30)
    agent = make_agent(queue)
    _contact, enqueued = arrive(queue)
    pass_time(4)
    assert actions.accept_offer(enqueued.offer_id)
    assert state_of(agent) == "busy"
    pass_time(60)
    actions.end_service(enqueued.offer_id)
    assert state_of(agent) == "wrap_up"
    pass_time(12)
    actions.finish_wrap_up(agent.pk)
    assert state_of(agent) == "ready"

    place = Place.objects.get(pk=enqueued.place_id)
    offer = place.offers.get()
    assert (place.outcome, place.agent, place.in_limit, offer.outcome) == ("answered", agent, True, "served")
    assert (place.left_at - place.queued_at).total_seconds() == pytest.approx(4, abs=0.5)
    assert (place.service_ended_at - offer.accepted_at).total_seconds() == pytest.approx(60, abs=0.5)
    assert (place.wrap_up_ended_at - place.service_ended_at).total_seconds() == pytest.approx(12, abs=0.5)
    states = list(agent.spells.order_by("pk").values_list("state", flat=True))
    assert states == ["offline", "ready", "offered", "busy", "wrap_up"]


def test_an_answer_after_the_limit_is_not_in_it() -> None:
    queue = make_queue(answer_limit_seconds=15)
    make_agent(queue)
    _contact, enqueued = arrive(queue)
    pass_time(16)
    actions.accept_offer(enqueued.offer_id)
    assert Place.objects.get(pk=enqueued.place_id).in_limit is False


def test_the_smallest_rank_over_all_queues_served_comes_first() -> None:
    general, fault = make_queue(), make_queue()
    first, _place = arrive(general)
    pass_time(10)
    second, _place = arrive(fault)
    pass_time(10)
    vip, _place = arrive(general, reasons=[VIP])
    agent = make_agent(general, fault, state="offline")
    order = []
    offer = actions.set_state(agent.pk, "ready", by=TEST)
    while offer is not None:
        order.append(offer.contact)
        actions.accept_offer(offer.pk)
        actions.end_service(offer.pk)
        offer = actions.finish_wrap_up(agent.pk)
    assert order == [vip, first, second]


def test_the_reasons_of_a_head_start_are_kept() -> None:
    _contact, enqueued = arrive(make_queue(), reasons=[VIP, HeadStartReason("elderly", 120)])
    place = Place.objects.get(pk=enqueued.place_id)
    assert place.reasons == [{"reason": "vip", "seconds": 300}, {"reason": "elderly", "seconds": 120}]
    assert place.queued_at - place.rank_at == timedelta(seconds=420) == timedelta(seconds=place.head_start_seconds)


def test_best_level_then_longest_idle() -> None:
    queue = make_queue()
    fresh = make_agent(queue)
    pass_time(60)
    expert = make_agent(queue, level=3)
    idle_since = Agent.objects.get(pk=fresh.pk).idle_since
    assert idle_since < Agent.objects.get(pk=expert.pk).idle_since
    later = make_agent(queue)
    assert [arrive(queue)[1].agent_id for _n in range(3)] == [expert.pk, fresh.pk, later.pk]


def test_a_generalist_comes_in_after_the_stated_wait_only() -> None:
    queue = make_queue()
    generalist = make_agent(queue, after_seconds=20)
    _contact, enqueued = arrive(queue)
    assert enqueued.offer_id is None
    assert actions.sweep() == []
    pass_time(21)
    assert [offer.agent for offer in actions.sweep()] == [generalist]


def test_the_same_agent_is_waited_for_then_anybody() -> None:
    queue = make_queue(preferred_seconds=20)
    before, other = make_agent(queue, state="meeting"), make_agent(queue)
    contact, enqueued = arrive(queue, preferred_agent_id=before.pk)
    assert enqueued.offer_id is None
    assert actions.sweep() == []
    offer = actions.set_state(before.pk, "ready", by=TEST)
    assert offer is not None
    assert offer.contact == contact
    actions.offer_failed(offer.pk, "declined")
    pass_time(21)
    assert [offer.agent for offer in actions.sweep()] == [other]


def test_a_preferred_agent_need_not_serve_the_queue() -> None:
    queue = make_queue()
    agent = make_agent(make_queue())
    contact, enqueued = arrive(queue, preferred_agent_id=agent.pk)
    assert enqueued.agent_id == agent.pk
    actions.offer_failed(enqueued.offer_id, "declined")
    offer = actions.set_state(agent.pk, "ready", by=TEST)
    assert offer is not None
    assert offer.contact == contact


def test_who_comes_back_keeps_the_place_in_the_order() -> None:
    queue = make_queue()
    back, enqueued = arrive(queue)
    rank_at = Place.objects.get(pk=enqueued.place_id).rank_at
    actions.leave_queue(back.pk, "transferred")
    arrive(queue)
    actions.enqueue(back.pk, queue, kept_rank_at=rank_at)
    agent = make_agent(queue, state="offline")
    offer = actions.set_state(agent.pk, "ready", by=TEST)
    assert offer is not None
    assert offer.contact == back


@pytest.mark.parametrize("outcome", ["declined", "not_answered", "unreachable"])
def test_a_failed_offer_sets_the_agent_aside_and_goes_elsewhere_at_once(outcome: str) -> None:
    queue = make_queue()
    first = make_agent(queue)
    pass_time(5)
    second = make_agent(queue)
    _contact, enqueued = arrive(queue)
    moved = actions.offer_failed(enqueued.offer_id, outcome)
    assert moved is not None
    assert (moved.place_id, moved.agent_id) == (enqueued.place_id, second.pk)
    assert state_of(first) == "not_answering"
    assert Agent.objects.get(pk=first.pk).load == 0
    assert Offer.objects.get(pk=enqueued.offer_id).outcome == outcome
    assert actions.offer_failed(enqueued.offer_id, outcome) is None


def test_an_offer_runs_out() -> None:
    queue = make_queue(offer_seconds=15)
    agent = make_agent(queue)
    _contact, enqueued = arrive(queue)
    assert enqueued.offer_id is not None
    actions.note_ringing(enqueued.offer_id)
    pass_time(14)
    assert actions.sweep() == []
    assert state_of(agent) == "offered"
    pass_time(2)
    actions.sweep()
    assert state_of(agent) == "not_answering"
    assert not actions.accept_offer(enqueued.offer_id)


def test_who_hangs_up_while_offered_frees_the_agent_for_the_next() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    first, enqueued = arrive(queue)
    second, _place = arrive(queue)
    assert actions.leave_queue(first.pk, "abandoned")
    assert not actions.leave_queue(first.pk, "abandoned")
    assert not actions.accept_offer(enqueued.offer_id)
    assert Place.objects.get(pk=enqueued.place_id).outcome == "abandoned"
    assert agent.offers.get(ended_at=None).contact == second


def test_an_agent_whose_offer_is_withdrawn_stays_the_longest_idle() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    since = Agent.objects.get(pk=agent.pk).idle_since
    contact, _enqueued = arrive(queue)
    actions.leave_queue(contact.pk, "abandoned")
    assert Agent.objects.get(pk=agent.pk).idle_since == since


def test_a_full_queue_refuses_and_keeps_the_fact() -> None:
    queue = make_queue(max_waiting=1)
    arrive(queue)
    contact = make_contact(unit=queue.unit)
    with pytest.raises(actions.QueueIsFull):
        actions.enqueue(contact.pk, queue)
    assert Place.objects.get(contact=contact).outcome == "overflow"


def test_who_waits_too_long_overflows() -> None:
    queue = make_queue(longest_wait_seconds=60)
    _contact, enqueued = arrive(queue)
    pass_time(61)
    actions.sweep()
    assert Place.objects.get(pk=enqueued.place_id).outcome == "overflow"


def test_a_place_and_a_service_do_not_outlive_their_contact() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    served, enqueued = arrive(queue)
    actions.accept_offer(enqueued.offer_id)
    waiting, place = arrive(queue)
    contact_actions.end_contact(waiting.pk, outcome="lost", by=TEST)
    contact_actions.end_contact(served.pk, outcome="lost", by=TEST)
    Contact.objects.filter(pk=served.pk).update(ended_at=served.arrived_at - timedelta(seconds=20))
    actions.sweep()
    assert Place.objects.get(pk=place.place_id).outcome == "lost"
    assert state_of(agent) == "wrap_up"


def test_a_new_membership_brings_waiting_contacts_and_its_end_stops_them() -> None:
    queue = make_queue()
    agent = make_agent(make_queue())
    contact, _place = arrive(queue)
    actions.set_membership(queue, agent.pk, by=TEST)
    offer = agent.offers.get()
    assert offer.contact == contact
    actions.end_membership(queue, agent.pk, by=TEST)
    serve(agent, offer.pk)
    assert arrive(queue)[1].offer_id is None


def test_the_tables_themselves_refuse_two_open_offers_for_a_contact() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    contact, enqueued = arrive(queue)
    offer = Offer.objects.get(pk=enqueued.offer_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(
            place=offer.place,
            contact=contact,
            queue=queue,
            agent=agent,
            offered_at=offer.offered_at,
            expires_at=offer.expires_at,
        )
