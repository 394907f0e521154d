"""What the TM Forum interfaces show masked, and what they refuse to those who only see a thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils.timezone import now

from tests.access.tmf.test_interface import TICKETS, Caller, opened, react
from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import make_answered_contact
from tests.factories.customers import make_account, make_party
from tests.factories.tickets import make_ticket
from wanhao.access.api.models import ApiToken
from wanhao.access.tmf.models import Notification
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


@pytest.mark.parametrize("end", [{"revoked_at": now()}, {"expires_at": now()}])
def test_a_token_that_no_longer_opens_takes_its_subscriptions_along(person: Staff, end: dict[str, datetime]) -> None:
    networks = replace(settings.WANHAO, webhook_networks=("127.0.0.0/8",))
    lost, other = Caller(person), Caller(make_staff(Role.TEAM_LEADER, unit=person.unit))
    with override_settings(WANHAO=networks):
        for ask in (lost, other):
            ask("post", "/tmf-api/troubleTicket/v4/hub", {"callback": "http://127.0.0.1:9/x"})
    ApiToken.objects.filter(staff=person).update(**end)
    make_ticket(other_person := Staff.objects.exclude(pk=person.pk).get())
    react()
    assert {message.subscription.staff for message in Notification.objects.all()} == {other_person}
