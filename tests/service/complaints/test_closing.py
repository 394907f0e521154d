"""The call before closing: nobody closes a complaint whose customer was not asked, in whatever way it is tried."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localtime, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.accounts import make_staff, make_unit
from tests.factories.callbacks import with_trunk
from tests.factories.complaints import call_queue, make_complaint, miss_customer, reach_customer, solve
from tests.factories.contacts import make_contact
from wanhao.common.errors import Forbidden, Invalid, NotAllowed, Refused
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.service.callbacks.models import Callback
from wanhao.service.complaints import closing, closing_queries, queries, reactions
from wanhao.service.complaints.models import Closing, ClosingCall, FalseClosure
from wanhao.service.complaints.usual import set_the_usual
from wanhao.service.tickets import actions as ticket_actions
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Unit:
    set_the_usual()
    unit = make_unit(Unit.Kind.CENTRE)
    call_queue(unit)
    return unit


@pytest.fixture
def seat(centre: Unit) -> Staff:
    return make_staff(unit=centre)


def close(ticket: Ticket, by: Staff) -> None:
    ticket.refresh_from_db()
    ticket_actions.close_ticket(ticket.pk, version=ticket.version, reason="结束", by=by)


def test_a_complaint_cannot_be_closed_before_its_customer_was_asked(seat: Staff) -> None:
    ticket = make_complaint(seat)
    with pytest.raises(NotAllowed):
        close(ticket, seat)
    row = solve(ticket)
    with pytest.raises(NotAllowed):
        close(ticket, seat)
    contact = reach_customer(row, seat)
    closing.give_answer(contact, row.public_id, "solved", by=seat)
    ticket.refresh_from_db()
    row.refresh_from_db()
    assert (ticket.status, row.result, row.calls.get().contact) == ("closed", "solved", contact)
    assert StoredEvent.objects.filter(name="complaints.ClosingEnded", subject=f"ticket:{ticket.pk}").exists()


def test_not_solved_reopens_on_the_next_level_and_charges_who_said_so(centre: Unit, seat: Staff) -> None:
    liar, back_office = make_staff(unit=centre), make_staff(Role.BACK_OFFICE, unit=centre)
    ticket = make_complaint(seat)
    row = solve(ticket, by=liar)
    contact = reach_customer(row, seat)
    with pytest.raises(Invalid):
        closing.give_answer(contact, row.public_id, "not_solved", by=seat)  # what is not solved?
    closing.give_answer(contact, row.public_id, "not_solved", note="仍然断网", by=seat)
    ticket.refresh_from_db()
    complaint = queries.complaint_of(ticket.pk)
    assert complaint is not None
    assert (ticket.status, ticket.reopened_count) == ("in_progress", 1)
    assert (complaint.level, complaint.level_owner) == (2, back_office)
    charge = FalseClosure.objects.get()
    assert (charge.charged_to, charge.unit, charge.category) == (liar, liar.unit, ticket.category)
    again = solve(ticket, by=back_office)
    with pytest.raises(NotAllowed):
        close(ticket, seat)  # the answer of before does not count
    closing.give_answer(reach_customer(again, seat), again.public_id, "solved", by=seat)
    ticket.refresh_from_db()
    assert ticket.status == "closed"
    assert FalseClosure.objects.count() == 1


def test_not_reached_in_three_tries_at_different_times_lets_the_owner_close_it(seat: Staff) -> None:
    ticket = make_complaint(seat)
    row = solve(ticket)
    at = now()
    days = set()
    for tried in (1, 2, 3):
        miss_customer(row, seat, at)
        days.add(localtime(at).date())
        row.refresh_from_db()
        assert row.tries == tried
        if tried < 3:
            assert row.next_at is not None
            assert row.next_at - at >= timedelta(hours=4)
            at = row.next_at
            with pytest.raises(NotAllowed):
                close(ticket, seat)
    assert (row.result, len(days) >= 2) == ("not_reached", True)
    assert Notice.objects.filter(staff=seat, text_zh__contains="可以关闭").exists()
    close(ticket, seat)


def test_tries_in_a_row_do_not_count_as_three(seat: Staff) -> None:
    ticket = make_complaint(seat)
    row = solve(ticket)
    at = now()
    for minutes in (0, 5, 10, 15):
        closing.call_at(ticket.pk, at, by=seat)
        miss_customer(row, seat, at + timedelta(minutes=minutes))
        row.refresh_from_db()
    assert (row.tries, row.result) == (1, "")


def test_who_asks_and_in_which_contact(centre: Unit, seat: Staff) -> None:
    row = solve(make_complaint(seat))
    contact = reach_customer(row, seat)
    with pytest.raises(Forbidden):
        closing.give_answer(contact, row.public_id, "solved", by=make_staff(unit=centre))
    inbound = make_contact(unit=centre)
    with pytest.raises(NotAllowed):
        closing.give_answer(inbound, row.public_id, "solved", by=seat)
    with pytest.raises(Invalid):
        closing.give_answer(contact, row.public_id, "not_reached", by=seat)


def test_taken_up_again_nobody_is_asked(seat: Staff, django_capture_on_commit_callbacks: object) -> None:
    ticket = make_complaint(seat)
    row = solve(ticket)
    with with_trunk():
        assert closing.place_calls() == 1
        assert closing.place_calls() == 0  # once
    ticket.refresh_from_db()
    ticket_actions.reopen_ticket(ticket.pk, version=ticket.version, reason="又断了", by=seat)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        closing.withdraw(ticket.pk)
    row.refresh_from_db()
    assert (row.result, Callback.objects.get().outcome) == ("withdrawn", "cancelled")


def test_two_complaints_of_one_customer_are_asked_about_in_one_call(seat: Staff) -> None:
    first = make_complaint(seat)
    second = make_complaint(seat, customer=first.customer)
    rows = [solve(first), solve(second)]
    contact = reach_customer(rows[0], seat)
    assert Callback.objects.count() == 1
    assert closing_queries.closings_of_contact(contact) == rows
    for row in rows:
        closing.give_answer(contact, row.public_id, "solved", by=seat)
    assert Ticket.objects.filter(status="closed").count() == 2


def test_a_wrong_number_said_on_the_desk_is_a_try_in_vain(seat: Staff) -> None:
    row = solve(make_complaint(seat))
    contact = reach_customer(row, seat)
    Callback.objects.filter(contact=contact).update(outcome="wrong_number")
    closing.follow_callback(Callback.objects.get(contact=contact).pk)
    row.refresh_from_db()
    assert (row.tries, row.calls.get().result) == (1, "not_reached")


def test_the_worker_follows_the_callback(seat: Staff) -> None:
    row = solve(make_complaint(seat))
    with with_trunk():
        closing.place_calls()
    call = row.calls.get()
    Callback.objects.filter(pk=call.callback_id).update(
        status="closed", outcome="not_reached", closed_at=now(), dialled_at=now()
    )
    reactions.follow_the_callback(StoredEvent(data={"callback_id": call.callback_id}))
    row.refresh_from_db()
    assert row.tries == 1


# -- the database itself ----------------------------------------------------------------------------------


def refused(statement: str, *values: object) -> bool:
    """Does the database refuse this statement?"""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError:
        return True
    return False


CLOSE = "update tickets_ticket set status = 'closed', closed_at = now() where id = %s"


def test_the_database_refuses_a_closed_complaint_without_a_result(seat: Staff) -> None:
    ticket = make_complaint(seat)
    assert refused(CLOSE, ticket.pk)
    row = solve(ticket)
    assert refused(CLOSE, ticket.pk)
    Closing.objects.filter(pk=row.pk).update(result="solved", ended_at=now(), next_at=None)  # without any call
    assert refused(CLOSE, ticket.pk)


def test_a_closed_ticket_does_not_become_a_complaint_unasked(seat: Staff) -> None:
    ticket = make_complaint(seat)
    Ticket.objects.filter(pk=ticket.pk).update(kind="fault")
    assert not refused(CLOSE, ticket.pk)
    assert refused("update tickets_ticket set kind = 'complaint' where id = %s", ticket.pk)


def test_results_are_never_changed_or_deleted(seat: Staff) -> None:
    ticket = make_complaint(seat)
    row = solve(ticket)
    closing.give_answer(reach_customer(row, seat), row.public_id, "solved", by=seat)
    for statement in (
        "update complaints_closing set result = 'not_solved' where id = %s",
        "delete from complaints_closing where id = %s",
        "update complaints_closingcall set contact_id = null where closing_id = %s",
        "delete from complaints_closingcall where closing_id = %s",
    ):
        assert refused(statement, row.pk)
    assert not refused("update tickets_ticket set text = 'x' where id = %s", ticket.pk)  # a closed one stays usable


def test_an_answer_without_a_contact_is_refused(seat: Staff) -> None:
    row = solve(make_complaint(seat))
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosingCall.objects.create(closing=row, asked_at=now(), ended_at=now(), result="solved", agent=seat)


def test_not_reached_needs_all_tries(seat: Staff) -> None:
    row = solve(make_complaint(seat))
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.filter(pk=row.pk).update(result="not_reached", ended_at=now(), next_at=None)


# -- whatever the order -----------------------------------------------------------------------------------

STEPS = (
    "resolve", "close", "close in SQL", "reopen", "solved", "not solved", "missed", "withdraw",
    "said on the own page", "result in SQL", "closed as a fault", "called a complaint", "opened closed", "run in SQL",
)  # fmt: skip
UNASKED = """
    select count(*) from tickets_ticket ticket where kind = 'complaint' and status = 'closed' and not exists (
        select from complaints_closing closing join complaints_closingcall call on call.closing_id = closing.id
        where closing.ticket_id = ticket.id and closing.run = ticket.reopened_count and closing.result = call.result
          and (call.result = 'solved' and call.contact_id is not null or call.result = 'not_reached'))
"""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=14))
def test_law_no_history_closes_a_complaint_without_a_callback_result(seat: Staff, steps: list[str]) -> None:
    ticket = make_complaint(seat)
    at = now()
    for step in steps:
        at += timedelta(hours=30)
        try:
            with transaction.atomic():
                take(step, ticket, seat, at)
        except (Refused, IntegrityError):
            pass
        with connection.cursor() as cursor:
            cursor.execute(UNASKED)
            assert cursor.fetchone() == (0,)


def take(step: str, ticket: Ticket, seat: Staff, at: datetime) -> None:
    """One step of the law above."""
    ticket.refresh_from_db()
    row = closing_queries.open_closing(ticket.pk)
    match step:
        case "resolve":  # as solve() does, for whatever the ticket is by now
            ticket_actions.resolve_ticket(ticket.pk, version=ticket.version, solution="已更换端口", by=seat)
            closing.begin_closing(ticket.pk, claimed_by=seat)
        case "close":
            close(ticket, seat)
        case "reopen":
            ticket_actions.reopen_ticket(ticket.pk, version=ticket.version, reason="又断了", by=seat)
        case "withdraw":
            closing.withdraw(ticket.pk)
        case "said on the own page":
            closing.contradict(ticket.pk, "仍然断网")
        case _ if step in PAST_THE_HOUSE:
            with connection.cursor() as cursor:
                cursor.execute(PAST_THE_HOUSE[step], [ticket.pk])
        case _ if row:
            call_customer(step, row, seat, at)


def call_customer(step: str, row: Closing, seat: Staff, at: datetime) -> None:
    """The customer is called, and answers or not."""
    if step == "missed":
        closing.call_at(row.ticket_id, now(), by=seat)
        miss_customer(row, seat, at)
    else:
        answer = step.replace(" ", "_")
        closing.give_answer(reach_customer(row, seat, at), row.public_id, answer, note="客户说", by=seat)


PAST_THE_HOUSE = {
    "close in SQL": CLOSE,
    "result in SQL": "update complaints_closing set result = 'solved', ended_at = now(), next_at = null"
    " where ticket_id = %s and result = ''",
    "closed as a fault": "update tickets_ticket set kind = 'fault', status = 'closed', closed_at = now() where id = %s",
    "called a complaint": "update tickets_ticket set kind = 'complaint' where id = %s",
    "run in SQL": "update tickets_ticket set reopened_count = reopened_count + 1 where id = %s",
    "opened closed": "insert into tickets_ticket select (jsonb_populate_record(one, jsonb_build_object("
    "'id', nextval('tickets_ticket_id_seq'), 'number', one.number || 'X', 'status', 'closed', 'closed_at', now()"
    "))).* from tickets_ticket one where id = %s",
}
