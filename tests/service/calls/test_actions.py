"""Commands to live calls and telephone accounts: who may, and what is kept."""

import pytest
from django.utils import translation

from tests.factories.accounts import make_staff, make_unit
from tests.factories.callbacks import with_trunk
from tests.factories.calls import make_call
from tests.factories.contacts import make_answered_contact
from tests.factories.routing import make_agent, make_queue
from wanhao.common.errors import Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts import actions as accounts
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.calls import actions, presence, queries, targets
from wanhao.service.calls.models import CallCommand
from wanhao.service.calls.targets import TargetKind

pytestmark = pytest.mark.django_db


def test_the_agent_and_a_leader_may_command_a_call_others_may_not() -> None:
    contact = make_answered_contact()
    make_call(contact)
    leader = make_staff(Role.TEAM_LEADER, unit=contact.unit)
    for person in (contact.agent, leader):
        assert actions.ask_call(contact, "hold", by=person).asked_by == person
    with pytest.raises(Forbidden):
        actions.ask_call(contact, "hold", by=make_staff(unit=contact.unit))
    with pytest.raises(NotFound):
        actions.ask_call(contact, "hold", by=make_staff(Role.TEAM_LEADER, unit=make_unit()))
    assert CallCommand.objects.count() == 2


def test_a_call_that_is_over_takes_no_commands() -> None:
    contact = make_answered_contact()
    make_call(contact, is_live=False)
    with pytest.raises(NotAllowed):
        actions.ask_call(contact, "hold", by=contact.agent)


def test_targets() -> None:
    queue = make_queue("general")
    agent = make_agent(queue, state="offline")
    number = agent.staff.staff_number
    make_queue("chats", channels=["chat"])
    with pytest.raises(Invalid):
        targets.check("chats")  # calls may not wait there
    assert targets.check(" general ").kind is TargetKind.QUEUE
    assert targets.check(number).row_id == agent.pk
    for nonsense in ("", "abc", "sip:1@2", "99"):
        with pytest.raises(Invalid):
            targets.check(nonsense)
    with with_trunk():
        assert targets.check("+86 121-0000-0042").name == "12100000042", "as every number is kept"
        for costly in ("+8816123456", "008816123456", "outside:16888123"):
            with translation.override("en"), pytest.raises(Invalid, match="never dialled"):
                targets.check(costly)
    with pytest.raises(Invalid, match=r"外呼|outside"):
        targets.check("12100000001")
    with pytest.raises(Invalid):
        targets.check(make_staff(Role.PLANNER).staff_number)  # a colleague, but no agent


def test_a_refused_target_is_told_in_the_agents_language() -> None:
    for language, sentence in (("zh-hans", "请填写队列"), ("en", "Give a queue")):
        with pytest.raises(Invalid, match=sentence):
            targets.check_for("abc", language)


def test_an_account_is_made_once_and_kept_sealed() -> None:
    staff = make_staff()
    first = actions.sip_account(staff)
    assert len(first.password) >= 20
    staff.refresh_from_db()
    assert actions.sip_account(staff) == first == queries.sip_account(staff)
    assert presence.sip_passwords() == {staff.staff_number: first.password}
    assert StoredEvent.objects.filter(name="accounts.SipSecretRotated").count() == 1
    assert first.password not in str(list(StoredEvent.objects.values_list("data", flat=True)))


def test_a_new_password_for_others_needs_the_right() -> None:
    staff = make_staff()
    before = actions.sip_account(staff).password
    with pytest.raises(Forbidden):
        accounts.rotate_sip_secret(staff, by=make_staff(Role.TEAM_LEADER, unit=staff.unit))
    accounts.rotate_sip_secret(staff, by=make_staff(Role.SYSTEM_MANAGER, unit=staff.unit))
    assert actions.sip_account(staff).password != before


def test_who_left_cannot_register() -> None:
    staff = make_staff()
    actions.sip_account(staff)
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    assert presence.sip_passwords() == {}


def test_only_a_ready_agent_is_set_offline_when_the_telephone_vanishes() -> None:
    queue = make_queue()
    ready, training = make_agent(queue), make_agent(queue, state="training")
    for agent in (ready, training):
        presence.phone_gone(agent.staff.staff_number)
        agent.refresh_from_db()
    assert (ready.state, training.state) == ("offline", "training")
    presence.phone_gone("nobody")
