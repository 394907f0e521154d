"""What the clock opens between two sweeps counts at once: nobody who comes later is given the agent first."""

from __future__ import annotations

import pytest

from tests.factories.routing import make_agent, make_queue, pass_time
from tests.service.routing.life import arrive, serve
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions
from wanhao.service.routing.models import Agent, Offer, Queue

pytestmark = pytest.mark.django_db


def agent_of(contact: Contact) -> int | None:
    """Who is being rung for the contact."""
    return Offer.objects.filter(contact=contact, ended_at=None).values_list("agent", flat=True).first()


def helper_of(helped: Queue, own: Queue, *, after_seconds: int = 20) -> Agent:
    """A ready agent of one queue who helps out in another after some seconds."""
    agent = make_agent(own)
    actions.set_membership(helped, agent.pk, after_seconds=after_seconds, by=agent.staff)
    return agent


def test_a_newcomer_of_another_queue_does_not_overtake_whose_ring_has_just_opened() -> None:
    helped, own = make_queue(), make_queue()
    agent = helper_of(helped, own)
    older, _placed = arrive(helped)
    pass_time(21)
    newcomer, placed = arrive(own)
    assert (agent_of(older), agent_of(newcomer), placed.agent_id) == (agent.pk, None, None)
    serve(agent, Offer.objects.get(contact=older).pk)
    assert agent_of(newcomer) == agent.pk


def test_the_newcomer_is_given_the_next_free_agent_in_the_same_decision() -> None:
    helped, own = make_queue(), make_queue(strategy="idle")
    agent = helper_of(helped, own)
    pass_time(1)
    other = make_agent(own)
    older, _placed = arrive(helped)
    pass_time(21)
    newcomer, _placed = arrive(own)
    assert (agent_of(older), agent_of(newcomer)) == (agent.pk, other.pk)


def test_a_ring_that_is_not_open_yet_holds_nobody_up() -> None:
    helped, own = make_queue(), make_queue()
    agent = helper_of(helped, own)
    older, _placed = arrive(helped)
    pass_time(19)
    newcomer, _placed = arrive(own)
    assert (agent_of(older), agent_of(newcomer)) == (None, agent.pk)


def test_a_newcomer_with_enough_head_start_still_goes_first() -> None:
    helped, own = make_queue(), make_queue()
    agent = helper_of(helped, own)
    older, _placed = arrive(helped)
    pass_time(21)
    contact, _placed = arrive(own, reasons=[actions.HeadStartReason("vip", 300)])
    assert (agent_of(older), agent_of(contact)) == (None, agent.pk)


def test_a_wait_for_the_agent_of_last_time_that_is_over_counts_too() -> None:
    queue, own = make_queue(preferred_seconds=20), make_queue()
    away = make_agent(queue, state="meeting")
    agent = make_agent(queue, own)
    older, _placed = arrive(queue, preferred_agent_id=away.pk)
    pass_time(21)
    newcomer, _placed = arrive(own)
    assert (agent_of(older), agent_of(newcomer)) == (agent.pk, None)


def test_a_contact_that_comes_back_does_not_overtake_either() -> None:
    helped, own = make_queue(), make_queue()
    make_agent(own)
    older, _placed = arrive(helped)
    ringing, placed = arrive(own)
    agent = helper_of(helped, own)
    pass_time(21)
    assert placed.offer_id is not None
    assert actions.offer_failed(placed.offer_id, Offer.Outcome.DECLINED)
    assert (agent_of(older), agent_of(ringing)) == (agent.pk, None)
