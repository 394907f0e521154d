"""What happens in a conversation next, and how long the caller was on hold."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from softswitch.conversation import Conversation, ConversationEnd
from softswitch.events import Event, Held, Resumed
from wanhao.service.calls import calls
from wanhao.service.telephony.flow.commands import Command

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.live_call import LiveCall


async def next_of(call: LiveCall, conversation: Conversation) -> Command | ConversationEnd:
    """Wait for the end of a line or for a command, whichever comes first; a command is not lost at the end."""
    ended = asyncio.create_task(conversation.wait())
    asked = asyncio.create_task(call.commands.get())
    await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
    if ended.done():
        if asked.done():
            call.commands.put_nowait(asked.result())
        asked.cancel()
        return ended.result()
    ended.cancel()
    return asked.result()


class HoldClock:
    """Notes when the caller is put on hold, by a command or on the telephone itself, and for how long."""

    def __init__(self, call: LiveCall) -> None:
        self._call = call
        self._since: float | None = None

    def begin(self) -> None:
        """On hold from now on; said again, nothing changes."""
        if self._since is None:
            self._since = asyncio.get_running_loop().time()
            self._call.exchange.later(calls.note_held, self._call.contact_id)

    def end(self) -> None:
        """Not on hold any more."""
        if self._since is not None:
            seconds = asyncio.get_running_loop().time() - self._since
            self._since = None
            self._call.exchange.later(calls.note_resumed, self._call.contact_id, seconds)

    def hear(self, event: Event) -> None:
        """Hold pressed on the agent's telephone."""
        if isinstance(event, Held):
            self.begin()
        elif isinstance(event, Resumed):
            self.end()
