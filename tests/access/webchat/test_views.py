"""A customer writes to us: the entrance, the code, words and files once, what is told, the end, the rating."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lab.demo_details import bars
from tests.access.webchat.talking import JSON, begun, news, says
from tests.factories.chat import agent_says, customer_says, make_chat, make_entrance, offer_of
from tests.factories.customers import make_account, make_party, make_subscription
from tests.factories.routing import make_agent, make_queue
from tests.factories.short_messages import DeadGateway
from wanhao.access.webchat import views
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.calendars.models import Hours
from wanhao.foundation.limits.rates import Rate
from wanhao.foundation.short_messages.models import SentMessage
from wanhao.service.callbacks import codes
from wanhao.service.callbacks.models import NumberProof
from wanhao.service.chat import actions
from wanhao.service.chat.models import Conversation, Entrance, Message
from wanhao.service.contacts.models import Contact

pytestmark = pytest.mark.django_db

MOBILE = "12100004455"


@pytest.fixture
def entrance() -> Entrance:
    return make_entrance()


@pytest.fixture
def agent(entrance: Entrance) -> Staff:
    """Somebody who serves chats of the entrance and is ready."""
    return make_agent(entrance.queue).staff


def accepted(conversation: Conversation, agent: Staff) -> None:
    actions.accept_chat(offer_of(conversation).pk, by=agent)


def code_sent() -> str:
    found = re.search(r"\d{6}(?=，)", SentMessage.objects.latest("pk").text)
    assert found
    return found.group()


def test_a_stranger_begins_to_write_and_nothing_about_it_stands_in_an_address(entrance: Entrance) -> None:
    phone, conversation = begun(entrance, "账单 <b>多扣</b> 10 元 😀", name="王小明")
    page = phone.get(f"/chat/{entrance.code}/talk/")
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "账单 &lt;b&gt;多扣&lt;/b&gt; 10 元 😀" in page.text
    assert conversation.key not in page.text
    assert (conversation.contact.channel, conversation.contact.status) == ("chat", "waiting")
    assert conversation.claimed_name == "王小明"


def test_a_proved_mobile_is_the_customer_and_an_unproved_one_is_not(entrance: Entrance) -> None:
    party = make_party(region=entrance.unit.region)
    make_subscription(make_account(party), number=MOBILE)
    phone = Client()
    typed = {"text": "查套餐", "name": "", "number": "121 0000 4455"}
    assert phone.post(f"/chat/{entrance.code}/", typed).headers["Location"] == f"/chat/{entrance.code}/code/"
    assert not Conversation.objects.exists()
    assert "查套餐" not in json.dumps(dict(phone.session), ensure_ascii=False)  # sealed until then
    page = phone.get(f"/chat/{entrance.code}/code/").text
    assert "121****4455" in page
    assert MOBILE not in page
    wrong = "000000" if code_sent() != "000000" else "111111"
    assert phone.post(f"/chat/{entrance.code}/code/", {"code": wrong}).status_code == 422
    answer = phone.post(f"/chat/{entrance.code}/code/", {"code": code_sent()})
    assert answer.headers["Location"] == f"/chat/{entrance.code}/talk/"
    proved = Conversation.objects.latest("pk")
    assert (proved.is_verified, proved.contact.customer_id) == (True, party.pk)

    other = Client()
    other.post(f"/chat/{entrance.code}/", typed)
    other.post(f"/chat/{entrance.code}/code/", {"without": "yes"})
    claimed = Conversation.objects.latest("pk")
    assert (claimed.is_verified, claimed.contact.customer_id, claimed.claimed_number) == (False, None, MOBILE)


def test_a_code_that_cannot_be_sent_is_said_and_nothing_typed_is_lost(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "short_messages", DeadGateway)
    answer = Client().post(f"/chat/{entrance.code}/", {"text": "查套餐", "number": MOBILE})
    assert answer.status_code == 422
    assert "短信暂时发送不出去" in answer.text or "The short message cannot be sent" in answer.text
    assert "查套餐" in answer.text


def test_the_code_of_a_chat_opens_nothing_else(entrance: Entrance) -> None:
    phone = Client()
    phone.post(f"/chat/{entrance.code}/", {"text": "你好", "number": MOBILE})
    proof = NumberProof.objects.latest("pk")
    assert phone.post(f"/callback/code/{proof.public_id}/", {"code": code_sent()}).status_code == 404


def test_a_number_that_is_no_mobile_and_empty_words_are_refused(entrance: Entrance) -> None:
    phone = Client()
    assert phone.post(f"/chat/{entrance.code}/", {"text": "你好", "number": "0900123"}).status_code == 422
    assert phone.post(f"/chat/{entrance.code}/", {"text": "  "}).status_code == 422
    assert phone.post("/chat/nowhere/", {"text": "你好"}).status_code == 404


def test_a_form_sent_twice_begins_one_conversation(entrance: Entrance) -> None:
    begun(entrance, form_key="same")
    begun(entrance, form_key="same")
    assert Conversation.objects.count() == 1


def test_who_comes_back_goes_on_and_a_reload_loses_nothing(entrance: Entrance, agent: Staff) -> None:
    phone, conversation = begun(entrance)
    accepted(conversation, agent)
    agent_says(conversation, agent, "您好，马上为您查询")
    assert phone.get(f"/chat/{entrance.code}/").headers["Location"] == f"/chat/{entrance.code}/talk/"
    assert "您好，马上为您查询" in phone.get(f"/chat/{entrance.code}/talk/").text
    assert phone.cookies["sessionid"]["max-age"]  # also after the browser was closed


def test_words_sent_twice_are_kept_once_and_news_are_what_came_after(entrance: Entrance, agent: Staff) -> None:
    phone, conversation = begun(entrance)
    before = news(phone, entrance)["last_number"]
    assert says(phone, entrance, "在吗", "k1").json() == {"taken": True}
    assert says(phone, entrance, "在吗", "k1").json() == {"taken": True}
    assert Message.objects.filter(conversation=conversation, client_key="k1").count() == 1
    accepted(conversation, agent)
    agent_says(conversation, agent, "请看 https://example.com/help")
    told = news(phone, entrance, before)
    assert (told["phase"], told["messages"].count("在吗")) == ("serving", 1)
    assert 'data-sent-as="k1"' in told["messages"]
    assert '<a href="https://example.com/help"' in told["messages"]
    assert agent.staff_number in told["standing"]
    assert news(phone, entrance, told["last_number"])["messages"].strip() == ""


def test_notes_of_the_house_and_other_conversations_stay_hidden(entrance: Entrance, agent: Staff) -> None:
    phone, conversation = begun(entrance)
    accepted(conversation, agent)
    other = make_queue(unit=entrance.unit, channels=["chat"])
    actions.transfer_chat(conversation.contact, target=other.code, note="客户激动，注意", by=agent)
    stranger, _other = begun(entrance, "我的是另一件事")
    told = news(phone, entrance)["messages"]
    assert "客户激动" not in told
    assert "另一件事" not in told
    assert "宽带很慢" not in news(stranger, entrance)["messages"]


def test_a_picture_is_kept_once_and_seen_by_its_customer_alone(entrance: Entrance) -> None:
    phone, conversation = begun(entrance)
    address = f"/chat/{entrance.code}/talk/files/"
    for _twice in range(2):
        picture = SimpleUploadedFile("光猫.png", bars([20, 40]))
        assert phone.post(address, {"file": picture, "client_key": "p1"}, headers=JSON).json() == {"taken": True}
    kept = Message.objects.get(conversation=conversation, kind="file").file
    assert kept
    shown = phone.get(f"{address}{kept.public_id}/")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    stranger, _other = begun(entrance)
    assert stranger.get(f"{address}{kept.public_id}/").status_code == 404
    assert Client().get(f"{address}{kept.public_id}/").status_code == 302  # back to the entrance


def test_what_is_no_file_we_keep_is_refused_in_words(entrance: Entrance) -> None:
    phone, _conversation = begun(entrance)
    program = SimpleUploadedFile("a.png", b"\x7fELF\x02\x01\x01\x00" * 20)
    address = f"/chat/{entrance.code}/talk/files/"
    refused = phone.post(address, {"file": program, "client_key": "p1"}, headers=JSON)
    assert refused.status_code == 422
    assert refused.json()["message"]
    assert phone.post(address, {"client_key": "p2"}).status_code == 422  # a form without script: the page again


def test_the_customer_ends_rates_once_and_may_read_on(entrance: Entrance, agent: Staff) -> None:
    phone, conversation = begun(entrance)
    accepted(conversation, agent)
    agent_says(conversation, agent, "已为您处理")
    assert phone.post(f"/chat/{entrance.code}/talk/rating/", {"rating": "5"}).status_code == 409
    phone.post(f"/chat/{entrance.code}/talk/ending/")
    told = news(phone, entrance)
    assert told["phase"] == "over"
    assert 'name="rating"' in told["after"]
    assert says(phone, entrance, "还有", "k9").status_code == 409
    assert phone.post(f"/chat/{entrance.code}/talk/rating/", {"rating": "6"}).status_code == 422
    phone.post(f"/chat/{entrance.code}/talk/rating/", {"rating": "4", "words": "很快"})
    conversation.refresh_from_db()
    assert (conversation.contact.rating, conversation.rating_comment) == (4, "很快")
    page = phone.get(f"/chat/{entrance.code}/talk/").text
    assert "已为您处理" in page
    assert 'name="rating"' not in page
    assert phone.get(f"/chat/{entrance.code}/").status_code == 200  # a new one may begin


def test_who_was_never_served_is_not_asked_for_a_mark(entrance: Entrance) -> None:
    phone, conversation = begun(entrance)
    phone.post(f"/chat/{entrance.code}/talk/ending/")
    assert 'name="rating"' not in news(phone, entrance)["after"]
    conversation.contact.refresh_from_db()
    assert conversation.contact.outcome == Contact.Outcome.ABANDONED


def test_leaving_closes_the_page_on_this_telephone(entrance: Entrance) -> None:
    phone, _conversation = begun(entrance)
    phone.post(f"/chat/{entrance.code}/leaving/")
    assert phone.get(f"/chat/{entrance.code}/talk/").status_code == 302
    gone = phone.get(f"/chat/{entrance.code}/talk/news/", headers=JSON)
    assert (gone.status_code, bool(gone.json()["message"])) == (404, True)


def test_the_place_is_told_and_reading_is_noted(entrance: Entrance, agent: Staff) -> None:
    phone, first = begun(entrance, "第一位")
    accepted(first, agent)
    agent_says(first, agent)
    last = news(phone, entrance)["last_number"]
    phone.post(f"/chat/{entrance.code}/talk/reading/", {"number": str(last)}, headers=JSON)
    phone.post(f"/chat/{entrance.code}/talk/reading/", {"number": "99999"}, headers=JSON)
    first.refresh_from_db()
    assert first.customer_read == last
    Entrance.objects.filter(pk=entrance.pk).update(weight=100)
    make_chat(Entrance.objects.get(pk=entrance.pk), "前面一位")
    waits, _third = begun(entrance, "排在后面")
    assert "1" in news(waits, entrance)["standing"]


def test_when_closed_the_words_of_the_entrance_are_told(entrance: Entrance) -> None:
    entrance.queue.hours = Hours.objects.create(code="never-chat", name_zh="从不", name_en="Never")
    entrance.queue.save()
    page = Client().get(f"/chat/{entrance.code}/").text
    assert entrance.closed_zh in page
    assert "<textarea" not in page
    assert Client().post(f"/chat/{entrance.code}/", {"text": "你好"}).status_code == 422
    assert not Conversation.objects.exists()


def test_a_full_queue_is_told_and_the_conversation_is_over(entrance: Entrance) -> None:
    entrance.queue.max_waiting = 1
    entrance.queue.save()
    begun(entrance, "占住位置")
    phone, conversation = begun(entrance, "进不来")
    told = news(phone, entrance)
    assert (told["phase"], conversation.contact.outcome) == ("over", Contact.Outcome.OVERFLOWED)


def test_so_many_words_a_minute_and_so_many_chats_an_hour(entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    phone, _conversation = begun(entrance)
    answers = [says(phone, entrance, f"第 {n} 句", f"k{n}").status_code for n in range(42)]
    assert (answers[:40], answers[40]) == ([200] * 40, 429)
    monkeypatch.setattr(views, "BEGUN_PER_ADDRESS", Rate("chat-begun", 3, 3600))
    begun_here = [Client().post(f"/chat/{entrance.code}/", {"text": "又一个"}).status_code for _ in range(3)]
    assert begun_here == [302, 302, 422]  # with the first one above


def test_old_conversations_are_not_kept_for_ever(entrance: Entrance) -> None:
    phone, conversation = begun(entrance)
    customer_says(conversation, "你好")
    session = phone.session
    assert session.get_expiry_date() - timezone.now() < timedelta(hours=12, minutes=1)
    assert phone.get("/chat/").status_code in (200, 302)


def test_other_pages_lead_to_the_chat(entrance: Entrance) -> None:
    for page in ("/my/", "/callback/"):
        assert 'href="/chat/"' in Client().get(page).text
