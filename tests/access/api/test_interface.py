"""The REST interface: tokens, one form of errors, and the operations on real records."""

from __future__ import annotations

import asyncio
import io
import json
import wave
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import TEST, make_contact
from tests.factories.customers import make_account, make_party, make_subscription
from tests.factories.interface import token_headers
from tests.factories.recordings import make_recording
from tests.factories.routing import make_agent, make_break_reason, make_queue
from tests.factories.tickets import make_category
from wanhao.access.api.actions import issue_token, revoke_token
from wanhao.access.api.models import ApiToken
from wanhao.access.api.reactions import revoke_tokens
from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts import actions as accounts
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.routing import actions as routing

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Unit:
    return make_unit()


def whole(response: Any) -> bytes:
    """All of an answer that comes in pieces."""

    async def gather() -> bytes:
        return b"".join([piece async for piece in response.streaming_content])

    return asyncio.run(gather())


class TestTokens:
    def test_a_token_carries_only_rights_its_owner_holds(self, centre: Unit) -> None:
        planner = make_staff(Role.PLANNER, unit=centre)
        issue_token(planner, name="figures", by=TEST, rights=[Right.SEE_REPORTS, Right.EDIT_REFERENCE])
        token = ApiToken.objects.get()
        assert token.rights == ["reports.see"]
        assert StoredEvent.objects.filter(name="api.TokenIssued", subject=f"token:{token.pk}").exists()

    def test_nobody_gets_a_token_without_rights(self, centre: Unit) -> None:
        with translation.override("en"), pytest.raises(NotAllowed, match="none of these rights"):
            issue_token(make_staff(None, unit=centre), name="nothing", by=TEST)

    def test_tokens_of_somebody_who_left_do_not_come_back_with_them(self, centre: Unit) -> None:
        seat, manager = make_staff(unit=centre), make_staff(Role.SYSTEM_MANAGER, unit=centre)
        headers = token_headers(seat)
        accounts.staff_leaves(seat.staff_number, by=manager)
        revoke_tokens(StoredEvent.objects.get(name="accounts.StaffLeft"))
        accounts.rehire_staff(seat.staff_number, by=manager)
        tomorrow = timezone.localdate() + timedelta(days=1)
        accounts.post_role(seat.staff_number, Role.GENERAL_SEAT, centre, by=manager, from_on=tomorrow)
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            assert Client().get("/api/v1/contacts", headers=headers).status_code == 401
            assert Client().get("/api/v1/contacts", headers=token_headers(seat)).status_code == 200

    @pytest.mark.parametrize("how", ["revoked", "expired", "left"])
    def test_a_dead_token_is_refused(self, centre: Unit, how: str) -> None:
        person = make_staff(Role.TEAM_LEADER, unit=centre)
        headers = token_headers(person)
        assert Client().get("/api/v1/queues", headers=headers).status_code == 200
        token = ApiToken.objects.get()
        if how == "revoked":
            revoke_token(token.pk, by=TEST)
        elif how == "expired":
            ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        else:
            person.is_active = False
            person.save(update_fields=["is_active"])
        response = Client().get("/api/v1/queues", headers=headers)
        assert response.status_code == 401
        assert response.json()["error"]["code"] == "not_signed_in"

    def test_the_plain_token_is_not_kept(self, centre: Unit) -> None:
        plain = issue_token(make_staff(Role.PLANNER, unit=centre), name="x", by=TEST)
        assert plain not in str(ApiToken.objects.values().get())


class TestErrors:
    def test_every_error_has_the_same_form(self, centre: Unit) -> None:
        leader = token_headers(make_staff(Role.TEAM_LEADER, unit=centre))
        answers = [
            Client().get("/api/v1/contacts"),
            Client().get("/api/v1/contacts/nothing", headers=leader),
            Client().get("/api/v1/contacts?arrived_from=soon", headers=leader),
            Client().get("/api/v1/customers", headers=token_headers(make_staff(Role.PLANNER, unit=centre))),
            Client().post("/api/v1/tickets", "{", content_type="application/json", headers=leader),
        ]
        assert [answer.status_code for answer in answers] == [401, 404, 422, 403, 400]
        for answer in answers:
            assert set(answer.json()["error"]) == {"code", "message", "fields"}


class TestOperations:
    def test_presence_of_an_agent(self, centre: Unit) -> None:
        person = make_staff(unit=centre)
        make_agent(make_queue(unit=centre), staff=person, state="offline")
        make_break_reason("meal")
        headers = token_headers(person)
        client = Client()
        answer = client.put("/api/v1/agents/me/presence", {"state": "ready"}, "application/json", headers=headers)
        assert answer.json()["state"] == "ready"
        wanted = {"state": "break", "reason": "meal"}
        answer = client.put("/api/v1/agents/me/presence", wanted, "application/json", headers=headers)
        assert (answer.json()["state"], answer.json()["reason"]) == ("break", "meal")
        answer = client.put("/api/v1/agents/me/presence", {"state": "busy"}, "application/json", headers=headers)
        assert answer.status_code == 422

    def test_a_contact_with_its_timeline_and_masked_caller(self, centre: Unit) -> None:
        contact = make_contact(unit=centre, caller_number="12100001234")
        answer = Client().get(
            f"/api/v1/contacts/{contact.public_id}", headers=token_headers(make_staff(Role.TEAM_LEADER, unit=centre))
        )
        found = answer.json()
        assert found["caller"] == "121****1234"
        assert [moment["event"] for moment in found["timeline"]] == ["contacts.ContactOpened"]

    def test_contacts_by_page(self, centre: Unit) -> None:
        made = [make_contact(unit=centre).public_id for _ in range(3)]
        headers = token_headers(make_staff(Role.TEAM_LEADER, unit=centre))
        first = Client().get("/api/v1/contacts?limit=2", headers=headers).json()
        second = Client().get("/api/v1/contacts", {"limit": 2, "after": first["next"]}, headers=headers).json()
        assert [item["id"] for item in first["items"] + second["items"]] == made[::-1]
        assert second["next"] == ""

    def test_the_recording_is_a_wav_and_hearing_it_an_event(self, centre: Unit) -> None:
        contact = make_contact(unit=centre)
        make_recording(contact, seconds=2.0)
        answer = Client().get(
            f"/api/v1/contacts/{contact.public_id}/recording",
            headers=token_headers(make_staff(Role.QUALITY_INSPECTOR, unit=centre)),
        )
        with wave.open(io.BytesIO(whole(answer))) as sound:
            assert (sound.getnchannels(), sound.getframerate()) == (2, 8000)
        assert StoredEvent.objects.filter(name="recordings.RecordingPlayed").count() == 1

    def test_a_queue_now(self, centre: Unit) -> None:
        queue = make_queue("general", unit=centre)
        routing.enqueue(make_contact(unit=centre).pk, queue)
        headers = token_headers(make_staff(Role.DUTY_LEADER, unit=centre))
        found = Client().get("/api/v1/queues/general/live", headers=headers).json()
        assert (found["waiting"], found["offered"], found["finished"]) == (1, 1, 0)

    def test_customers_are_searched_by_body_and_masked(self, centre: Unit) -> None:
        party = make_party("柏听雨", region=centre.region)
        make_subscription(make_account(party), number="12100000042")
        headers = token_headers(make_staff(Role.TEAM_LEADER, unit=centre.region))
        answer = Client().post(
            "/api/v1/customers/searches", {"term": "12100000042"}, "application/json", headers=headers
        )
        found = answer.json()["items"]
        assert [(item["id"], item["name"]) for item in found] == [(party.public_id, "柏**")]

    def test_a_ticket_is_opened_and_listed(self, centre: Unit) -> None:
        make_category("broadband-down")
        person = make_staff(unit=centre)
        headers = token_headers(person)
        wanted = {"category": "broadband-down", "text": "宽带断网", "kind": "fault"}
        opened = Client().post("/api/v1/tickets", wanted, "application/json", headers=headers)
        assert opened.status_code == 201
        assert opened.json()["owner"] == person.staff_number
        listed = Client().get("/api/v1/tickets?status=unfinished", headers=headers).json()["items"]
        assert [ticket["number"] for ticket in listed] == [opened.json()["number"]]

    def test_a_wrong_ticket_says_which_field(self, centre: Unit) -> None:
        headers = token_headers(make_staff(unit=centre))
        wanted = {"category": "nowhere", "text": "x"}
        answer = Client().post("/api/v1/tickets", wanted, "application/json", headers=headers)
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["category"])

    @pytest.mark.parametrize("sign", ["\x00", "\ud800"])
    def test_what_cannot_be_kept_is_refused_wherever_it_is_sent(self, centre: Unit, sign: str) -> None:
        headers, client = token_headers(make_staff(Role.TEAM_LEADER, unit=centre)), Client()
        body = json.dumps({"category": "x", "text": sign})
        assert client.post("/api/v1/tickets", body, "application/json", headers=headers).status_code == 400
        form = client.post("/api/v1/work-orders/W1/result", {"result": "\x00"}, headers=headers)
        assert form.status_code == 400
        torn = client.post("/api/v1/work-orders/W1/result", "x", "multipart/form-data", headers=headers)
        assert torn.status_code == 400
        assert client.get("/api/v1/tickets?term=%00", headers=headers).status_code == 400
        assert client.get("/api/v1/tickets/T%00", headers=headers).status_code == 404

    @pytest.mark.parametrize("at", ["0649-05-18T16:29:02+21:13", "9999-12-31T23:59:59-05:00"])
    def test_a_moment_no_calendar_has_is_refused(self, centre: Unit, at: str) -> None:
        headers, client = token_headers(make_staff(unit=centre)), Client()
        answer = client.get("/api/v1/contacts", {"arrived_before": at}, headers=headers)
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["arrived_before"])
        fine = client.get("/api/v1/contacts", {"arrived_before": "2026-05-18T16:29:02+21:13"}, headers=headers)
        assert fine.status_code == 200

    def test_an_address_of_machines_that_is_none_is_said_in_json(self, centre: Unit) -> None:
        headers, client = token_headers(make_staff(unit=centre)), Client()
        assert client.get("/api/v1/nothing", headers=headers).json()["error"]["code"] == "not_found"
        assert client.get("/tmf-api/nothing/v4/x", headers=headers).json()["code"] == "404"

    def test_a_method_an_address_does_not_take_is_said_in_json(self, centre: Unit) -> None:
        answer = Client().delete("/api/v1/tickets", headers=token_headers(make_staff(unit=centre)))
        assert (answer.status_code, sorted(answer["Allow"].split(", "))) == (405, ["GET", "POST"])
        assert answer.json()["error"]["code"] == "method_not_allowed"

    def test_a_body_that_is_no_json_is_said_in_our_words(self, centre: Unit) -> None:
        headers = token_headers(make_staff(unit=centre)) | {"accept-language": "zh"}
        torn = Client().post("/api/v1/tickets", "{bad", "application/json", headers=headers)
        assert torn.json()["error"]["message"] == "无法读取发送的内容。"
        with_nul = Client().post("/api/v1/tickets", {"text": "a\x00"}, "application/json", headers=headers)
        assert with_nul.json()["error"]["message"] == "文本中含有无法保存的字符。"

    def test_the_description_names_all_operations(self, centre: Unit) -> None:
        headers = token_headers(make_staff(unit=centre))
        paths = Client().get("/api/v1/openapi.json", headers=headers).json()["paths"]
        assert "/api/v1/contacts/{contact_id}/recording" in paths
