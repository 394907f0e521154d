"""Customers' pages: found by one box, masked, edited, with everything that happened."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils.timezone import now

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.contacts import TEST, make_answered_contact, make_contact
from tests.factories.customers import make_account, make_party, make_subscription
from tests.factories.tickets import make_ticket
from wanhao.access.customer360.timeline import timeline
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.records.customers import billing_actions
from wanhao.records.customers.models import Party
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact

pytestmark = pytest.mark.django_db


def text(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def known(name: str = "欧阳小明", **details: object) -> tuple[Party, Staff]:
    """A customer with a line, and an agent of the region."""
    party = make_party(name, identity_number="E12345678", **details)
    make_subscription(make_account(party, number="ACC-0001"), number="12100000001", plan_name="畅享 129")
    return party, make_staff(unit=make_unit("centre", parent=party.region))


def test_the_empty_search_says_what_to_type() -> None:
    _, staff = known()
    page = text(signed_in(staff).get(reverse("customers:list")))
    assert "Whom are you looking for?" in page
    assert "欧" not in page


@pytest.mark.parametrize("term", ["121 0000 0001", "acc-0001", "E1234 5678", "欧阳小明"])
def test_one_box_opens_the_customer_at_once(term: str) -> None:
    party, staff = known()
    response = signed_in(staff).post(reverse("customers:search"), {"term": term})
    assert response["Location"] == reverse("customers:customer", args=[party.public_id])


def test_several_are_listed_and_the_term_stays_out_of_the_address() -> None:
    party, staff = known("王小明")
    make_party("王小明", region=party.region, tier="vip")
    client = signed_in(staff)
    response = client.post(reverse("customers:search"), {"term": "王小明", "tier": ""})
    assert "王" not in response["Location"]
    assert "%E7%8E%8B" not in response["Location"]
    page = text(client.get(response["Location"]))
    assert page.count("王**") == 2
    narrowed = text(client.get(response["Location"] + "&tier=vip"))
    assert narrowed.count("王**") == 1
    assert "王小明" not in str(dict(client.session))


def test_nobody_found_says_what_to_try() -> None:
    _, staff = known()
    client = signed_in(staff)
    response = client.post(reverse("customers:search"), {"term": "查无此人"})
    assert "No customer found" in text(client.get(response["Location"]))


def test_the_page_is_masked_and_complete() -> None:
    party, staff = known(special_needs=("elderly",))
    account = party.accounts.get()
    billing_actions.bill_month(account, date(2026, 10, 1), Decimal("129.5"), due_on=date(2026, 11, 20), by=TEST)
    ticket = make_ticket(staff, customer_id=party.pk, text="晚上断网")
    page = text(signed_in(staff).get(reverse("customers:customer", args=[party.public_id])))
    for words in (
        "欧***",
        "121****0001",
        "畅享 129",
        "-¥129.50",
        "129.50",
        "Elderly",
        ticket.number,
        "晚上断网",
        "owed",
    ):
        assert words in page, words
    for private in ("欧阳小明", "12100000001", "E12345678", "ACC-0001"):
        assert private not in page, private


def test_the_eye_opens_a_number_with_a_reason_and_leaves_a_trace() -> None:
    party, staff = known()
    held = party.accounts.get().subscriptions.get()
    address = reverse("privacy:opened", args=["subscription", held.pk, "number"])
    client = signed_in(staff)
    assert "12100000001" not in text(client.post(address))
    assert "12100000001" in text(client.post(address, {"reason": "客户要求核对"}))
    seen = StoredEvent.objects.filter(name="privacy.PrivateDataSeen").order_by("-id")[0]
    assert (seen.customer_id, seen.data["reason"]) == (party.pk, "客户要求核对")
    assert signed_in(make_staff()).post(address, {"reason": "x"}).status_code == 404


def test_details_are_changed_without_seeing_the_name() -> None:
    party, staff = known()
    client = signed_in(staff)
    address = reverse("customers:edit", args=[party.public_id, "details"])
    typed = {"version": 1, "kind": "person", "tier": "gold", "segment": "home", "language": "en"}
    assert client.post(address, typed | {"special_needs": ["sight"]}).status_code == 302
    party.refresh_from_db()
    assert (party.name, party.tier, party.special_needs, party.version) == ("欧阳小明", "gold", ["sight"], 2)
    late = client.post(address, typed | {"name": "新名字"})
    assert late.status_code == 409
    assert "Somebody changed this customer meanwhile" in text(late)
    assert "新名字" in text(late)


def test_risks_consent_numbers_and_services_are_edited() -> None:
    party, staff = known()
    client = signed_in(staff)

    def send(name: str, **typed: object) -> int:
        return client.post(reverse("customers:edit", args=[party.public_id, name]), typed).status_code

    assert send("risk", marks=["fraud"]) == 422
    assert send("risk", marks=["fraud"], reason="证件存疑") == 302
    assert send("consent", marketing="on") == 302
    assert send("contact-number", number="0900-1234567", remark="家里") == 302
    assert send("contact-number", number="0900-1234567") == 422
    assert send("address", purpose="home", text="东江市金桂路 1 号") == 302
    assert send("service", account=party.accounts.get().pk, service="iptv", number="TV0001") == 302
    assert send("service", account=make_account().pk, service="iptv", number="TV0002") == 422
    party.refresh_from_db()
    assert (party.risk_marks, party.has_consented_marketing, party.has_consented_recording) == (["fraud"], True, False)
    number = party.contact_numbers.get()
    page = text(client.get(reverse("customers:customer", args=[party.public_id])))
    assert "090****4567" in page
    removal = reverse("customers:removal", args=[party.public_id, "contact-number", number.pk])
    assert client.post(removal).status_code == 302
    assert not party.contact_numbers.exists()


def test_a_new_customer_is_registered_in_ones_region() -> None:
    _, staff = known()
    client = signed_in(staff)
    typed = {"name": "赵六", "kind": "person", "tier": "standard", "segment": "home", "language": "zh"}
    assert client.post(reverse("customers:new"), typed | {"region": "nowhere"}).status_code == 422
    response = client.post(reverse("customers:new"), typed | {"region": staff.unit.region.code})
    assert response["Location"] == reverse("customers:customer", args=[Party.objects.order_by("-pk")[0].public_id])


def test_the_customer_on_line_is_within_reach_wherever_they_belong() -> None:
    party, _ = known()
    agent = make_staff()
    address = reverse("customers:customer", args=[party.public_id])
    client = signed_in(agent)
    assert client.get(address).status_code == 404
    contact = make_answered_contact(agent=agent)
    contacts.identify_customer(contact.pk, customer_id=party.pk, by=agent)
    assert client.get(address).status_code == 200
    Contact.objects.update(status="ended", outcome="served", ended_at=now() - timedelta(hours=2))
    assert client.get(address).status_code == 404


def test_the_timeline_goes_page_by_page_through_contacts_and_tickets() -> None:
    party, staff = known()
    for minutes in range(4):
        contact = make_contact(unit=staff.unit)
        contacts.identify_customer(contact.pk, customer_id=party.pk, by=TEST)
        Contact.objects.filter(pk=contact.pk).update(arrived_at=now() - timedelta(minutes=10 + minutes))
    ticket = make_ticket(staff, customer_id=party.pk)
    first, before = timeline(party.pk, staff, size=3)
    assert [entry.icon for entry in first] == ["ticket", "phone-incoming", "phone-incoming"]
    second, end = timeline(party.pk, staff, before, size=3)
    assert (len(second), end) == (2, None)
    assert ticket.number in first[0].what
    clerk = make_staff(Role.DATA_MAINTAINER, unit=party.region)
    assert timeline(party.pk, clerk) == ([], None)
    more = signed_in(staff).get(
        reverse("customers:timeline", args=[party.public_id]), {"before": before.isoformat() if before else ""}
    )
    assert text(more).count("<li>") == 2


def form_shown(page: str) -> dict[str, str]:
    """The version and the values a form was opened with."""
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("version", "seen")}
    return {name: unescape(match[1]) for name, match in found.items() if match}


def test_who_sends_second_keeps_what_the_first_changed() -> None:
    party, staff = known()
    client, page = signed_in(staff), reverse("customers:customer", args=[party.public_id])
    address = reverse("customers:edit", args=[party.public_id, "details"])
    shown = form_shown(text(client.get(f"{page}?do=details")))
    as_it_was = {"kind": party.kind, "tier": party.tier, "segment": party.segment, "language": party.language}
    assert client.post(address, shown | as_it_was | {"tier": "gold"}).status_code == 302  # a colleague, so to say
    late = client.post(address, shown | as_it_was | {"language": "en"})
    assert late.status_code == 409
    assert '<option value="gold" selected>' in text(late)
    assert '<option value="en" selected>' in text(late)
    again = form_shown(text(late))
    assert client.post(address, again | as_it_was | {"tier": "gold", "language": "en"}).status_code == 302
    party.refresh_from_db()
    assert (party.tier, party.language) == ("gold", "en")


def test_marks_and_consents_somebody_else_gave_stay() -> None:
    party, staff = known()
    client, page = signed_in(staff), reverse("customers:customer", args=[party.public_id])

    def edit(name: str) -> str:
        return reverse("customers:edit", args=[party.public_id, name])

    risks, consents = (form_shown(text(client.get(f"{page}?do={name}"))) for name in ("risk", "consent"))
    client.post(edit("risk"), risks | {"marks": ["fraud"], "reason": "冒用"})
    client.post(edit("risk"), risks | {"marks": ["arrears"], "reason": "欠费"})
    client.post(edit("consent"), consents | {"marketing": "on"})  # agrees to offers, no longer to being recorded
    client.post(edit("consent"), consents | {"recording": "on"})  # sent as it was shown before
    party.refresh_from_db()
    assert set(party.risk_marks) == {"fraud", "arrears"}
    assert (party.has_consented_marketing, party.has_consented_recording) == (True, False)
