"""Those who are asked into a call beside caller and agent: rung, let in, and seen off however the call ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, SwitchError
from softswitch.events import Ended, Event
from wanhao.service.calls import parties
from wanhao.service.telephony.flow.commands import ENDED_FIRST, Command, CommandFailed
from wanhao.service.telephony.flow.ringing import CONTACT_HEADER, rung

if TYPE_CHECKING:
    from softswitch.conversation import Conversation
    from wanhao.service.calls.parties import Asked
    from wanhao.service.telephony.flow.live_call import LiveCall

PURPOSE_HEADER = "X-Wanhao-Purpose"
CONSULT = "consult"
RING_SECONDS = 25.0

Result = TypeVar("Result")
log = structlog.get_logger(__name__)


@dataclass
class Guest:
    """One who has answered."""

    asked: Asked
    dialog: Dialog
    unlisten: Callable[[], object] = lambda: None


class Reaching:
    """Somebody is being rung while the call goes on; the command that asked for it is answered at the end."""

    def __init__(self, call: LiveCall, command: Command, work: Coroutine[Any, Any, None]) -> None:
        self._call, self._command = call, command
        self._task = asyncio.create_task(self._run(work))

    @property
    def is_over(self) -> bool:
        """Have they answered, or not?"""
        return self._task.done()

    async def give_up(self) -> None:
        """Stop ringing."""
        if not self._task.done():
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            await self._call.exchange.desk.answer(self._command)

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        problem = ""
        try:
            await work
        except CommandFailed as failed:
            problem = str(failed)
        except CallEnded:
            problem = ENDED_FIRST
        except Exception:
            log.exception("a guest was not reached", contact=self._call.public_id)
            problem = ENDED_FIRST
        await self._call.exchange.desk.answer(self._command, problem)


async def ring_staff(call: LiveCall, asked: Asked, purpose: str) -> Dialog:
    """Ring a member of staff into the call; raises DialFailed, CallEnded."""
    return await rung(call, dial_guest(call, asked.shown, purpose, RING_SECONDS))


async def dial_guest(call: LiveCall, user: str, purpose: str, seconds: float) -> Dialog:
    """The answered line of a member of staff, who sees what for and the masked number; raises DialFailed."""
    return await call.exchange.switch.dial(
        user,
        caller=call.shows,
        caller_name=f"{purpose} {call.facts.shown_number}",
        ring_seconds=seconds,
        headers={CONTACT_HEADER: call.facts.public_id, PURPOSE_HEADER: purpose},
        codec=call.customer.codec,
    )


def welcome(asked: Asked, dialog: Dialog, on_gone: Callable[[Guest], None]) -> Guest:
    """A guest whose end is noticed; `on_gone` is called once."""
    guest = Guest(asked, dialog)

    def hear(event: Event) -> None:
        if isinstance(event, Ended):
            guest.unlisten()
            on_gone(guest)

    guest.unlisten = dialog.listen(hear)
    return guest


async def see_off(call: LiveCall, conversation: Conversation, guest: Guest) -> None:
    """Hang up, and free them for other contacts."""
    guest.unlisten()
    with suppress(SwitchError):
        await conversation.dismiss(guest.dialog)
        await guest.dialog.hangup()
    await call.exchange.database(parties.part, guest.asked.party_id)


async def whole(work: Awaitable[Result]) -> Result:
    """Let something come to its end even when we are cancelled meanwhile: what it wrote must not be forgotten."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
