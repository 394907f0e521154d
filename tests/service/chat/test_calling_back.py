"""From a waiting chat to a callback: it keeps the place, the chat is over, and never the one without the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.factories.callbacks import make_policy, with_trunk
from tests.factories.chat import again, make_chat, make_entrance, make_served_chat, offer_of
from tests.factories.routing import make_agent, make_queue, pass_time
from wanhao.common.errors import Conflict, Invalid, NotAllowed
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.callbacks import bringing, queries
from wanhao.service.callbacks.models import Callback
from wanhao.service.chat import actions, calling_back
from wanhao.service.chat.models import Conversation, Entrance
from wanhao.service.chat.sweeping import see_to_all
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Offer, Place
from wanhao.service.routing.rules import HeadStartReason

pytestmark = pytest.mark.django_db
NUMBER = "12100004455"


@pytest.fixture
def entrance() -> Iterator[Entrance]:
    """An entrance whose queue calls back those who ask on the web page."""
    queue = make_queue(channels=["chat"])
    make_policy(queue)
    with with_trunk():
        yield make_entrance(queue)


def place_of(contact_id: int) -> Place:
    return Place.objects.filter(contact=contact_id).latest("pk")


def test_the_callback_takes_the_place_and_the_chat_is_over(entrance: Entrance) -> None:
    chat = make_chat(entrance, number=NUMBER, is_verified=True)
    pass_time(300)
    before = make_chat(entrance)
    callback = actions.agree_callback(chat.pk, NUMBER)
    over = again(chat)
    assert (over.contact.outcome, over.contact.end_reason, over.ended_at is not None) == ("callback", "callback", True)
    assert (callback.source, callback.status, callback.asked_during_id) == ("chat", "queued", chat.contact_id)
    assert callback.shown_number == "", "the code of the entrance is no telephone number"
    assert callback.contact_id
    left, taken = place_of(chat.contact_id), place_of(callback.contact_id)
    assert (left.outcome, taken.rank_at) == ("transferred", left.rank_at)
    assert taken.rank_at < place_of(before.contact_id).rank_at
    said = over.messages.latest("number")
    assert (said.author, "排队位置已保留" in said.text) == ("system", True)
    ended = StoredEvent.objects.get(name="chat.ChatEnded")
    assert (ended.data["reason"], ended.actor) == ("callback", "customer:unknown")
    assert queries.asked_during(chat.contact_id) == callback
    see_to_all()
    assert again(chat).contact.outcome == "callback"


def test_the_head_start_goes_along(entrance: Entrance) -> None:
    chat = make_chat(entrance)
    routing.leave_queue(chat.contact_id, "transferred")
    routing.enqueue(chat.contact_id, entrance.queue, channel="chat", reasons=[HeadStartReason("vip", 300)])
    callback = actions.agree_callback(chat.pk, NUMBER)
    assert callback.contact_id
    assert callback.reasons == [{"reason": "vip", "seconds": 300}]
    assert place_of(callback.contact_id).rank_at == place_of(chat.contact_id).rank_at


def test_who_is_being_offered_may_choose_a_callback_and_who_is_served_may_not(entrance: Entrance) -> None:
    agent = make_agent(entrance.queue)
    offered = make_chat(entrance)
    offer = offer_of(offered)
    actions.agree_callback(offered.pk, NUMBER)
    assert Offer.objects.get(pk=offer.pk).outcome == "withdrawn"
    routing.set_state(agent.pk, "ready", by=agent.staff)
    served = make_served_chat(make_entrance(make_queue(channels=["chat"])))
    make_policy(served.queue)
    with pytest.raises(NotAllowed):
        actions.agree_callback(served.pk, NUMBER)
    assert again(served).ended_at is None


def test_an_agent_who_answers_at_the_same_moment_keeps_the_chat(entrance: Entrance) -> None:
    make_agent(entrance.queue)
    chat = make_chat(entrance)
    seen_before = Conversation.objects.select_related("contact", "queue").get(pk=chat.pk)
    actions.accept_chat(offer_of(chat).pk, by=offer_of(chat).agent.staff)
    with pytest.raises(Conflict):
        calling_back._hand_over(seen_before, NUMBER)
    assert (again(chat).ended_at, Callback.objects.count()) == (None, 0)


def test_a_number_that_cannot_be_called_costs_no_place(entrance: Entrance) -> None:
    chat = make_chat(entrance)
    with pytest.raises(Invalid):
        actions.agree_callback(chat.pk, "12")
    assert place_of(chat.contact_id).left_at is None


def test_killed_before_it_waits_the_callback_is_brought_on(entrance: Entrance) -> None:
    chat = make_chat(entrance)
    known = Conversation.objects.select_related("contact", "queue").get(pk=chat.pk)
    callback = calling_back._hand_over(known, NUMBER)
    assert callback.status == "waiting"
    bringing.bring_all_on()
    callback.refresh_from_db()
    assert callback.contact_id
    assert place_of(callback.contact_id).rank_at == place_of(chat.contact_id).rank_at


def test_who_could_not_wait_keeps_the_place_for_half_an_hour() -> None:
    queue = make_queue(channels=["chat"], max_waiting=0)
    make_policy(queue)
    entrance = make_entrance(queue)
    with with_trunk():
        chat, late = make_chat(entrance), make_chat(entrance)
        assert again(chat).contact.outcome == "overflowed"
        Place.objects.filter(contact=late.contact_id).update(
            left_at=place_of(late.contact_id).left_at - timedelta(minutes=31)
        )
        with pytest.raises(NotAllowed):
            actions.agree_callback(late.pk, NUMBER)
        callback = actions.agree_callback(chat.pk, NUMBER)
        assert callback.kept_rank_at == place_of(chat.contact_id).rank_at
        assert again(chat).contact.outcome == "overflowed", "it ended as it did"


def test_without_callbacks_for_the_queue_none_is_kept() -> None:
    with with_trunk(), pytest.raises(NotAllowed):
        actions.agree_callback(make_chat().pk, NUMBER)
