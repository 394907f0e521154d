"""A call to a poll: short, without a contact, counted once. Nothing of it touches the hotline's queues."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded
from wanhao.common.phone_numbers import is_withheld
from wanhao.service.speech.cache import Said
from wanhao.service.votes import actions, queries
from wanhao.service.votes.actions import Cast
from wanhao.service.votes.queries import OnAir

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.database import Database
    from wanhao.service.telephony.flow.exchange import Exchange

ATTEMPTS = 2
KEY_SECONDS = 6.0


class BallotBox:
    """Counts the ballots of this process: those that come while one transaction runs share the next one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Cast, asyncio.Future[bool]]] = []
        self._counting: asyncio.Task[None] | None = None

    async def count(self, cast: Cast) -> bool:
        """Returns once the ballot is kept for good; False when its caller had voted before."""
        counted: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((cast, counted))
        if self._counting is None or self._counting.done():
            self._counting = asyncio.create_task(self._count())
        return await counted

    async def _count(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                results = await self._database(actions.count_ballots, [cast for cast, _counted in batch])
            except Exception as error:
                _settle(batch, error)
            else:
                for (_cast, counted), is_counted in zip(batch, results, strict=True):
                    if not counted.done():
                        counted.set_result(is_counted)


def _settle(batch: Iterable[tuple[Cast, asyncio.Future[bool]]], error: Exception) -> None:
    for _cast, counted in batch:
        if not counted.done():
            counted.set_exception(error)


class Polls:
    """The polls on the air as this process knows them, and what it has to report about them."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.box = BallotBox(exchange.database)
        self.by_number: dict[str, OnAir] = {}
        self.unheard: Counter[tuple[int, str]] = Counter()

    async def refresh(self) -> None:
        """Read the polls, give their numbers their lines, report the calls that were not counted."""
        before, self.by_number = self.by_number, await self._exchange.database(queries.on_air)
        limited = self._exchange.switch.limited
        for number, refused in limited.take_refused().items():
            if poll := before.get(number):
                self.unheard[(poll.poll_id, "busy")] += refused
        limited.limit({number: poll.most_lines for number, poll in self.by_number.items()})
        if self.unheard:
            reported, self.unheard = self.unheard, Counter()
            await self._exchange.database(actions.note_unheard, reported)
        if self.by_number != before:
            for poll in self.by_number.values():
                for text in poll.texts:
                    await self._exchange.voice.file(Said(text, poll.language))


async def take_ballot(exchange: Exchange, dialog: Dialog, poll: OnAir) -> None:
    """Greet, ask, count, thank. Once every key is pressed the ballot counts, whether or not the caller stays."""
    reason = "no_answer"
    try:
        await dialog.answer()
        if not poll.is_open(timezone.now()):
            reason = "closed"
            await _say(exchange, dialog, poll, "poll-closed")
        elif poll.counts_once and is_withheld(dialog.caller):
            reason = "withheld"
            await _say(exchange, dialog, poll, "poll-withheld")
        else:
            choices = await _ask_all(exchange, dialog, poll)
            reason = ""
            if await exchange.polls.box.count(Cast(poll.poll_id, dialog.caller, choices)):
                await dialog.play(await exchange.voice.file(Said(poll.thanks, poll.language)))
            else:
                await _say(exchange, dialog, poll, "poll-again")
    finally:
        if reason:
            exchange.polls.unheard[(poll.poll_id, reason)] += 1


async def _say(exchange: Exchange, dialog: Dialog, poll: OnAir, code: str) -> None:
    await dialog.play(await exchange.voice.file(exchange.phrases.said(code, poll.language)))


async def _ask_all(exchange: Exchange, dialog: Dialog, poll: OnAir) -> tuple[int, ...]:
    """The choices of all questions; raises CallEnded when there is none to one of them."""
    files = [await exchange.voice.file(Said(question.text, poll.language)) for question in poll.questions]
    early = await dialog.play_until_digit(await exchange.voice.file(Said(poll.greeting, poll.language)))
    chosen = []
    for question, file in zip(poll.questions, files, strict=True):
        choice = question.choices.get(early) if early else None
        early = None
        for _attempt in range(ATTEMPTS):
            if choice is None:
                key = await dialog.play_until_digit(file) or await dialog.digit(KEY_SECONDS)
                choice = question.choices.get(key or "")
        if choice is None:
            raise CallEnded("no valid answer")
        chosen.append(choice)
    return tuple(chosen)
