"""Laws of a ticket's promises, over random histories: the trail gives the same, the past stays, all is told once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.factories.accounts import make_staff
from tests.factories.clocks import make_pause_reason, make_policy
from tests.factories.tickets import make_category
from wanhao.common.errors import Refused
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.calendars.models import Hours
from wanhao.foundation.calendars.rules import SHANGHAI
from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks import firing, queries
from wanhao.service.clocks.models import Clock, PauseReason, Policy, Target
from wanhao.service.tickets import actions, promises
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Category, Ticket

BY = Actor.system("test")
BEGIN = datetime(2026, 2, 12, 15, tzinfo=SHANGHAI)  # the Spring Festival lies ahead
MOVES = ["told", "pause", "pause_until", "resume", "severity", "policy", "resolved", "reopened", "fire", "fire"]
histories = st.lists(
    st.tuples(st.sampled_from(MOVES), st.integers(1, 30 * 60).map(lambda minutes: timedelta(minutes=minutes))),
    min_size=3,
    max_size=14,
)


@dataclass
class Life:
    """A ticket living through moves, and what was seen of its clocks on the way."""

    ticket: Ticket
    awaited: PauseReason
    appointment: PauseReason
    at: datetime = BEGIN
    broken: dict[int, datetime] = field(default_factory=dict)

    def move(self, name: str, after: timedelta) -> None:
        """One move, so long after the last one; refused ones change nothing."""
        self.at += after
        try:
            with transaction.atomic():
                getattr(self, f"_{name}")()
        except Refused:
            self.ticket.refresh_from_db()
        self.ticket.save(update_fields=["severity", "status"])
        promises.follow(self.ticket)
        self.ticket.save(update_fields=["due_at"])

    def _told(self) -> None:
        promises.told(self.ticket, by=BY, at=self.at)

    def _pause(self) -> None:
        clocks.pause(promises.subject_of(self.ticket), self.awaited, by=BY, at=self.at)

    def _pause_until(self) -> None:
        until = self.at + timedelta(hours=7)
        clocks.pause(promises.subject_of(self.ticket), self.appointment, until=until, by=BY, at=self.at)

    def _resume(self) -> None:
        clocks.resume(promises.subject_of(self.ticket), by=BY, at=self.at)

    def _severity(self) -> None:
        self.ticket.severity = "major" if self.ticket.severity == "ordinary" else "ordinary"
        promises.facts_changed(self.ticket, by=BY, at=self.at)

    def _policy(self) -> None:
        before = self._seen()
        for policy in Policy.objects.all():
            policy.minutes, policy.warn_percents = policy.minutes % 5000 + 77, [33]
            policy.save()
        assert self._seen() == before

    def _resolved(self) -> None:
        promises.resolved(self.ticket, by=BY, at=self.at)
        self.ticket.status = Ticket.Status.IN_PROGRESS

    def _reopened(self) -> None:
        promises.reopened(self.ticket, by=BY, at=self.at)

    def _fire(self) -> None:
        firing.fire(self.at)
        self.ticket.refresh_from_db()

    def _seen(self) -> list[tuple[object, ...]]:
        return [(one.pk, one.due_at, one.target_seconds, one.marks, one.broken_at) for one in self.clocks()]

    def clocks(self) -> list[Clock]:
        """All clocks of the ticket."""
        return queries.clocks_of(promises.subject_of(self.ticket))

    def check(self) -> None:
        """The laws."""
        accounts = queries.accounts([promises.subject_of(self.ticket)], self.at)
        assert len(accounts) == len(self.clocks())
        assert [account.clock.target for account in accounts if not account.agrees] == []
        for clock in self.clocks():
            assert self.broken.get(clock.pk) in (None, clock.broken_at)
            if clock.broken_at is not None:
                self.broken[clock.pk] = clock.broken_at
        told = StoredEvent.objects.filter(name__in=["clocks.PromiseBroken", "clocks.ClockEscalated"])
        counted = Counter((data["clock_id"], data.get("level", 0)) for data in told.values_list("data", flat=True))
        assert max(counted.values(), default=1) == 1
        latest = queries.latest(promises.subject_of(self.ticket), Target.RESOLUTION)
        assert latest is not None
        assert Ticket.objects.get(pk=self.ticket.pk).due_at == latest.due_at


@pytest.fixture
def world() -> tuple[Category, PauseReason, PauseReason]:
    """Promises in office hours of two periods a day and day and night, by severity."""
    hours = Hours.objects.create(code="two-periods", name_zh="后台", name_en="Back office")
    for weekday in range(5):
        hours.periods.create(weekday=weekday, opens_at=time(9), closes_at=time(12))
        hours.periods.create(weekday=weekday, opens_at=time(13, 30), closes_at=time(18))
    category = make_category("any")
    Policy.objects.all().delete()
    make_policy(Target.FIRST_RESPONSE, 30, warn_percents=[50])
    make_policy(Target.NEXT_UPDATE, 24 * 60, escalations=[(60, "team_leader")])
    make_policy(Target.RESOLUTION, 10 * 60, hours=hours, warn_percents=[50, 90], escalations=[(30, "duty_leader")])
    make_policy(Target.RESOLUTION, 4 * 60, severity="major", position=1)
    targets = (Target.NEXT_UPDATE, Target.RESOLUTION)
    return category, make_pause_reason(*targets), make_pause_reason(*targets, needs_moment=True)


@pytest.mark.django_db
@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.generate),  # shrinking would take minutes; the history is printed as it is
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(history=histories)
def test_law_the_trail_gives_what_the_clocks_show_and_the_past_stays(
    world: tuple[Category, PauseReason, PauseReason], history: list[tuple[str, timedelta]]
) -> None:
    category, awaited, appointment = world
    with transaction.atomic():
        ticket = actions.open_ticket(TicketDetails(category.pk, "断网"), by=make_staff(), at=BEGIN)
        life = Life(ticket, awaited, appointment)
        for name, after in history:
            life.move(name, after)
            life.check()
        firing.fire(life.at + timedelta(days=60))
        life.ticket.refresh_from_db()
        life.check()
        transaction.set_rollback(True)
