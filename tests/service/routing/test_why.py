"""Why a contact waits, live, and why it went to whom it went, afterwards."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.factories.contacts import TEST
from tests.factories.routing import make_agent, make_queue, pass_time
from tests.factories.skills import ask_for, make_skill, teach
from tests.service.routing.life import arrive, serve
from wanhao.service.routing import actions, rules
from wanhao.service.routing.rules import Asks, HeadStartReason, Standing, Verdict
from wanhao.service.routing.why import Answer, why_waiting

pytestmark = pytest.mark.django_db

READY = Standing(1, "ready", after_seconds=0)


@pytest.mark.parametrize(
    ("agent", "contact", "verdict"),
    [
        (READY, Asks(0), "eligible"),
        (Standing(1, "break", after_seconds=0), Asks(0), "not_ready"),
        (Standing(1, "busy", 100, after_seconds=0), Asks(0), "load"),
        (Standing(1, "busy", 60, after_seconds=0), Asks(0, weight=30), "eligible"),  # a chat beside chats
        (Standing(1, "busy", 60, after_seconds=0, own_weight=50), Asks(0, weight=30), "limit"),
        (Standing(1, "ready", 0, after_seconds=0, own_weight=101), Asks(0, weight=30), "limit"),
        (Standing(1, "busy", 30, "break", after_seconds=0), Asks(0, weight=30), "wanted"),
        (Standing(1, "ready", after_seconds=15), Asks(14), "ring"),
        (Standing(1, "ready", after_seconds=15), Asks(15), "eligible"),
        (Standing(1, "ready"), Asks(0), "lacks"),
        (READY, Asks(0, preferred_agent_id=2, preferred_seconds_left=3), "awaited"),
        (READY, Asks(0, preferred_agent_id=2, preferred_seconds_left=0), "eligible"),
        (Standing(1, "ready", after_seconds=99), Asks(0, preferred_agent_id=1, preferred_seconds_left=3), "eligible"),
    ],
)
def test_what_stands_between_an_agent_and_a_contact(agent: Standing, contact: Asks, verdict: str) -> None:
    assert rules.verdict(agent, contact) == verdict


def found(answer: Answer) -> dict[Verdict, set[int]]:
    return {group.verdict: {one.agent.pk for one in group.agents} for group in answer.groups}


def test_a_waiting_contact_says_who_is_away_busy_later_or_unable() -> None:
    queue = make_queue()
    away = make_agent(queue, state="break")
    busy = make_agent(queue)
    later = make_agent(queue, after_seconds=60)
    serve_none = make_agent(make_queue(unit=queue.unit), state="ready")
    offer = arrive(queue)[1].offer_id
    assert actions.accept_offer(offer or 0)
    contact, _place = arrive(queue, reasons=[HeadStartReason("vip", 300)])
    (answer,) = why_waiting(contact.pk)
    assert found(answer) == {
        Verdict.NOT_READY: {away.pk},
        Verdict.LOAD: {busy.pk},
        Verdict.RING: {later.pk},
        Verdict.LACKS: {serve_none.pk},
    }
    assert answer.ahead == 0
    assert "60 秒" in answer.summary
    assert [(reason.name, reason.seconds) for reason in answer.reasons] == [("vip", 300)]


def test_the_preferred_agent_who_is_waited_for_is_named() -> None:
    queue = make_queue(preferred_seconds=20)
    known, free = make_agent(queue, state="meeting"), make_agent(queue)
    contact, _place = arrive(queue, preferred_agent_id=known.pk)
    (answer,) = why_waiting(contact.pk)
    assert found(answer) == {Verdict.NOT_READY: {known.pk}, Verdict.AWAITED: {free.pk}}
    assert known.staff.display_name in answer.summary
    pass_time(21)
    (answer,) = why_waiting(contact.pk)
    assert found(answer)[Verdict.ELIGIBLE] == {free.pk}


def test_those_before_it_in_other_queues_of_the_same_agents_are_counted() -> None:
    queue, other = make_queue(), make_queue()
    make_agent(queue, other)
    for _one in range(3):  # one of them is rung for
        arrive(other)
    contact, _place = arrive(queue)
    arrive(other)
    with translation.override("en"):
        (answer,) = why_waiting(contact.pk)
    assert answer.summary.endswith("2 contacts of other queues with the same agents come first, too.")


def test_a_missing_skill_is_named() -> None:
    skill, queue = make_skill(name_zh="宽带", name_en="Broadband"), make_queue()
    ask_for(queue, skill, 3)
    learner = make_agent(make_queue(unit=queue.unit))
    teach(learner, skill, 2)
    contact, _place = arrive(queue)
    (group,) = why_waiting(contact.pk)[0].groups
    assert group.verdict == Verdict.LACKS
    assert "宽带 3" in group.agents[0].detail


@pytest.mark.django_db(transaction=True)  # versions of memberships carry the time of their transaction
def test_afterwards_it_says_how_it_stood_with_the_others_when_it_was_offered() -> None:
    queue = make_queue(wrap_up_seconds=0)
    best, second = make_agent(queue, level=3), make_agent(queue, level=2)
    later, away = make_agent(queue, level=9, after_seconds=600), make_agent(queue, state="training")
    contact, place = arrive(queue)
    serve(best, place.offer_id)
    actions.set_state(second.pk, "meeting", by=TEST)  # what happens later does not change what was
    actions.end_membership(queue, later.pk, by=TEST)
    (answer,) = why_waiting(contact.pk)
    (decision,) = answer.decisions
    assert (decision.offer.agent_id, decision.eligible) == (best.pk, 2)
    assert {group.verdict: {one.agent.pk for one in group.agents} for group in decision.groups} == {
        Verdict.ELIGIBLE: {second.pk},
        Verdict.RING: {later.pk},
        Verdict.NOT_READY: {away.pk},
    }
