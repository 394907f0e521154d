"""What a waiting caller is told: how many come before them and how long it will take, as a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.service.telephony import announcements
from wanhao.service.telephony.sounds.numerals import spoken_count, spoken_range
from wanhao.service.waits import actions as waits
from wanhao.service.waits.rules import minutes_told

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.live_call import LiveCall
    from wanhao.service.waits.queries import WaitEstimate


async def say_place(call: LiveCall) -> None:
    """Say the caller's place, the expected wait and the queue's own words; nothing while an agent is being rung."""
    told = await call.exchange.database(waits.keep_spoken, call.contact_id)
    if told is None:
        return
    telling = await call.exchange.database(announcements.telling, call.contact_id, call.times_told)
    call.times_told += 1
    if telling.place and told.ahead:
        await call.say("waiting-ahead", count=spoken_count(told.ahead, call.language))
    elif telling.place:
        await call.say("waiting-next")
    if telling.wait:
        await say_range(call, told)
    if telling.own:
        await call.say(telling.own)


async def say_range(call: LiveCall, told: WaitEstimate) -> None:
    """The expected wait in minutes, or that it cannot be said."""
    if told.p50_seconds is None or told.p90_seconds is None:
        await call.say("wait-unknown")
        return
    minutes = minutes_told(told.p50_seconds, told.p90_seconds)
    await call.say("wait-range", wait=spoken_range(minutes.low, minutes.high, call.language))
