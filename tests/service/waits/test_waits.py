"""Queues measured from their rows, predictions kept, and what became of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import make_contact
from tests.factories.routing import make_agent, make_queue, pass_time
from tests.service.routing.life import arrive, serve
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.service.routing import actions as routing
from wanhao.service.routing.limits import apply_limits
from wanhao.service.routing.models import ChannelLimit, Offer, Queue
from wanhao.service.routing.rules import HeadStartReason, weight_of
from wanhao.service.waits import actions, measuring, queries, rules
from wanhao.service.waits.models import WaitParameters, WaitPrediction

pytestmark = pytest.mark.django_db


def measured(queue: Queue) -> WaitParameters:
    measuring.measure_flows()
    measuring.measure_agents()
    return WaitParameters.objects.get(pk=queue.pk)


def talked(queue: Queue, seconds: float) -> None:
    """One contact served for so long, by the free agent of the queue."""
    _contact, placed = arrive(queue)
    assert placed.offer_id is not None
    assert placed.agent_id is not None
    routing.accept_offer(placed.offer_id)
    pass_time(seconds)
    routing.end_service(placed.offer_id)
    routing.finish_wrap_up(placed.agent_id)


def test_service_time_is_measured_with_those_still_talking() -> None:
    queue = make_queue()
    make_agent(queue)
    for _call in range(20):
        talked(queue, 100)
    row = measured(queue)
    assert row.services == 20
    house = (20 * 100 + 2 * 240) / 22  # the guess of 240 s counts as two
    assert row.service_mean_seconds == pytest.approx((20 * 100 + 5 * house) / 25, rel=0.02)
    _contact, placed = arrive(queue)
    assert placed.offer_id is not None
    routing.accept_offer(placed.offer_id)
    pass_time(500)
    house = (20 * 100 + 500 + 2 * 240) / 22
    assert measured(queue).service_mean_seconds == pytest.approx((20 * 100 + 500 + 5 * house) / 25, rel=0.02)
    fresh = measured(make_queue())  # of a new queue nothing is known but what the house takes
    assert fresh.service_mean_seconds == pytest.approx(house, rel=0.02)


def test_patience_is_measured_from_all_who_waited() -> None:
    queue = make_queue()
    for _one in range(10):
        contact, _placed = arrive(queue)
        pass_time(60)
        routing.leave_queue(contact.pk, "abandoned")
    arrive(queue)
    pass_time(300)
    row = measured(queue)
    assert row.abandoned == 10
    assert row.patience_mean_seconds == pytest.approx((10 * 60 + 300 + 2 * 180) / 12, rel=0.02)


def seen(*queues: Queue) -> None:
    """As if enough had been served in these queues, 100 s each."""
    measuring.measure_flows()
    WaitParameters.objects.filter(queue__in=queues).update(services=20, service_mean_seconds=100)
    measuring.measure_agents()


def test_agents_at_work_are_counted_and_those_away_are_not() -> None:
    queue, other = make_queue(), make_queue()
    make_agent(queue)
    make_agent(queue, state="break")
    make_agent(queue, other)
    row = measured(queue)
    assert row.agents_at_once == 2
    assert row.rival_queues == {other.pk}
    assert row.idle == 2


def chat(queue: Queue) -> int:
    """One chat of the usual weight comes; its contact."""
    contact = make_contact(unit=queue.unit, channel="chat")
    routing.enqueue(contact.pk, queue, channel="chat", weight=weight_of("chat"))
    return contact.pk


def test_who_has_several_chats_at_once_answers_sooner() -> None:
    queue = make_queue()
    many, one = make_agent(queue), make_agent(queue)
    ChannelLimit.objects.create(channel="chat", agent=one, most=1)
    apply_limits()
    for _chat in range(3):
        offer = Offer.objects.filter(contact_id=chat(queue)).get()
        assert routing.accept_offer(offer.pk)
    seen(queue)
    row = WaitParameters.objects.get(pk=queue.pk)
    assert row.kinds == [["chat", 30, 3]]
    assert sorted((agents, at_once) for _after, agents, _ends, _rivals, at_once in row.rings) == [(1, 1), (1, 3)]
    assert row.agents_at_once == 2
    assert row.idle == 1  # one has two chats and takes a third
    offer = Offer.objects.get(contact_id=chat(queue))
    assert routing.accept_offer(offer.pk)
    assert offer.agent_id == many.pk
    waiting = chat(queue)
    seen(queue)
    assert WaitParameters.objects.get(pk=queue.pk).idle == 0
    found = queries.estimate(waiting)
    assert found is not None
    alone = rules.quantile(0.5, 0, 4 / 100, float(f"{1 / 180:.4g}"))  # four places of 100 s
    assert found.p50_seconds == pytest.approx(alone, rel=0.05)


def test_who_may_have_no_chat_does_not_serve_a_queue_of_chats() -> None:
    queue = make_queue()
    make_agent(queue)
    ChannelLimit.objects.create(channel="chat", most=0)
    apply_limits()
    waiting = chat(queue)
    seen(queue)
    found = queries.estimate(waiting)
    assert found is not None
    assert not found.is_known


def test_those_ahead_in_other_queues_of_the_same_agents_count() -> None:
    queue, other = make_queue(), make_queue()
    make_agent(queue, other)
    arrive(other)
    for _one in range(3):
        arrive(other)
    mine, _placed = arrive(queue)
    arrive(other)  # later: behind
    seen(queue, other)
    found = queries.estimate(mine.pk)
    assert found is not None
    alone = rules.quantile(0.5, 3, 1 / 100, float(f"{1 / 180:.4g}"))
    assert (found.ahead, found.p50_seconds) == (0, pytest.approx(alone, rel=0.05))
    new = queries.estimate_for_new(queue)
    assert new.p50_seconds is not None
    assert new.p50_seconds > (found.p50_seconds or 0)


def test_rows_that_did_not_change_are_not_written_again() -> None:
    queue = make_queue()
    make_agent(queue)
    measured(queue)
    with CaptureQueriesContext(connection) as found:
        measuring.measure_agents()
    assert not [each for each in found.captured_queries if each["sql"].startswith("UPDATE")]


def test_with_too_few_seen_it_is_said_that_nothing_is_known() -> None:
    queue = make_queue()
    make_agent(queue)
    arrive(queue)
    waiting, _placed = arrive(queue)
    measured(queue)
    found = queries.estimate(waiting.pk)
    assert found is not None
    assert not found.is_known
    seen(queue)
    found = queries.estimate(waiting.pk)
    assert found is not None
    assert found.is_known


def test_an_estimate_for_a_waiting_contact_and_for_a_new_one() -> None:
    queue = make_queue()
    make_agent(queue)
    measured(queue)
    fresh = queries.estimate_for_new(queue)
    assert fresh.ahead == 0
    assert fresh.p50_seconds is not None
    assert fresh.p50_seconds < 5  # somebody is free
    arrive(queue)
    first, _placed = arrive(queue)
    second, _placed = arrive(queue)
    seen(queue)
    one, two = queries.estimate(first.pk), queries.estimate(second.pk)
    assert one is not None
    assert two is not None
    assert (one.ahead, two.ahead) == (0, 1)  # the one who is being rung is not ahead any more
    assert 0 < (one.p50_seconds or 0) < (one.p90_seconds or 0)
    assert (one.p50_seconds or 0) < (two.p50_seconds or 0)
    new = queries.estimate_for_new(queue)
    assert new.ahead == 2
    assert queries.estimates_for_new([queue.pk])[queue.pk].p50_seconds == pytest.approx(new.p50_seconds)


def test_nothing_can_be_said_when_nobody_is_at_work() -> None:
    queue = make_queue()
    contact, _placed = arrive(queue)
    measured(queue)
    found = queries.estimate(contact.pk)
    assert found is not None
    assert not found.is_known
    assert actions.keep_on_entry(contact.pk) is not None
    assert queries.estimate(10**9) is None


def test_who_overtakes_is_measured() -> None:
    queue = make_queue()
    arrive(queue)
    arrive(queue, reasons=[HeadStartReason("vip", 300)])
    pass_time(100)
    [[start, rate]] = measured(queue).overtaking
    assert start == 300
    assert rate == pytest.approx(1 / 100, rel=0.05)


def waiting_with_prediction(queue: Queue) -> int:
    contact, _placed = arrive(queue)
    assert actions.keep_on_entry(contact.pk) is not None
    return contact.pk


def test_predictions_are_compared_with_what_came() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    _contact, placed = arrive(queue)
    measured(queue)
    answered, gone = waiting_with_prediction(queue), waiting_with_prediction(queue)
    told = actions.keep_spoken(answered)
    assert told is not None
    assert told.ahead == 0
    assert actions.compare_predictions() == 0
    WaitPrediction.objects.update(made_at=timezone.now() - timedelta(seconds=90))
    serve(agent, placed.offer_id)
    routing.set_state(agent.pk, "ready", by=agent.staff)
    offer = queries.routing.offer_to_ring(answered)
    assert offer is not None
    routing.accept_offer(offer.offer_id)
    routing.leave_queue(gone, "abandoned")
    assert actions.compare_predictions() == 3
    row = WaitPrediction.objects.get(contact_id=answered, kind="entry")
    assert row.outcome == "answered"
    assert row.waited_seconds == pytest.approx(90, abs=3)
    assert WaitPrediction.objects.get(contact_id=gone).outcome == "abandoned"
    assert [p.kind for p in queries.predictions_of(answered)] == ["entry", "spoken"]


def test_accuracy_is_told_per_queue_within_reach() -> None:
    unit = make_unit()
    queue = make_queue(unit=unit)
    now = timezone.now()
    for waited, outcome in [(50, "answered"), (150, "answered"), (400, "answered"), (10, "abandoned")]:
        WaitPrediction.objects.create(
            kind="entry", place_id=1, contact_id=1, queue=queue, unit=unit, made_at=now, ahead=1,
            waited_before_seconds=0, p50_seconds=100, p90_seconds=200, last_entered_seconds=300, simple_seconds=350,
            waited_seconds=waited, outcome=outcome,
        )  # fmt: skip
    leader = make_staff(role=Role.TEAM_LEADER, unit=unit)
    span = {"begin": now - timedelta(hours=1), "end": now + timedelta(hours=1)}
    found = queries.accuracy(leader, Right.SEE_REPORTS, **span)[queue.pk]
    assert (found.predicted, found.answered, found.within_p90) == (4, 3, 2)
    assert found.coverage == pytest.approx(2 / 3)
    assert found.ours.mae == pytest.approx((50 + 50 + 300) / 3)
    assert found.ours.bias == pytest.approx(-100)
    assert found.last_entered.mae == pytest.approx((250 + 150 + 100) / 3)
    assert found.running_average.mae is None
    assert found.is_best is True
    stranger = make_staff(role=Role.TEAM_LEADER, unit=make_unit())
    assert queries.accuracy(stranger, Right.SEE_REPORTS, **span) == {}


def test_old_predictions_are_forgotten() -> None:
    queue = make_queue()
    waiting_with_prediction(queue)
    assert actions.forget_predictions(timezone.now() + timedelta(seconds=1)) == 1
