"""Supervisors in a call: they listen, whisper to the agent, join, or take over; each is rung on their own telephone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from django.utils.translation import gettext_noop

from softswitch.audience import Role
from softswitch.errors import CallEnded, DialFailed, NotRegistered, SwitchError
from wanhao.service.calls import parties
from wanhao.service.calls.models import CallCommand, CallPolicy
from wanhao.service.telephony.flow.commands import NO_ANSWER, Command, CommandFailed
from wanhao.service.telephony.flow.guests import Guest, Reaching, ring_staff, see_off, welcome, whole

if TYPE_CHECKING:
    from softswitch.conversation import Conversation
    from wanhao.service.telephony.flow.live_call import LiveCall

Action = CallCommand.Action
SUPERVISE = "supervise"
BUSY = gettext_noop("You are in another call, or one is being offered to you.")
NO_TELEPHONE = gettext_noop("Your telephone is not there: open the floor or the desk, or register your SIP phone.")
NOT_IN_CALL = gettext_noop("You are not in this call.")
NO_ROOM = gettext_noop("Nobody can be added to this call at the moment.")
ROLES = {
    Action.LISTEN: Role.LISTENS,
    Action.WHISPER: Role.WHISPERS,
    Action.JOIN: Role.JOINED,
    Action.TAKE_OVER: Role.JOINED,
}

log = structlog.get_logger(__name__)


class Supervising:
    """The supervisors of one conversation."""

    def __init__(self, call: LiveCall, conversation: Conversation) -> None:
        self.call, self.conversation = call, conversation
        self.guests: dict[int, Guest] = {}
        self._reaching: dict[int, Reaching] = {}
        self._wanted: dict[int, Action] = {}  # how each wants to be in the call

    async def enter(self, command: Command) -> bool:
        """Be in the call in this way; False when they are rung first, and the command is answered then."""
        self._wanted[command.asked_by] = Action(command.action)
        if guest := self.guests.get(command.asked_by):
            await self._admit(guest)
            return True
        earlier = self._reaching.get(command.asked_by)
        if earlier and not earlier.is_over:
            return True  # they will come in this way
        self._reaching[command.asked_by] = Reaching(self.call, command, self._reach(command))
        return False

    async def leave(self, command: Command) -> None:
        """Out of the call again, or not rung any more; raises CommandFailed."""
        reaching = self._reaching.pop(command.asked_by, None)
        guest = self.guests.pop(command.asked_by, None)
        if guest is None and (reaching is None or reaching.is_over):
            raise CommandFailed(NOT_IN_CALL)
        if reaching:
            await reaching.give_up()
            await self.call.exchange.database(parties.part_supervisor, self.call.contact_id, command.asked_by)
        if guest:
            await see_off(self.call, self.conversation, guest)

    def release(self, staff_id: int) -> Guest | None:
        """The supervisor who takes over is one of ours no more."""
        guest = self.guests.pop(staff_id, None)
        if guest:
            guest.unlisten()
        return guest

    async def close(self) -> None:
        """The conversation is over: everybody leaves."""
        guests, self.guests = list(self.guests.values()), {}
        reaching, self._reaching = list(self._reaching.items()), {}
        for staff_id, attempt in reaching:
            if not attempt.is_over:
                await attempt.give_up()
                await self.call.exchange.database(parties.part_supervisor, self.call.contact_id, staff_id)
        for guest in guests:
            await see_off(self.call, self.conversation, guest)

    # -- one supervisor -----------------------------------------------------------------------------------

    async def _reach(self, command: Command) -> None:
        database = self.call.exchange.database
        role = parties.Role(ROLES[Action(command.action)].value)
        asked = await whole(
            database(parties.ask_staff, self.call.contact_id, command.asked_by, by_id=command.asked_by, role=role)
        )
        if asked is None:
            raise CommandFailed(BUSY)
        try:
            dialog = await ring_staff(self.call, asked, SUPERVISE)
        except DialFailed as failed:
            await database(parties.part, asked.party_id)
            raise CommandFailed(NO_TELEPHONE if isinstance(failed, NotRegistered) else NO_ANSWER) from failed
        guest = welcome(asked, dialog, self._gone)
        try:
            await self._announce()
            await self._admit(guest)
            self.guests[command.asked_by] = guest
        finally:
            if command.asked_by not in self.guests:
                await see_off(self.call, self.conversation, guest)
        if dialog.has_ended:
            self._gone(guest)
        elif self._wanted[command.asked_by] == Action.TAKE_OVER:
            self.call.commands.put_nowait(replace(command, action=Action.TAKE_OVER))  # now that they are in the call

    async def _admit(self, guest: Guest) -> None:
        assert guest.asked.staff_id is not None  # supervisors are staff
        role = ROLES[self._wanted[guest.asked.staff_id]]
        try:
            await self.conversation.admit(guest.dialog, role)
        except CallEnded as error:
            raise CommandFailed(NO_ANSWER) from error
        except SwitchError as error:
            raise CommandFailed(NO_ROOM) from error
        await self.call.exchange.database(
            parties.enter,
            guest.asked.party_id,
            parties.Role(role.value),
            announced=self.call.exchange.policy.announces_supervision,
        )

    async def _announce(self) -> None:
        """Tell those whom the policy wants told, before anything can be heard by a third."""
        told = self.call.exchange.policy.announces_supervision
        if told and not self.conversation.agent.is_held:
            await self.conversation.agent.play(await self.call.exchange.voice.beep())
        if told == CallPolicy.Announced.BOTH and not self.conversation.is_held:
            said = self.call.menu.phrases.said("supervisor-joins", self.call.language)
            await self.conversation.customer.play(await self.call.exchange.voice.file(said))

    def _gone(self, guest: Guest) -> None:
        """The supervisor has hung up, or the mixer died."""
        staff_id = guest.asked.staff_id
        if staff_id is not None and self.guests.get(staff_id) is guest:
            del self.guests[staff_id]
            self.call.exchange.later(parties.part, guest.asked.party_id)
