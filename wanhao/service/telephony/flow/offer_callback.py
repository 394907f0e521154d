"""A waiting caller may ask to be called back: the number is confirmed or entered, the place is kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wanhao.service.calls import callback_lines
from wanhao.service.speech.numerals import spoken_digits

if TYPE_CHECKING:
    from wanhao.service.callbacks.models import Callback
    from wanhao.service.calls.queueing import Wish
    from wanhao.service.telephony.flow.live_call import LiveCall

CONFIRM, OTHER, GO_ON = "1", "2", "*"
KEY_SECONDS = 8.0
ATTEMPTS = 3
MOST_DIGITS = 15


async def pause(call: LiveCall, seconds: float) -> bool:
    """Let the music play for so long, or until the key for a callback is pressed: then True. Other keys say nothing."""
    if call.callback is None or not seconds:
        await asyncio.sleep(seconds or 3600)
        return False
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while (left := until - loop.time()) > 0:
        if await call.dialog.digit(left) == call.callback.key:
            return True
    return False


async def talk_about_it(call: LiveCall) -> None:
    """The caller has pressed the key for a callback."""
    assert call.callback is not None
    await call.dialog.stop_playing()
    await arrange(call, call.callback.queue.code)


async def offer_callback(call: LiveCall, wish: Wish, *, declined: str = "callback-go-on") -> bool:
    """Talk about a callback outside of a queue (a leaf of the menu): True when it is agreed and the call can end."""
    if not call.exchange.environment.outbound_trunk or not await arrange(call, wish.queue_code, declined):
        return False
    assert call.agreeing is not None
    agreed = await call.agreeing
    if agreed is not None:
        await say_agreed(call, agreed)
    return agreed is not None


async def arrange(call: LiveCall, queue_code: str, declined: str = "callback-go-on") -> bool:
    """Confirm or enter the number; False, after the words for it, when the caller would rather not be called back."""
    call.dialog.forget_digits()
    number = await call.exchange.database(callback_lines.own_number, call.contact_id)
    question = "callback-number"
    for _attempt in range(ATTEMPTS):
        if number:
            key = await ask_about(call, question, number)
            if key == CONFIRM:
                await agree(call, queue_code, number)
                return True
            if key == GO_ON:
                break
            if key != OTHER:
                continue
        number, question = await entered(call), "callback-entered"
    if declined:
        await call.say(declined)
    return False


async def ask_about(call: LiveCall, question: str, number: str) -> str | None:
    """Say the number digit by digit and wait for a key; the sound of it is deleted at once."""
    voice = call.exchange.voice
    said = call.menu.phrases.said(question, call.language, digits=spoken_digits(number, call.language))
    prompt = await voice.once(said, call.facts.public_id)
    try:
        return await call.dialog.play_until_digit(prompt) or await call.dialog.digit(KEY_SECONDS)
    finally:
        voice.forget(prompt)


async def entered(call: LiveCall) -> str:
    """A number by keys, ended with the hash key; empty when it is none."""
    await call.say("callback-enter")
    keys = await call.dialog.digits(MOST_DIGITS, first_timeout=KEY_SECONDS, next_timeout=KEY_SECONDS)
    number = await call.exchange.database(callback_lines.usable_number, keys)
    if not number:
        await call.say("callback-not-a-number")
    return number


async def agree(call: LiveCall, queue_code: str, number: str) -> None:
    """Keep the wish. Once begun it goes to its end, also when the caller hangs up meanwhile."""
    work = call.exchange.database(callback_lines.agree, call.contact_id, queue_code, number)
    call.agreeing = asyncio.create_task(work)
    await asyncio.shield(call.agreeing)


async def say_agreed(call: LiveCall, _agreed: Callback) -> None:
    """Tell the caller that the call can end now."""
    call.outcome = "callback"
    await call.say("callback-agreed")
