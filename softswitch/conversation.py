"""Two dialogs talking, and guests beside them: held, recorded, the agent replaceable in mid-call."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from softswitch.audience import Role
from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, MediaLost, SwitchError
from softswitch.events import Ended, EndReason, Event, Held, Resumed, TransferRequested
from softswitch.mixer import Mixer
from softswitch.recording import Capture
from softswitch.table import Table

log = logging.getLogger(__name__)


class Side(StrEnum):
    """Who of the two."""

    CUSTOMER = "customer"
    AGENT = "agent"


@dataclass(frozen=True)
class ConversationEnd:
    """How a conversation ended: whose dialog, why, and where a transfer by the agent shall go."""

    by: Side
    reason: EndReason
    transfer: TransferRequested | None = None


class Conversation:
    """Customer and agent, and whoever is added as a guest. The customer's dialog outlives it, so that they can be
    asked for a rating. Guests are lost when the mixer dies that they need; customer and agent then talk on."""

    def __init__(
        self, customer: Dialog, agent: Dialog, *, music: Path | None = None, mixer: Mixer | None = None
    ) -> None:
        self.customer, self.agent, self.music = customer, agent, music
        self.is_held = False  # by the centre, for the agent
        self.guests: dict[Dialog, Role] = {}
        self.on_guest_lost: Callable[[Dialog], None] | None = None
        self._table = Table(mixer)
        self._unlisten_guest: dict[Dialog, Callable[[], object]] = {}
        self._is_over = False
        self._end: asyncio.Future[ConversationEnd] = asyncio.get_running_loop().create_future()
        self._lock = asyncio.Lock()
        self._unlisten: list[Callable[[], object]] = []
        self._transfer: TransferRequested | None = None
        self._captures: list[Capture] = []
        self._capture_path: Path | None = None
        self._name = ""

    async def start(self) -> None:
        """Connect the two; raises CallEnded when one has gone meanwhile."""
        self._follow()
        await self._arrange()
        for dialog in (self.customer, self.agent):
            if dialog.end_reason is not None:
                raise CallEnded(dialog.end_reason.value)

    async def wait(self) -> ConversationEnd:
        """Wait until one of the two has gone; the one who is left hears nothing until told otherwise."""
        return await asyncio.shield(self._end)

    async def hold(self) -> None:
        """For the agent: the customer hears music, and nobody hears the other."""
        self.is_held = True
        await self._arrange()

    async def resume(self) -> None:
        """Connect the two again, and the guests; raises SwitchError, and then the customer is still on hold."""
        self.is_held = False
        try:
            await self._arrange()
        except SwitchError:
            self.is_held = True
            raise

    async def replace_agent(self, other: Dialog, *, resumes: bool = True) -> None:
        """Put another answered dialog, perhaps a guest, in the agent's place; the former one is hung up, recording
        goes on."""
        self._forget_guest(other)
        if self._is_over:
            await self.wait()
            self._end = asyncio.get_running_loop().create_future()
        former, self.agent = self.agent, other
        self._stop_following()
        self._is_over, self._transfer = False, None
        self.is_held = self.is_held and not resumes
        self._follow()
        await self._arrange()
        if former is not other:
            await former.hangup()

    def forget(self) -> None:
        """Follow the two no more: somebody else arranges what they hear from now on."""
        self._stop_following()
        self._is_over = True

    # -- guests -------------------------------------------------------------------------------------------

    async def admit(self, guest: Dialog, role: Role) -> None:
        """Add an answered dialog, or give a guest another role; raises SwitchError, and then all is as before."""
        before = self.guests.get(guest)
        self.guests[guest] = role
        if before is None:
            self._unlisten_guest[guest] = guest.listen(lambda event: self._on_guest_event(guest, event))
        try:
            await self._arrange()
        except SwitchError:
            if before is None:
                self._forget_guest(guest)
            else:
                self.guests[guest] = before
            raise
        if guest.has_ended:
            await self.dismiss(guest)
            raise CallEnded(str(guest.end_reason))

    async def dismiss(self, guest: Dialog) -> None:
        """Take a guest out; their dialog is not hung up and hears nothing."""
        if guest in self.guests:
            self._forget_guest(guest)
            await self._arrange()
            if not guest.has_ended:
                with contextlib.suppress(MediaLost):
                    await guest.leg.silence()

    def _forget_guest(self, guest: Dialog) -> None:
        self.guests.pop(guest, None)
        if unlisten := self._unlisten_guest.pop(guest, None):
            unlisten()

    def _on_guest_event(self, guest: Dialog, event: Event) -> None:
        if isinstance(event, Ended):
            self._forget_guest(guest)
        if isinstance(event, Ended | Held | Resumed) and not self.customer.has_ended:
            self.customer.spawn(self._rearrange())

    def _mixer_lost(self) -> None:
        """The process has died: who cannot be bridged has to go."""
        lost = list(self.guests)
        for guest in lost:
            self._forget_guest(guest)
            guest.end(EndReason.WE_HUNG_UP)
            if self.on_guest_lost:
                self.on_guest_lost(guest)
        if not self.customer.has_ended:
            self.customer.spawn(self._rearrange())

    # -- recording ----------------------------------------------------------------------------------------

    async def start_recording(self, name: str) -> None:
        """Record both directions of the customer's leg into `name`.pcap in the recordings folder."""
        if self._capture_path is None:
            self._name = name
            try:
                self._capture_path = await self.customer.leg.record()
            except MediaLost as error:
                raise CallEnded("the customer has gone") from error

    async def stop_recording(self) -> list[Capture]:
        """End the recording (or interrupt it: it may be started again); returns all captures so far."""
        if self._capture_path is not None:
            with contextlib.suppress(SwitchError):  # the leg has gone and with it the recording ended
                await self.customer.leg.stop_recording()
            path, self._capture_path = self._capture_path, None
            if path.exists():
                number = f"-{len(self._captures) + 1}" if self._captures else ""
                final = path.rename(path.with_name(f"{self._name}{number}.pcap"))
                leg = self.customer.leg
                self._captures.append(Capture(str(final), leg.public, leg.inside))
        return list(self._captures)

    # -- who hears whom -----------------------------------------------------------------------------------

    async def _arrange(self) -> None:
        """Point all legs according to who is there and who holds; raises MixerLost, ConferenceFull."""
        async with self._lock:
            with contextlib.suppress(MediaLost):  # the dialogs end by themselves
                await self._point()

    async def _rearrange(self) -> None:
        """After something that happened by itself: without the mixer the guests have to go."""
        try:
            await self._arrange()
        except SwitchError:
            log.exception("not everybody can be heard")
            if self.guests:
                self._mixer_lost()

    async def _point(self) -> None:
        people = [(dialog, role) for dialog, role in self._everybody() if not dialog.has_ended]
        waiting = self._waits()
        at_table = [(dialog, role) for dialog, role in people if dialog is not waiting and not dialog.is_held]
        await self._table.seat(at_table, self._mixer_lost)
        if waiting is not None and not waiting.has_ended:
            await waiting.leg.silence()
            await self._music(waiting, is_wanted=not waiting.is_held)
        for dialog, _role in people:
            if dialog.is_held and dialog is not waiting:
                await self._music(dialog, is_wanted=False)
                await dialog.leg.silence()

    def _everybody(self) -> list[tuple[Dialog, Role]]:
        return [(self.customer, Role.CUSTOMER), (self.agent, Role.AGENT), *self.guests.items()]

    def _waits(self) -> Dialog | None:
        """Who hears music until somebody comes back: the customer, or an agent whom the customer has put on hold."""
        is_talked_to = Role.JOINED in self.guests.values()
        if (self.customer.has_ended or self.agent.has_ended) and not is_talked_to:
            return None
        if self.is_held or (self.agent.is_held and not is_talked_to):
            return self.customer
        return self.agent if self.customer.is_held and not is_talked_to else None

    async def _music(self, dialog: Dialog, *, is_wanted: bool) -> None:
        with contextlib.suppress(CallEnded):
            if is_wanted and self.music is not None:
                await dialog.start_music(self.music)
            else:
                await dialog.stop_playing()

    # -- events of the two --------------------------------------------------------------------------------

    def _follow(self) -> None:
        for side, dialog in ((Side.CUSTOMER, self.customer), (Side.AGENT, self.agent)):
            self._unlisten.append(dialog.listen(lambda event, side=side: self._on_event(side, event)))  # type: ignore[misc]
            if dialog.end_reason is not None:
                self._finish(side, dialog.end_reason)

    def _stop_following(self) -> None:
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten.clear()

    def _on_event(self, side: Side, event: Event) -> None:
        dialog = self.customer if side is Side.CUSTOMER else self.agent
        match event:
            case Held() | Resumed():
                dialog.spawn(self._rearrange())
            case TransferRequested() if side is Side.AGENT:
                self._transfer = event
            case Ended(reason):
                self._finish(side, reason)

    def _finish(self, side: Side, reason: EndReason) -> None:
        if self._is_over:
            return
        self._is_over = True
        end = ConversationEnd(side, reason, self._transfer)
        left = self.agent if side is Side.CUSTOMER else self.customer
        if left.has_ended:
            self._end.set_result(end)
        else:
            left.spawn(self._part(end))

    async def _part(self, end: ConversationEnd) -> None:
        """Silence first, then the news: whoever waits for it may already want to play something."""
        try:
            await self._rearrange()
        finally:
            self._end.set_result(end)
