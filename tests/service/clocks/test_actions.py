"""Clocks on a real database: their rows, their events, what is told once, and the recomputation from the trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.timezone import localdate, now

from tests.factories.accounts import make_unit
from tests.factories.clocks import Rememberer, make_pause_reason, make_policy
from wanhao.common.errors import Invalid, NotAllowed
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.calendars.actions import changing_hours
from wanhao.foundation.calendars.models import Hours, Period, SpecialDay
from wanhao.service.clocks import actions, firing, following, keepers, queries
from wanhao.service.clocks.models import Clock, PauseReason, Policy, Target, Whom
from wanhao.service.clocks.rules import Facts, MarkKind
from wanhao.service.clocks.usual import promise_the_usual

BY = Actor.system("test")
NOON = now().replace(microsecond=0)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeper() -> Iterator[Rememberer]:
    """Things called `thing` have clocks."""
    keepers.KEEPERS["thing"] = remembers = Rememberer()
    yield remembers
    del keepers.KEEPERS["thing"]


def start(subject: str = "thing:1", at: datetime = NOON, target: Target = Target.RESOLUTION) -> Clock:
    clock = actions.start(subject, target, Facts(), unit_id=make_unit().pk, by=BY, at=at)
    assert clock is not None
    return clock


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def told(keeper: Rememberer) -> list[tuple[str, int]]:
    return [(one.mark.kind.value, one.thing_id) for one in keeper.told]


def trail(clock: Clock) -> list[str]:
    names = StoredEvent.objects.filter(data__clock_id=clock.pk).order_by("id").values_list("name", flat=True)
    return [name.removeprefix("clocks.") for name in names]


def agrees(clock: Clock, at: datetime) -> bool:
    (account,) = [one for one in queries.accounts([clock.subject], at) if one.clock.pk == clock.pk]
    return account.agrees


def test_a_clock_warns_breaks_and_escalates_each_once(keeper: Rememberer) -> None:
    make_policy(minutes=60, warn_percents=[50], escalations=[(10, Whom.TEAM_LEADER)])
    clock = start()
    assert (clock.due_at, clock.next_at) == (NOON + minutes(60), NOON + minutes(30))
    for passed in (29, 30, 45, 60, 60, 70, 200):
        firing.fire(NOON + minutes(passed))
    assert told(keeper) == [("warning", 1), ("due", 1), ("escalation", 1)]
    assert trail(clock) == ["ClockStarted", "ClockWarned", "PromiseBroken", "ClockEscalated"]
    clock.refresh_from_db()
    assert (clock.broken_at, clock.next_at) == (NOON + minutes(60), None)


def test_after_a_long_silence_everything_missed_is_told_in_order_with_its_own_moment(keeper: Rememberer) -> None:
    make_policy(minutes=60, warn_percents=[50], escalations=[(10, Whom.TEAM_LEADER)])
    start()
    firing.fire(NOON + timedelta(days=1))
    assert [(one.mark.kind, one.at - NOON) for one in keeper.told] == [
        (MarkKind.WARNING, minutes(30)),
        (MarkKind.DUE, minutes(60)),
        (MarkKind.ESCALATION, minutes(70)),
    ]


def test_a_pause_stands_still_and_the_trail_gives_the_same(keeper: Rememberer) -> None:
    make_policy(minutes=60)
    clock = start()
    actions.pause("thing:1", make_pause_reason(), by=BY, at=NOON + minutes(20))
    firing.fire(NOON + minutes(300))
    assert told(keeper) == []
    assert agrees(clock, NOON + minutes(300))
    actions.resume("thing:1", by=BY, at=NOON + minutes(400))
    clock.refresh_from_db()
    assert clock.due_at == NOON + minutes(440)
    assert agrees(clock, NOON + minutes(410))
    (stopped,) = actions.stop("thing:1", by=BY, at=NOON + minutes(430))
    assert (stopped.outcome, stopped.spent_seconds) == ("kept", 50 * 60)
    assert agrees(clock, NOON + minutes(900))


def test_a_pause_until_a_moment_ends_by_itself(keeper: Rememberer) -> None:
    make_policy(minutes=60)
    clock = start()
    actions.pause(
        "thing:1", make_pause_reason(needs_moment=True), until=NOON + minutes(100), by=BY, at=NOON + minutes(10)
    )
    firing.fire(NOON + minutes(99))
    firing.fire(NOON + minutes(105))
    clock.refresh_from_db()
    assert (clock.paused_for_id, clock.due_at) == (None, NOON + minutes(150))
    assert trail(clock) == ["ClockStarted", "ClockPaused", "ClockResumed"]
    assert agrees(clock, NOON + minutes(105))


def test_what_pauses_what_and_until_when_is_checked() -> None:
    make_policy(minutes=60)
    start()
    with pytest.raises(Invalid):
        actions.pause("thing:1", make_pause_reason(needs_moment=True), by=BY)
    with pytest.raises(Invalid):
        actions.pause("thing:1", make_pause_reason(), until=NOON - minutes(1), by=BY, at=NOON)
    with pytest.raises(NotAllowed):
        actions.pause("thing:1", make_pause_reason(Target.HOP), by=BY)


def test_changing_a_policy_never_rewrites_the_past() -> None:
    policy = make_policy(minutes=60, warn_percents=[50])
    clock = start()
    Policy.objects.filter(pk=policy.pk).update(minutes=5, warn_percents=[])
    firing.fire(NOON + minutes(40))
    clock.refresh_from_db()
    assert (clock.due_at, clock.broken_at) == (NOON + minutes(60), None)
    assert trail(clock) == ["ClockStarted", "ClockWarned"]


def test_other_facts_give_another_promise_and_the_time_spent_counts(keeper: Rememberer) -> None:
    make_policy(minutes=60, position=50)
    make_policy(minutes=20, severity="major", position=10, warn_percents=[50])
    clock = start()
    actions.retarget("thing:1", Facts(severity="major"), by=BY, at=NOON + minutes(15))
    clock.refresh_from_db()
    assert clock.due_at == NOON + minutes(20)
    firing.fire(NOON + minutes(16))
    assert told(keeper) == [("warning", 1)]  # half of the new time is behind us
    assert agrees(clock, NOON + minutes(16))
    assert actions.retarget("thing:1", Facts(severity="major"), by=BY) == []


@pytest.mark.parametrize(
    ("passed", "is_cancelled", "outcome"),
    [(60, False, "kept"), (61, False, "broken"), (10, True, "cancelled"), (61, True, "broken")],
)
def test_a_stopped_clock_has_one_outcome(passed: int, is_cancelled: bool, outcome: str) -> None:
    make_policy(minutes=60)
    clock = start()
    end = actions.cancel if is_cancelled else actions.stop
    end("thing:1", Target.RESOLUTION, by=BY, at=NOON + minutes(passed))
    clock.refresh_from_db()
    assert clock.outcome == outcome
    assert (clock.broken_at is not None) is (outcome == "broken")


def test_a_clock_in_working_hours_is_due_after_the_festival() -> None:
    hours = Hours.objects.create(code="two-periods", name_zh="后台", name_en="Back office")
    for weekday in range(5):
        hours.periods.create(weekday=weekday, opens_at=time(9), closes_at=time(12))
        hours.periods.create(weekday=weekday, opens_at=time(13, 30), closes_at=time(18))
    make_policy(minutes=600, hours=hours)
    begin = datetime.fromisoformat("2026-02-13T16:00+08:00")
    clock = start(at=begin)
    assert clock.due_at == datetime.fromisoformat("2026-02-24T09:30+08:00")
    assert agrees(clock, datetime.fromisoformat("2026-02-20T12:00+08:00"))


def test_a_thing_somebody_is_changing_is_left_for_the_next_round(keeper: Rememberer) -> None:
    make_policy(minutes=60)
    start("thing:1")
    start("thing:2")
    keeper.held = {1}
    firing.fire(NOON + minutes(61))
    assert told(keeper) == [("due", 2)]
    keeper.held = set()
    firing.fire(NOON + minutes(61))
    assert told(keeper) == [("due", 2), ("due", 1)]


def test_the_first_policy_that_fits_counts_and_nothing_may_be_promised() -> None:
    make_policy(minutes=60, kind="complaint")
    assert queries.policy_for(Target.RESOLUTION, Facts(kind="fault")) is None
    assert actions.start("thing:1", Target.RESOLUTION, Facts(kind="fault"), unit_id=make_unit().pk, by=BY) is None


def test_the_usual_promises_are_made_once() -> None:
    assert promise_the_usual() > 8
    assert promise_the_usual() == 0
    hard = queries.policy_for(Target.RESOLUTION, Facts(kind="fault", severity="serious"))
    assert hard is not None
    assert hard.minutes == 72 * 60


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_everything_once(keeper: Rememberer) -> None:
    make_policy(minutes=60, warn_percents=[50])
    for number in range(1, 41):
        start(f"thing:{number}")
    together = Barrier(2)

    def work() -> None:
        together.wait()
        for _round in range(4):
            firing.fire(NOON + minutes(90), limit=15)
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    firing.fire_all()
    counted = StoredEvent.objects.filter(name="clocks.PromiseBroken").count()
    assert (counted, StoredEvent.objects.filter(name="clocks.ClockWarned").count()) == (40, 40)


def test_a_changed_calendar_moves_running_clocks_and_nothing_that_was_counted(keeper: Rememberer) -> None:
    hours = Hours.objects.create(code="day-and-night", name_zh="全天", name_en="Always", follows_holidays=False)
    for weekday in range(7):
        Period.objects.create(hours=hours, weekday=weekday, opens_at=time(0))
    make_policy(minutes=3 * 24 * 60, hours=hours)
    clock, still = start(at=now() - timedelta(hours=30)), start("thing:2", at=now() - timedelta(hours=30))
    was_due = clock.due_at
    make_pause_reason()
    actions.pause("thing:2", PauseReason.objects.get(), by=BY)
    with changing_hours(by=BY):
        SpecialDay.objects.create(day=localdate() + timedelta(days=1), hours=hours, is_working=False, name="停业")
        SpecialDay.objects.create(day=localdate() - timedelta(days=1), hours=hours, is_working=False, name="补记")
    assert following.follow(hours.pk) == (1, 0)
    clock.refresh_from_db()
    still.refresh_from_db()
    assert was_due
    assert clock.due_at == was_due + timedelta(days=1), "the day to come is closed; the day behind stays counted"
    assert still.due_at is None
    assert trail(clock) == ["ClockStarted", "ClockFollowedCalendar"]
    assert [one.pk for one in keeper.moves] == [still.pk, clock.pk]
    assert agrees(clock, now())
    assert following.follow(hours.pk) == (0, 0)
