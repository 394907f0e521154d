"""The life of a contact: state, events, refusals."""

from __future__ import annotations

import pytest

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import TEST, make_answered_contact, make_contact, make_wrap_up_code
from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.rights import Role
from wanhao.service.contacts import actions, queries
from wanhao.service.contacts.models import Contact

pytestmark = pytest.mark.django_db


def names_of(contact: Contact) -> list[str]:
    return [event.name.removeprefix("contacts.") for event in queries.timeline(contact)]


def test_a_served_contact_from_ring_to_end() -> None:
    contact = make_answered_contact()
    actions.add_hold_seconds(contact.pk, 4.6, by=TEST)
    actions.rate_contact(contact.pk, 5, by=TEST)
    ended = actions.end_contact(contact.pk, outcome="served", reason="agent", by=TEST)

    assert (ended.status, ended.outcome, ended.hold_seconds, ended.rating) == ("ended", "served", 5, 5)
    assert ended.answered_at is not None
    assert names_of(contact) == [
        "ContactOpened",
        "PersonAskedFor",
        "ContactAnswered",
        "ContactHeld",
        "ContactRated",
        "ContactEnded",
    ]


def test_a_second_end_changes_nothing() -> None:
    contact = make_contact()
    first = actions.end_contact(contact.pk, outcome="dropped", by=TEST)
    second = actions.end_contact(contact.pk, outcome="lost", by=TEST)
    assert (second.outcome, second.ended_at) == ("dropped", first.ended_at)
    assert names_of(contact).count("ContactEnded") == 1


def test_an_ended_contact_neither_waits_nor_is_answered() -> None:
    contact = make_contact()
    actions.end_contact(contact.pk, outcome="dropped", by=TEST)
    with pytest.raises(NotAllowed):
        actions.ask_for_person(contact.pk, queue_code="general", by=TEST)
    with pytest.raises(NotAllowed):
        actions.contact_answered(contact.pk, agent=make_staff(), by=TEST)


def test_the_first_answer_counts_after_a_transfer() -> None:
    contact = make_answered_contact()
    first = contact.answered_at
    actions.ask_for_person(contact.pk, queue_code="fault", by=TEST)
    second_agent = make_staff()
    again = actions.contact_answered(contact.pk, agent=second_agent, by=TEST)
    assert (again.answered_at, again.agent, again.queue_code) == (first, second_agent, "fault")


def test_wrap_up_by_its_agent_or_a_leader_only() -> None:
    make_wrap_up_code("bill")
    agent = make_staff()
    leader = make_staff(Role.TEAM_LEADER, unit=agent.unit)
    colleague = make_staff(unit=agent.unit)
    contact = make_answered_contact(agent=agent)
    assert actions.wrap_up_contact(contact.pk, code="bill", note="已说明", by=agent).note == "已说明"
    assert actions.wrap_up_contact(contact.pk, code="bill", by=leader).note == ""
    with pytest.raises(NotAllowed):
        actions.wrap_up_contact(contact.pk, code="bill", by=colleague)
    with pytest.raises(Invalid):
        actions.wrap_up_contact(contact.pk, code="no-such-code", by=agent)
    with pytest.raises(Invalid):
        actions.wrap_up_contact(contact.pk, code="bill", note="长" * 4001, by=agent)


def test_staff_of_another_unit_change_nothing() -> None:
    contact = make_contact()
    with pytest.raises(Forbidden):
        actions.set_language(contact.pk, "en", by=make_staff(unit=make_unit()))


@pytest.mark.parametrize("rating", [0, 6])
def test_a_rating_is_1_to_5(rating: int) -> None:
    with pytest.raises(Invalid):
        actions.rate_contact(make_answered_contact().pk, rating, by=TEST)


def test_only_a_served_contact_is_rated_and_once() -> None:
    with pytest.raises(NotAllowed):
        actions.rate_contact(make_contact().pk, 5, by=TEST)
    contact = make_answered_contact()
    actions.rate_contact(contact.pk, 4, by=TEST)
    with pytest.raises(NotAllowed):
        actions.rate_contact(contact.pk, 1, by=TEST)
