"""Who sees which contacts, filters, and paging by key."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import TEST, make_answered_contact, make_contact
from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Role
from wanhao.service.contacts import actions, queries
from wanhao.service.contacts.queries import ContactFilter

pytestmark = pytest.mark.django_db


def test_contacts_of_own_units_and_nothing_beyond() -> None:
    unit = make_unit()
    viewer = make_staff(Role.QUALITY_INSPECTOR, unit=unit)
    own, foreign = make_contact(unit=unit), make_contact()
    assert queries.contact_for(viewer, own.public_id) == own
    with pytest.raises(NotFound):
        queries.contact_for(viewer, foreign.public_id)
    assert list(queries.contacts(viewer).contacts) == [own]


def test_an_agent_sees_a_contact_of_another_unit_that_they_served() -> None:
    agent = make_staff()
    elsewhere = make_contact(unit=make_unit())
    actions.ask_for_person(elsewhere.pk, queue_code="general", by=TEST)
    with pytest.raises(NotFound):
        queries.contact_for(agent, elsewhere.public_id)
    actions.contact_answered(elsewhere.pk, agent=agent, by=TEST)
    assert queries.contact_for(agent, elsewhere.public_id) == elsewhere


def test_the_number_is_sealed_and_still_found() -> None:
    unit = make_unit()
    viewer = make_staff(Role.TEAM_LEADER, unit=unit)
    wanted = make_contact(unit=unit, caller_number="12100000042")
    make_contact(unit=unit, caller_number="12100000043")
    assert list(queries.contacts(viewer, ContactFilter(caller_number="12100000042")).contacts) == [wanted]
    with connection.cursor() as cursor:
        cursor.execute("select caller_number from contacts_contact where id = %s", [wanted.pk])
        assert "12100000042" not in str(cursor.fetchone())


@pytest.mark.parametrize("spelling", ["+8612100000042", "008612100000042", "12100000042"])
def test_a_caller_is_the_same_however_the_trunk_spells_the_number(spelling: str) -> None:
    unit = make_unit()
    first = make_contact(unit=unit, caller_number="12100000042")
    again = make_contact(unit=unit, caller_number=spelling)
    assert list(queries.earlier_of_the_same(again)) == [first]


@pytest.mark.parametrize("said", ["anonymous", "Anonymous", "unknown"])
def test_callers_who_withhold_their_number_are_not_one_caller(said: str) -> None:
    unit = make_unit()
    make_contact(unit=unit, caller_number=said)
    assert not queries.earlier_of_the_same(make_contact(unit=unit, caller_number=said))


def test_filters() -> None:
    agent = make_staff(Role.TEAM_LEADER)
    served = make_answered_contact(agent=agent)
    waiting = make_contact(unit=agent.unit)
    actions.end_contact(served.pk, outcome="served", by=TEST)
    found = {
        "served": ContactFilter(outcome="served"),
        "open": ContactFilter(is_open=True),
        "agent": ContactFilter(agent_id=agent.pk),
        "channel": ContactFilter(channel="chat"),
        "later": ContactFilter(arrived_from=served.arrived_at, arrived_before=waiting.arrived_at),
    }
    ids = {name: [row.pk for row in queries.contacts(agent, wanted).contacts] for name, wanted in found.items()}
    assert ids == {
        "served": [served.pk],
        "open": [waiting.pk],
        "agent": [served.pk],
        "channel": [],
        "later": [served.pk],
    }


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    viewer = make_staff(Role.TEAM_LEADER)
    moment = make_contact(unit=viewer.unit).arrived_at
    for _n in range(6):  # all at the same moment: the number decides
        actions.open_contact(channel="call", unit=viewer.unit, by=TEST, arrived_at=moment)
    seen: list[int] = []
    key = ""
    while True:
        page = queries.contacts(viewer, after_key=key, size=3)
        seen += [contact.pk for contact in page.contacts]
        key = page.next_key
        if not key:
            break
    assert len(seen) == len(set(seen)) == 7
    assert seen == sorted(seen, reverse=True)


def test_a_broken_page_key_is_refused() -> None:
    with pytest.raises(NotFound):
        queries.contacts(make_staff(), after_key="yesterday")
