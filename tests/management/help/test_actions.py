"""Asking, taking, answering, asking on, escalation, the end; reach and refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import make_answered_contact
from tests.factories.help import make_help, make_topic
from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.foundation.sign_in.models import SignInSession
from wanhao.management.help import actions, jobs, queries
from wanhao.management.help.models import HelpPolicy, HelpRequest

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """An agent of a team, the team's leader, a duty leader of the centre, and leaders elsewhere."""

    agent: Staff
    leader: Staff
    duty: Staff
    stranger: Staff


@pytest.fixture
def scene() -> Scene:
    centre = make_unit()
    team = make_unit("team", parent=centre)
    leader, duty = make_staff(Role.TEAM_LEADER, unit=team), make_staff(Role.DUTY_LEADER, unit=centre)
    make_staff(Role.TEAM_LEADER, unit=make_unit("team", parent=centre))
    return Scene(make_staff(unit=team), leader, duty, make_staff(Role.DUTY_LEADER))


def sign_in(*people: Staff) -> None:
    for one in people:
        at = timezone.now()
        SignInSession.objects.create(staff=one, key=f"key-{one.pk}", started_at=at, seen_at=at)


def told() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("staff__staff_number", "level"))


def event_names() -> list[str]:
    return [name for name in StoredEvent.objects.order_by("id").values_list("name", flat=True) if "help." in name]


def test_leaders_over_the_agent_who_are_here_are_told(scene: Scene) -> None:
    sign_in(scene.leader, scene.duty, scene.stranger)
    contact = make_answered_contact(agent=scene.agent)
    one = make_help(scene.agent, contact=contact.public_id)
    assert one.contact_id == contact.pk
    assert told() == {(scene.leader.staff_number, "warning"), (scene.duty.staff_number, "warning")}
    assert [row.pk for row in queries.open_requests(scene.leader)] == [one.pk]
    assert [row.pk for row in queries.open_requests(scene.duty)] == [one.pk]
    assert queries.open_requests(scene.stranger) == []
    assert event_names() == ["help.HelpAsked"]


def test_one_request_at_a_time_by_those_who_serve(scene: Scene) -> None:
    make_help(scene.agent)
    with pytest.raises(Conflict):
        make_help(scene.agent)
    with pytest.raises(Forbidden):
        make_help(make_staff(Role.PLANNER))
    with pytest.raises(Invalid):
        actions.ask_for_help("unknown", by=scene.leader)


def test_anothers_contact_cannot_be_attached(scene: Scene) -> None:
    contact = make_answered_contact(agent=make_staff())
    with pytest.raises(NotFound):
        make_help(scene.agent, contact=contact.public_id)


def test_help_by_text_from_question_to_end(scene: Scene) -> None:
    one = make_help(scene.agent)
    actions.take_request(one.public_id, by=scene.leader)
    with pytest.raises(Conflict):
        actions.answer_request(one.public_id, "我来", by=scene.duty)
    actions.answer_request(one.public_id, "按余额退", by=scene.leader)
    one.refresh_from_db()
    assert (one.status, one.helped_way, one.taken_by_id) == ("helped", "text", scene.leader.pk)
    assert one.taken_at is not None
    assert one.helped_at is not None
    assert one.taken_at <= one.helped_at
    first_help = one.helped_at
    actions.ask_again("赠送的呢？", by=scene.agent)
    one.refresh_from_db()
    assert one.status == "taken"
    actions.answer_request(one.public_id, "赠送不退", by=scene.leader)
    actions.finish_request(by=scene.agent)
    one.refresh_from_db()
    assert (one.status, one.outcome, one.helped_at) == ("closed", "solved", first_help)
    assert [line.text for line in one.lines.all()] == ["怎么退？", "按余额退", "赠送的呢？", "赠送不退"]
    assert event_names() == [
        "help.HelpAsked",
        "help.HelpTaken",
        "help.HelpGiven",
        "help.HelpAskedAgain",
        "help.HelpGiven",
        "help.HelpEnded",
    ]
    with pytest.raises(NotAllowed):
        actions.answer_request(one.public_id, "还有", by=scene.leader)


def test_an_answer_without_taking_takes(scene: Scene) -> None:
    one = make_help(scene.agent)
    actions.answer_request(one.public_id, "按余额退", by=scene.duty)
    one.refresh_from_db()
    assert one.taken_by_id == scene.duty.pk


def test_who_may_not_help(scene: Scene) -> None:
    one = make_help(scene.leader)  # a leader at the desk asks too, and does not answer themselves
    for person in (scene.stranger, scene.agent, scene.leader):
        with pytest.raises(NotFound):
            actions.take_request(one.public_id, by=person)


def test_taken_back_before_help_came(scene: Scene) -> None:
    one = make_help(scene.agent)
    actions.finish_request(by=scene.agent)
    one.refresh_from_db()
    assert one.outcome == "cancelled"
    with pytest.raises(NotFound):
        actions.finish_request(by=scene.agent)


def test_what_nobody_takes_is_escalated_once(scene: Scene) -> None:
    HelpPolicy.objects.create(take_within_seconds=30)
    one = make_help(scene.agent)
    jobs.watch_requests()
    assert not told()
    HelpRequest.objects.update(asked_at=timezone.now() - timedelta(seconds=31))
    jobs.watch_requests()
    jobs.watch_requests()
    assert told() == {(scene.leader.staff_number, "alarm"), (scene.duty.staff_number, "alarm")}
    assert Notice.objects.count() == 2
    one.refresh_from_db()
    assert one.escalated_at
    assert event_names().count("help.HelpEscalated") == 1


def test_what_is_answered_and_silent_is_closed(scene: Scene) -> None:
    one = make_help(scene.agent)
    actions.answer_request(one.public_id, "按余额退", by=scene.leader)
    jobs.watch_requests()
    HelpRequest.objects.update(last_word_at=timezone.now() - timedelta(minutes=16))
    jobs.watch_requests()
    one.refresh_from_db()
    assert one.outcome == "lapsed"


def test_a_leader_closes(scene: Scene) -> None:
    one = make_help(scene.agent)
    actions.close_request(one.public_id, by=scene.duty)
    one.refresh_from_db()
    assert one.outcome == "by_leader"


def test_topics_out_of_use_are_not_offered(scene: Scene) -> None:
    topic = make_topic("old")
    topic.is_active = False
    topic.save()
    assert topic not in queries.topics()
    with pytest.raises(Invalid):
        actions.ask_for_help("old", by=scene.agent)


def test_who_joins_the_call_has_helped(scene: Scene) -> None:
    contact = make_answered_contact(agent=scene.agent)
    one = make_help(scene.agent, contact=contact.public_id)
    for _told_twice in range(2):
        actions.note_help_in_call(contact.pk, "join", by=scene.leader)
    one.refresh_from_db()
    assert (one.status, one.helped_way, one.taken_by_id) == ("helped", "join", scene.leader.pk)
    actions.note_help_in_call(contact.pk, "take_over", by=scene.leader)
    one.refresh_from_db()
    assert one.helped_way == "take_over"
    assert event_names().count("help.HelpGiven") == 1
