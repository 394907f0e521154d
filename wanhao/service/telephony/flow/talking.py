"""Caller and agent talk: recorded, held, passed on, and put together again when the agent's line breaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from softswitch.conversation import Conversation, ConversationEnd, Side
from softswitch.errors import CallEnded
from softswitch.events import EndReason, Event, Held, Resumed
from wanhao.service.telephony import calls, queueing
from wanhao.service.telephony.flow.commands import ENDED_FIRST, NOT_WITH_AGENT, Command, CommandFailed
from wanhao.service.telephony.flow.live_call import LiveCall, Phase
from wanhao.service.telephony.flow.recorder import recorded
from wanhao.service.telephony.flow.returning import bring_agent_back
from wanhao.service.telephony.flow.transferring import Passed, pass_on
from wanhao.service.telephony.models import CallCommand
from wanhao.service.telephony.queueing import TRANSFER, Ring, Wish

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.waiting import Connected

Action = CallCommand.Action
HUNG_UP = frozenset({EndReason.WE_HUNG_UP, EndReason.FAR_END_HUNG_UP})
log = structlog.get_logger(__name__)


async def talk(call: LiveCall, connected: Connected) -> Wish | None:
    """From the first word to the last; where the caller goes next, None when they were served."""
    call.phase = Phase.TALKING
    conversation = Conversation(call.dialog, connected.agent, music=await call.exchange.voice.music())
    await conversation.start()
    async with recorded(call, conversation, f"{call.facts.public_id}-{connected.ring.offer_id}"):
        return await Talk(call, connected.ring, conversation).run()


class Talk:
    """One agent's service of one caller."""

    def __init__(self, call: LiveCall, ring: Ring, conversation: Conversation) -> None:
        self.call, self.ring, self.conversation = call, ring, conversation
        self._held_since: float | None = None
        self._follow()

    async def run(self) -> Wish | None:
        """Obey commands and see to broken lines until the service is over."""
        while True:
            happened = await self._next()
            if isinstance(happened, Command):
                passed = await self._obey(happened)
            else:
                passed = await self._after(happened)
            if passed is not None:
                if passed.talks_outside:
                    await self._talk_outside()
                await self._end_service()
                return passed.wish

    async def _next(self) -> Command | ConversationEnd:
        ended = asyncio.create_task(self.conversation.wait())
        asked = asyncio.create_task(self.call.commands.get())
        await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            if asked.done():
                self.call.commands.put_nowait(asked.result())
            asked.cancel()
            return ended.result()
        ended.cancel()
        return asked.result()

    async def _talk_outside(self) -> None:
        """The agent is free; caller and outside party talk to their end, which a leader may bring about."""
        while isinstance(happened := await self._next(), Command):
            if happened.action == Action.HANG_UP:
                await self.conversation.agent.hangup()
            problem = "" if happened.action == Action.HANG_UP else NOT_WITH_AGENT
            await self.call.exchange.desk.answer(happened, problem)

    # -- commands from a page -----------------------------------------------------------------------------

    async def _obey(self, command: Command) -> Passed | None:
        try:
            passed = await self._do(command)
        except CommandFailed as failed:
            await self.call.exchange.desk.answer(command, str(failed))
            return None
        except CallEnded:
            await self.call.exchange.desk.answer(command, ENDED_FIRST)
            raise
        await self.call.exchange.desk.answer(command)
        return passed

    async def _do(self, command: Command) -> Passed | None:
        match command.action:
            case Action.HOLD:
                await self.conversation.hold()
                self._held()
            case Action.RESUME:
                await self.conversation.resume()
                self._resumed()
            case Action.HANG_UP:
                await self.conversation.agent.hangup()
            case Action.RING_AGAIN:
                return await self._lost_agent()
            case Action.TRANSFER:
                return await pass_on(self.call, self.ring, self.conversation, command.target, command.language)
        return None

    # -- the end of a line --------------------------------------------------------------------------------

    async def _after(self, end: ConversationEnd) -> Passed | None:
        """The service is over, or goes on somewhere; None: it goes on here."""
        if end.by is Side.CUSTOMER or end.reason is EndReason.MEDIA_LOST:
            raise CallEnded(end.reason.value)
        if end.transfer is not None:
            try:
                return await pass_on(self.call, self.ring, self.conversation, end.transfer.user)
            except CommandFailed as failed:
                log.info("transfer failed", contact=self.call.contact_id, reason=str(failed))
                return await self._lost_agent(notice="transfer-failed")
        if end.reason in HUNG_UP:
            return Passed(None)
        return await self._lost_agent()

    async def _lost_agent(self, notice: str = "agent-lost") -> Passed | None:
        self._resumed()
        if await bring_agent_back(self.call, self.ring, self.conversation, notice):
            self._follow()
            return None
        await self.call.say("agent-not-back")
        return Passed(Wish(self.ring.queue_code, also=(TRANSFER,), kept_rank_at=self.ring.rank_at))

    async def _end_service(self) -> None:
        self._resumed()
        await self.conversation.agent.hangup()
        await self.call.exchange.database(queueing.end_service, self.ring.offer_id)

    # -- hold ---------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        self.conversation.agent.listen(self._on_event)

    def _on_event(self, event: Event) -> None:
        """Hold pressed on the telephone itself."""
        if isinstance(event, Held):
            self._held()
        elif isinstance(event, Resumed):
            self._resumed()

    def _held(self) -> None:
        if self._held_since is None:
            self._held_since = asyncio.get_running_loop().time()
            self.call.exchange.later(calls.note_held, self.call.contact_id)

    def _resumed(self) -> None:
        if self._held_since is not None:
            seconds = asyncio.get_running_loop().time() - self._held_since
            self._held_since = None
            self.call.exchange.later(calls.note_resumed, self.call.contact_id, seconds)
