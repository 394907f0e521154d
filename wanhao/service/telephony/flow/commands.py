"""Commands from pages to live calls, carried out by the process that has the call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wanhao.service.calls import commands
from wanhao.service.calls.models import CallCommand

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.database import Database
    from wanhao.service.telephony.flow.live_call import LiveCall
    from wanhao.service.telephony.flow.second_line import SecondLine

NOT_WITH_AGENT = gettext_noop("The call is not with an agent now.")
ENDED_FIRST = gettext_noop("Nothing was done: the call ended first.")
NO_ANSWER = gettext_noop("The other party did not answer.")


class CommandFailed(Exception):
    """A command could not be carried out; the message is an English sentence of our catalogue."""


@dataclass(frozen=True)
class Command:
    """What is asked of a call."""

    id: int
    contact_id: int
    action: str
    target: str
    language: str
    asked_by: int  # the member of staff
    line: SecondLine | None = None  # on which the agent speaks with the one consulted, from a SIP telephone


class Desk:
    """Takes commands for the calls of this process and answers them."""

    def __init__(self, database: Database, calls: dict[int, LiveCall]) -> None:
        self._database, self._calls = database, calls

    async def take(self, contact_id: int) -> None:
        """Hand what was asked of a call of ours to its coroutine."""
        call = self._calls.get(contact_id)
        if call is None:
            return
        for command in await self._database(taken, contact_id):
            if call.phase == "talking":
                call.commands.put_nowait(command)
            elif command.action == CallCommand.Action.HANG_UP:
                await self.answer(command)
                await call.dialog.hangup()
            else:
                await self.answer(command, NOT_WITH_AGENT)

    async def answer(self, command: Command, problem: str = "") -> None:
        """Say that it was done, or why not."""
        await self._database(answered, command, problem)
        if problem and command.line is not None:
            await command.line.close()

    async def leave(self, call: LiveCall) -> None:
        """The call is over: answer what was still asked of it."""
        while not call.commands.empty():
            await self.answer(call.commands.get_nowait(), ENDED_FIRST)


def taken(contact_id: int) -> list[Command]:
    """What was asked of a call by pages, in order; nobody else carries it out now."""
    return [
        Command(row.pk, contact_id, row.action, row.target, row.asked_by.language, row.asked_by_id)
        for row in commands.take(contact_id)
    ]


def answered(command: Command, problem: str) -> None:
    """Keep the answer in the language of the one who asked, and wake their page."""
    with translation.override(command.language):
        text = _(problem) if problem else ""
    commands.answer(command.id, command.contact_id, text)
