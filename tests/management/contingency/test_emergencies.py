"""Emergencies from the call to the review: who is called how often, who may do what, what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.alerts import make_alert, make_rule
from tests.factories.calls import make_node
from tests.factories.contingency import make_emergency, make_plan, make_team
from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.management.contingency import actions, calling, queries, reactions, rules, writing
from wanhao.management.contingency.models import Emergency, LogEntry, Plan, Summons, TeamMember
from wanhao.service.calls import announcement_calls as announcements
from wanhao.service.calls.models import AnnouncementCall

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def member(unit: Unit) -> Staff:
    return make_staff(Role.TECHNICIAN, unit=unit)


@pytest.fixture
def leader(unit: Unit) -> Staff:
    return make_staff(Role.DUTY_LEADER, unit=unit)


def call_goes(outcome: str) -> None:
    """Ring whose time it is; the call ends like this, and its event is reacted to (twice, as after a crash)."""
    Summons.objects.exclude(next_call_at=None).update(next_call_at=timezone.now())
    assert calling.call_due() == 1
    announcement = AnnouncementCall.objects.latest("pk")
    assert announcements.take(announcement.pk, make_node().pk)
    assert announcements.end(announcement.pk, outcome)
    event = StoredEvent.objects.filter(name="calls.AnnouncementEnded").latest("id")
    reactions.deal_with_the_call(event)
    reactions.deal_with_the_call(event)


def test_everybody_is_told_and_rung_and_the_steps_are_laid_out(unit: Unit, member: Staff) -> None:
    other = make_staff(unit=unit)
    emergency = make_emergency(unit, member, other)
    assert Notice.objects.filter(level="alarm").count() == 2
    assert calling.call_due() == 2
    assert calling.call_due() == 0  # nobody is rung twice for one call
    rung = list(AnnouncementCall.objects.values_list("staff", "number", "language"))
    assert rung == [(member.pk, "", "en"), (other.pk, "", "en")]
    assert "within 30 minutes" in AnnouncementCall.objects.first().text  # type: ignore[union-attr]
    assert emergency.steps.count() == 2
    assert emergency.in_place_by - emergency.began_at == timedelta(minutes=30)


def test_a_key_confirms_and_nobody_is_rung_again(unit: Unit, member: Staff) -> None:
    make_emergency(unit, member)
    call_goes("not_answered")
    call_goes("confirmed")
    summons = Summons.objects.get()
    assert (summons.confirmed_how, summons.attempts, summons.next_call_at) == ("phone", 2, None)
    kinds = list(LogEntry.objects.values_list("kind", flat=True))
    assert kinds == ["began", "not_reached", "confirmed"]
    assert StoredEvent.objects.filter(name="contingency.MemberConfirmed").count() == 1


def test_the_attempts_end_and_it_is_said(unit: Unit, member: Staff) -> None:
    make_emergency(unit, member)
    call_goes("not_answered")
    call_goes("heard")
    summons = Summons.objects.get()
    assert summons.next_call_at is None
    assert summons.is_used_up
    missed = StoredEvent.objects.filter(name="contingency.MemberNotReached").order_by("id")
    assert [event.data["is_last"] for event in missed] == [False, True]


def test_a_number_outside_is_rung_in_turn(unit: Unit, member: Staff, settings: object) -> None:
    assert not rules.rings_outside(1, has_number=True)
    assert rules.rings_outside(2, has_number=True)
    assert not rules.rings_outside(2, has_number=False)


def test_a_lost_call_is_made_again_by_another_process(unit: Unit, member: Staff) -> None:
    make_emergency(unit, member)
    calling.call_due()
    dead = make_node(silent_seconds=60)
    call = AnnouncementCall.objects.get()
    assert announcements.take(call.pk, dead.pk)
    assert not announcements.take(call.pk, make_node().pk)  # placed once
    assert announcements.close_lost() == 1
    reactions.deal_with_the_call(StoredEvent.objects.filter(name="calls.AnnouncementEnded").latest("id"))
    assert Summons.objects.get().next_call_at is not None
    assert announcements.end(call.pk, "confirmed")  # the key was pressed all the same
    reactions.deal_with_the_call(StoredEvent.objects.filter(name="calls.AnnouncementEnded").latest("id"))
    assert Summons.objects.get().confirmed_at is not None


def test_nobody_to_place_a_call_is_told_after_a_while(unit: Unit, member: Staff) -> None:
    make_emergency(unit, member)
    calling.call_due()
    assert announcements.close_lost() == 0
    AnnouncementCall.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    assert announcements.close_lost() == 1
    assert AnnouncementCall.objects.get().outcome == "unreachable"


def test_members_confirm_and_arrive_on_the_page_and_leaders_mark_others(
    unit: Unit, member: Staff, leader: Staff
) -> None:
    emergency = make_emergency(unit, member, make_staff(unit=unit, number="7999"))
    actions.confirm(emergency.public_id, by=member)
    actions.mark_in_place(emergency.public_id, by=member)
    with pytest.raises(Forbidden):
        actions.mark_in_place(emergency.public_id, "7999", by=member)
    actions.mark_in_place(emergency.public_id, "7999", by=leader)
    assert queries.muster(emergency) == rules.Muster(2, 2, 2)
    assert queries.muster(emergency).is_complete


def test_the_team_writes_and_ticks_and_others_do_not(unit: Unit, member: Staff) -> None:
    emergency = make_emergency(unit, member)
    actions.write_log(emergency.public_id, "已切换到备用线路", by=member)
    actions.mark_step(emergency.public_id, 0, done=True, by=member)
    assert emergency.steps.get(position=0).done_by == member
    planner = make_staff(Role.PLANNER, unit=unit)  # sees the floor, was not called
    with pytest.raises(Forbidden):
        actions.write_log(emergency.public_id, "x", by=planner)
    with pytest.raises(Invalid):
        actions.write_log(emergency.public_id, "  ", by=member)
    with pytest.raises(Forbidden):
        actions.end(emergency.public_id, "", by=member)


def test_the_end_stops_the_calls_and_opens_the_review(unit: Unit, member: Staff, leader: Staff) -> None:
    emergency = make_emergency(unit, member)
    facts = {"cause": "光缆中断", "went_well": "十分钟到位", "to_improve": "备用线路"}
    with pytest.raises(NotAllowed):
        actions.review(emergency.public_id, facts, by=leader)
    actions.end(emergency.public_id, "恢复", by=leader)
    assert calling.call_due() == 0
    actions.review(emergency.public_id, facts, by=leader)
    action = actions.add_action(
        emergency.public_id, "申请第二路由", member.staff_number, timezone.localdate(), by=leader
    )
    actions.mark_action(emergency.public_id, action.pk, done=True, by=member)
    action.refresh_from_db()
    assert action.done_at
    with pytest.raises(NotAllowed):
        actions.confirm(emergency.public_id, by=member)


def test_a_plan_runs_once_at_a_time(unit: Unit, leader: Staff) -> None:
    plan = make_plan(unit)
    actions.start_plan(plan, what="x", by=leader)
    with pytest.raises(NotAllowed):
        actions.start_plan(plan, what="x", by=leader)


def test_an_alert_starts_its_plan_by_itself_once(unit: Unit, member: Staff) -> None:
    rule = make_rule(unit)
    make_plan(unit, member, rules=[rule], starts_itself=True)
    make_plan(unit, member, rules=[rule])  # waits to be asked
    alert = make_alert(rule=rule)
    event = StoredEvent.objects.filter(name="alerts.AlertOpened").latest("id")
    reactions.start_plans(event)
    reactions.start_plans(event)
    emergency = Emergency.objects.get()
    assert (emergency.alert, emergency.began_by) == (alert, None)
    assert "12" in emergency.what


def test_an_alert_offers_its_plans_and_names_what_it_started(unit: Unit, leader: Staff) -> None:
    rule = make_rule(unit)
    plan = make_plan(unit, rules=[rule])
    alert = make_alert(rule=rule)
    client = signed_in(leader)
    part = f"/contingency/alerts/{alert.public_id}/"
    start = f"/contingency/plans/{plan.public_id}/start/?alert={alert.public_id}"
    assert start in client.get(part).content.decode()
    assert client.post(start, {"what": "等待过长。"}).status_code == 302
    assert Emergency.objects.get().alert == alert
    assert Emergency.objects.get().public_id in client.get(part).content.decode()


def test_a_member_of_any_role_reads_what_they_were_called_to(unit: Unit, member: Staff) -> None:
    emergency = make_emergency(unit, member)
    make_plan(unit)
    page = signed_in(member).get(f"/contingency/{emergency.public_id}/")
    assert page.status_code == 200
    assert "countdown" in page.content.decode()
    outsider = make_staff(Role.TECHNICIAN, unit=unit)
    assert signed_in(outsider).get(f"/contingency/{emergency.public_id}/").status_code == 404


def test_numbers_outside_are_sealed_and_kept_when_the_field_is_empty(unit: Unit, member: Staff) -> None:
    team = make_team(unit, member, number="12100000077")
    with connection.cursor() as cursor:
        cursor.execute("select number from contingency_teammember")
        assert "12100000077" not in cursor.fetchone()[0]
    facts = {"name_zh": "应急小组", "unit": unit}
    writer = make_staff(Role.DUTY_LEADER, unit=unit)
    writing.write_team(facts, [{"staff": member, "number": ""}], by=writer, public_id=team.public_id)
    assert TeamMember.objects.get().number == "12100000077"
    writing.write_team(facts, [{"staff": member, "forget": True}], by=writer, public_id=team.public_id)
    assert TeamMember.objects.get().number == ""
    with pytest.raises(Invalid):
        writing.write_team(facts, [{"staff": member, "number": "abc"}], by=writer, public_id=team.public_id)
    with pytest.raises(Invalid):
        writing.write_team(facts, [{"staff": member}, {"staff": member}], by=writer, public_id=team.public_id)


def test_teams_and_plans_are_written_on_their_pages(unit: Unit, member: Staff, leader: Staff) -> None:
    client = signed_in(leader)
    lines = {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0"}
    team = {"name_zh": "抢修组", "unit": unit.code, "in_place_minutes": "20", "attempts": "2", "pause_seconds": "10"}
    sent = team | lines | {"is_active": "on", "line-0-staff": member.staff_number, "line-0-number": "121-0000-0077"}
    assert client.post("/contingency/teams/new/", sent).status_code == 302
    made = queries.teams(leader).get()
    assert client.get(f"/contingency/teams/{made.public_id}/").status_code == 200
    assert "12100000077" not in client.get(f"/contingency/teams/{made.public_id}/").content.decode()
    plan = {"title_zh": "断网预案", "unit": unit.code, "team": made.public_id, "is_active": "on"}
    steps = lines | {"line-0-text_zh": "通知网络部", "line-0-within_minutes": "5"}
    assert client.post("/contingency/plans/new/", plan | steps).status_code == 302
    assert client.post("/contingency/plans/new/", plan | lines).status_code == 422  # a plan without a step
    row = Plan.objects.get()
    assert client.get(f"/contingency/plans/{row.public_id}/").status_code == 200
    assert client.post(f"/contingency/plans/{row.public_id}/start/", {"what": "东江片区断网。"}).status_code == 302
    assert Emergency.objects.get().steps.get().text_zh == "通知网络部"
    assert client.get("/contingency/").status_code == 200
    second = client.post(f"/contingency/plans/{row.public_id}/start/", {"what": "x"})
    assert second.status_code == 422  # said on the form, what was typed stays


def test_a_team_is_called_without_a_plan(unit: Unit, member: Staff, leader: Staff) -> None:
    team = make_team(unit, member)
    sent = {"team": team.public_id, "title": "话务突增", "what": "请到现场支援。"}
    assert signed_in(leader).post("/contingency/new/", sent).status_code == 302
    assert Emergency.objects.get().summonses.get().staff == member


def test_what_the_telephone_says() -> None:
    assert rules.spoken("断网", "东江片区断网。", 30, "zh") == "应急通知：断网。东江片区断网。请在30分钟内到位。"
    assert "within 30 minutes" in rules.spoken("Outage", "The line is down.", 30, "en")


@pytest.mark.parametrize(
    ("confirmed", "is_running", "attempts", "follows"),
    [
        (False, True, 1, "call_again"),
        (False, True, 3, "give_up"),
        (True, True, 1, "nothing"),  # confirmed on the page while it rang
        (False, False, 1, "nothing"),  # it ended meanwhile
    ],
)
def test_what_follows_a_call(confirmed: bool, is_running: bool, attempts: int, follows: str) -> None:
    assert rules.after_call(confirmed=confirmed, is_running=is_running, attempts=attempts, most=3) == follows
