"""What happens beside a talk of caller and agent: consultation, conference, supervision. One for each talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.service.calls import calls, events, parties
from wanhao.service.calls.actions import CONSULTATION, SUPERVISION
from wanhao.service.calls.models import CallCommand
from wanhao.service.telephony.flow.commands import ENDED_FIRST, Command, CommandFailed
from wanhao.service.telephony.flow.consulting import NOBODY_CONSULTED, Consulting
from wanhao.service.telephony.flow.supervising import Supervising

if TYPE_CHECKING:
    from softswitch.dialog import Dialog
    from wanhao.service.telephony.flow.talking import Talk
    from wanhao.service.telephony.flow.transferring import Passed

Action = CallCommand.Action
BESIDE = CONSULTATION | SUPERVISION


class Beside:
    """Takes the commands about others than caller and agent."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.call = talk, talk.call
        self.consulting = Consulting(talk)
        self.supervising = Supervising(talk.call, talk.conversation)
        talk.conversation.on_guest_lost = self._lost

    async def obey(self, command: Command) -> tuple[Passed | None, bool]:
        """Carry it out; where the caller goes if the agent's part is over, and whether it is to be answered now."""
        match command.action:
            case Action.CONSULT:
                await self.consulting.begin(command)
                return None, False
            case Action.CONSULT_CANCEL:
                if not self.consulting.is_active:
                    raise CommandFailed(NOBODY_CONSULTED)
                await self.consulting.cancel()
            case Action.CONFERENCE:
                await self.consulting.confer(command)
            case Action.COMPLETE_TRANSFER:
                return await self.consulting.complete(), True
            case Action.LEAVE:
                await self.supervising.leave(command)
            case Action.TAKE_OVER if command.asked_by in self.supervising.guests:
                await self._take_over(command)
            case _:
                return None, await self.supervising.enter(command)
        return None, True

    @property
    def has_heir(self) -> bool:
        """Is there somebody consulted who goes on with the caller when the agent leaves?"""
        guest = self.consulting.guest
        return guest is not None and not guest.dialog.has_ended

    async def close(self) -> None:
        """The talk is over."""
        await self.consulting.close()
        await self.supervising.close()
        self.talk.conversation.on_guest_lost = None

    async def _take_over(self, command: Command) -> None:
        """The supervisor serves the caller from now on; the agent writes up."""
        await self.consulting.close()
        guest = self.supervising.release(command.asked_by)
        if guest is None or guest.dialog.has_ended:
            raise CommandFailed(ENDED_FIRST)
        event = events.CallTakenOver(self.call.contact_id, command.asked_by, self.talk.ring.staff_id)
        ring = await self.call.exchange.database(
            parties.hand_over, self.call.contact_id, self.talk.ring, guest.asked, event, by_id=command.asked_by
        )
        await self.talk.go_on_with(guest.dialog, ring)

    def _lost(self, _guest: Dialog) -> None:
        self.call.exchange.later(calls.note, events.ConferenceLost(self.call.contact_id))
