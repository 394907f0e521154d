"""Who is in a call beside caller and agent: reserved, answered, gone; who may ask for it; which number is shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import make_answered_contact, make_contact
from tests.factories.routing import make_agent, make_queue
from tests.factories.telephony import make_call
from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.contacts.queries import visible_contacts
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Offer
from wanhao.service.telephony import actions, endings, events, nodes, numbers_shown, parties, queries, queueing
from wanhao.service.telephony.models import CallParty, ShownNumber
from wanhao.service.telephony.parties import Role as Part
from wanhao.service.telephony.targets import Target, TargetKind

pytestmark = pytest.mark.django_db


def names_of(contact_id: int) -> list[str]:
    rows = StoredEvent.objects.filter(contact_id=contact_id, name__startswith="telephony.").order_by("id")
    return [row.name.partition(".")[2] for row in rows]


def state_of(staff_id: int) -> str:
    return Agent.objects.get(pk=staff_id).state


def test_one_who_is_asked_is_busy_until_they_part() -> None:
    contact, agent = make_answered_contact(), make_agent(make_queue())
    asked = parties.ask_staff(contact.pk, agent.pk, by_id=contact.agent_id, role=Part.CONSULTED)
    assert (asked.shown, asked.kind, state_of(agent.pk)) == (agent.staff.staff_number, TargetKind.AGENT, "busy")
    assert parties.ask_staff(contact.pk, agent.pk, by_id=contact.agent_id, role=Part.CONSULTED) is None
    assert queries.consulted_in(contact.pk).answered_at is None
    parties.answered(
        asked.party_id, events.CallConsulted(contact.pk, contact.agent_id, "agent", "8003"), by_id=contact.agent_id
    )
    assert queries.part_of(agent.staff).contact == contact
    assert visible_contacts(agent.staff).filter(pk=contact.pk).exists()  # though it is another unit's
    parties.part(asked.party_id)
    parties.part(asked.party_id)
    assert state_of(agent.pk) == "ready"
    assert queries.parties(contact.pk) == []
    assert not visible_contacts(agent.staff).filter(pk=contact.pk).exists()
    assert names_of(contact.pk) == ["CallConsulted", "ConsultationEnded"]


def test_one_who_serves_or_is_in_another_call_is_not_asked() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    routing.enqueue(make_contact(unit=queue.unit).pk, queue)
    contact, boss = make_answered_contact(), make_staff(Role.DUTY_LEADER)
    assert parties.ask_staff(contact.pk, agent.pk, by_id=contact.agent_id, role=Part.CONSULTED) is None
    other = make_answered_contact()
    assert parties.ask_staff(other.pk, boss.pk, by_id=boss.pk, role=Part.LISTENS)
    assert parties.ask_staff(contact.pk, boss.pk, by_id=boss.pk, role=Part.LISTENS) is None
    assert CallParty.objects.count() == 1


def test_a_supervisor_in_every_way_is_an_event_each() -> None:
    contact, boss = make_answered_contact(), make_staff(Role.DUTY_LEADER)
    asked = parties.ask_staff(contact.pk, boss.pk, by_id=boss.pk, role=Part.LISTENS)
    for role in (Part.LISTENS, Part.WHISPERS, Part.JOINED):
        parties.enter(asked.party_id, role, announced="agent")
    assert [row.role for row in queries.supervisors_of(contact.pk)] == ["joined"]
    parties.part_all(contact.pk)
    assert names_of(contact.pk) == ["CallListenedTo", "CallWhispered", "CallJoined", "SupervisorLeft"]
    heard = StoredEvent.objects.get(name="telephony.CallListenedTo")
    assert (heard.actor, heard.data["announced"]) == (f"staff:{boss.pk}", "agent")


def test_a_queue_is_consulted_through_its_free_agents_the_best_first() -> None:
    queue = make_queue("fault")
    best, idle, new = (make_agent(queue) for _number in range(3))
    make_agent(queue, state="break")
    busy = make_agent(queue)
    routing.begin_own_call(busy.pk)
    routing.set_membership(queue, best.pk, level=5, by=best.staff)
    Agent.objects.filter(pk=idle.pk).update(idle_since=timezone.now() - timedelta(minutes=5))
    target = Target(TargetKind.QUEUE, queue.code, queue.pk)
    assert parties.to_consult(target, by_id=0) == [best.pk, idle.pk, new.pk]
    assert parties.to_consult(target, by_id=best.pk) == [idle.pk, new.pk]
    alone = Target(TargetKind.AGENT, "8001", best.pk)
    assert parties.to_consult(alone, by_id=0) == [best.pk]
    assert parties.to_consult(alone, by_id=best.pk) == []  # oneself
    assert parties.to_consult(Target(TargetKind.AGENT, "8002", busy.pk), by_id=0) == []


def test_handing_over_makes_the_consulted_one_the_contacts_agent() -> None:
    queue = make_queue()
    first = make_agent(queue)
    contact = make_contact(unit=queue.unit)
    routing.enqueue(contact.pk, queue)
    ring = queueing.ring_of(contact.pk)
    assert queueing.accept(contact.pk, ring)
    second = make_agent(queue)
    asked = parties.ask_staff(contact.pk, second.pk, by_id=first.pk, role=Part.CONSULTED)
    event = events.TransferCompleted(contact.pk, first.pk, "agent", asked.shown)
    after = parties.hand_over(contact.pk, ring, asked, event, by_id=first.pk)
    contact.refresh_from_db()
    assert contact.agent_id == second.pk
    assert (after.user, Offer.objects.get(pk=after.offer_id).agent_id) == (second.staff.staff_number, second.pk)
    assert queries.parties(contact.pk) == []
    endings.let_go(contact.pk, "served")
    assert {state_of(first.pk), state_of(second.pk)} <= {"wrap_up", "ready"}


def test_a_dead_process_leaves_nobody_reserved() -> None:
    contact, agent = make_answered_contact(), make_agent(make_queue())
    call = make_call(contact)
    parties.ask_staff(contact.pk, agent.pk, by_id=contact.agent_id, role=Part.CONSULTED)
    assert nodes.close_calls_of(call.node_id) == 1
    assert (state_of(agent.pk), queries.parties(contact.pk)) == ("ready", [])


def test_who_may_ask_for_what() -> None:
    contact = make_answered_contact()
    make_call(contact)
    queue = make_queue("general")
    leader = make_staff(Role.TEAM_LEADER, unit=contact.unit)
    for action in ("listen", "whisper", "join", "take_over", "leave"):
        assert actions.ask_call(contact, action, by=leader).action == action
        with pytest.raises(Forbidden):
            actions.ask_call(contact, action, by=contact.agent)
    with pytest.raises(Forbidden):
        actions.ask_call(contact, "consult", queue.code, by=leader)
    assert actions.ask_call(contact, "consult", f"queue:{queue.code}", by=contact.agent).target == "queue:general"
    with pytest.raises(Invalid):
        actions.ask_call(contact, "consult", "abc", by=contact.agent)
    served = make_answered_contact(agent=leader)
    make_call(served)
    with pytest.raises(NotAllowed):
        actions.ask_call(served, "listen", by=leader)


def test_the_number_shown_is_chosen_or_the_usual_one_of_the_nearest_unit() -> None:
    region = make_unit()
    centre = make_unit(parent=region)
    staff = make_staff(unit=centre)
    assert numbers_shown.may_show(staff) == []
    ShownNumber.objects.create(number="10000", name_zh="热线", unit=region, is_usual=True)
    ShownNumber.objects.create(number="10001", name_zh="专线", unit=centre)
    ShownNumber.objects.create(number="10009", name_zh="停用", unit=centre, is_active=False)
    ShownNumber.objects.create(number="10086", name_zh="别处", unit=make_unit(), is_usual=True)
    assert [row.number for row in numbers_shown.may_show(staff)] == ["10001", "10000"]
    assert numbers_shown.shown_by(staff) == "10000"
    assert numbers_shown.shown_by(staff, "10001") == "10001"
    assert numbers_shown.shown_by(staff, "10086") is None
    assert numbers_shown.shown_by_number(staff.staff_number, "") == "10000"
