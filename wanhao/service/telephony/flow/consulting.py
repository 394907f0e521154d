"""The agent asks somebody else while the caller hears music; then all three talk, or that one goes on instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.utils.translation import gettext_noop

from softswitch.audience import Role
from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, DialFailed, SwitchError
from wanhao.service.calls import calls, endings, events, parties
from wanhao.service.calls.models import CallCommand
from wanhao.service.calls.parties import Asked
from wanhao.service.calls.targets import Target, TargetKind
from wanhao.service.telephony.flow.asking_queue import first_of_queue
from wanhao.service.telephony.flow.commands import NO_ANSWER, Command, CommandFailed
from wanhao.service.telephony.flow.guests import CONSULT, Guest, Reaching, ring_staff, see_off, welcome, whole
from wanhao.service.telephony.flow.ringing import rung
from wanhao.service.telephony.flow.transferring import Passed, checked_target, dial_outside

if TYPE_CHECKING:
    from softswitch.events import TransferRequested
    from wanhao.service.telephony.flow.second_line import SecondLine
    from wanhao.service.telephony.flow.talking import Talk

Action = CallCommand.Action
ALREADY = gettext_noop("Somebody is being consulted already.")
NOT_FREE = gettext_noop("This colleague is not free now. Transfer the caller instead: they wait ahead of others.")
NOBODY_CONSULTED = gettext_noop("Nobody is being consulted.")
BY_TELEPHONE = gettext_noop("You consult from your telephone: put the calls together there.")
NO_CONFERENCE = gettext_noop("A conference is not possible at the moment. The caller is still on hold.")

log = structlog.get_logger(__name__)


class Consulting:
    """At most one consultation of a talk."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.call = talk, talk.call
        self.guest: Guest | None = None
        self.is_conference = False
        self.line: SecondLine | None = None  # of an agent who consults from a SIP telephone
        self._reaching: Reaching | None = None

    @property
    def is_active(self) -> bool:
        """Is somebody consulted, or being rung for it?"""
        return self.guest is not None or bool(self._reaching and not self._reaching.is_over)

    @property
    def is_private(self) -> bool:
        """Does the caller hear music meanwhile?"""
        return self.is_active and not self.is_conference

    def is_meant_by(self, transfer: TransferRequested) -> bool:
        """Does the agent's telephone ask to put the one consulted in its place?"""
        is_ours = self.line is not None and transfer.replaces == self.line.dialog.call_id
        return is_ours and self.guest is not None and not self.guest.dialog.has_ended

    async def begin(self, command: Command) -> None:
        """Ring the one to be consulted; raises CommandFailed. The command is answered when they have, or have not."""
        if self.is_active:
            raise CommandFailed(ALREADY)
        self.line = command.line
        try:
            target = await checked_target(self.call, command.target, command.language)
        except CommandFailed:
            await self._drop_line()
            raise
        self._reaching = Reaching(self.call, command, self._reach(command, target))

    async def cancel(self) -> None:
        """Back to the caller, who is alone with the agent again; whoever was consulted is hung up."""
        was_conference, self.is_conference = self.is_conference, False
        await self._drop_line()
        if self._reaching and not self._reaching.is_over:
            await self._reaching.give_up()
            await self.call.exchange.database(parties.part_consulted, self.call.contact_id)
        guest, self.guest = self.guest, None
        if guest:
            await see_off(self.call, self.talk.conversation, guest)
        if not was_conference:
            await self._back_to_caller()

    async def confer(self, command: Command) -> None:
        """All three talk; raises CommandFailed."""
        guest = self._consulted()
        if self.line is not None:
            raise CommandFailed(BY_TELEPHONE)
        try:
            await self.talk.resume()
        except SwitchError as error:
            raise CommandFailed(NO_CONFERENCE) from error
        self.is_conference = True
        event = events.ConferenceBegan(self.call.contact_id, command.asked_by, guest.asked.shown)
        await self.call.exchange.database(parties.take_part, guest.asked.party_id, event, by_id=command.asked_by)

    async def complete(self) -> Passed | None:
        """The one consulted goes on with the caller, the agent is free; raises CommandFailed."""
        guest = self._consulted()
        self.guest, self.is_conference = None, False
        guest.unlisten()
        await self._drop_line()
        by_id, asked = self.talk.ring.staff_id, guest.asked
        event = events.TransferCompleted(self.call.contact_id, by_id, asked.kind.value, asked.queue_code or asked.shown)
        database = self.call.exchange.database
        if asked.staff_id is not None:
            ring = await database(parties.hand_over, self.call.contact_id, self.talk.ring, asked, event, by_id=by_id)
            await self.talk.go_on_with(guest.dialog, ring)
            return None
        await self.talk.go_on_with(guest.dialog, self.talk.ring)
        await database(calls.note, event)
        await database(parties.part, asked.party_id)
        await database(endings.end_part, self.call.contact_id, self.talk.ring)
        self.call.outcome = "served"
        return Passed(None, talks_outside=True)

    async def close(self) -> None:
        """The talk is over."""
        if self.is_active:
            await self.cancel()
        await self._drop_line()

    async def _drop_line(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            await line.close()

    def _consulted(self) -> Guest:
        if self.guest is None or self.guest.dialog.has_ended:
            raise CommandFailed(NOBODY_CONSULTED)
        return self.guest

    # -- reaching them ------------------------------------------------------------------------------------

    async def _reach(self, command: Command, target: Target) -> None:
        await self.talk.hold()
        try:
            asked, dialog = await self._first_to_answer(command, target)
            await self._connect(command, asked, dialog)
        except (CommandFailed, SwitchError):
            await self._drop_line()
            await self._back_to_caller()
            raise

    async def _first_to_answer(self, command: Command, target: Target) -> tuple[Asked, Dialog]:
        if target.kind is TargetKind.OUTSIDE:
            return await self._ring_outside(command, target)
        if target.kind is TargetKind.QUEUE:
            return await first_of_queue(self.talk, target, by_id=command.asked_by)
        return await self._ring_colleague(command, target)

    async def _ring_colleague(self, command: Command, target: Target) -> tuple[Asked, Dialog]:
        database = self.call.exchange.database
        asked = await whole(database(parties.ask_colleague, self.call.contact_id, target, by_id=command.asked_by))
        if asked is None:
            raise CommandFailed(NOT_FREE)
        try:
            return asked, await ring_staff(self.call, asked, CONSULT)
        except DialFailed as failed:
            log.info("consulted agent not reached", contact=self.call.public_id, code=failed.code)
            await database(parties.part, asked.party_id)
            raise CommandFailed(NO_ANSWER) from failed

    async def _ring_outside(self, command: Command, target: Target) -> tuple[Asked, Dialog]:
        database = self.call.exchange.database
        asked = await whole(database(parties.ask_outside, self.call.contact_id, target, by_id=command.asked_by))
        try:
            return asked, await rung(self.call, dial_outside(self.call, target.name))
        except DialFailed as failed:
            await database(parties.part, asked.party_id)
            raise CommandFailed(NO_ANSWER) from failed

    async def _connect(self, command: Command, asked: Asked, dialog: Dialog) -> None:
        self.guest, self.is_conference = welcome(asked, dialog, self._gone), False
        try:
            if self.line is not None:
                await self.line.connect(dialog)
            else:
                await self.talk.conversation.admit(dialog, Role.JOINED)
        except CallEnded as error:
            raise CommandFailed(NO_ANSWER) from error
        name = asked.queue_code or asked.shown
        event = events.CallConsulted(self.call.contact_id, command.asked_by, asked.kind.value, name)
        await self.call.exchange.database(parties.answered, asked.party_id, event, by_id=command.asked_by)

    def _gone(self, guest: Guest) -> None:
        """The one consulted has hung up, or the mixer died with them."""
        if self.guest is guest:
            self.guest = None
            self.call.exchange.spawn(self._after(guest))

    async def _after(self, guest: Guest) -> None:
        await self.call.exchange.database(parties.part, guest.asked.party_id)
        await self._drop_line()
        if not self.is_conference and not self.call.dialog.has_ended:
            await self._back_to_caller()
        self.is_conference = False

    async def _back_to_caller(self) -> None:
        if not self.talk.conversation.is_held or self.talk.conversation.agent.has_ended:
            return
        try:
            await self.talk.resume()
        except SwitchError:  # the mixer died under a supervisor, who is out of the call by now
            await self.talk.resume()
