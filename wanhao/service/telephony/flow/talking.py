"""Caller and agent talk: recorded, held, passed on, and put together again when the agent's line breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.utils.translation import gettext_noop

from softswitch.conversation import Conversation, ConversationEnd, Side
from softswitch.errors import CallEnded
from softswitch.events import EndReason
from wanhao.service.calls import endings, queueing
from wanhao.service.calls.models import CallCommand
from wanhao.service.calls.queueing import TRANSFER, Ring, Wish
from wanhao.service.telephony.flow.beside import BESIDE, Beside
from wanhao.service.telephony.flow.commands import ENDED_FIRST, NOT_WITH_AGENT, Command, CommandFailed
from wanhao.service.telephony.flow.happenings import HoldClock, next_of
from wanhao.service.telephony.flow.live_call import LiveCall, Phase
from wanhao.service.telephony.flow.recorder import recorded
from wanhao.service.telephony.flow.returning import bring_agent_back
from wanhao.service.telephony.flow.transferring import Passed, pass_on

if TYPE_CHECKING:
    from softswitch.dialog import Dialog
    from wanhao.service.telephony.flow.waiting import Connected

Action = CallCommand.Action
CONSULTING = gettext_noop("Complete the transfer or end the consultation first.")
HUNG_UP = frozenset({EndReason.WE_HUNG_UP, EndReason.FAR_END_HUNG_UP})
log = structlog.get_logger(__name__)


async def talk(call: LiveCall, connected: Connected) -> Wish | None:
    """From the first word to the last; where the caller goes next, None when they were served."""
    call.phase = Phase.TALKING
    music, mixer = await call.exchange.voice.music(), call.exchange.switch.mixer
    conversation = Conversation(call.dialog, connected.agent, music=music, mixer=mixer)
    await conversation.start()
    async with recorded(call, conversation, f"{call.facts.public_id}-{connected.ring.offer_id}"):
        talking = call.talk = Talk(call, connected.ring, conversation)
        try:
            return await talking.run()
        finally:
            call.talk = None
            await talking.beside.close()
            del talking.beside  # which points back at the talk: without the circle its memory is free at once


class Talk:
    """One agent's service of one caller."""

    def __init__(self, call: LiveCall, ring: Ring, conversation: Conversation) -> None:
        self.call, self.ring, self.conversation = call, ring, conversation
        self.beside = Beside(self)
        self._hold = HoldClock(call)
        self._follow()

    async def run(self) -> Wish | None:
        """Obey commands and see to broken lines until the service is over."""
        while True:
            happened = await next_of(self.call, self.conversation)
            if isinstance(happened, Command):
                passed = await self._obey(happened)
            else:
                passed = await self._after(happened)
            if passed is not None:
                if passed.talks_outside:
                    await self._talk_outside()
                await self._end_service()
                return passed.wish

    async def _talk_outside(self) -> None:
        """The agent is free; caller and outside party talk to their end, which a leader may bring about."""
        self.call.talk = None  # a call the agent dials now has nothing to do with this one
        while isinstance(happened := await next_of(self.call, self.conversation), Command):
            if happened.action == Action.HANG_UP:
                await self.conversation.agent.hangup()
            problem = "" if happened.action == Action.HANG_UP else NOT_WITH_AGENT
            await self.call.exchange.desk.answer(happened, problem)

    # -- commands from a page -----------------------------------------------------------------------------

    async def _obey(self, command: Command) -> Passed | None:
        is_done = True
        try:
            if command.action in BESIDE:
                passed, is_done = await self.beside.obey(command)
            else:
                passed = await self._do(command)
        except CommandFailed as failed:
            await self.call.exchange.desk.answer(command, str(failed))
            return None
        except CallEnded:
            await self.call.exchange.desk.answer(command, ENDED_FIRST)
            raise
        if is_done:
            await self.call.exchange.desk.answer(command)
        return passed

    async def _do(self, command: Command) -> Passed | None:
        match command.action:
            case Action.HOLD | Action.RESUME if self.beside.consulting.is_private:
                raise CommandFailed(CONSULTING)
            case Action.HOLD:
                await self.hold()
            case Action.RESUME:
                await self.resume()
            case Action.HANG_UP:
                await self.conversation.agent.hangup()
            case Action.RING_AGAIN:
                return await self._lost_agent()
            case Action.TRANSFER:
                await self.beside.consulting.close()
                return await pass_on(self.call, self.ring, self.conversation, command.target, command.language)
        return None

    # -- the end of a line --------------------------------------------------------------------------------

    async def _after(self, end: ConversationEnd) -> Passed | None:
        """The service is over, or goes on somewhere; None: it goes on here."""
        if end.by is Side.CUSTOMER or end.reason is EndReason.MEDIA_LOST:
            raise CallEnded(end.reason.value)
        if end.transfer is not None and self.beside.consulting.is_meant_by(end.transfer):
            return await self.beside.consulting.complete()
        if end.transfer is not None:
            await self.beside.consulting.close()
            try:
                return await pass_on(self.call, self.ring, self.conversation, end.transfer.user)
            except CommandFailed as failed:
                log.info("transfer failed", contact=self.call.public_id, reason=str(failed))
                return await self._lost_agent(notice="transfer-failed")
        if end.reason in HUNG_UP:
            return await self.beside.consulting.complete() if self.beside.has_heir else Passed(None)
        return await self._lost_agent()

    async def _lost_agent(self, notice: str = "agent-lost") -> Passed | None:
        if self.beside.has_heir:
            notice = ""  # nothing may be played over their voices
        else:
            await self.beside.consulting.close()
            self._hold.end()
        if await bring_agent_back(self.call, self.ring, self.conversation, notice):
            self._follow()
            return None
        if self.beside.has_heir:
            return await self.beside.consulting.complete()
        queue_code = await self.call.exchange.database(queueing.home_queue, self.ring, self.ring.staff_id)
        if not queue_code:
            return Passed(None)
        await self.call.say("agent-not-back")
        return Passed(Wish(queue_code, also=(TRANSFER,), kept_rank_at=self.ring.rank_at))

    async def _end_service(self) -> None:
        """The agent first: somebody may be waiting for them, in this process most likely."""
        exchange = self.call.exchange
        exchange.hand_over(await exchange.database(endings.end_part, self.call.contact_id, self.ring))
        self._hold.end()
        await self.conversation.agent.hangup()

    async def go_on_with(self, agent: Dialog, ring: Ring) -> None:
        """Somebody else serves the caller from now on; the former agent is hung up."""
        self._hold.end()
        self.ring, self.call.agent = ring, agent
        await self.conversation.replace_agent(agent)
        self._follow()

    # -- hold ---------------------------------------------------------------------------------------------

    async def hold(self) -> None:
        """The caller hears music."""
        await self.conversation.hold()
        self._hold.begin()

    async def resume(self) -> None:
        """The two talk again; raises SwitchError when they cannot, with others in the call."""
        await self.conversation.resume()
        self._hold.end()

    def _follow(self) -> None:
        self.conversation.agent.listen(self._hold.hear)
