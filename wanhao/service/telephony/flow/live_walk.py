"""The voice menu of a live call: the caller's real line, real answers, and the one event that tells the way taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from wanhao.service.calls import calls, events
from wanhao.service.ivr import answers
from wanhao.service.telephony import self_service
from wanhao.service.telephony.flow.menu_walk import Ending, Walk
from wanhao.service.telephony.flow.untold import Untold

if TYPE_CHECKING:
    from wanhao.records.customers.gateways import Bill
    from wanhao.records.customers.pins import PinCheck
    from wanhao.service.ivr.answers import Progress
    from wanhao.service.ivr.rules import Caller
    from wanhao.service.telephony.flow.live_call import LiveCall
    from wanhao.service.telephony.menu import Flow

Given = ParamSpec("Given")
Result = TypeVar("Result")
LEFT = "left"
NEXT_KEY_SECONDS = 6.0


async def walk(call: LiveCall, flow: Flow) -> Ending:
    """Walk the flow to its end and note the way, also when the caller hangs up on it."""
    way = Walk(CallersLine(call), LiveAnswers(call), flow, call.menu)
    end = LEFT
    try:
        ending = await way.run()
        end = ending.kind.value
        return ending
    finally:
        call.served_itself, call.found_closed = way.was_served, way.found_closed
        event = events.MenuWalked(
            call.contact_id,
            tuple(way.steps),
            flow.code,
            flow.version,
            way.at,
            end,
            way.was_served,
            tuple(way.announced),
        )
        call.exchange.later(calls.note, event)


class CallersLine:
    """What the caller hears and presses. Raises CallEnded when they have hung up."""

    def __init__(self, call: LiveCall) -> None:
        self._call, self._dialog, self._voice = call, call.dialog, call.exchange.voice
        self._key_ahead: str | None = None

    @property
    def language(self) -> str:
        """The language prompts are said in."""
        return self._call.language

    @language.setter
    def language(self, language: str) -> None:
        self._call.language = language

    async def say(self, code: str, **values: str) -> None:
        """Say a prompt to its end."""
        await self._call.say(code, **values)

    async def say_private(self, code: str, **values: str) -> None:
        """Say something about the caller alone; the sound of it is deleted at once."""
        said = self._call.menu.phrases.said(code, self.language, **values)
        prompt = await self._voice.once(said, self._call.facts.public_id)
        try:
            await self._dialog.play(prompt)
        finally:
            self._voice.forget(prompt)

    async def tell(self, code: str) -> None:
        """Say a prompt unless a key is pressed, which is kept for the next question."""
        if self._key_ahead is None:
            self._key_ahead = await self._dialog.play_until_digit(await self._file(code))

    async def ask(self, code: str, seconds: float) -> str | None:
        """Say a prompt and wait for a key; one pressed while it speaks, or before, ends it."""
        if key := self._take_key_ahead():
            return key
        return await self._dialog.play_until_digit(await self._file(code)) or await self._dialog.digit(seconds)

    async def enter(self, code: str, count: int, seconds: float) -> str:
        """Say a prompt and take up to so many keys; # ends them."""
        first = self._take_key_ahead() or await self._dialog.play_until_digit(await self._file(code))
        if first == "#":
            return ""
        rest = count - bool(first)
        wait = NEXT_KEY_SECONDS if first else seconds
        typed = (first or "") + await self._dialog.digits(rest, first_timeout=wait, next_timeout=NEXT_KEY_SECONDS)
        return typed

    def _take_key_ahead(self) -> str | None:
        key, self._key_ahead = self._key_ahead, None
        return key

    async def _file(self, code: str) -> Path:
        return await self._voice.file(self._call.menu.phrases.said(code, self.language))


class LiveAnswers:
    """What the database and the systems behind it say about the caller."""

    def __init__(self, call: LiveCall) -> None:
        self._call, self._contact_id = call, call.contact_id

    async def _ask(self, function: Callable[Given, Result], *values: Given.args, **named: Given.kwargs) -> Result:
        try:
            return await self._call.exchange.database(function, *values, **named)
        except Exception as error:
            self._call.exchange.log.exception("not told to the caller", contact=self._call.public_id)
            raise Untold from error

    async def caller(self) -> Caller:
        """Who calls."""
        return await self._call.exchange.database(answers.caller_of, self._contact_id)

    async def opening(self, hours_id: int | None, at: datetime) -> str:
        """open, closed or holiday."""
        return await self._call.exchange.database(answers.opening, hours_id, at)

    async def choose_language(self, language: str) -> None:
        """Note what the caller chose."""
        await self._call.exchange.database(calls.choose_language, self._contact_id, language)

    async def balance(self) -> Decimal | None:
        """Of the caller's account."""
        return await self._ask(self_service.balance_of, self._contact_id)

    async def last_bill(self) -> Bill | None:
        """Of the caller's account."""
        return await self._ask(self_service.last_bill_of, self._contact_id)

    async def progress(self, language: str) -> list[Progress]:
        """Of the caller's tickets."""
        return await self._ask(self_service.progress_of, self._contact_id, language)

    async def pin_state(self) -> PinCheck:
        """Can a PIN be checked?"""
        return await self._call.exchange.database(self_service.pin_state_of, self._contact_id)

    async def check_pin(self, pin: str) -> PinCheck:
        """Is it the right one?"""
        return await self._call.exchange.database(self_service.check_pin_of, self._contact_id, pin)

    async def set_pin(self, pin: str) -> bool:
        """Take a new one; False when it is guessed too easily."""
        return await self._call.exchange.database(self_service.set_pin_of, self._contact_id, pin)
