"""A caller waits in a queue until an agent has answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded
from wanhao.service.callbacks import queries as callbacks
from wanhao.service.calls import announcements, callback_lines, overflowing, queueing
from wanhao.service.calls.queueing import Ring, Standing, Stay, Wish
from wanhao.service.telephony.flow.live_call import LiveCall, Phase
from wanhao.service.telephony.flow.offer_callback import offer_callback, say_agreed
from wanhao.service.telephony.flow.ringing import ring_agent
from wanhao.service.waits import actions as waits

BACKSTOP_SECONDS = 2.0
REFUSALS = {Stay.FULL: ("queue-full", "overflowed"), Stay.CLOSED: ("queue-closed", "closed_hours")}


@dataclass(frozen=True)
class Connected:
    """An agent who has answered, and the offer that brought them."""

    ring: Ring
    agent: Dialog


async def wait_for_agent(call: LiveCall, wish: Wish, *, notice: str = "") -> Connected | None:
    """Wait as wished; None when nobody can be waited for any more (the caller was told why)."""
    call.phase = Phase.WAITING
    database = call.exchange.database
    with call.exchange.board.watch(f"contact:{call.contact_id}") as changed:
        standing, was_kept = await database(callback_lines.join, call.contact_id, wish)
        notice = "callback-kept" if was_kept else notice
        if standing.stay in REFUSALS:
            return await go_on_or_away(call, wish, *REFUSALS[standing.stay])
        if not standing.ring:
            call.exchange.later(waits.keep_on_entry, call.contact_id)
            call.callback = await database(callbacks.offered_in, wish.queue_code)
        every = standing.announce_every_seconds
        async with call.hearing(notice=notice, every_seconds=every):
            while standing.stay is Stay.WAITING:
                if standing.ring and (agent := await ring_agent(call, standing.ring, changed)):
                    return Connected(standing.ring, agent)
                if not standing.ring:
                    await until_changed(call, changed)
                changed.clear()
                standing = await look(call)
    if call.agreeing is not None and (agreed := await call.agreeing):
        await say_agreed(call, agreed)
        return None
    return await go_on_or_away(call, wish, "waited-longest", "overflowed")


async def look(call: LiveCall) -> Standing:
    """How the caller stands now; a freed agent may have been handed over already."""
    ring, call.next_ring = call.next_ring, None
    if ring is not None and not ring.is_late:
        return Standing(Stay.WAITING, ring)
    return await call.exchange.database(queueing.look, call.contact_id)


async def go_on_or_away(call: LiveCall, wish: Wish, prompt: str, outcome: str) -> Connected | None:
    """Wait on in the queue this one overflows into, or tell the caller that nobody can take the call."""
    onward = await call.exchange.database(overflowing.next_wish, call.contact_id, wish)
    if onward is not None:
        return await wait_for_agent(call, onward, notice="waits-elsewhere")
    if await call.exchange.database(overflowing.offers_callback, call.contact_id):
        await call.say("callback-instead")
        if await offer_callback(call, wish, declined=""):
            return None
    await turn_away(call, wish.queue_code, prompt, outcome)
    return None


async def until_changed(call: LiveCall, changed: asyncio.Event) -> None:
    """Until something happens to the contact, at most the time of the backstop; raises CallEnded."""
    gone = asyncio.create_task(call.dialog.wait_ended())
    wake = asyncio.create_task(changed.wait())
    await asyncio.wait({gone, wake}, timeout=BACKSTOP_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    wake.cancel()
    if call.dialog.end_reason is not None:
        raise CallEnded(call.dialog.end_reason.value)


async def turn_away(call: LiveCall, queue_code: str, prompt: str, outcome: str) -> None:
    """Tell the caller in the queue's own words, or ours, that nobody can take the call."""
    call.outcome = outcome
    own = await call.exchange.database(announcements.words_for, queue_code, prompt)
    for code in own or [prompt]:
        await call.say(code)
