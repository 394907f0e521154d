"""A complaint over the Spring Festival of 2026, worked by hand: two periods a day, holidays, make-up days, pauses.

The back office works from Monday to Friday, 8:30–12:00 and 14:00–17:30: seven hours a day. The public calendar closes
15–23 February (Sunday to Monday of the week after); the Saturdays 14 and 28 February are worked in their place. A
complaint is promised to be resolved within 24 of these hours.
"""

from __future__ import annotations

from datetime import datetime, time

import pytest
import time_machine
from django.urls import reverse

from tests.factories.accounts import make_staff, signed_in
from tests.factories.clocks import make_pause_reason, make_policy
from tests.factories.tickets import make_category
from wanhao.foundation.calendars.models import Hours
from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks import queries as clock_queries
from wanhao.service.clocks.models import Clock, PauseReason, Target
from wanhao.service.tickets import actions, promises
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Category, Ticket

pytestmark = pytest.mark.django_db
HOUR = 3600


def at(text: str) -> datetime:
    """`02-12 16:00` of 2026 in Shanghai."""
    return datetime.fromisoformat(f"2026-{text}+08:00")


@pytest.fixture
def category() -> Category:
    """What complaints are about; the promise is that of the type, in the hours of the back office."""
    hours = Hours.objects.create(code="back-office-days", name_zh="后台", name_en="Back office")
    for weekday in range(5):
        hours.periods.create(weekday=weekday, opens_at=time(8, 30), closes_at=time(12))
        hours.periods.create(weekday=weekday, opens_at=time(14), closes_at=time(17, 30))
    found = make_category("bill-wrong")
    make_policy(Target.RESOLUTION, 24 * 60, hours=hours, kind="complaint", position=1)
    return found


def opened(category: Category, moment: str) -> Ticket:
    details = TicketDetails(category.pk, "账单多收了三十元", kind="complaint")
    with time_machine.travel(at(moment), tick=False):
        return actions.open_ticket(details, by=make_staff(), at=at(moment))


def clock_of(ticket: Ticket) -> Clock:
    clock = clock_queries.latest(promises.subject_of(ticket), Target.RESOLUTION)
    assert clock is not None
    return clock


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        # Thu 12: 1.5 h (16:00–17:30) · Fri 13: 7 h · make-up Sat 14: 7 h · Tue 24: 7 h · Wed 25: 1.5 h left, from 8:30
        ("02-12 16:00", "02-25 10:00"),
        # over noon: Fri 13 from 11:00: 1 h + 3.5 h · Sat 14: 7 h · Tue 24: 7 h · Wed 25: 3.5 h before noon, 2 h after
        ("02-13 11:00", "02-25 16:00"),
        # at noon, when nobody works: Fri 13: 3.5 h · Sat 14: 7 h · Tue 24: 7 h · Wed 25: 3.5 h and 3 h
        ("02-13 12:30", "02-25 17:00"),
        # New Year's Eve, a Monday that is free: Tue 24, Wed 25, Thu 26: 21 h · Fri 27: 3 h, from 8:30
        ("02-16 10:00", "02-27 11:30"),
        # the first night of the year: the same
        ("02-17 00:30", "02-27 11:30"),
        # a week later: Wed 25 from 8:30: 7 h · Thu 26: 7 h · Fri 27: 7 h · make-up Sat 28: 3 h
        ("02-25 08:30", "02-28 11:30"),
        # at noon of Wed 25: 3.5 h · Thu 26, Fri 27: 14 h · make-up Sat 28: 3.5 h and 3 h
        ("02-25 12:00", "02-28 17:00"),
        # an ordinary weekend is free: Fri 6 March: 7 h · Mon 9: 7 h · Tue 10: 7 h · Wed 11: 3 h
        ("03-06 08:00", "03-11 11:30"),
    ],
)
def test_due_by_hand(category: Category, moment: str, due: str) -> None:
    ticket = opened(category, moment)
    assert clock_of(ticket).due_at == at(due)
    assert Ticket.objects.get(pk=ticket.pk).due_at == at(due)


def paused(ticket: Ticket, reason: PauseReason, begins: str, ends: str) -> None:
    subject = promises.subject_of(ticket)
    clocks.pause(subject, reason, by=ticket.owner, at=at(begins))
    assert Ticket.objects.get(pk=ticket.pk).due_at is None  # nothing is due while the customer is awaited
    clocks.resume(subject, by=ticket.owner, at=at(ends))


def shown(ticket: Ticket, moment: str) -> str:
    """The ticket's page as it was at a moment."""
    with time_machine.travel(at(moment), tick=False):
        return signed_in(ticket.owner).get(reverse("tickets:ticket", args=[ticket.number])).content.decode()


def test_three_pauses_by_hand_and_the_page_says_the_same(category: Category) -> None:
    """Opened on Thursday 12 at 16:00; 24 h in all.

    Spent until the first pause, Sat 14, 11:00: 1.5 + 7 + 2.5 = 11 h. Left 13 h.
    On again on Tue 24 at 15:00: 2.5 h that day, 7 h on Wed 25, 3.5 h on Thu 26: due at 12:00, when the period ends.
    A second pause within noon of Wed 25 (12:30–13:30) costs nobody anything: still 12:00 on Thursday.
    A third one from Thu 26, 10:30: spent 11 + 2.5 + 7 + 2 = 22.5 h. Left 1.5 h.
    On again on Fri 27 at 17:00: half an hour that day, one hour on the make-up Saturday from 8:30: due 9:30.
    Resolved there at 9:20: 23 h 50 min were spent, in time.
    """
    ticket = opened(category, "02-12 16:00")
    page = shown(ticket, "02-13 09:00")
    assert (
        "24 h 0 min − 0 min 0 s spent until 02-12 16:00 = 24 h 0 min; counted on from there: due 02-25 10:00." in page
    )
    for line in (
        "02-12 Thu: 1 h 30 min",
        "02-13 Fri: 7 h 0 min",
        "02-14 Sat (make-up day): 7 h 0 min",
        "02-15 Sun – 02-23 Mon: closed (public holiday)",
        "02-24 Tue: 7 h 0 min",
        "02-25 Wed: 1 h 30 min",
    ):
        assert line in page

    awaited = make_pause_reason(Target.RESOLUTION)
    paused(ticket, awaited, "02-14 11:00", "02-24 15:00")
    assert (clock_of(ticket).spent_seconds, clock_of(ticket).due_at) == (11 * HOUR, at("02-26 12:00"))
    paused(ticket, awaited, "02-25 12:30", "02-25 13:30")
    assert clock_of(ticket).due_at == at("02-26 12:00")
    paused(ticket, awaited, "02-26 10:30", "02-27 17:00")
    assert (clock_of(ticket).spent_seconds, clock_of(ticket).due_at) == (22.5 * HOUR, at("02-28 09:30"))
    page = shown(ticket, "02-27 17:10")
    assert (
        "24 h 0 min − 22 h 30 min spent until 02-27 17:00 = 1 h 30 min; counted on from there: due 02-28 09:30." in page
    )
    for line in ("02-27 Fri: 30 min 0 s", "02-28 Sat (make-up day): 1 h 0 min", "1 h 20 min left"):
        assert line in page

    ticket.refresh_from_db()
    actions.resolve_ticket(
        ticket.pk, version=ticket.version, solution="已核减三十元", by=ticket.owner, at=at("02-28 09:20")
    )
    assert clock_of(ticket).outcome == Clock.Outcome.KEPT
    page = shown(ticket, "02-28 09:25")
    assert "23 h 50 min were spent of 24 h 0 min." in page
    assert "Recomputed from the trail: the same" in page
    assert "Recomputed from the trail: not the same" not in page
