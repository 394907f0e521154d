"""What leaders do: state, messages, sign-out after the call, release by force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit
from tests.factories.calls import make_call, make_node
from tests.factories.chat import again, make_chat, make_served_chat
from tests.factories.floor import make_message
from tests.factories.routing import make_agent, make_queue
from tests.factories.scenes import call_comes, call_ends, call_is_answered
from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.foundation.sign_in.models import SignInSession
from wanhao.management.floor import actions, queries
from wanhao.management.floor.models import SignOut
from wanhao.service.calls.models import CallCommand
from wanhao.service.chat import queries as chat_queries
from wanhao.service.chat.models import Conversation
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Offer, Queue

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A queue with one agent who is ready, and leaders near and far."""

    queue: Queue
    agent: Staff
    leader: Staff
    stranger: Staff

    def state(self) -> tuple[str, str]:
        """The agent's state and wish."""
        now = Agent.objects.get(pk=self.agent.pk)
        return now.state, now.wanted_state


@pytest.fixture
def scene() -> Scene:
    centre = make_unit()
    team = make_unit("team", parent=centre)
    queue = make_queue(unit=centre)
    agent = make_staff(unit=team)
    make_agent(queue, staff=agent)
    leader = make_staff(Role.TEAM_LEADER, unit=team)
    return Scene(queue, agent, leader, make_staff(Role.DUTY_LEADER))


def event_names() -> list[str]:
    return list(StoredEvent.objects.order_by("id").values_list("name", flat=True))


def sign_in(staff: Staff) -> SignInSession:
    at = timezone.now()
    return SignInSession.objects.create(staff=staff, key=f"key-{staff.pk}", started_at=at, seen_at=at)


def test_a_leader_changes_a_state_and_a_stranger_does_not(scene: Scene) -> None:
    actions.change_state(scene.agent.staff_number, "training", by=scene.leader)
    assert scene.state() == ("training", "")
    stored = StoredEvent.objects.filter(name="routing.AgentStateChanged").latest("id")
    assert stored.actor == f"staff:{scene.leader.pk}"
    with pytest.raises(NotFound):
        actions.change_state(scene.agent.staff_number, "ready", by=scene.stranger)


def test_a_message_pops_up_until_it_is_understood(scene: Scene) -> None:
    message = actions.message_agent(scene.agent.staff_number, " 请先接投诉 ", by=scene.leader)
    (receipt,) = queries.unread_messages(scene.agent)
    assert receipt.message.text == "请先接投诉"
    assert Notice.objects.get(staff=scene.agent).level == "warning"
    actions.acknowledge(message.public_id, by=scene.agent)
    actions.acknowledge(message.public_id, by=scene.agent)
    assert queries.unread_messages(scene.agent) == []
    (sent,) = queries.sent_messages(scene.leader)
    assert (sent.receivers, sent.understood, sent.missing) == (1, 1, [])
    assert event_names()[-2:] == ["floor.MessageSent", "floor.MessageAcknowledged"]


def test_a_team_message_reaches_those_at_work(scene: Scene) -> None:
    home = make_staff(unit=scene.agent.unit)
    make_agent(scene.queue, staff=home, state="offline")
    actions.message_team(scene.agent.unit.code, "开会", by=scene.leader)
    assert queries.unread_messages(scene.agent)
    assert not queries.unread_messages(home)
    routing.set_state(scene.agent.pk, "offline", by=scene.agent)
    with pytest.raises(NotAllowed):
        actions.message_team(scene.agent.unit.code, "开会", by=scene.leader)
    with pytest.raises(NotFound):
        actions.message_team(scene.agent.unit.code, "开会", by=scene.stranger)


@pytest.mark.parametrize("text", ["", "  ", "字" * 201])
def test_a_message_has_words(scene: Scene, text: str) -> None:
    with pytest.raises(Invalid):
        actions.message_agent(scene.agent.staff_number, text, by=scene.leader)


def test_nobody_acknowledges_for_another(scene: Scene) -> None:
    message = make_message(make_staff())
    with pytest.raises(NotFound):
        actions.acknowledge(message.public_id, by=scene.agent)


def test_an_idle_agent_is_signed_out_at_once(scene: Scene) -> None:
    row = sign_in(scene.agent)
    actions.sign_out_agent(scene.agent.staff_number, reason="下班未签退", by=scene.leader)
    row.refresh_from_db()
    assert row.ended_why == "by_leader"
    assert scene.state() == ("offline", "")
    assert {"floor.SignOutAsked", "floor.AgentSignedOut", "sign_in.SignedOut"} <= set(event_names())
    with pytest.raises(Forbidden):
        routing.steer_agent(scene.agent.pk, "ready", by=scene.stranger)


def test_a_running_call_is_not_cut_by_a_sign_out(scene: Scene) -> None:
    row = sign_in(scene.agent)
    contact = call_comes(scene.queue)
    call_is_answered(contact)
    actions.sign_out_agent(scene.agent.staff_number, reason="突发", by=scene.leader)
    assert scene.state() == ("busy", "offline")
    with pytest.raises(Conflict):
        actions.sign_out_agent(scene.agent.staff_number, reason="突发", by=scene.leader)
    actions.go_on_with_sign_out(scene.agent.pk)
    row.refresh_from_db()
    assert row.ended_at is None, "the session carries the call"
    routing.set_state(scene.agent.pk, "ready", by=scene.agent)  # the agent would rather stay
    call_ends(contact)
    assert scene.state()[0] == "wrap_up"
    actions.go_on_with_sign_out(scene.agent.pk)
    assert scene.state() == ("offline", "")
    actions.go_on_with_sign_out(scene.agent.pk)
    actions.go_on_with_sign_out(scene.agent.pk)  # safe to run twice
    row.refresh_from_db()
    assert row.ended_why == "by_leader"
    assert SignOut.objects.get().done_at
    assert event_names().count("floor.AgentSignedOut") == 1


def test_a_sign_out_needs_a_reason(scene: Scene) -> None:
    with pytest.raises(Invalid):
        actions.sign_out_agent(scene.agent.staff_number, reason=" ", by=scene.leader)


def test_a_live_call_is_released_by_its_own_process(scene: Scene) -> None:
    duty = make_staff(Role.DUTY_LEADER, unit=scene.queue.unit)
    contact = call_comes(scene.queue)
    call_is_answered(contact)
    make_call(contact)
    assert actions.release_contact(contact.public_id, reason="abuse", by=duty) == "hang_up"
    assert CallCommand.objects.get().action == "hang_up"
    stored = StoredEvent.objects.get(name="floor.ContactReleased")
    assert stored.data["reason"] == "abuse"


def test_what_nobody_carries_is_closed_and_the_agent_is_free(scene: Scene) -> None:
    duty = make_staff(Role.DUTY_LEADER, unit=scene.queue.unit)
    contact = call_comes(scene.queue)
    call_is_answered(contact)
    make_call(contact, node=make_node(silent_seconds=60))
    assert actions.release_contact(contact.public_id, reason="stuck", by=duty) == "closed"
    contact.refresh_from_db()
    assert (contact.status, contact.end_reason) == ("ended", "released")
    assert scene.state()[0] == "wrap_up"
    with pytest.raises(NotAllowed):
        actions.release_contact(contact.public_id, reason="stuck", by=duty)


def test_a_contact_without_a_call_leaves_the_queue(scene: Scene) -> None:
    routing.set_state(scene.agent.pk, "training", by=scene.agent)
    contact = call_comes(scene.queue)
    assert actions.release_contact(contact.public_id, reason="stuck", by=scene.leader) == "closed"
    contact.refresh_from_db()
    assert contact.outcome == "lost"


@pytest.mark.parametrize(("make", "outcome"), [(make_chat, "lost"), (make_served_chat, "served")])
def test_a_chat_is_released_and_its_customer_told(make: Callable[..., Conversation], outcome: str) -> None:
    chat = make()
    duty = make_staff(Role.DUTY_LEADER, unit=chat.contact.unit)

    assert actions.release_contact(chat.contact.public_id, reason="stuck", by=duty) == "closed"

    ended = again(chat)
    assert (ended.contact.status, ended.contact.outcome, ended.contact.end_reason) == ("ended", outcome, "house")
    assert chat_queries.messages(ended)[-1].text.startswith("会话已由我方结束")
    assert not Offer.objects.filter(contact=ended.contact, ended_at=None).exists()


def test_a_release_needs_a_reason_of_the_list_and_reach(scene: Scene) -> None:
    contact = call_comes(scene.queue)
    with pytest.raises(Invalid):
        actions.release_contact(contact.public_id, reason="因为", by=scene.leader)
    with pytest.raises(NotFound):
        actions.release_contact(contact.public_id, reason="stuck", by=scene.stranger)


def test_a_team_leader_is_let_into_the_calls_of_the_team(scene: Scene) -> None:
    contact = call_comes(scene.queue)
    call_is_answered(contact)
    make_call(contact)
    actions.supervise(contact.public_id, "listen", by=scene.leader)
    assert CallCommand.objects.get().action == "listen"
    elsewhere = make_staff(Role.TEAM_LEADER, unit=make_unit("team", parent=scene.queue.unit))
    for person in (scene.stranger, elsewhere):
        if person is elsewhere:
            make_agent(make_queue(unit=person.unit), staff=make_staff(unit=person.unit))
        with pytest.raises(NotFound):
            actions.supervise(contact.public_id, "listen", by=person)
    with pytest.raises(Invalid):
        actions.supervise(contact.public_id, "hang_up", by=scene.leader)
