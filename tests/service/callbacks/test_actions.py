"""Callbacks from the wish to their one outcome, on the real routing."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from tests.factories.accounts import make_staff, make_unit
from tests.factories.callbacks import make_callback, make_policy, with_trunk
from tests.factories.contacts import TEST, make_contact
from tests.factories.routing import make_agent, make_queue
from tests.service.routing.life import arrive
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.calendars.models import Hours, Period
from wanhao.foundation.calendars.queries import forget_kept_hours
from wanhao.foundation.notices.models import Notice
from wanhao.service.callbacks import actions, bringing, queries
from wanhao.service.callbacks.bringing import bring_all_on
from wanhao.service.callbacks.models import Callback, CallbackTry
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Offer, Place, Queue
from wanhao.service.routing.rules import HeadStartReason

pytestmark = pytest.mark.django_db
NUMBER = "12100000042"


def events_of(row: Callback) -> list[str]:
    found = StoredEvent.objects.filter(subject=f"callback:{row.pk}").order_by("id")
    return [name.partition(".")[2] for name in found.values_list("name", flat=True)]


def again(row: Callback) -> Callback:
    return Callback.objects.get(pk=row.pk)


def make_due(row: Callback) -> None:
    """As if the pause before the next try were over."""
    Callback.objects.filter(pk=row.pk).update(not_before=timezone.now())


def closed_hours() -> Hours:
    """Hours that are not open now."""
    forget_kept_hours()
    hours = Hours.objects.create(code="late", name_zh="夜", name_en="Late", follows_holidays=False)
    local = timezone.localtime()
    Period.objects.create(hours=hours, weekday=(local.weekday() + 3) % 7, opens_at=time(9), closes_at=time(10))
    return hours


def test_the_place_is_kept_and_the_callback_is_offered_when_its_turn_comes() -> None:
    queue = make_queue()
    caller, _placed = arrive(queue, reasons=[HeadStartReason("vip", 300)])
    later, _placed = arrive(queue)
    place = Place.objects.get(contact=caller)
    assert routing.leave_queue(caller.pk, "transferred")
    with with_trunk():
        row = actions.ask_callback(
            caller, number=NUMBER, queue=queue, by=TEST,
            kept_rank_at=place.rank_at + timedelta(seconds=300), reasons=[HeadStartReason("vip", 300)],
        )  # fmt: skip
    assert row.status == "queued"
    assert row.contact is not None
    kept = Place.objects.get(contact=row.contact)
    assert (kept.rank_at, kept.head_start_seconds) == (place.rank_at, 300)
    agent = make_agent(queue)
    offer = Offer.objects.get(agent=agent)
    assert offer.contact_id == row.contact_id  # before the one who came later
    assert offer.contact_id != later.pk
    assert row.contact.channel == "callback"
    assert events_of(row) == ["CallbackAsked", "CallbackQueued"]


def test_asked_twice_it_is_one_callback() -> None:
    queue = make_queue()
    first, second = make_callback(queue, number=NUMBER), make_callback(queue, number="+86 121 0000 0042")
    assert first.pk == second.pk
    assert make_callback(make_queue(), number=NUMBER).pk != first.pk


def test_a_wrong_number_and_a_house_without_a_trunk_are_refused() -> None:
    queue = make_queue()
    with translation.override("en"), pytest.raises(Invalid, match="5 to 15 digits"):
        make_callback(queue, number="abc")
    with translation.override("en"), pytest.raises(NotAllowed, match="set the outbound trunk"):
        actions.ask_callback(None, number=NUMBER, queue=queue, by=TEST)


@pytest.mark.parametrize(
    "number", ["+881 6123 45678", "008816 12345678", "16888123", "１６８ 88123", "tel:+8816123456"]
)
def test_numbers_that_cost_are_not_called_back(number: str) -> None:
    with translation.override("en"), pytest.raises(Invalid, match="never dialled"):
        make_callback(make_queue(), number=number)
    assert not Callback.objects.exists()


def test_the_number_is_sealed_in_the_database() -> None:
    from django.db import connection

    row = make_callback(number=NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("select number from callbacks_callback where id = %s", [row.pk])
        assert NUMBER not in str(cursor.fetchone())
    assert again(row).number == NUMBER


def taken(queue: Queue, row: Callback) -> tuple[int, int]:
    """An agent answers the offer of the callback: (contact, offer)."""
    agent = make_agent(queue)
    offer = Offer.objects.get(agent=agent, outcome="")
    assert offer.contact_id == again(row).contact_id
    assert routing.accept_offer(offer.pk)
    assert actions.take(offer.contact_id, agent.staff)
    return offer.contact_id, offer.pk


def test_reached_closes_it_in_time() -> None:
    queue = make_queue()
    row = make_callback(queue)
    contact, _offer = taken(queue, row)
    actions.note_dialled(contact)
    actions.end_try(contact, "reached")
    row = again(row)
    assert (row.status, row.outcome, row.tries) == ("closed", "reached", 1)
    assert row.dialled_at is not None
    closed = StoredEvent.objects.get(name="callbacks.CallbackClosed")
    assert closed.data["is_in_time"] is True
    assert actions.end_try(contact, "busy") is None  # said twice, the first one counts


def end_missed(contact: int, offer: int, result: str) -> None:
    routing.end_service(offer)
    actions.end_try(contact, result)
    from wanhao.service.contacts import actions as contacts

    contacts.end_contact(contact, outcome="unanswered", by=TEST)


def test_busy_and_no_answer_are_tried_again_and_then_closed_as_not_reached() -> None:
    queue = make_queue(wrap_up_seconds=0)
    make_policy(queue, tries=2, after_busy_minutes=7)
    row = make_callback(queue)
    contact, offer = taken(queue, row)
    actions.note_dialled(contact)
    end_missed(contact, offer, "busy")
    row = again(row)
    assert (row.status, row.tries) == ("waiting", 1)
    assert row.not_before - timezone.now() == pytest.approx(timedelta(minutes=7), abs=timedelta(seconds=5))
    bring_all_on()
    assert again(row).status == "waiting"  # not yet
    make_due(row)
    bring_all_on()
    row = again(row)
    assert row.status == "queued"
    assert row.contact_id != contact  # a contact of its own for each try
    second = Offer.objects.get(contact=row.contact, outcome="")
    assert routing.accept_offer(second.pk)
    assert actions.take(second.contact_id, second.agent.staff)
    actions.note_dialled(second.contact_id)
    end_missed(second.contact_id, second.pk, "no_answer")
    row = again(row)
    assert (row.status, row.outcome, row.tries) == ("closed", "not_reached", 2)
    assert Contact.objects.get(pk=contact).outcome == "unanswered"
    assert [made.result for made in queries.tries_of(row)] == ["busy", "no_answer"]


def test_a_process_that_died_costs_no_try_and_no_place() -> None:
    queue = make_queue()
    row = make_callback(queue)
    kept = row.kept_rank_at
    contact, offer = taken(queue, row)
    routing.end_service(offer, outcome="lost")
    from wanhao.service.contacts import actions as contacts

    contacts.end_contact(contact, outcome="lost", reason="node_failure", by=TEST)
    bring_all_on()
    row = again(row)
    assert (row.status, row.tries) == ("waiting", 0)
    make_due(row)
    bring_all_on()
    place = Place.objects.get(contact_id=again(row).contact_id)
    assert abs(place.rank_at - kept) < timedelta(milliseconds=1)


def test_a_crash_before_it_was_queued_is_made_good() -> None:
    queue = make_queue()
    row = make_callback(queue)
    assert row.contact_id is not None
    routing.leave_queue(row.contact_id, "overflow")
    bring_all_on()
    assert Place.objects.filter(contact_id=row.contact_id, left_at=None).exists()


@pytest.mark.parametrize("was_dropped", [False, True])
def test_what_is_given_up_while_the_worker_looks_does_not_come_back(
    was_dropped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_callback(make_queue())
    contact_id = row.contact_id
    assert contact_id is not None
    if was_dropped:
        routing.leave_queue(contact_id, "overflow")
    read = bringing._waiting_well

    def given_up_after_reading(rows: list[Callback], at: datetime) -> set[int]:
        assert actions.cancel_own_callback(row.public_id)
        return read(rows, at)

    monkeypatch.setattr(bringing, "_waiting_well", given_up_after_reading)
    bring_all_on()
    assert again(row).status == "closed"
    assert not Place.objects.filter(contact_id=contact_id, left_at=None).exists()
    assert Contact.objects.get(pk=contact_id).status == "ended"


def test_only_in_allowed_hours() -> None:
    queue = make_queue(hours=closed_hours())
    row = make_callback(queue)
    assert row.status == "waiting"
    assert row.not_before > timezone.now() + timedelta(hours=20)
    assert "CallbackPutOff" in events_of(row)
    assert row.due_at > row.not_before


def test_when_the_hours_end_it_waits_outside_the_queue() -> None:
    queue = make_queue()
    row = make_callback(queue)
    assert row.status == "queued"
    Queue.objects.filter(pk=queue.pk).update(hours=closed_hours())
    bring_all_on()
    row = again(row)
    assert row.status == "waiting"
    assert not Place.objects.filter(left_at=None).exists()
    assert Contact.objects.get(channel="callback").outcome == "withdrawn"


def test_who_calls_again_goes_on_from_the_kept_place() -> None:
    queue = make_queue()
    row = make_callback(queue, number=NUMBER)
    agent = make_agent(queue)
    offer = Offer.objects.get(agent=agent)
    call = make_contact(unit=queue.unit, caller_number=NUMBER)
    assert actions.go_on_from_callback(call.pk) == row.kept_rank_at
    row = again(row)
    assert (row.status, row.outcome) == ("closed", "called_again")
    offer.refresh_from_db()
    assert offer.outcome == "withdrawn"  # the agent's telephone stops ringing for it
    assert Contact.objects.get(pk=row.contact_id).outcome == "withdrawn"
    assert actions.go_on_from_callback(call.pk) is None
    stranger = make_contact(unit=queue.unit, caller_number="12100009999")
    assert actions.go_on_from_callback(stranger.pk) is None


def test_one_process_rings_for_an_offer() -> None:
    queue = make_queue()
    row = make_callback(queue)
    agent = make_agent(queue)
    offer = Offer.objects.get(agent=agent)
    assert queries.offers_to_ring() == [(row.contact_id, offer.pk)]
    assert row.contact_id is not None
    assert [actions.claim(row.contact_id, offer.pk) for _process in range(2)] == [True, False]
    assert queries.offers_to_ring() == []


def test_preview_is_dialled_by_its_agent_only() -> None:
    queue = make_queue()
    row = make_callback(queue)
    contact, _offer = taken(queue, row)
    agent = CallbackTry.objects.get(contact_id=contact).agent
    assert agent is not None
    with pytest.raises(NotAllowed):
        actions.ask_dial(contact, by=make_staff(unit=queue.unit))
    assert not queries.is_dial_asked(contact)
    actions.ask_dial(contact, by=agent)
    assert queries.is_dial_asked(contact)


def test_the_agent_says_that_it_was_a_wrong_number() -> None:
    queue = make_queue()
    row = make_callback(queue)
    contact, _offer = taken(queue, row)
    agent = CallbackTry.objects.get(contact_id=contact).agent
    assert agent is not None
    with pytest.raises(NotAllowed):
        actions.set_result(contact, "wrong_number", by=agent)  # nothing was dialled yet
    actions.note_dialled(contact)
    actions.end_try(contact, "reached")
    actions.set_result(contact, "wrong_number", by=agent)
    assert again(row).outcome == "wrong_number"
    with pytest.raises(NotAllowed):
        actions.set_result(contact, "refused", by=make_staff(unit=queue.unit))


def test_overdue_is_told_once_to_the_leaders() -> None:
    unit = make_unit()
    leader = make_staff(role=Role.TEAM_LEADER, unit=unit)
    queue = make_queue(unit=unit)
    row = make_callback(queue)
    bring_all_on()
    assert not Notice.objects.exists()
    Callback.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    bring_all_on()
    bring_all_on()
    notice = Notice.objects.get(staff=leader)
    assert queue.name_zh in notice.text_zh
    assert notice.link == f"/callbacks/{row.public_id}/"
    assert events_of(row).count("CallbackOverdue") == 1
    assert queries.open_by_queue()[queue.pk] == queries.Open(1, 0, 1)


def test_a_leader_cancels_with_a_reason_and_moves() -> None:
    unit = make_unit()
    leader, stranger = make_staff(role=Role.TEAM_LEADER, unit=unit), make_staff(role=Role.TEAM_LEADER)
    queue = make_queue(unit=unit)
    row, other = make_callback(queue), make_callback(queue)
    with pytest.raises(NotFound):
        actions.cancel_callback(row.public_id, "x", by=stranger)
    with pytest.raises(Invalid):
        actions.cancel_callback(row.public_id, " ", by=leader)
    actions.cancel_callback(row.public_id, "客户来厅办理", by=leader)
    assert (again(row).outcome, again(row).close_reason) == ("cancelled", "客户来厅办理")
    with pytest.raises(NotAllowed):
        actions.cancel_callback(row.public_id, "again", by=leader)
    at = timezone.now() + timedelta(hours=3)
    with pytest.raises(Invalid):
        actions.move_callback(other.public_id, timezone.now() - timedelta(minutes=1), by=leader)
    actions.move_callback(other.public_id, at, by=leader)
    other = again(other)
    assert (other.status, other.not_before, other.due_at) == ("waiting", at, at + timedelta(minutes=120))
    assert not Place.objects.filter(left_at=None).exists()


def test_the_customer_takes_it_back() -> None:
    row = make_callback()
    assert actions.cancel_own_callback(row.public_id)
    assert not actions.cancel_own_callback(row.public_id)
    assert not actions.cancel_own_callback("nothing")
    assert again(row).outcome == "cancelled"


def test_results_have_their_numerators_and_denominators() -> None:
    unit = make_unit()
    leader = make_staff(role=Role.TEAM_LEADER, unit=unit)
    queue = make_queue(unit=unit)
    now = timezone.now()
    reached, late, gone = make_callback(queue), make_callback(queue), make_callback(queue)
    Callback.objects.filter(pk=reached.pk).update(status="closed", outcome="reached", closed_at=now, dialled_at=now)
    overdue = now - timedelta(minutes=5)
    Callback.objects.filter(pk=late.pk).update(
        status="closed", outcome="not_reached", closed_at=now, dialled_at=now, due_at=overdue
    )
    assert actions.cancel_own_callback(gone.public_id)
    make_callback(queue)
    span = {"begin": now - timedelta(hours=1), "end": now + timedelta(hours=1)}
    kept = queries.kept_by_queue(leader, Right.SEE_REPORTS, **span)[queue.code]
    assert (kept.asked, kept.open, kept.reached, kept.not_reached, kept.cancelled) == (4, 1, 1, 1, 1)
    assert (kept.in_time, kept.decided, kept.finished) == (1, 2, 2)
    stranger = make_staff(role=Role.TEAM_LEADER)
    assert queries.kept_by_queue(stranger, Right.SEE_REPORTS, **span) == {}


def test_a_full_queue_is_tried_again() -> None:
    queue = make_queue(max_waiting=0)
    row = make_callback(queue)
    assert row.status == "waiting"
    assert row.not_before > timezone.now() + timedelta(seconds=50)
    assert "CallbackPutOff" in events_of(row)
