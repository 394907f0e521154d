"""Two dialogs talking: bridged, held, recorded, the agent's side replaceable in mid-call."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, MediaLost, SwitchError
from softswitch.events import Ended, EndReason, Event, Held, Resumed, TransferRequested
from softswitch.recording import Capture


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
    """Customer and agent. The customer's dialog outlives it, so that they can be asked for a rating."""

    def __init__(self, customer: Dialog, agent: Dialog, *, music: Path | None = None) -> None:
        self.customer, self.agent, self.music = customer, agent, music
        self.is_held = False  # by the centre, for the agent
        self._is_over = False
        self._end: asyncio.Future[ConversationEnd] = asyncio.get_running_loop().create_future()
        self._lock = asyncio.Lock()
        self._unlisten: list[Callable[[], None]] = []
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
        """Connect the two again."""
        self.is_held = False
        await self._arrange()

    async def replace_agent(self, other: Dialog) -> None:
        """Put another answered dialog in the agent's place; the former one is hung up, recording goes on."""
        if self._is_over:
            await self.wait()
            self._end = asyncio.get_running_loop().create_future()
        former, self.agent = self.agent, other
        self._stop_following()
        self.is_held, self._is_over, self._transfer = False, False, None
        self._follow()
        await self._arrange()
        if former is not other:
            await former.hangup()

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
        """Point both legs according to who holds."""
        async with self._lock:
            with contextlib.suppress(MediaLost):  # both dialogs end by themselves
                await self._point()

    async def _point(self) -> None:
        customer, agent = self.customer, self.agent
        if customer.has_ended or agent.has_ended:
            for left in (customer, agent):
                if not left.has_ended:
                    await self._music(left, is_wanted=False)
                    await left.leg.silence()
            return
        waits_for_agent = self.is_held or agent.is_held
        if waits_for_agent or customer.is_held:
            await customer.leg.silence()
            await agent.leg.silence()
            await self._music(customer, is_wanted=waits_for_agent and not customer.is_held)
            await self._music(agent, is_wanted=customer.is_held and not agent.is_held)
        else:
            await customer.leg.stop_playing()
            await agent.leg.stop_playing()
            await customer.leg.point_inside(agent.leg.inside)
            await agent.leg.point_inside(customer.leg.inside)

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
                dialog.spawn(self._arrange())
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
            await self._arrange()
        finally:
            self._end.set_result(end)
