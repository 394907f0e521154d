"""An agent consults from a SIP telephone: a second call to somebody, and REFER to join it with the caller.

The second call is a consultation like one from the desk; only the agent's voice comes by a line of its own. It ends
with a REFER that replaces one call by the other (the transfer is completed), or with one of the two hanging up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from softswitch.conversation import Conversation
from softswitch.errors import CallEnded, SwitchError
from softswitch.events import Ended, Event, TransferRequested
from wanhao.common.logs import about_contact
from wanhao.service.calls.models import CallCommand
from wanhao.service.telephony.flow.commands import Command

if TYPE_CHECKING:
    from softswitch.dialog import Dialog
    from wanhao.service.telephony.flow.live_call import LiveCall
    from wanhao.service.telephony.flow.talking import Talk

Action = CallCommand.Action
NO_ROW = 0  # asked by telephone: no page waits for an answer
log = structlog.get_logger(__name__)


class SecondLine:
    """The agent's second call while it lasts."""

    def __init__(self, talk: Talk, dialog: Dialog) -> None:
        self._talk, self.dialog = talk, dialog
        self._side: Conversation | None = None
        self._unlisten = dialog.listen(self._hear)

    async def connect(self, guest: Dialog) -> None:
        """The one consulted has answered: the two talk, apart from the caller."""
        await self.dialog.answer()
        self._side = Conversation(guest, self.dialog, mixer=self._talk.call.exchange.switch.mixer)
        await self._side.start()

    async def close(self) -> None:
        """The agent's part in it is over; whoever was consulted may go on with the caller."""
        self._unlisten()
        if self._side is not None:
            self._side.forget()
        if not self.dialog.has_ended and not self.dialog.is_answered:
            await self.dialog.reject(480, "Not reached")
        await self.dialog.hangup()

    def _hear(self, event: Event) -> None:
        if isinstance(event, TransferRequested) and event.replaces == self._talk.conversation.agent.call_id:
            self._ask(Action.COMPLETE_TRANSFER)
        elif isinstance(event, Ended):
            self._ask(Action.CONSULT_CANCEL)

    def _ask(self, action: Action) -> None:
        self._unlisten()
        self._talk.call.commands.put_nowait(asked_by_telephone(self._talk, action))


def asked_by_telephone(talk: Talk, action: Action, target: str = "", line: SecondLine | None = None) -> Command:
    """A command of the agent that came by the telephone and not from a page."""
    return Command(NO_ROW, talk.call.contact_id, action, target, talk.call.language, talk.ring.staff_id, line)


def serving(calls: dict[int, LiveCall], user: str | None) -> Talk | None:
    """The talk in which this user is the agent."""
    talks = (call.talk for call in calls.values())
    return next((talk for talk in talks if talk is not None and talk.ring.user == user), None)


async def consult_by_telephone(talk: Talk, dialog: Dialog) -> None:
    """The agent who serves a caller dials somebody: they are consulted. Returns when the second call is over."""
    with about_contact(talk.call.public_id):
        if talk.beside.consulting.is_active:
            await dialog.reject(486, "Consulting already")
            return
        try:
            await dialog.ring()
            line = SecondLine(talk, dialog)
            talk.call.commands.put_nowait(asked_by_telephone(talk, Action.CONSULT, dialog.called, line))
            await dialog.wait_ended()
        except CallEnded:
            pass
        except SwitchError:
            log.exception("a consultation by telephone failed")
