"""Booking within capacity, the clocks that pause for it, kept and broken, and two who want the last place."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.timezone import now

from tests.factories.accounts import make_staff, signed_in
from tests.factories.appointments import at, make_area, tomorrow
from tests.factories.clocks import make_policy
from tests.factories.tickets import make_ticket
from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.service.appointments import actions, queries
from wanhao.service.appointments.models import Appointment, Area, Capacity
from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks.models import Clock, PauseReason, Target
from wanhao.service.clocks.rules import Facts
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Staff:
    return make_staff()


@pytest.fixture
def area(agent: Staff) -> Area:
    assert agent.unit.region
    return make_area(agent.unit.region)


def with_clock(agent: Staff) -> Ticket:
    """A ticket whose resolution clock runs, and a reason to pause it."""
    PauseReason.objects.get_or_create(
        code="appointment", defaults={"name_zh": "预约", "targets": [Target.RESOLUTION], "needs_moment": True}
    )
    ticket = make_ticket(agent)
    subject = f"ticket:{ticket.pk}"
    if not Clock.objects.filter(subject=subject, target=Target.RESOLUTION).exists():
        make_policy(minutes=3 * 24 * 60)
        clocks.start(subject, Target.RESOLUTION, Facts(), unit_id=ticket.unit_id, by=agent)
    return ticket


def clock_of(ticket: Ticket) -> Clock:
    return Clock.objects.get(subject=f"ticket:{ticket.pk}", target=Target.RESOLUTION)


def test_the_clock_stands_still_until_the_window_begins(agent: Staff, area: Area) -> None:
    ticket = with_clock(agent)
    begins = at(tomorrow(), 9)
    made = actions.book(ticket.pk, area.pk, begins, by=agent)
    paused = clock_of(ticket)
    assert (paused.paused_for and paused.paused_for.code, paused.next_at) == ("appointment", begins)
    moved = actions.move(made.public_id, at(tomorrow(), 13, 30), by=agent, reason="客户改期")
    assert (clock_of(ticket).next_at, moved.moved_from_id) == (at(tomorrow(), 13, 30), made.pk)
    actions.cancel(moved.public_id, reason="客户已自行恢复", by=agent)
    assert clock_of(ticket).paused_for is None
    assert [row.status for row in queries.of_ticket(ticket.pk)] == ["cancelled", "moved"]


def test_capacity_is_held_and_a_moved_place_is_free_again(agent: Staff, area: Area) -> None:
    begins = at(tomorrow(), 9)
    first, _second = (actions.book(make_ticket(agent).pk, area.pk, begins, by=agent) for _ in range(2))
    third = make_ticket(agent)
    with pytest.raises(Conflict):
        actions.book(third.pk, area.pk, begins, by=agent)
    actions.move(first.public_id, at(tomorrow(), 13, 30), by=agent)
    assert actions.book(third.pk, area.pk, begins, by=agent).place == 1
    Capacity.objects.create(area=area, day=tomorrow(), capacity=0)
    with pytest.raises(Conflict):
        actions.book(make_ticket(agent).pk, area.pk, at(tomorrow(), 15, 30), by=agent)
    assert tomorrow() not in queries.bookable(area, now())


def test_what_cannot_be_booked(agent: Staff, area: Area) -> None:
    ticket = make_ticket(agent)
    with pytest.raises(Invalid):
        actions.book(ticket.pk, area.pk, at(tomorrow(), 9, 10), by=agent)  # no window begins then
    with pytest.raises(Invalid):
        actions.book(ticket.pk, area.pk, at(tomorrow(), 9), by=agent, at=at(tomorrow(), 8))  # too soon
    with pytest.raises(Invalid):
        actions.book(ticket.pk, make_area(make_staff().unit).pk, at(tomorrow(), 9), by=agent)  # a foreign area
    with pytest.raises(Forbidden):
        actions.book(ticket.pk, area.pk, at(tomorrow(), 9), by=make_staff())  # a foreign agent
    actions.book(ticket.pk, area.pk, at(tomorrow(), 9), by=agent)
    with pytest.raises(NotAllowed):
        actions.book(ticket.pk, area.pk, at(tomorrow(), 13, 30), by=agent)  # one at a time


def test_kept_late_missed_and_told_afterwards(agent: Staff, area: Area) -> None:
    begins = at(tomorrow(), 9)
    kept, missed = (actions.book(make_ticket(agent).pk, area.pk, begins, by=agent) for _ in range(2))
    late = actions.book(make_ticket(agent).pk, area.pk, at(tomorrow(), 13, 30), by=agent)
    assert actions.note_arrival(kept.public_id, by=agent, at=begins + timedelta(minutes=5)).status == "kept"
    assert actions.note_arrival(late.public_id, by=agent, at=at(tomorrow(), 16)).status == "broken"
    assert actions.break_the_missed(begins + timedelta(hours=2, seconds=1)) == 1
    missed.refresh_from_db()
    assert (missed.status, missed.arrived_at) == ("broken", None)
    told = actions.correct_arrival(missed.public_id, by=agent, at=begins + timedelta(hours=1))
    assert told is not None
    assert told.status == "kept"
    assert queries.kept_since(area, begins).all == 3


def test_the_page_books_moves_and_cancels(agent: Staff, area: Area) -> None:
    ticket, browser = make_ticket(agent), signed_in(agent)
    address = f"/appointments/tickets/{ticket.number}/"
    key = f"{tomorrow():%Y%m%d}0900"
    assert key in browser.get(address).text
    assert browser.post(address, {"window": "202601010900"}).status_code == 422
    assert browser.post(address, {"window": key}).status_code == 302
    assert browser.post(address, {"window": key[:-4] + "1330"}).status_code == 302
    assert address in browser.get(f"/tickets/{ticket.number}/").text
    assert ticket.number in browser.get(f"/appointments/?area={area.code}&day={tomorrow()}").text
    assert browser.post(address + "cancellation/", {"reason": "不需要了"}).status_code == 302
    assert browser.post(address + "cancellation/", {"reason": "不需要了"}).status_code == 404
    assert signed_in(make_staff(Role.PLANNER)).get("/appointments/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_eight_want_the_last_two_places(agent: Staff, area: Area) -> None:
    tickets, begins = [make_ticket(agent) for _ in range(8)], at(tomorrow(), 9)
    together, outcomes = Barrier(8), []

    def want(ticket: Ticket) -> None:
        together.wait()
        try:
            outcomes.append(actions.book(ticket.pk, area.pk, begins, by=agent).place)
        except Conflict:
            outcomes.append(0)
        connection.close()

    threads = [Thread(target=want, args=(ticket,)) for ticket in tickets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [0] * 6 + [1, 2]
    assert Appointment.objects.filter(status="booked").count() == 2
