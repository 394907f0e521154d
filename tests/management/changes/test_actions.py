"""Entries by hand and by themselves, moved on to a result; reach, refusals, reminders."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from tests.factories.accounts import make_staff, make_unit
from tests.factories.changes import make_entry
from tests.factories.help import make_help, make_topic
from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.management.changes import actions, jobs, queries
from wanhao.management.changes.models import Entry, TrackingPolicy
from wanhao.management.help import actions as helps
from wanhao.management.help.models import HelpRequest

pytestmark = pytest.mark.django_db
NEXT_WEEK = timedelta(days=7)


def event_names() -> list[str]:
    return [name for name in StoredEvent.objects.order_by("id").values_list("name", flat=True) if "changes." in name]


def test_an_entry_from_opening_to_its_result() -> None:
    duty = make_staff(Role.DUTY_LEADER)
    office = make_staff(Role.BACK_OFFICE, unit=duty.unit)
    details = actions.EntryDetails("合约期内降档规则", office, localdate() + NEXT_WEEK)
    one = actions.open_entry(details, by=duty)
    assert Notice.objects.get().staff == office
    one = actions.begin_entry(one.public_id, version=1, by=office)
    one = actions.answer_entry(one.public_id, version=2, result="满 12 个月可降一档", by=office)
    one = actions.close_entry(one.public_id, version=3, result=one.result, by=duty)
    assert (one.status, one.result) == ("closed", "满 12 个月可降一档")
    one = actions.reopen_entry(one.public_id, version=4, reason="规则又变了", by=duty)
    assert (one.status, one.closed_at) == ("in_work", None)
    actions.comment_entry(one.public_id, "请附公告", by=duty)
    kinds = [note.kind for note in queries.story(one)]
    assert kinds == ["opened", "begun", "answered", "closed", "reopened", "comment"]
    assert event_names() == [
        "changes.EntryOpened",
        "changes.EntryBegun",
        "changes.EntryAnswered",
        "changes.EntryClosed",
        "changes.EntryReopened",
        "changes.EntryCommented",
    ]


def test_closing_needs_a_result() -> None:
    one = make_entry()
    with pytest.raises(Invalid):
        actions.close_entry(one.public_id, version=1, result="  ", by=one.opened_by)
    with pytest.raises(NotAllowed):
        actions.reopen_entry(one.public_id, version=1, reason="?", by=one.opened_by)


def test_what_somebody_changed_meanwhile_is_not_overwritten() -> None:
    one = make_entry()
    actions.begin_entry(one.public_id, version=1, by=one.opened_by)
    with pytest.raises(Conflict):
        actions.answer_entry(one.public_id, version=1, result="x", by=one.opened_by)


@pytest.mark.parametrize("days", [-1, -30])
def test_a_due_date_lies_ahead(days: int) -> None:
    with pytest.raises(Invalid):
        make_entry(due_on=localdate() + timedelta(days=days))


def test_reach_and_owners() -> None:
    one = make_entry()
    centre = one.unit
    team_leader = make_staff(Role.TEAM_LEADER, unit=make_unit("team", parent=centre))
    assert [row.pk for row in queries.entries(team_leader)] == [one.pk], "the centre's list is for its teams too"
    with pytest.raises(NotFound):
        actions.begin_entry(one.public_id, version=1, by=team_leader)
    with pytest.raises(NotFound):
        queries.entry(one.public_id, make_staff(Role.DUTY_LEADER))
    with pytest.raises(Forbidden):
        make_entry(make_staff(Role.PLANNER, unit=centre))
    outsider = make_staff(Role.BACK_OFFICE)
    with pytest.raises(Invalid):
        actions.change_entry(one.public_id, version=1, owner=outsider, due_on=localdate(), by=one.opened_by)
    actions.change_entry(one.public_id, version=1, owner=team_leader, due_on=localdate(), by=one.opened_by)
    actions.begin_entry(one.public_id, version=2, by=team_leader)


def ask(unit: Unit, times: int) -> list[HelpRequest]:
    """So many agents of teams of the centre ask for the same, and the reaction follows each."""
    found = []
    for _time in range(times):
        one = make_help(make_staff(unit=make_unit("team", parent=unit)))
        actions.propose_if_frequent(one.pk, topic_id=one.topic_id, unit=one.unit)
        found.append(one)
    return found


def test_a_frequent_topic_is_proposed_once_and_collects_what_follows() -> None:
    TrackingPolicy.objects.create(proposed_from=3, within_days=7)
    centre = make_unit()
    duty = make_staff(Role.DUTY_LEADER, unit=centre)
    asked = ask(centre, 2)
    ask(make_unit(), 2)  # elsewhere
    cancelled = make_help(make_staff(unit=centre))
    helps.finish_request(by=cancelled.agent)
    assert not Entry.objects.exists()
    asked += ask(centre, 1)
    one = Entry.objects.get()
    assert (one.status, one.unit, one.owner) == ("proposed", centre, None)
    assert set(one.requests.all()) == set(asked)
    assert Notice.objects.filter(staff=duty, link=f"/changes/{one.public_id}/").count() == 1
    asked += ask(centre, 2)
    actions.propose_if_frequent(asked[-1].pk, topic_id=asked[-1].topic_id, unit=asked[-1].unit)  # told twice
    assert Entry.objects.get().requests.count() == 5
    actions.accept_proposal(
        one.public_id, version=1, title="退费规则口径", owner=duty, due_on=localdate() + NEXT_WEEK, by=duty
    )
    one = actions.close_entry(one.public_id, version=2, result="已发公告", by=duty)
    assert one.status == "closed"
    ask(centre, 1)
    assert Entry.objects.count() == 1, "those behind the closed entry do not count again"


def test_old_requests_do_not_count() -> None:
    TrackingPolicy.objects.create(proposed_from=2, within_days=7)
    centre = make_unit()
    ask(centre, 1)
    HelpRequest.objects.update(asked_at=timezone.now() - timedelta(days=8))
    ask(centre, 1)
    assert not Entry.objects.exists()


def test_the_owner_of_an_overdue_entry_is_reminded_once_a_day() -> None:
    one = make_entry()
    Entry.objects.update(due_on=localdate() - timedelta(days=2))
    jobs.remind_owners()
    jobs.remind_owners()
    assert Notice.objects.get().level == "warning"
    assert event_names()[-1] == "changes.EntryOverdue"
    Entry.objects.update(reminded_on=localdate() - timedelta(days=1))
    jobs.remind_owners()
    assert Notice.objects.count() == 2
    Entry.objects.update(reminded_on=None)
    actions.close_entry(one.public_id, version=1, result="好了", by=one.opened_by)
    jobs.remind_owners()
    assert Notice.objects.count() == 2


def test_by_hand_from_a_help_request() -> None:
    duty = make_staff(Role.DUTY_LEADER)
    asked = make_help(make_staff(unit=make_unit("team", parent=duty.unit)))
    details = actions.EntryDetails("退费", duty, localdate(), topic=make_topic(), request=asked)
    one = actions.open_entry(details, by=duty)
    assert one.unit == duty.unit
    assert queries.requests_behind(one)[0] == 1
