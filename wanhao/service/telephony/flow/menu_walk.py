"""A caller walks through the voice menu, until a queue or the end."""

from __future__ import annotations

from django.utils import timezone

from softswitch.errors import CallEnded
from wanhao.foundation.calendars.queries import is_open
from wanhao.service.telephony import calls, rules
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.rules import AskAgain, Go, Kind, Move, Step, Stop
from wanhao.service.telephony.sounds.numerals import spoken_money


async def walk(call: LiveCall, first: str) -> str | None:
    """From the first step on; the code of the queue the caller came to, None when the menu ends the call."""
    move: Move = Go(first)
    for _step in range(rules.LONGEST_PATH):
        step = call.menu.steps.get(move.to) if isinstance(move, Go) else None
        if step is None:
            await call.say("goodbye")
            return None
        if step.kind is Kind.QUEUE and step.queue:
            if step.prompt:
                await call.say(step.prompt)
            return step.queue
        if step.kind is Kind.HANG_UP:
            await call.say(step.prompt or "goodbye")
            return None
        move = await take(call, step)
    raise RuntimeError("the voice menu runs in circles")


async def take(call: LiveCall, step: Step) -> Move:
    """Do what one step says; where it leads."""
    match step.kind:
        case Kind.MENU:
            return await choose(call, step)
        case Kind.HOURS:
            return await ask_hours(call, step)
        case Kind.LANGUAGE:
            call.language = rules.spoken_language(step.language)
            await call.exchange.database(calls.choose_language, call.contact_id, call.language)
        case Kind.BALANCE:
            await tell_balance(call)
    if step.prompt:
        await call.tell(step.prompt)
    call.steps.append(step.code)
    return rules.branch(step, rules.NEXT)


async def choose(call: LiveCall, step: Step) -> Move:
    """Say the choices and wait for a key, again after a wrong one."""
    for attempt in range(1, step.attempts + 1):
        key = await call.ask(step.prompt, step.timeout_seconds)
        move = rules.after_key(step, key, attempt)
        call.steps.append(f"{step.code}:{key or rules.TIMEOUT}")
        if not isinstance(move, AskAgain):
            return move
        await call.say(move.prompt)
    return Stop()


async def ask_hours(call: LiveCall, step: Step) -> Move:
    """Open or closed now?"""
    is_open_now = await call.exchange.database(is_open, step.hours_id, timezone.now())
    call.found_closed = not is_open_now
    word = rules.OPEN if is_open_now else rules.CLOSED
    call.steps.append(f"{step.code}:{word}")
    return rules.branch(step, word)


async def tell_balance(call: LiveCall) -> None:
    """Say the balance of the caller's own account; the sound of it is deleted at once."""
    exchange = call.exchange
    try:
        balance = await exchange.database(calls.balance_of, call.contact_id)
    except CallEnded:
        raise
    except Exception:
        exchange.log.exception("balance not told", contact=call.contact_id)
        await call.say("balance-failed")
        return
    if balance is None:
        await call.say("balance-unknown")
        return
    said = call.menu.phrases.said("balance", call.language, amount=spoken_money(balance, call.language))
    prompt = await exchange.voice.once(said, call.facts.public_id)
    try:
        call.served_itself = True
        await call.dialog.play(prompt)
    finally:
        exchange.voice.forget(prompt)
