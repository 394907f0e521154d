"""An earlier promise goes along when its ticket is merged into another, and comes back when that is undone."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import time_machine
from django.utils.timezone import now
from django.utils.translation import override

from tests.factories.accounts import make_staff
from tests.factories.clocks import make_pause_reason, make_policy
from tests.factories.tickets import make_ticket
from tests.service.tickets.test_promises import agree_with_the_trail, fresh, outcomes, resolution
from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.calendars.models import Hours, Period
from wanhao.service.clocks import firing, telling
from wanhao.service.clocks.models import Target
from wanhao.service.tickets import actions, linking, promise_actions, promises
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def merged_pair() -> tuple[Staff, Ticket, Ticket]:
    """Two tickets of one person: the first promised within an hour, the other within a day of workdays' hours."""
    office = Hours.objects.create(code="office", name_zh="工作日", name_en="Office")
    for day in range(7):
        Period.objects.create(hours=office, weekday=day, opens_at=time(8), closes_at=time(18))
    make_policy(Target.RESOLUTION, 60, severity="major", position=1)
    make_policy(Target.RESOLUTION, 24 * 60, severity="serious", hours=office, position=2)
    staff = make_staff()
    return staff, make_ticket(staff, severity="major"), make_ticket(staff, severity="serious")


def test_the_earlier_promise_goes_along_with_a_merge_and_comes_back() -> None:
    staff, source, target = merged_pair()
    hour, day = fresh(source).due_at, fresh(target).due_at
    assert hour
    assert day
    assert hour < day
    linking.merge_ticket(source.pk, target.number, version=source.version, by=staff)
    held = fresh(target).due_at
    assert held
    assert hour - timedelta(seconds=1) <= held <= hour
    assert outcomes(source)["resolution"] == ["cancelled"]
    story = next(
        one for one in telling.stories([promises.subject_of(target)], now()) if one.clock.target == "resolution"
    )
    assert any(source.number in line.text for line in story.lines)
    assert agree_with_the_trail(target)
    linking.undo_merge(source.pk, version=fresh(source).version, by=staff)
    assert agree_with_the_trail(target)
    assert agree_with_the_trail(source)
    assert fresh(target).due_at == day
    again = fresh(source).due_at
    assert again
    assert abs(again - hour) <= timedelta(seconds=1)
    assert resolution(target).outcome == ""


def test_of_two_merged_tickets_the_other_promise_holds_when_one_comes_out() -> None:
    staff, first, target = merged_pair()
    second = make_ticket(staff, severity="major")
    actions.change_ticket(
        second.pk,
        version=1,
        category_id=second.category_id,
        severity="major",
        due_at=now() + timedelta(hours=3),
        by=staff,
    )
    later = fresh(second).due_at
    linking.merge_ticket(second.pk, target.number, version=fresh(second).version, by=staff)
    linking.merge_ticket(first.pk, target.number, version=first.version, by=staff)
    assert resolution(target).taken_from == first.number
    linking.undo_merge(first.pk, version=fresh(first).version, by=staff)
    held = fresh(target).due_at
    assert held
    assert later
    assert abs(held - later) <= timedelta(seconds=1)
    assert resolution(target).taken_from == second.number
    assert agree_with_the_trail(target)


def test_a_promise_that_was_taken_over_outlasts_changed_facts_unless_they_ask_for_more_haste() -> None:
    staff, source, target = merged_pair()
    make_policy(Target.RESOLUTION, 600, severity="ordinary", position=3)
    make_policy(Target.RESOLUTION, 5, kind="complaint", position=0)
    linking.merge_ticket(source.pk, target.number, version=source.version, by=staff)
    held = fresh(target).due_at
    changed = actions.change_ticket(
        target.pk,
        version=fresh(target).version,
        category_id=target.category_id,
        severity="ordinary",
        due_at=None,
        by=staff,
    )
    assert changed.due_at == held
    linking.undo_merge(source.pk, version=fresh(source).version, by=staff)
    own = resolution(target)
    assert (own.target_seconds, own.hours) == (600 * 60, None)  # by the facts of today
    assert agree_with_the_trail(target)


def test_an_overdue_promise_is_broken_where_it_goes_and_not_where_it_was_not() -> None:
    staff, source, target = merged_pair()
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        firing.fire_all()
        linking.merge_ticket(source.pk, target.number, version=source.version, by=staff)
        firing.fire_all()
        assert resolution(target).broken_at is not None
        assert agree_with_the_trail(target)
        linking.undo_merge(source.pk, version=fresh(source).version, by=staff)
        assert resolution(target).broken_at is None
        actions.begin_ticket(target.pk, version=fresh(target).version, by=staff)
        done = actions.resolve_ticket(target.pk, version=fresh(target).version, solution="x", by=staff)
    assert outcomes(done)["resolution"] == ["kept"]


def test_a_promise_does_not_go_along_to_clocks_that_stand_still() -> None:
    staff, source, target = merged_pair()
    reason = make_pause_reason(Target.RESOLUTION)
    promise_actions.pause_clocks(target.pk, version=target.version, reason=reason.code, by=staff)
    with override("en"), pytest.raises(NotAllowed, match="Resume them first"):
        linking.merge_ticket(source.pk, target.number, version=source.version, by=staff)
    assert fresh(source).status == "open"
