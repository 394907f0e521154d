"""The business PIN by telephone. Its digits stay inside these functions: no log, no event, no step carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.records.customers.pins import PinAnswer
from wanhao.service.ivr import rules
from wanhao.service.ivr.rules import Kind, Step
from wanhao.service.speech.numerals import spoken_count

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.menu_walk import Walk

DIGITS = 6
NEW_PIN_TRIES = 3
SECONDS = 8
OWN_CHECK = Step("pin", Kind.PIN, timeout_seconds=SECONDS, attempts=3)


async def ask_pin(walk: Walk, step: Step) -> str:
    """Ask for the PIN until it is right, once in a call; the word the step goes by."""
    if walk.is_verified:
        return rules.RIGHT
    state = await walk.answers.pin_state()
    if state.answer is not PinAnswer.RIGHT:
        await walk.line.say(f"pin-{state.answer}")
        return state.answer.value
    prompt = walk.flow.prompt_of(step) or "pin-enter"
    for _attempt in range(step.attempts):
        typed = await walk.line.enter(prompt, DIGITS, step.timeout_seconds)
        if rules.STAR in typed and rules.STAR in step.branches:
            return rules.STAR
        if len(typed) < DIGITS or not typed.isdigit():
            await walk.line.say("pin-six-digits" if typed else "no-key")
            continue
        check = await walk.answers.check_pin(typed)
        if check.answer is not PinAnswer.WRONG:
            walk.is_verified = check.answer is PinAnswer.RIGHT
            if not walk.is_verified:
                await walk.line.say(f"pin-{check.answer}")
            return check.answer.value
        await walk.line.say("pin-wrong", count=spoken_count(check.tries_left, walk.line.language))
    return rules.WRONG


async def is_themselves(walk: Walk) -> bool:
    """Was the PIN right in this call? Steps about private things ask for it when the flow has not."""
    return await ask_pin(walk, OWN_CHECK) == rules.RIGHT


async def change_pin(walk: Walk) -> None:
    """A new PIN, typed twice; the old one first unless it was checked in this call."""
    if not await is_themselves(walk):
        return
    for _attempt in range(NEW_PIN_TRIES):
        first = await walk.line.enter("pin-new", DIGITS, SECONDS)
        if len(first) < DIGITS or not first.isdigit():
            await walk.line.say("pin-six-digits")
        elif await walk.line.enter("pin-again", DIGITS, SECONDS) != first:
            await walk.line.say("pin-different")
        elif not await walk.answers.set_pin(first):
            await walk.line.say("pin-weak")
        else:
            walk.was_served = True
            await walk.line.say("pin-changed")
            return
    await walk.line.say("pin-not-changed")
