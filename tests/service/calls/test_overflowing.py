"""Where a caller goes who cannot wait, and what a queue says in its own words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

from tests.factories.callbacks import make_policy
from tests.factories.contacts import make_contact
from tests.factories.routing import make_queue, pass_time
from wanhao.foundation.calendars.models import Hours
from wanhao.service.calls import announcements, callback_lines, overflowing
from wanhao.service.calls.models import Announcement
from wanhao.service.calls.queueing import Wish
from wanhao.service.routing import actions, queries
from wanhao.service.routing.models import Place, Queue
from wanhao.service.routing.rules import HeadStartReason
from wanhao.service.speech.models import Prompt

pytestmark = pytest.mark.django_db


def full_into(target: Queue | None) -> Queue:
    overflow = {"overflow": "queue", "overflow_queue": target} if target else {}
    return make_queue(max_waiting=0, unit=target.unit if target else None, **overflow)


def overflow_from(queue: Queue) -> tuple[int, Wish | None]:
    contact = make_contact(unit=queue.unit)
    with pytest.raises(actions.QueueIsFull):
        actions.enqueue(contact.pk, queue, reasons=[HeadStartReason("vip", 300)])
    return contact.pk, overflowing.next_wish(contact.pk, Wish(queue.code, also=("transfer",)))


def test_a_full_queue_leads_into_the_next_with_the_rank_kept() -> None:
    target = make_queue()
    contact_id, wish = overflow_from(full_into(target))
    assert wish is not None
    assert (wish.queue_code, wish.also) == (target.code, ("transfer",))
    pass_time(0)
    actions.enqueue(contact_id, target, reasons=[HeadStartReason("vip", 120)], kept_rank_at=wish.kept_rank_at)
    first, second = Place.objects.filter(contact=contact_id).order_by("pk")
    assert abs((second.rank_at - first.queued_at).total_seconds() + 120) < 0.01


def test_after_the_longest_wait_too_but_not_when_the_caller_left_otherwise() -> None:
    target = make_queue()
    queue = make_queue(longest_wait_seconds=60, overflow="queue", overflow_queue=target)
    contact = make_contact(unit=queue.unit)
    actions.enqueue(contact.pk, queue)
    pass_time(61)
    actions.sweep()
    assert queries.place_of(contact.pk) is None
    wish = overflowing.next_wish(contact.pk, Wish(queue.code))
    assert wish is not None
    assert wish.queue_code == target.code
    other = make_contact(unit=queue.unit)
    actions.enqueue(other.pk, queue)
    actions.leave_queue(other.pk, "lost")
    assert overflowing.next_wish(other.pk, Wish(queue.code)) is None


def test_nobody_is_sent_on_in_a_circle_or_to_a_queue_that_is_closed_or_off() -> None:
    assert overflow_from(full_into(None))[1] is None
    never = Hours.objects.create(code="never", name_zh="从不", name_en="Never")
    assert overflow_from(full_into(make_queue(hours=never)))[1] is None
    assert overflow_from(full_into(make_queue(is_active=False)))[1] is None
    first = make_queue(max_waiting=0)
    second = full_into(first)
    first.overflow, first.overflow_queue = "queue", second
    first.save()
    contact_id, wish = overflow_from(first)
    assert wish is not None
    with pytest.raises(actions.QueueIsFull):
        actions.enqueue(contact_id, second, kept_rank_at=wish.kept_rank_at)
    assert overflowing.next_wish(contact_id, wish) is None


def test_a_queue_s_own_words_take_turns_and_replace_ours_at_the_end() -> None:
    queue = make_queue(tells_place=False)
    for position, code in enumerate(["app", "web", "sorry"]):
        prompt = Prompt.objects.create(code=code, text_zh=code)
        moment = "queue-full" if code == "sorry" else "waiting"
        Announcement.objects.create(queue=queue, prompt=prompt, moment=moment, position=position)
    contact = make_contact(unit=queue.unit)
    actions.enqueue(contact.pk, queue)
    told = [announcements.telling(contact.pk, nth) for nth in range(3)]
    assert [one.own for one in told] == ["app", "web", "app"]
    assert (told[0].place, told[0].wait) == (False, True)
    assert announcements.words_for(queue.code, "queue-full") == ["sorry"]
    assert announcements.words_for(queue.code, "waited-longest") == []


def test_who_cannot_wait_may_be_called_back_from_the_same_arrival(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "WANHAO", replace(settings.WANHAO, outbound_trunk="127.0.0.1:5060"))
    queue = make_queue(max_waiting=0, overflow="callback", preferred_seconds=0)
    contact_id, wish = overflow_from(queue)
    assert wish is None
    assert not overflowing.offers_callback(contact_id)  # the queue has no rules for callbacks
    make_policy(queue)
    assert overflowing.offers_callback(contact_id)
    Queue.objects.filter(pk=queue.pk).update(max_waiting=5)
    agreed = callback_lines.agree(contact_id, queue.code, "12100000001")
    assert agreed is not None
    first, kept = Place.objects.filter(queue=queue).order_by("pk")
    assert (kept.rank_at, kept.head_start_seconds) == (first.rank_at, 300)
