"""Whom a queue offers to, by its strategy; and limits of a channel for each agent."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.factories.contacts import TEST
from tests.factories.routing import make_agent, make_queue, pass_time
from tests.service.routing.life import arrive, serve
from wanhao.service.routing import actions
from wanhao.service.routing.limits import apply_limits
from wanhao.service.routing.models import Agent, ChannelLimit, Offer, Queue
from wanhao.service.routing.rules import HeadStartReason

pytestmark = pytest.mark.django_db


def offered(queue: Queue, **how: object) -> Offer:
    """The offer of a contact that arrives."""
    contact, _placed = arrive(queue, **how)
    return Offer.objects.get(contact=contact)


def free(offer: Offer) -> None:
    """The caller leaves: the agent is ready again, idle since before."""
    actions.leave_queue(offer.contact_id, "abandoned")


def idle_for(queue: Queue, *waits: tuple[int, int]) -> list[Agent]:
    """Ready agents with (level, seconds idle), in that order."""
    found = []
    for (level, seconds), (_next, after) in zip(waits, [*waits[1:], (0, 0)], strict=True):
        found.append(make_agent(queue, level=level))
        pass_time(seconds - after)
    return found


def test_level_first_then_idle_longest() -> None:
    queue = make_queue(strategy="level")
    _low, best, _same = idle_for(queue, (1, 300), (3, 200), (3, 100))
    offer = offered(queue)
    assert (offer.agent, offer.chosen_by, offer.chosen_figure) == (best, "level", 3)


def test_idle_longest_whatever_the_level() -> None:
    queue = make_queue(strategy="idle")
    low, _best = idle_for(queue, (1, 300), (3, 200))
    offer = offered(queue)
    assert (offer.agent, offer.chosen_by) == (low, "idle")
    assert offer.chosen_figure == pytest.approx(300, abs=5)


def test_big_customers_go_to_the_best_and_others_to_the_idle_longest() -> None:
    queue = make_queue(strategy="big_level")
    low, best = idle_for(queue, (1, 300), (3, 200))
    small = offered(queue, reasons=[HeadStartReason("elderly", 60)])
    assert (small.agent, small.chosen_by) == (low, "idle")
    free(small)
    big = offered(queue, reasons=[HeadStartReason("vip", 300, wants_best=True)])
    assert (big.agent, big.chosen_by, big.chosen_figure) == (best, "level", 3)


def test_least_occupied_over_the_queue_s_minutes() -> None:
    queue = make_queue(strategy="occupied", occupied_minutes=60, wrap_up_seconds=0)
    worked, rested = idle_for(queue, (1, 1200), (1, 1100))
    offer = offered(queue)
    assert offer.agent == worked  # both unoccupied: idle longest
    assert actions.accept_offer(offer.pk)
    pass_time(600)
    actions.end_service(offer.pk)
    pass_time(300)
    offer = offered(queue)
    assert (offer.agent, offer.chosen_by, offer.chosen_figure) == (rested, "occupied", 0)
    serve(rested, offer.pk)
    actions.set_state(rested.pk, "meeting", by=TEST)
    offer = offered(queue)
    assert (offer.agent, offer.chosen_figure) == (worked, pytest.approx(600 / 2100, abs=0.02))


def test_who_becomes_free_is_chosen_by_turn_and_who_is_asked_for_as_preferred() -> None:
    queue = make_queue()
    known = make_agent(queue)
    assert offered(queue, preferred_agent_id=known.pk).chosen_by == "preferred"
    contact, _placed = arrive(queue)
    make_agent(queue)
    assert Offer.objects.get(contact=contact).chosen_by == "turn"


def limited(agent: Agent, most: int) -> None:
    ChannelLimit.objects.create(channel="chat", agent=agent, most=most)
    apply_limits()


@pytest.mark.parametrize(("most", "fits"), [(0, 0), (1, 1), (2, 2), (5, 5)])
def test_a_limit_is_kept_within_the_decision_both_ways_round(most: int, fits: int) -> None:
    queue, later = make_queue(), make_queue()
    agent = make_agent(queue)
    limited(agent, most)
    for _n in range(7):
        arrive(queue, channel="chat", weight=30)
    assert agent.offers.count() == fits
    other = make_agent(later, state="offline")
    limited(other, most)
    for _n in range(7):
        arrive(later, channel="chat", weight=30)
    actions.set_state(other.pk, "ready", by=TEST)
    assert other.offers.count() == fits


def test_without_a_limit_the_weight_of_the_contact_decides_and_a_call_excludes_all_else() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    for _n in range(5):
        arrive(queue, channel="chat", weight=30)
    assert agent.offers.count() == 3
    call_queue = make_queue()
    actions.set_membership(call_queue, agent.pk, by=TEST)
    arrive(call_queue)
    assert agent.offers.count() == 3


def test_a_call_is_taken_by_an_agent_who_may_have_no_chats_though_chats_wait() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    limited(agent, 0)
    arrive(queue, channel="chat", weight=30)
    assert offered(queue).agent == agent


def test_the_database_itself_refuses_more_than_a_whole_agent() -> None:
    agent = make_agent(make_queue())
    with pytest.raises(IntegrityError), transaction.atomic():
        Agent.objects.filter(pk=agent.pk).update(load=101)


def test_an_agent_s_own_wrap_up_time_goes_before_the_queue_s() -> None:
    queue = make_queue(wrap_up_seconds=30)
    agent = make_agent(queue)
    actions.set_own_wrap_up(agent.pk, 90, by=TEST)
    offer = offered(queue)
    assert actions.accept_offer(offer.pk)
    actions.end_service(offer.pk)
    agent.refresh_from_db()
    assert agent.wrap_up_until is not None
    assert (agent.wrap_up_until - agent.state_since).total_seconds() == pytest.approx(90)
    actions.finish_wrap_up(agent.pk)
    actions.set_own_wrap_up(agent.pk, 0, by=TEST)
    offer = offered(queue)
    assert actions.accept_offer(offer.pk)
    actions.end_service(offer.pk)
    agent.refresh_from_db()
    assert agent.state == "ready"
