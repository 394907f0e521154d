"""What the TM Forum interfaces show masked, and what they refuse to those who only see a thing."""

from __future__ import annotations

import pytest
from django.utils.timezone import now

from tests.access.tmf.test_interface import TICKETS, Caller, opened
from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import make_answered_contact
from tests.factories.customers import make_account, make_party
from wanhao.common.masking import mask_number
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Staff:
    return make_staff(Role.TEAM_LEADER, unit=make_unit())


def test_account_numbers_are_masked_as_on_the_page(person: Staff) -> None:
    ask, path = Caller(make_staff(Role.DATA_MAINTAINER, unit=person.unit)), "/tmf-api/customerManagement/v4/customer"
    account = make_account(make_party(unit=person.unit), number="620011223344")
    told = ask("get", f"{path}/{account.party.public_id}")
    assert account.number not in told.content.decode()
    (shown,) = told.json()["account"]
    assert shown["name"] == mask_number(account.number)
    for asked in (shown["id"], account.number):
        assert [one["id"] for one in ask("get", f"{path}?account.id={asked}").json()] == [account.party.public_id]


def test_a_contact_of_ours_is_not_ended_by_who_only_sees_it(person: Staff) -> None:
    path, seat = "/tmf-api/partyInteraction/v4/partyInteraction", make_staff(unit=person.unit)
    contact = make_answered_contact(agent=make_staff(unit=person.unit))
    ended = {"status": "completed", "interactionDate": {"endDateTime": now().isoformat()}}
    refused = Caller(seat)("patch", f"{path}/{contact.public_id}", ended)
    assert refused.status_code == 403, refused.content
    contact.refresh_from_db()
    assert (contact.status, contact.ended_at) == ("serving", None)
    assert Caller(person)("patch", f"{path}/{contact.public_id}", ended).status_code == 200, "a leader may"


def test_who_only_sees_a_ticket_neither_hides_nor_rewords_it(person: Staff) -> None:
    mine = opened(Caller(person))
    neighbour = Caller(make_staff(Role.HALL_CLERK, unit=make_unit(parent=person.unit.region)))
    one = f"{TICKETS}/{mine['id']}"
    assert neighbour("get", one).status_code == 200
    assert neighbour("patch", one, {"priority": "none", "externalId": "OTHER-1"}).status_code == 403
    assert neighbour("patch", one, {"note": [{"text": "Called again"}]}).status_code == 200
    assert Caller(person)("patch", one, {"status": "closed", "statusChangeReason": "Done"}).status_code == 200
    assert neighbour("delete", one).status_code == 403
    assert Caller(person)("delete", one).status_code == 204
