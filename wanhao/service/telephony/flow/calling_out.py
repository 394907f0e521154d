"""An agent talks with a customer they called: hold, hang up, and leaders who listen or join."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from softswitch.errors import CallEnded
from wanhao.service.telephony import calls, events
from wanhao.service.telephony.flow.commands import ENDED_FIRST, Command, CommandFailed
from wanhao.service.telephony.flow.happenings import HoldClock, next_of
from wanhao.service.telephony.flow.supervising import Supervising
from wanhao.service.telephony.models import CallCommand

if TYPE_CHECKING:
    from softswitch.conversation import Conversation
    from softswitch.dialog import Dialog
    from wanhao.service.telephony.flow.live_call import LiveCall

Action = CallCommand.Action
NOT_CALLING_OUT = gettext_noop("This cannot be done in a call that an agent made.")


class CallOut:
    """One call out, from the customer's answer to the end."""

    def __init__(self, call: LiveCall, conversation: Conversation) -> None:
        self.call, self.conversation = call, conversation
        self.supervising = Supervising(call, conversation)
        self._hold = HoldClock(call)
        conversation.agent.listen(self._hold.hear)
        conversation.on_guest_lost = self._lost

    async def run(self) -> None:
        """Obey commands until one of the two hangs up."""
        try:
            while isinstance(happened := await next_of(self.call, self.conversation), Command):
                await self._obey(happened)
        finally:
            self._hold.end()
            await self.supervising.close()

    async def _obey(self, command: Command) -> None:
        problem = ""
        try:
            is_done = await self._do(command)
        except CommandFailed as failed:
            is_done, problem = True, str(failed)
        except CallEnded:
            is_done, problem = True, ENDED_FIRST
        if is_done:
            await self.call.exchange.desk.answer(command, problem)

    async def _do(self, command: Command) -> bool:
        """Carry it out; False when it is answered later."""
        match command.action:
            case Action.HOLD:
                await self.conversation.hold()
                self._hold.begin()
            case Action.RESUME:
                await self.conversation.resume()
                self._hold.end()
            case Action.HANG_UP:
                await self.conversation.customer.hangup()
            case Action.LISTEN | Action.WHISPER | Action.JOIN:
                return await self.supervising.enter(command)
            case Action.LEAVE:
                await self.supervising.leave(command)
            case _:
                raise CommandFailed(NOT_CALLING_OUT)
        return True

    def _lost(self, _guest: Dialog) -> None:
        self.call.exchange.later(calls.note, events.ConferenceLost(self.call.contact_id))
