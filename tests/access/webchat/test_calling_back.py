"""On the chat's page: rather be called back, on the proved number at once, on another by its code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.access.webchat.talking import JSON, begun, news
from tests.factories.callbacks import make_policy, with_trunk
from tests.factories.chat import make_entrance, offer_of
from tests.factories.routing import make_agent, make_queue
from wanhao.foundation.short_messages.models import SentMessage
from wanhao.service.callbacks.models import Callback
from wanhao.service.chat import actions
from wanhao.service.chat.models import Conversation, Entrance

pytestmark = pytest.mark.django_db
MOBILE, OTHER = "12100004455", "12100004466"


@pytest.fixture
def entrance() -> Iterator[Entrance]:
    """An entrance whose queue calls back those who ask on the web page."""
    queue = make_queue(channels=["chat"])
    make_policy(queue, from_wait_seconds=0)
    with with_trunk():
        yield make_entrance(queue)


def code_sent() -> str:
    found = re.search(r"\d{6}(?=，)", SentMessage.objects.latest("pk").text)
    assert found
    return found.group()


def begun_proved(entrance: Entrance) -> tuple[Client, Conversation]:
    phone = Client()
    phone.post(f"/chat/{entrance.code}/", {"text": "查账单", "name": "", "number": MOBILE})
    phone.post(f"/chat/{entrance.code}/code/", {"code": code_sent()})
    return phone, Conversation.objects.latest("pk")


def test_on_the_proved_number_at_once(entrance: Entrance) -> None:
    phone, conversation = begun_proved(entrance)
    address = f"/chat/{entrance.code}/talk/callback/"
    assert address in news(phone, entrance)["standing"]
    page = phone.get(address).text
    assert "121****4455" in page
    assert MOBILE not in page
    answer = phone.post(address, {"own": "yes"})
    callback = Callback.objects.get()
    assert answer.headers["Location"] == f"/callback/{callback.public_id}/"
    assert (callback.number, callback.asked_during) == (MOBILE, conversation.contact)
    assert callback.public_id in news(phone, entrance)["standing"]
    for again in (phone.get(address), phone.post(address, {"own": "yes"}), phone.get(f"{address}code/")):
        assert again.headers["Location"] == f"/callback/{callback.public_id}/", "asked twice it is one"


def test_on_another_number_by_its_code(entrance: Entrance) -> None:
    phone, conversation = begun(entrance)
    address = f"/chat/{entrance.code}/talk/callback/"
    assert phone.post(address, {"own": "yes"}).status_code == 422, "no number is proved"
    assert phone.post(address, {"number": "12345"}).status_code == 422
    assert phone.get(f"{address}code/").headers["Location"] == address
    assert phone.post(address, {"number": OTHER}).headers["Location"] == f"{address}code/"
    assert "121****4466" in phone.get(f"{address}code/").text
    wrong = "000000" if code_sent() != "000000" else "111111"
    assert phone.post(f"{address}code/", {"code": wrong}).status_code == 422
    conversation.refresh_from_db()
    assert conversation.ended_at is None, "the chat goes on meanwhile"
    answer = phone.post(f"{address}code/", {"code": code_sent()})
    callback = Callback.objects.get()
    assert answer.headers["Location"] == f"/callback/{callback.public_id}/"
    assert (callback.number, callback.kept_rank_at < callback.asked_at) == (OTHER, True)


def test_the_code_proves_nothing_in_another_browser(entrance: Entrance) -> None:
    phone, _conversation = begun(entrance)
    other, _theirs = begun(entrance)
    address = f"/chat/{entrance.code}/talk/callback/"
    phone.post(address, {"number": OTHER})
    assert other.get(f"{address}code/").headers["Location"] == address
    assert Client().get(address).headers["Location"] == f"/chat/{entrance.code}/"


def test_who_is_served_stays_and_who_is_gone_asks_anew(entrance: Entrance) -> None:
    agent = make_agent(entrance.queue)
    phone, conversation = begun(entrance)
    address = f"/chat/{entrance.code}/talk/callback/"
    actions.accept_chat(offer_of(conversation).pk, by=agent.staff)
    assert phone.get(address).headers["Location"] == f"/chat/{entrance.code}/talk/"
    phone.post(f"/chat/{entrance.code}/talk/ending/", headers=JSON)
    assert phone.get(address).headers["Location"] == "/callback/"
