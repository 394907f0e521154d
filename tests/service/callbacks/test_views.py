"""Pages of callbacks: the leaders' list and acts, the staff form, the customers' page with its code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.callbacks import make_callback, make_policy, with_trunk
from tests.factories.routing import make_queue
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.short_messages import jobs as short_message_jobs
from wanhao.foundation.short_messages.models import SentMessage
from wanhao.service.callbacks import proofs
from wanhao.service.callbacks.models import Callback, NumberProof

pytestmark = pytest.mark.django_db
MOBILE = "12100000042"


@pytest.fixture(autouse=True)
def trunk() -> Iterator[None]:
    with with_trunk():
        yield


def test_the_list_shows_what_is_within_reach_and_masks_numbers() -> None:
    unit = make_unit()
    queue = make_queue(unit=unit)
    make_callback(queue, number=MOBILE)
    make_callback(make_queue(), number="12100000099")
    leader = signed_in(make_staff(role=Role.TEAM_LEADER, unit=unit))
    page = leader.get("/callbacks/").content.decode()
    assert "121****0042" in page
    assert MOBILE not in page
    assert "0099" not in page
    assert "No callback fits" in leader.get("/callbacks/?status=closed").content.decode()
    assert "121****0042" in leader.get(f"/callbacks/?queue={queue.code}&before=x").content.decode()


def test_overdue_ones_are_found() -> None:
    unit = make_unit()
    queue = make_queue(unit=unit)
    make_callback(queue)
    leader = signed_in(make_staff(role=Role.TEAM_LEADER, unit=unit))
    assert "No callback fits" in leader.get("/callbacks/?overdue=1").content.decode()
    Callback.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert "overdue" in leader.get("/callbacks/?overdue=1").content.decode()


def test_a_leader_cancels_and_moves() -> None:
    unit = make_unit()
    queue = make_queue(unit=unit)
    row, other = make_callback(queue), make_callback(queue)
    leader = signed_in(make_staff(role=Role.DUTY_LEADER, unit=unit))
    assert leader.post(f"/callbacks/{row.public_id}/cancellation/", {"reason": ""}).status_code == 422
    assert leader.post(f"/callbacks/{row.public_id}/cancellation/", {"reason": "重复"}).status_code == 302
    assert Callback.objects.get(pk=row.pk).outcome == "cancelled"
    past = leader.post(f"/callbacks/{other.public_id}/moving/", {"at": "2020-01-01T10:00"})
    assert past.status_code == 422
    at = timezone.localtime() + timedelta(hours=2)
    moved = leader.post(f"/callbacks/{other.public_id}/moving/", {"at": f"{at:%Y-%m-%dT%H:%M}"})
    assert moved.status_code == 302
    assert Callback.objects.get(pk=other.pk).status == "waiting"
    assert "Cancel the callback" not in leader.get(f"/callbacks/{row.public_id}/").content.decode()


def test_staff_enter_a_callback() -> None:
    unit = make_unit()
    queue = make_queue(unit=unit)
    clerk_of_hall = make_staff(role=Role.HALL_CLERK, unit=unit)
    clerk = signed_in(clerk_of_hall)
    wrong = clerk.post("/callbacks/new/", {"number": "x", "queue": queue.code, "language": "zh"})
    assert wrong.status_code == 422
    done = clerk.post("/callbacks/new/", {"number": MOBILE, "queue": queue.code, "language": "zh", "note": "补卡"})
    assert "The callback is entered" in done.content.decode()
    row = Callback.objects.get()
    assert (row.source, row.asked_by, row.note, row.status) == ("hall", clerk_of_hall, "补卡", "queued")


def code_sent() -> str:
    """The code of the last message, as the customer reads it."""
    message = SentMessage.objects.latest("pk")
    assert message.number == MOBILE
    found = re.search(r"\d{6}", message.text)
    assert found is not None
    return found.group()


def test_a_customer_asks_proves_and_takes_back(client: Client) -> None:
    queue = make_queue()
    make_policy(queue)
    assert f'value="{queue.code}"' in client.get("/callback/").content.decode()
    sent = client.post("/callback/", {"queue": queue.code, "number": MOBILE})
    assert sent.status_code == 302
    assert client.post(sent.url, {"code": "000000x"}).status_code == 422
    assert not Callback.objects.exists()
    asked = client.post(sent.url, {"code": code_sent()})
    assert asked.status_code == 302
    row = Callback.objects.get()
    assert (row.source, row.number, row.status) == ("web", MOBILE, "queued")
    page = client.get(asked.url).content.decode()
    assert "121****0042" in page
    assert MOBILE not in page
    assert client.post(f"{asked.url}taking-back/").status_code == 302
    assert Callback.objects.get().outcome == "cancelled"
    assert client.post(sent.url, {"code": code_sent()}).status_code == 404  # a code counts once


def test_codes_and_numbers_are_in_no_event_and_not_readable_in_the_database(client: Client) -> None:
    from django.db import connection

    queue = make_queue()
    make_policy(queue)
    client.post("/callback/", {"queue": queue.code, "number": MOBILE})
    code = code_sent()
    with connection.cursor() as cursor:
        for table in ("short_messages_sentmessage", "callbacks_numberproof"):
            cursor.execute(f"select * from {table}")
            rows = str(cursor.fetchall())
            assert code not in rows
            assert MOBILE not in rows
    assert MOBILE not in str(list(StoredEvent.objects.values_list("data", flat=True)))


def test_wrong_codes_end_the_proof(client: Client) -> None:
    queue = make_queue()
    make_policy(queue)
    sent = client.post("/callback/", {"queue": queue.code, "number": MOBILE})
    right = code_sent()
    for _attempt in range(5):
        client.post(sent.url, {"code": "999999" if right != "999999" else "111111"})
    late = client.post(sent.url, {"code": right})
    assert late.status_code == 422
    assert not Callback.objects.exists()


def test_codes_to_one_number_are_limited(client: Client) -> None:
    queue = make_queue()
    make_policy(queue)
    answers = [client.post("/callback/", {"queue": queue.code, "number": MOBILE}) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 422]
    assert NumberProof.objects.count() == 3


@pytest.mark.parametrize("number", ["0900-1234567", "hello", "121"])
def test_only_mobiles_get_a_code(client: Client, number: str) -> None:
    queue = make_queue()
    make_policy(queue)
    assert client.post("/callback/", {"queue": queue.code, "number": number}).status_code == 422
    assert not SentMessage.objects.exists()


def test_without_a_queue_the_page_says_so(client: Client) -> None:
    make_policy(make_queue(), is_online=False)
    page = client.get("/callback/").content.decode()
    assert "Please call us" in page or "请致电我们" in page
    assert '<form method="post">' not in page


def test_old_codes_and_messages_are_forgotten(client: Client) -> None:
    queue = make_queue()
    make_policy(queue)
    client.post("/callback/", {"queue": queue.code, "number": MOBILE})
    proofs.forget(timezone.now())
    assert (NumberProof.objects.count(), SentMessage.objects.count()) == (1, 1)
    proofs.forget(timezone.now() + timedelta(days=2))
    assert (NumberProof.objects.count(), SentMessage.objects.count()) == (0, 1)
    short_message_jobs.forget(timezone.now() + timedelta(days=93))
    assert not SentMessage.objects.exists()
