"""TM Forum interfaces on our own tickets, contacts, customers and appointments."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.factories.accounts import make_staff, make_unit
from tests.factories.appointments import at, make_area, tomorrow
from tests.factories.contacts import make_contact
from tests.factories.customers import make_party
from tests.factories.interface import token_headers
from tests.factories.tickets import make_category, make_ticket
from tests.receiver import receiving
from wanhao.access.tmf.hub import OUTBOX
from wanhao.access.tmf.models import Notification
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.reactions import BY_EVENT, REACTIONS
from wanhao.service.appointments.actions import book
from wanhao.service.appointments.models import Appointment
from wanhao.service.contacts.models import Contact
from wanhao.service.tickets.models import Link, Ticket

pytestmark = pytest.mark.django_db
WRONG = (None, [], "x", {}, {"description": 3}, {"description": "x" * 5000}, {"note": [1]}, {"description": "\x00"})
TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"


@pytest.fixture
def person() -> Staff:
    return make_staff(Role.TEAM_LEADER, unit=make_unit())


def react() -> None:
    """What the worker would do about every event so far."""
    for event in StoredEvent.objects.order_by("pk"):
        for name in BY_EVENT[event.name]:
            if name.startswith("tmf."):
                REACTIONS[name](event)


class Caller:
    """A system that asks with a person's token."""

    def __init__(self, person: Staff) -> None:
        self.headers, self.client = token_headers(person), Client()

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        kind = "application/merge-patch+json" if method == "patch" else "application/json"
        more = {} if body is None else {"data": json.dumps(body), "content_type": kind}
        return getattr(self.client, method)(path, headers=self.headers, **more)


@pytest.fixture
def ask(person: Staff) -> Caller:
    return Caller(person)


def opened(ask: Caller, **more: object) -> dict[str, Any]:
    make_category("slow", name_zh="网速慢", name_en="Slow")
    body = {"description": "Slow since Monday", "severity": "Urgent", "ticketType": "slow", **more}
    answer = ask("post", TICKETS, body)
    assert answer.status_code == 201, answer.content
    assert answer["Location"] == answer.json()["href"]
    return dict(answer.json())


class TestTroubleTicket:
    def test_it_is_a_real_ticket_and_keeps_the_words_it_has_no_place_for(self, ask: Caller, person: Staff) -> None:
        party = make_party(unit=person.unit)
        told = opened(
            ask,
            externalId="OSS-7",
            priority="High",
            relatedParty=[
                {"id": party.public_id, "@referredType": "Customer", "role": "customer"},
                {"id": "partner-1", "@referredType": "Organization", "role": "partner"},
            ],
            note=[{"text": "Seen by the partner too"}],
        )
        ticket = Ticket.objects.get(number=told["id"])
        assert (ticket.customer, ticket.owner, ticket.source) == (party, person, "rest")
        assert (told["externalId"], told["priority"], told["severity"]) == ("OSS-7", "High", "Urgent")
        assert [one["id"] for one in told["relatedParty"]] == [party.public_id, person.staff_number, "partner-1"]
        assert told["note"][0]["text"] == "Seen by the partner too"
        assert told["status"] == "acknowledged"
        assert told["expectedResolutionDate"]

    def test_a_patch_walks_the_ticket_through_its_states(self, ask: Caller) -> None:
        one = f"{TICKETS}/{opened(ask)['id']}"
        assert ask("patch", one, {"status": "inProgress", "severity": "Critical"}).json()["status"] == "inProgress"
        told = ask("patch", one, {"status": "resolved", "statusChangeReason": "Port reset"}).json()
        assert (told["status"], told["severity"]) == ("resolved", "Critical")
        assert told["resolutionDate"]
        assert [step["status"] for step in told["statusChange"]] == ["acknowledged", "inProgress", "resolved"]
        assert Ticket.objects.get().solution == "Port reset"

    def test_a_relationship_to_a_ticket_of_ours_is_a_link(self, ask: Caller, person: Staff) -> None:
        other = make_ticket(person)
        related = [
            {"id": other.number, "relationshipType": "causedBy"},
            {"id": "theirs", "relationshipType": "dependsOn"},
        ]
        told = opened(ask, troubleTicketRelationship=related)
        link = Link.objects.get()
        assert (link.source.number, link.kind, link.target) == (told["id"], "caused_by", other)
        assert [one["id"] for one in told["troubleTicketRelationship"]] == [other.number, "theirs"]

    def test_null_takes_a_word_away_and_ids_stay(self, ask: Caller) -> None:
        told = opened(ask, name="Mine", priority="High")
        one = f"{TICKETS}/{told['id']}"
        patched = ask("patch", one, {"priority": None, "name": "Yours", "description": "Now and then"}).json()
        assert "priority" not in patched
        assert (patched["name"], patched["description"]) == ("Yours", "Now and then")
        assert ask("patch", one, {"id": "other"}).status_code == 400

    def test_lists_are_narrowed_paged_and_told_apart(self, ask: Caller, person: Staff) -> None:
        numbers = [make_ticket(person).number for _n in range(3)]
        opened(ask, severity="Critical")
        make_ticket(make_staff(unit=make_unit()))
        page = ask("get", f"{TICKETS}?severity=Minor&limit=2&fields=status")
        assert [one["id"] for one in page.json()] == numbers[:0:-1]
        assert set(page.json()[0]) == {"id", "href", "status"}
        assert (page["X-Total-Count"], page["X-Result-Count"]) == ("3", "2")
        assert 'rel="next"' in page["Link"]
        assert ask("get", f"{TICKETS}?colour=red").status_code == 400
        assert ask("get", f"{TICKETS}?severity=Minor&sort=creationDate&limit=1").json()[0]["id"] == numbers[0]
        assert ask("get", f"{TICKETS}?sort=colour").status_code == 400
        assert ask("get", f"{TICKETS}?creationDate.gt=2999-01-01T00:00:00Z").json() == []

    def test_only_what_came_by_an_interface_is_taken_back(self, ask: Caller, person: Staff) -> None:
        ours, theirs = make_ticket(person).number, opened(ask)["id"]
        assert ask("delete", f"{TICKETS}/{ours}").status_code == 409
        assert ask("delete", f"{TICKETS}/{theirs}").status_code == 204
        assert [one["id"] for one in ask("get", TICKETS).json()] == [ours]
        kept = Ticket.objects.get(number=theirs)
        assert (kept.status, kept.notes.last().text) == ("closed", "Withdrawn through the interface")

    @pytest.mark.parametrize(
        "body",
        [None, [], "x", {}, {"description": 3}, {"description": "x" * 5000}, {"note": [1]}, {"description": "\x00"}],
    )
    def test_a_wrong_body_is_said_and_changes_nothing(self, ask: Caller, body: object) -> None:
        make_category("slow")
        answer = ask("post", TICKETS, body)
        assert answer.status_code == (415 if body is None else 400)
        assert not Ticket.objects.exists()

    def test_version_5_has_its_own_shape(self, ask: Caller, person: Staff) -> None:
        make_category("slow")
        party = make_party(unit=person.unit)
        body = {
            "@type": "TroubleTicket", "description": "x", "severity": "Minor", "ticketType": "slow",
            "externalIdentifier": [{"id": "OSS-9", "@type": "ExternalIdentifier"}],
            "relatedParty": [{
                "role": "customer", "@type": "RelatedPartyRefOrPartyRoleRef",
                "partyOrPartyRole": {"id": party.public_id, "@type": "PartyRef", "@referredType": "Customer"},
            }],
        }  # fmt: skip
        told = ask("post", "/tmf-api/troubleTicket/v5/troubleTicket", body).json()
        assert told["externalIdentifier"][0]["id"] == "OSS-9"
        assert told["relatedParty"][0]["partyOrPartyRole"]["id"] == party.public_id
        assert told["statusChangeHistory"][0]["status"] == "acknowledged"
        assert Ticket.objects.get().customer == party
        error = ask("post", "/tmf-api/troubleTicket/v5/troubleTicket", {}).json()
        assert error["@type"] == "Error"
        old = ask("get", f"/tmf-api/troubleTicket/v2/troubleTicket/{told['id']}").json()
        assert old["ticketRelationship"] == []
        assert ask("get", "/tmf-api/troubleTicket/v2/troubleTicket/x").json()["code"] == 404


def test_an_interaction_of_another_system_is_a_contact(ask: Caller, person: Staff) -> None:
    party = make_party(unit=person.unit)
    path = "/tmf-api/partyInteraction/v4/partyInteraction"
    body = {
        "reason": "Question about a bill", "direction": "inbound", "status": "completed",
        "channel": [{"id": "phone", "href": "x"}], "description": "Asked for the bill of October",
        "interactionDate": {"startDateTime": "2026-11-20T08:00:00Z", "endDateTime": "2026-11-20T08:05:00Z"},
        "relatedParty": [{"id": party.public_id, "@referredType": "Customer", "href": "x", "role": "customer"}],
    }  # fmt: skip
    told = ask("post", path, body).json()
    contact = Contact.objects.get(public_id=told["id"])
    assert (contact.channel, contact.customer, contact.status) == ("call", party, "ended")
    assert told["interactionDate"]["endDateTime"] == "2026-11-20T08:05:00.000Z"
    assert told["description"] == "Asked for the bill of October"
    assert ask("get", f"{path}?relatedParty.id={party.public_id}").json()[0]["id"] == told["id"]
    mistaken = body | {
        "interactionDate": {"startDateTime": "2026-11-20T08:00:00Z", "endDateTime": "2026-11-19T08:00:00Z"}
    }
    assert ask("post", path, mistaken).status_code == 400
    assert make_contact(unit=make_unit()).public_id not in ask("get", path).content.decode()


def test_customers_are_masked_and_changed(person: Staff) -> None:
    ask, path = Caller(make_staff(Role.DATA_MAINTAINER, unit=person.unit)), "/tmf-api/customerManagement/v4/customer"
    body = {"name": "王小明", "engagedParty": {"id": "p1", "@referredType": "Individual"}}
    told = ask("post", path, body).json()
    assert (told["name"], told["engagedParty"]["id"]) == ("王小明", "p1")
    assert [one["id"] for one in ask("get", f"{path}?name=王小明").json()] == [told["id"]]
    gold = {"characteristic": [{"name": "tier", "value": "gold"}], "engagedParty": body["engagedParty"]}
    patched = ask("patch", f"{path}/{told['id']}", gold).json()
    assert {"name": "tier", "value": "gold"}.items() <= patched["characteristic"][0].items()
    unknown = {"characteristic": [{"name": "tier", "value": "purple"}]}
    assert ask("patch", f"{path}/{told['id']}", unknown).status_code == 400


def test_a_visit_is_searched_booked_moved_and_cancelled(ask: Caller, person: Staff) -> None:
    make_area(person.unit.region or person.unit, capacity=1)
    ticket, path = make_ticket(person), "/tmf-api/appointment/v4"
    about = [{"id": ticket.number, "role": "subject", "@referredType": "TroubleTicket"}]
    day = {"startDateTime": at(tomorrow(), 0).isoformat(), "endDateTime": at(tomorrow(), 23).isoformat()}
    asked_for = {"requestedTimeSlot": [{"validFor": day}], "relatedEntity": about}
    slots = ask("post", f"{path}/searchTimeSlot", asked_for).json()["availableTimeSlot"]
    body = {"validFor": slots[0]["validFor"], "relatedEntity": about, "description": "Ring twice"}
    told = ask("post", f"{path}/appointment", body).json()
    assert (told["status"], told["description"]) == ("confirmed", "Ring twice")
    after = ask("post", f"{path}/searchTimeSlot", asked_for).json()["availableTimeSlot"]
    assert [one["id"] for one in after] == [one["id"] for one in slots[1:]]
    moved = ask("patch", f"{path}/appointment/{told['id']}", {"validFor": after[0]["validFor"]}).json()
    assert moved["validFor"] == after[0]["validFor"]
    assert ask("delete", f"{path}/appointment/{moved['id']}").status_code == 204
    assert Appointment.objects.get(public_id=moved["id"]).status == "cancelled"


def test_a_wish_becomes_an_appointment_when_staff_agree_on_one(ask: Caller, person: Staff) -> None:
    make_category("slow")
    area, path = make_area(person.unit.region or person.unit, capacity=1), "/tmf-api/appointment/v4/appointment"
    begins_at = at(tomorrow(), 9)
    told = ask("post", path, {"validFor": {"startDateTime": "2018-02-15T14:00:00Z"}, "description": "Dog"}).json()
    assert told["status"] == "initialized"
    ticket = Ticket.objects.get(number=told["relatedEntity"][0]["id"])
    assert "2018-02-15 22:00" in ticket.text
    book(ticket.pk, area.pk, begins_at, by=person)
    react()
    agreed = ask("get", f"{path}/{told['id']}").json()
    assert (agreed["status"], agreed["description"]) == ("confirmed", "Dog")
    assert [one["id"] for one in ask("get", f"{path}?status=initialized").json()] == []
    direct = ask("post", path, {"validFor": {"startDateTime": at(tomorrow(), 13, 30).isoformat()}}).json()
    assert direct["status"] == "confirmed"
    assert ask("delete", f"{path}/{direct['id']}").status_code == 204


class TestHub:
    @pytest.fixture(autouse=True)
    def _loopback_allowed(self) -> Iterator[None]:
        with override_settings(WANHAO=replace(settings.WANHAO, webhook_networks=("127.0.0.0/8",))):
            yield

    def test_a_subscriber_is_told_once_signed_and_only_of_what_it_may_see(self, ask: Caller, person: Staff) -> None:
        with receiving(503) as receiver:
            hub = {"callback": receiver.url, "query": "eventType=TroubleTicketCreateEvent"}
            made = ask("post", "/tmf-api/troubleTicket/v4/hub", hub)
            assert made.status_code == 201
            told = opened(ask)
            make_ticket(make_staff(unit=make_unit()))
            ask("patch", f"{TICKETS}/{told['id']}", {"status": "inProgress"})
            react()
            react()
            message = Notification.objects.get()
            OUTBOX.deliver(message.pk)
            Notification.objects.update(due_at=message.asked_at)
            OUTBOX.deliver(message.pk)
        (_refused, (headers, body)) = receiver.got
        signed = f"{headers['x-wanhao-timestamp']}.".encode() + body
        assert (
            headers["x-wanhao-signature"]
            == "sha256=" + hmac.new(made["X-Wanhao-Secret"].encode(), signed, sha256).hexdigest()
        )
        event = json.loads(body)
        assert event["eventType"] == "TroubleTicketCreateEvent"
        assert event["event"]["troubleTicket"]["id"] == told["id"]

    def test_what_is_taken_back_is_told_too(self, ask: Caller) -> None:
        told = opened(ask)
        ask("post", "/tmf-api/troubleTicket/v4/hub", {"callback": "http://127.0.0.1:9/x"})
        assert ask("delete", f"{TICKETS}/{told['id']}").status_code == 204
        react()
        assert [message.event for message in Notification.objects.all()] == ["TroubleTicketDeleteEvent"]
        assert StoredEvent.objects.filter(name="tmf.ThingWithdrawn", subject__startswith="ticket:").exists()

    def test_other_words_are_told_once(self, ask: Caller) -> None:
        told = opened(ask, priority="High")
        ask("post", "/tmf-api/troubleTicket/v4/hub", {"callback": "http://127.0.0.1:9/x", "query": "priority=Low"})
        for _twice in range(2):
            assert ask("patch", f"{TICKETS}/{told['id']}", {"priority": "Low"}).json()["priority"] == "Low"
        react()
        changed = [message.event for message in Notification.objects.all() if "Change" in message.event]
        assert changed == ["TroubleTicketAttributeValueChangeEvent"]

    def test_a_wished_visit_is_told(self, ask: Caller) -> None:
        make_category("slow")
        ask("post", "/tmf-api/appointment/v4/hub", {"callback": "http://127.0.0.1:9/x"})
        ask("post", "/tmf-api/appointment/v4/appointment", {"validFor": {"startDateTime": "2018-02-15T14:00:00Z"}})
        react()
        assert [message.event for message in Notification.objects.all()] == ["AppointmentCreateEvent"]

    def test_a_subscription_ends(self, ask: Caller) -> None:
        made = ask("post", "/tmf-api/troubleTicket/v4/hub", {"callback": "http://127.0.0.1:9/x"}).json()
        one = f"/tmf-api/troubleTicket/v4/hub/{made['id']}"
        assert ask("get", one).json()["callback"] == "http://127.0.0.1:9/x"
        assert ask("delete", one).status_code == 204
        assert ask("get", one).status_code == 404
        opened(ask)
        react()
        assert not Notification.objects.exists()

    @pytest.mark.parametrize("callback", ["", "ftp://x/y", "http://10.0.0.1/x", "x", 5])
    def test_an_address_that_may_not_be_asked_is_refused(self, ask: Caller, callback: object) -> None:
        assert ask("post", "/tmf-api/troubleTicket/v4/hub", {"callback": callback}).status_code == 400


class TestSpecifications:
    """Version 5 shows our category tree as specifications of tickets."""

    SPECIFICATIONS = "/tmf-api/troubleTicket/v5/troubleTicketSpecification"

    def test_each_category_is_one_with_its_place_and_its_version(self, ask: Caller) -> None:
        top = make_category("net", name_zh="宽带")
        leaf = make_category("cut", parent=top, name_zh="断网")
        leaf.name_zh, leaf.is_active = "完全断网", False
        leaf.save()
        told = {one["id"]: one for one in ask("get", self.SPECIFICATIONS).json()}
        assert (told["net"]["lifecycleStatus"], told["net"]["version"]) == ("active", "1")
        one = ask("get", f"{self.SPECIFICATIONS}/cut")
        assert one.json() == told["cut"]
        assert (told["cut"]["name"], told["cut"]["description"]) == ("完全断网", "宽带 › 完全断网")
        assert (told["cut"]["lifecycleStatus"], told["cut"]["version"]) == ("retired", "2")
        assert told["cut"]["href"].endswith(f"{self.SPECIFICATIONS}/cut")
        for name, value in told["cut"].items():
            if name != "@type":
                found = ask("get", f"{self.SPECIFICATIONS}?{urlencode({name: value, 'fields': 'name'})}")
                assert "cut" in [two["id"] for two in found.json()], name
                assert all(set(two) == {"id", "href", "@type", "name"} for two in found.json())
        assert ask("get", f"{self.SPECIFICATIONS}?lifecycleStatus=active").json() == [told["net"]]
        assert ask("get", f"{self.SPECIFICATIONS}?version=7").json() == []
        assert [two["id"] for two in ask("get", f"{self.SPECIFICATIONS}?sort=-id&limit=1").json()] == ["net"]
        assert ask("get", f"{self.SPECIFICATIONS}/none").status_code == 404

    def test_it_is_not_written_from_outside(self, ask: Caller) -> None:
        for method, path in (("post", ""), ("patch", "/cut"), ("delete", "/cut")):
            refused = ask(method, self.SPECIFICATIONS + path, {"name": "x"})
            assert (refused.status_code, refused["Allow"], refused.json()["@type"]) == (405, "GET", "Error")

    def test_a_ticket_names_its_own_and_can_be_opened_and_moved_by_it(self, ask: Caller) -> None:
        make_category("first"), make_category("cut", name_zh="断网")
        root = "/tmf-api/troubleTicket/v5/troubleTicket"
        body = {"description": "Down", "severity": "Minor", "ticketType": "fault", "@type": "TroubleTicket"}
        told = ask("post", root, body | {"troubleTicketSpecification": {"id": "cut"}}).json()
        assert Ticket.objects.get().category.code == "cut"
        shown = told["troubleTicketSpecification"]
        assert (shown["id"], shown["name"], shown["@type"]) == ("cut", "断网", "TroubleTicketSpecificationRef")
        assert [one["id"] for one in ask("get", f"{root}?troubleTicketSpecification.id=cut").json()] == [told["id"]]
        one = f"{root}/{told['id']}"
        assert ask("patch", one, {"ticketType": "fault"}).json()["troubleTicketSpecification"]["id"] == "cut"
        moved = ask("patch", one, {"troubleTicketSpecification": {"id": "first"}}).json()
        assert moved["troubleTicketSpecification"]["id"] == Ticket.objects.get().category.code == "first"
        theirs = ask("patch", one, {"troubleTicketSpecification": {"id": "of-theirs"}}).json()
        assert (theirs["troubleTicketSpecification"]["id"], Ticket.objects.get().category.code) == (
            "of-theirs",
            "first",
        )

    def test_a_retired_one_takes_no_new_tickets(self, ask: Caller) -> None:
        old = make_category("old")
        old.is_active = False
        old.save()
        body = {"description": "Down", "severity": "Minor", "ticketType": "fault", "@type": "TroubleTicket"}
        sent = body | {"troubleTicketSpecification": {"id": "old"}}
        refused = ask("post", "/tmf-api/troubleTicket/v5/troubleTicket", sent)
        assert (refused.status_code, Ticket.objects.count()) == (400, 0)
