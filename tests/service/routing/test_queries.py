"""What telephony, the desk and the wallboard read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import TEST, make_contact
from tests.factories.customers import make_party
from tests.factories.routing import make_agent, make_queue, pass_time
from tests.service.routing.life import arrive, serve
from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Role
from wanhao.service.contacts import actions as contact_actions
from wanhao.service.routing import actions, queries
from wanhao.service.routing.models import HeadStart
from wanhao.service.routing.rules import HeadStartReason

pytestmark = pytest.mark.django_db


def test_how_many_wait_ahead() -> None:
    queue = make_queue()
    first, second = arrive(queue)[0], arrive(queue)[0]
    vip = arrive(queue, reasons=[HeadStartReason("vip", 300)])[0]
    assert [queries.waiting_ahead(contact.pk) for contact in (vip, first, second)] == [0, 1, 2]
    actions.leave_queue(first.pk, "abandoned")
    assert [queries.waiting_ahead(contact.pk) for contact in (first, second)] == [0, 1]


def test_whom_to_ring_then_who_serves() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    contact, enqueued = arrive(queue)
    ringing = queries.offer_to_ring(contact.pk)
    assert ringing is not None
    assert (ringing.offer_id, ringing.staff_id) == (enqueued.offer_id, agent.pk)
    assert (ringing.staff_number, ringing.queue_code) == (agent.staff.staff_number, queue.code)
    assert queries.is_ringing(ringing.offer_id)
    assert queries.is_waiting(contact.pk)
    assert queries.service_of(contact.pk) is None
    actions.accept_offer(ringing.offer_id)
    assert queries.offer_to_ring(contact.pk) is None
    assert not queries.is_ringing(ringing.offer_id)
    assert not queries.is_waiting(contact.pk)
    service = queries.service_of(contact.pk)
    assert service is not None
    assert service.pk == ringing.offer_id
    now = queries.agent_now(agent.pk)
    assert now is not None
    assert (now.agent.state, now.ringing, now.serving) == ("busy", [], [service])
    actions.end_service(service.pk)
    wrapping = queries.place_in_wrap_up(agent.pk)
    assert wrapping is not None
    assert wrapping.contact == contact


def test_staff_whom_routing_does_not_know() -> None:
    assert queries.agent_now(make_staff().pk) is None


def test_why_tells_reasons_and_offers() -> None:
    queue = make_queue()
    make_agent(queue, level=2)
    second = make_agent(queue)
    contact, enqueued = arrive(queue, reasons=[HeadStartReason("vip", 300)])
    pass_time(3)
    actions.offer_failed(enqueued.offer_id, "declined")
    (stay,) = queries.why(contact.pk)
    assert stay.reasons == [HeadStartReason("vip", 300)]
    assert [(one.outcome, one.agent == second) for one in stay.offers] == [("declined", False), ("", True)]
    assert stay.waited_seconds == pytest.approx(3, abs=0.5)
    assert stay.kept_seconds == 0


def test_a_kept_rank_is_told_apart_from_the_head_start() -> None:
    queue = make_queue()
    contact = make_contact()
    since = timezone.now() - timedelta(seconds=50)
    actions.enqueue(contact.pk, queue, reasons=[HeadStartReason("transfer", 3600)], kept_rank_at=since)
    (stay,) = queries.why(contact.pk)
    assert stay.kept_seconds == pytest.approx(50, abs=0.5)


def test_head_starts_follow_the_customer_and_the_queue() -> None:
    queue, other = make_queue(), make_queue()
    HeadStart.objects.bulk_create(
        HeadStart(reason=reason, seconds=seconds, queue=where, name_zh=reason, name_en=reason)
        for reason, seconds, where in [("vip", 300, None), ("vip", 600, queue), ("green_channel", 900, None)]
    )
    contact = make_contact()
    contact_actions.identify_customer(contact.pk, customer_id=make_party(tier="vip").pk, by=TEST)
    contact = contact_actions.set_business_type(contact.pk, "sim_loss", by=TEST)
    here = queries.head_starts_of(contact, queue, also=["unheard_of"])
    assert here == [HeadStartReason("green_channel", 900), HeadStartReason("vip", 600)]
    assert queries.head_starts(other, ["vip"]) == [HeadStartReason("vip", 300)]


def test_the_figures_of_a_queue() -> None:
    queue = make_queue(answer_limit_seconds=15)
    viewer = make_staff(Role.DUTY_LEADER, unit=queue.unit)
    agent = make_agent(queue)
    serve(agent, arrive(queue)[1].offer_id)
    late = arrive(queue)[1].offer_id
    pass_time(16)
    serve(agent, late)
    actions.set_state(agent.pk, "meeting", by=TEST)
    gone, waiting = arrive(queue)[0], arrive(queue)[0]
    moved = arrive(queue)[0]
    actions.leave_queue(gone.pk, "abandoned")
    actions.leave_queue(moved.pk, "transferred")
    pass_time(7)

    (row,) = queries.queue_figures(viewer)
    assert (row.queue, row.waiting, row.offered, row.answered, row.in_limit, row.abandoned) == (queue, 1, 4, 2, 1, 1)
    assert row.finished == 3
    assert row.longest_wait_seconds == pytest.approx(7, abs=0.5)
    assert row.answered_wait_seconds == pytest.approx(16, abs=0.5)
    assert row.agents == {"meeting": 1}
    assert queries.agents_by_state(viewer) == {"meeting": 1}
    assert queries.waiting_ahead(waiting.pk) == 0


def test_figures_stay_within_the_viewers_units() -> None:
    queue = make_queue()
    make_agent(queue)
    foreign = make_staff(Role.DUTY_LEADER, unit=make_unit())
    assert queries.queue_figures(foreign) == []
    assert queries.agents_by_state(foreign) == {}
    assert queries.agents(foreign) == []
    with pytest.raises(NotFound):
        queries.queue_live(foreign, queue.code)


def test_the_figures_need_as_many_queries_for_many_queues_as_for_one(django_assert_num_queries: object) -> None:
    unit = make_unit()
    viewer = make_staff(Role.DUTY_LEADER, unit=unit)
    for _n in range(5):
        make_agent(make_queue(unit=unit))
    viewer.roles()  # reads the postings
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(queries.queue_figures(viewer)) == 5


def test_the_day_of_an_agent() -> None:
    queue = make_queue(wrap_up_seconds=0)
    agent = make_agent(queue)
    pass_time(30)
    offer_id = arrive(queue)[1].offer_id
    pass_time(5)
    actions.accept_offer(offer_id)
    pass_time(60)
    actions.end_service(offer_id)
    day = queries.agent_day(agent.pk, timezone.localdate())
    yesterday = queries.agent_day(agent.pk, timezone.localdate() - timedelta(days=1))
    total = {name: day.seconds.get(name, 0) + yesterday.seconds.get(name, 0) for name in ("ready", "offered", "busy")}
    assert total == pytest.approx({"ready": 30, "offered": 5, "busy": 60}, abs=0.5)
    assert day.served == 1
