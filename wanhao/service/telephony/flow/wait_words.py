"""What a waiting caller is told: how many come before them and how long it will take, as a range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wanhao.service.calls import announcements
from wanhao.service.speech.numerals import spoken_count, spoken_key, spoken_range
from wanhao.service.waits import actions as waits
from wanhao.service.waits.rules import minutes_told

if TYPE_CHECKING:
    from wanhao.service.calls.announcements import Telling
    from wanhao.service.telephony.flow.live_call import LiveCall
    from wanhao.service.waits.queries import WaitEstimate


async def say_place(call: LiveCall) -> bool:
    """Say the place, the expected wait and the queue's own words, nothing while an agent is rung.

    True as soon as the key for a callback is pressed, which ends it.
    """
    told = await call.exchange.database(waits.keep_spoken, call.contact_id)
    if told is None:
        return False
    telling = await call.exchange.database(announcements.telling, call.contact_id, call.times_told)
    call.times_told += 1
    for code, values in words_of(call, told, telling):
        if call.callback is None:
            await call.say(code, **values)
        elif await call.say_until_key(code, **values) == call.callback.key:
            return True
    return False


def words_of(call: LiveCall, told: WaitEstimate, telling: Telling) -> Iterator[tuple[str, dict[str, str]]]:
    """The prompts: the place, the wait as a range, the queue's own words, and that the caller may be called back."""
    if telling.place and told.ahead:
        yield "waiting-ahead", {"count": spoken_count(told.ahead, call.language)}
    elif telling.place:
        yield "waiting-next", {}
    if telling.wait:
        yield range_of(call, told)
    if telling.own:
        yield telling.own, {}
    policy = call.callback
    if policy is not None and (told.p90_seconds is None or told.p90_seconds >= policy.from_wait_seconds):
        yield "callback-choice", {"key": spoken_key(policy.key, call.language)}


def range_of(call: LiveCall, told: WaitEstimate) -> tuple[str, dict[str, str]]:
    """The expected wait in minutes, or that it cannot be said."""
    if told.p50_seconds is None or told.p90_seconds is None:
        return "wait-unknown", {}
    minutes = minutes_told(told.p50_seconds, told.p90_seconds)
    return "wait-range", {"wait": spoken_range(minutes.low, minutes.high, call.language)}
