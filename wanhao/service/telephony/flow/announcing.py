"""Calls of the house itself: ring, say a text, wait for the key that confirms it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, DialFailed, NotRegistered
from wanhao.service.calls import announcement_calls
from wanhao.service.calls.announcement_calls import Announcement, Outcome
from wanhao.service.speech import prompts
from wanhao.service.speech.cache import Said
from wanhao.service.telephony.flow.ringing import DECLINED, NO_ANSWER

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.exchange import Exchange

BACKSTOP_SECONDS = 3.0
KEY_SECONDS = 5.0
SAID_TIMES = 3
MOST_AT_ONCE = 20
PURPOSE_HEADER = "X-Wanhao-Purpose"

log = structlog.get_logger(__name__)


class Announcer:
    """Takes announcements that are to be placed and places each once."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._woken = asyncio.Event()
        self._at_once = asyncio.Semaphore(MOST_AT_ONCE)

    def wake(self) -> None:
        """Something was asked."""
        self._woken.set()

    async def run(self) -> None:
        """Look whenever something was asked, and from time to time."""
        while True:
            self._woken.clear()
            try:
                await self._look()
            except Exception:
                log.exception("announcements not looked at")
            try:
                await asyncio.wait_for(self._woken.wait(), BACKSTOP_SECONDS)
            except TimeoutError:
                continue

    async def _look(self) -> None:
        exchange = self._exchange
        for one in await exchange.database(announcement_calls.to_place):
            is_here = one.is_outside or exchange.switch.is_registered(one.target)
            if exchange.is_stopping or (not is_here and one.may_be_elsewhere):
                continue
            if await exchange.database(announcement_calls.take, one.id, exchange.node_id):
                exchange.spawn(self._place(one))

    async def _place(self, one: Announcement) -> None:
        outcome = Outcome.LOST
        try:
            async with self._at_once:
                outcome = await self._told(one)
        except Exception:
            log.exception("announcement failed", announcement=one.id)
        await self._exchange.database(announcement_calls.end, one.id, outcome)

    async def _told(self, one: Announcement) -> Outcome:
        exchange = self._exchange
        text = await exchange.voice.file(Said(one.text, one.language))
        phrases = prompts.Phrasebook(await exchange.database(prompts.own_prompts))
        confirm = await exchange.voice.file(phrases.said("announcement-confirm", one.language))
        try:
            line = await self._ring(one)
        except DialFailed as failed:
            log.info("announcement not answered", announcement=one.id, code=failed.code)
            return outcome_of(failed)
        await exchange.database(announcement_calls.answered, one.id)
        outcome = Outcome.HEARD
        try:
            for _time in range(SAID_TIMES):
                key = await line.play_until_digit(text, confirm) or await line.digit(KEY_SECONDS)
                if key == one.confirm_key:
                    outcome = Outcome.CONFIRMED
                    await line.play(await exchange.voice.file(phrases.said("announcement-thanks", one.language)))
                    break
            await line.hangup()
        except CallEnded:
            log.info("announcement ended by the other side", announcement=one.id, outcome=outcome)
        return outcome

    async def _ring(self, one: Announcement) -> Dialog:
        exchange = self._exchange
        if one.is_outside and not exchange.environment.outbound_trunk:
            raise NotRegistered(one.target)
        target = exchange.outside(one.target) if one.is_outside else one.target
        return await exchange.switch.dial(
            target,
            caller=exchange.hotline,
            caller_name="" if one.is_outside else "应急通知",
            ring_seconds=one.ring_seconds,
            headers={PURPOSE_HEADER: "announcement"},
        )


def outcome_of(failed: DialFailed) -> Outcome:
    """Why nobody was told."""
    if isinstance(failed, NotRegistered):
        return Outcome.UNREACHABLE
    if failed.code in DECLINED:
        return Outcome.DECLINED
    return Outcome.NOT_ANSWERED if failed.code in NO_ANSWER else Outcome.UNREACHABLE
