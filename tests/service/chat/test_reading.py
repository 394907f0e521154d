"""Files, phrases, transcripts: who may read them, that a look is kept, and that it all goes when its time is over."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from tests.factories.accounts import make_staff, signed_in
from tests.factories.chat import (
    CUSTOMER,
    again,
    agent_says,
    customer_says,
    make_chat,
    make_entrance,
    make_over,
    make_served_chat,
)
from tests.factories.customers import make_subscription
from tests.factories.files import upload
from tests.factories.routing import make_agent, make_queue
from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.sentences import SENTENCES, Teller
from wanhao.foundation.files import actions as files
from wanhao.foundation.files.models import StoredFile
from wanhao.foundation.privacy.actions import ReasonNeeded, reveal
from wanhao.service.chat import actions, events, queries, retention, rules
from wanhao.service.chat.models import CannedPhrase, Conversation, Message
from wanhao.service.contacts import queries as contacts

pytestmark = pytest.mark.django_db


def send(chat: Conversation, key: str = "f1", name: str = "modem.png") -> Message:
    return actions.send_file(chat.pk, author="customer", upload=upload(name), client_key=key, by=CUSTOMER)


def agent_of(chat: Conversation) -> Staff:
    agent = again(chat).contact.agent
    assert agent is not None
    return agent


def test_a_file_is_sent_once_and_both_sides_open_it() -> None:
    chat = make_served_chat()
    first, second = send(chat), send(chat)
    assert first.pk == second.pk
    assert StoredFile.objects.filter(subject=f"chat:{chat.pk}").count() == 1
    assert first.file is not None
    assert first.file.name == "modem.png"
    assert files.open_file(first.file.public_id, agent_of(chat)).file.pk == first.file.pk
    assert actions.open_file(again(chat), first.file.public_id).file.pk == first.file.pk
    with pytest.raises(NotFound):
        actions.open_file(make_chat(), first.file.public_id)
    with pytest.raises(NotFound):
        files.open_file(first.file.public_id, make_staff())


def test_what_is_no_file_of_ours_is_refused_and_nothing_is_said() -> None:
    chat = make_served_chat()
    with pytest.raises(Invalid):
        actions.send_file(chat.pk, author="customer", upload=None, client_key="x", by=CUSTOMER)
    before = again(chat).last_number
    bad = upload("a.exe", b"MZ\x00\x01" * 50)
    with pytest.raises(Invalid):
        actions.send_file(chat.pk, author="customer", upload=bad, client_key="y", by=CUSTOMER)
    assert again(chat).last_number == before


def test_a_customer_sends_so_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "FILES_OF_A_CUSTOMER", 1)
    chat = make_served_chat()
    send(chat, "f1")
    with pytest.raises(Invalid):
        send(chat, "f2")


def test_who_reads_the_transcript_is_kept_once_and_not_the_agent_at_work() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    inspector = make_staff(Role.QUALITY_INSPECTOR, unit=entrance.unit)
    contact = again(chat).contact
    actions.read_transcript(contact, by=agent.staff)
    looks = StoredEvent.objects.filter(name="chat.TranscriptRead")
    assert not looks.exists()
    for _n in range(2):
        read = actions.read_transcript(contact, by=inspector)
    assert read.messages[0].text == "宽带很慢"
    assert [look.actor for look in looks.all()] == [f"staff:{inspector.pk}"]
    actions.end_chat(chat.pk, by=agent.staff, reason="agent")
    actions.read_transcript(again(chat).contact, by=agent.staff)
    assert looks.count() == 2
    with pytest.raises(NotFound):
        actions.read_transcript(contact, by=make_agent(entrance.queue).staff)


def test_the_contacts_page_shows_the_transcript_with_notes() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    agent_says(chat, agent.staff, "请重启光猫 <b>")
    other = make_queue(channels=["chat"])
    actions.transfer_chat(again(chat).contact, target=other.code, note="已重启过", by=agent.staff)
    leader = make_staff(Role.DUTY_LEADER, unit=entrance.unit)
    browser = signed_in(leader)
    address = f"/contacts/{chat.contact.public_id}/"
    assert address + "transcript/" in browser.get(address).content.decode()
    page = browser.get(address + "transcript/").content.decode()
    for words in ("宽带很慢", "请重启光猫 &lt;b&gt;", "已重启过", agent.staff.display_name):
        assert words in page
    assert "宽带很慢" not in browser.get(address).content.decode()  # not before it is asked for
    assert browser.get(f"/contacts/{chat.contact.public_id}/story/").status_code == 200


def test_the_time_of_a_transcript_ends_and_the_contact_stays() -> None:
    chat = make_served_chat()
    message = send(chat)
    assert message.file is not None
    actions.end_chat(chat.pk, by=CUSTOMER, reason="customer")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(conversation=chat).delete()
    assert retention.delete_due(timezone.now()) == 0
    make_over(chat)
    assert retention.delete_due(timezone.now()) == 1
    assert not Message.objects.filter(conversation=chat).exists()
    assert not StoredFile.objects.filter(pk=message.file.pk).exists()
    assert again(chat).contact.outcome == "served"
    assert not queries.may_read_of(again(chat).contact, make_staff(Role.DUTY_LEADER, unit=chat.contact.unit))
    assert retention.delete_due(timezone.now()) == 0


def test_phrases_of_the_own_unit_go_before_those_for_all() -> None:
    held = make_subscription()
    entrance = make_entrance()
    chat = make_served_chat(entrance, number=held.number, is_verified=True)
    staff = agent_of(chat)
    CannedPhrase.objects.create(shortcut="hi", text_zh="您好", text_en="Hello", sort=1)
    CannedPhrase.objects.create(
        shortcut="hi", text_zh="{customer}您好，我是{agent}", text_en="Hello {customer}", unit=staff.unit, sort=1
    )
    CannedPhrase.objects.create(shortcut="other", text_zh="x", text_en="x", unit=make_staff().unit)
    (phrase,) = queries.phrases_for(staff, again(chat))
    assert phrase.text == f"王先生/女士您好，我是{staff.name}"


def test_every_event_of_chats_is_told_in_both_languages() -> None:
    names = {
        kind.event_name()
        for kind in vars(events).values()
        if isinstance(kind, type) and kind.__module__ == events.__name__
    }
    assert names - {"chat.ChatEvent", "chat.ChatOfAgent"} <= set(SENTENCES)
    chat = make_served_chat()
    customer_says(chat)
    actions.end_chat(chat.pk, by=agent_of(chat), reason="agent")
    for language in ("zh-hans", "en"):
        with translation.override(language):
            teller = Teller()
            told = [teller.title(one) + teller.detail(one) for one in contacts.timeline(again(chat).contact)]
        assert not [line for line in told if "chat." in line or "{" in line]


def test_the_customers_key_opens_their_own_chat_only() -> None:
    chat = make_chat()
    found = queries.conversation_for_customer(chat.key)
    assert found is not None
    assert found.pk == chat.pk
    assert len(chat.key) >= 40
    assert queries.conversation_for_customer("") is None
    assert queries.conversation_for_customer(chat.key[:-1]) is None


def test_what_was_only_said_of_oneself_is_opened_with_a_reason() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent, number="12100000042", name="张三")
    browser = signed_in(agent.staff)
    page = browser.get(f"/contacts/{chat.contact.public_id}/").content.decode()
    assert "121****0042" in page
    assert "12100000042" not in page
    with pytest.raises(ReasonNeeded):
        reveal("chat", chat.contact.public_id, "number", by=agent.staff)
    opened = reveal("chat", chat.contact.public_id, "number", by=agent.staff, reason="回电")
    assert opened == "12100000042"
    with pytest.raises(NotFound):
        reveal("chat", chat.contact.public_id, "name", by=make_staff(), reason="x")
