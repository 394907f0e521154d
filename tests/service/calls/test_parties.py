"""Who is in a call beside caller and agent: reserved, answered, gone; who may ask for it; which number is shown."""

import pytest

from tests.factories.accounts import make_staff, make_unit
from tests.factories.calls import make_call
from tests.factories.contacts import make_answered_contact, make_contact
from tests.factories.routing import make_agent, make_queue
from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.calendars.models import Hours
from wanhao.service.calls import (
    actions,
    calls,
    consultations,
    endings,
    events,
    nodes,
    numbers_shown,
    parties,
    queries,
    queueing,
)
from wanhao.service.calls.models import CallParty, ShownNumber
from wanhao.service.calls.parties import Role as Part
from wanhao.service.calls.queueing import Stay
from wanhao.service.calls.targets import Target, TargetKind
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import visible_contacts
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Offer, Place, Queue

pytestmark = pytest.mark.django_db


def names_of(contact_id: int) -> list[str]:
    rows = StoredEvent.objects.filter(contact_id=contact_id, name__startswith="calls.").order_by("id")
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
    heard = StoredEvent.objects.get(name="calls.CallListenedTo")
    assert (heard.actor, heard.data["announced"]) == (f"staff:{boss.pk}", "agent")


def test_a_question_waits_in_the_queue_until_somebody_takes_it() -> None:
    contact, queue = make_answered_contact(), make_queue("fault")
    make_call(contact)
    target = Target(TargetKind.QUEUE, queue.code, queue.pk)
    question = consultations.ask_queue(contact.pk, target, by_id=contact.agent_id)
    assert queries.queue_awaited(queries.consulted_in(contact.pk)) == queue.name
    assert consultations.join_queue(contact.pk, question).ring is None  # nobody is free
    member = make_agent(queue)
    routing.sweep()
    ring = queueing.look(question.waits_as).ring
    assert ring is not None
    assert ring.staff_id == member.pk
    assert queries.consultation_of(ring.contact_id).contact == contact
    asked = consultations.taken(question, ring)
    assert consultations.taken(question, ring) is None  # once
    assert asked == parties.Asked(question.party_id, member.staff.staff_number, TargetKind.QUEUE, member.pk, "fault")
    place = Place.objects.get(contact=question.waits_as)
    assert (place.outcome, place.agent, state_of(member.pk)) == ("transferred", None, "busy")  # counted in no figure
    assert Contact.objects.get(pk=question.waits_as).outcome == "withdrawn"
    parties.part(question.party_id)
    assert state_of(member.pk) == "ready"
    assert names_of(contact.pk) == ["QueueConsulted", "ConsultationEnded"]


def test_a_question_given_up_waits_no_more_and_a_closed_queue_takes_none() -> None:
    contact, queue = make_answered_contact(), make_queue("fault")
    make_call(contact)
    target = Target(TargetKind.QUEUE, queue.code, queue.pk)
    question = consultations.ask_queue(contact.pk, target, by_id=contact.agent_id)
    consultations.join_queue(contact.pk, question)
    parties.part_consulted(contact.pk)
    assert Place.objects.get(contact=question.waits_as).outcome == "transferred"
    assert queueing.look(question.waits_as).stay is Stay.LEFT
    Queue.objects.filter(pk=queue.pk).update(hours=Hours.objects.create(code="never", name_zh="无", name_en="never"))
    again = consultations.ask_queue(contact.pk, target, by_id=contact.agent_id)
    assert consultations.join_queue(contact.pk, again).stay is Stay.CLOSED


@pytest.mark.parametrize(("own_seconds", "wrap_up"), [(None, "wrap_up"), (0, "ready")])
def test_a_call_out_that_was_a_talk_is_wrapped_up(own_seconds: int | None, wrap_up: str) -> None:
    agent = make_agent(make_queue())
    Agent.objects.filter(pk=agent.pk).update(wrap_up_seconds=own_seconds)
    node = nodes.start_node("one")
    number = agent.staff.staff_number
    facts = calls.open_outbound_call(node.pk, staff_number=number, number="12199999999", sip_call_id="x")
    ring = endings.outbound_answered(facts.contact_id, number)
    assert (ring.is_own_call, state_of(agent.pk)) == (True, "busy")
    endings.end_part(facts.contact_id, ring)
    endings.end_part(facts.contact_id, ring)
    assert state_of(agent.pk) == wrap_up


def test_a_call_out_that_was_not_answered_is_not_wrapped_up() -> None:
    agent = make_agent(make_queue())
    node = nodes.start_node("one")
    number = agent.staff.staff_number
    facts = calls.open_outbound_call(node.pk, staff_number=number, number="12199999999", sip_call_id="x")
    endings.close_call(facts.contact_id, "unanswered", "far_end_hung_up")
    assert state_of(agent.pk) == "ready"


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
