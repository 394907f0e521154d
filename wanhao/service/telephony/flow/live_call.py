"""A call while it lives: its customer's line, its contact, what was said to it and where it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import structlog

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, SwitchError
from softswitch.events import EndReason
from wanhao.service.telephony import rules
from wanhao.service.telephony.flow.offer_callback import pause, talk_about_it
from wanhao.service.telephony.flow.wait_words import say_place

if TYPE_CHECKING:
    from wanhao.service.callbacks.models import Callback, CallbackPolicy
    from wanhao.service.calls.calls import CallFacts
    from wanhao.service.calls.queueing import Ring
    from wanhao.service.telephony.flow.commands import Command
    from wanhao.service.telephony.flow.exchange import Exchange
    from wanhao.service.telephony.flow.talking import Talk
    from wanhao.service.telephony.menu import Menu

Result = TypeVar("Result")
log = structlog.get_logger(__name__)


class Phase(StrEnum):
    """Where a call is."""

    MENU = "menu"
    WAITING = "waiting"
    TALKING = "talking"
    RATING = "rating"


class LiveCall:
    """One customer's call. Its methods raise CallEnded when the customer has hung up."""

    def __init__(self, exchange: Exchange, dialog: Dialog, facts: CallFacts, menu: Menu) -> None:
        self.exchange, self.dialog, self.facts, self.menu = exchange, dialog, facts, menu
        self.contact_id, self.public_id = facts.contact_id, facts.public_id  # the row, and its name in the logs
        self.language = facts.language
        self.phase = Phase.MENU
        self.outcome = ""  # once it is sure
        self.has_failed = False
        self.served_itself = self.found_closed = False
        self.shows = facts.shows or dialog.called  # our number that others see when we ring them for this call
        self.customer = dialog  # the customer's line; of a call out it is another one than `dialog`
        self.next_ring: Ring | None = None  # an agent freed for this caller, told before the notice comes
        self.agent: Dialog | None = None  # the line of the agent who serves or served last
        self.talk: Talk | None = None  # while caller and agent talk
        self.times_told = 0  # announcements heard while waiting
        self.callback: CallbackPolicy | None = None  # under which the waiting caller may ask to be called back
        self.agreeing: asyncio.Task[Callback | None] | None = None
        self.closed = asyncio.Event()
        self.commands: asyncio.Queue[Command] = asyncio.Queue()

    async def say(self, code: str, **values: str) -> None:
        """Say a prompt to its end."""
        await self.dialog.play(await self.exchange.voice.file(self.menu.phrases.said(code, self.language, **values)))

    async def ask(self, code: str, seconds: float) -> str | None:
        """Say a prompt and wait for a key; a key pressed while it speaks ends it."""
        prompt = await self.exchange.voice.file(self.menu.phrases.said(code, self.language))
        return await self.dialog.play_until_digit(prompt) or await self.dialog.digit(seconds)

    async def say_until_key(self, code: str, **values: str) -> str | None:
        """Say a prompt; a key ends it and is returned."""
        said = self.menu.phrases.said(code, self.language, **values)
        return await self.dialog.play_until_digit(await self.exchange.voice.file(said))

    async def or_gone(self, work: Awaitable[Result]) -> Result:
        """Wait for the work; raises CallEnded as soon as the caller hangs up."""
        doing = asyncio.ensure_future(work)
        gone = asyncio.create_task(self.dialog.wait_ended())
        try:
            await asyncio.wait({doing, gone}, return_when=asyncio.FIRST_COMPLETED)
            if self.dialog.end_reason is not None:
                raise CallEnded(self.dialog.end_reason.value)
            return doing.result()
        finally:
            doing.cancel()
            gone.cancel()

    def final_outcome(self) -> str:
        """What became of the contact."""
        if self.has_failed or self.exchange.is_stopping or self.dialog.end_reason is EndReason.MEDIA_LOST:
            return "lost"
        if self.outcome:
            return self.outcome
        if self.phase is Phase.WAITING:
            return "abandoned"
        if self.phase is Phase.MENU:
            return rules.outcome_in_menu(was_served=self.served_itself, found_closed=self.found_closed)
        return "served"

    def end_reason(self) -> str:
        """Why it ended, in one word."""
        if self.exchange.is_stopping:
            return "process_stopped"
        if self.has_failed:
            return "error"
        return str(self.dialog.end_reason or EndReason.WE_HUNG_UP)

    @asynccontextmanager
    async def hearing(self, *, notice: str = "", every_seconds: float = 0) -> AsyncIterator[None]:
        """Music for the caller while something else goes on: first a notice, then the place in the queue at times."""
        task = asyncio.create_task(self._entertain(notice, every_seconds))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, CallEnded):
                await task
            with suppress(SwitchError):
                await self.dialog.stop_playing()

    async def _entertain(self, notice: str, every_seconds: float) -> None:
        music = await self.exchange.voice.music()
        try:
            if notice:
                await self.say(notice)
            while True:
                is_asked = await say_place(self) if every_seconds else False
                if not is_asked:
                    await self.dialog.start_music(music)
                    is_asked = await pause(self, every_seconds)
                if is_asked:
                    await talk_about_it(self)
        except CallEnded:
            return
        except Exception:
            log.exception("music stopped", contact=self.public_id)
