"""A call with one far end, as a coroutine sees it: answer, play, digits, hold, hang up, and what happened."""

import asyncio
import logging
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from softswitch import sdp, signals
from softswitch.errors import BadDescription, CallEnded, MediaLost, SwitchError, UpdateRefused
from softswitch.events import (
    Answered,
    Digit,
    Ended,
    EndReason,
    Event,
    Held,
    Resumed,
    Ringing,
    TransferRequested,
)
from softswitch.g711 import prompt_seconds
from softswitch.leg import Leg
from softswitch.negotiation import Negotiation
from softswitch.sdp import Codec, Description
from softswitch.sip_call import Outgoing, SipCall, Target
from softswitch.watchdog import Limits, watch

log = logging.getLogger(__name__)
INFO_DIGIT = re.compile(r"^\s*(?:Signal\s*=\s*)?([0-9A-D*#])\s*$", re.IGNORECASE | re.MULTILINE)
MOST_DIGITS = 100
GONE_CODES = (408, 481)


@dataclass(frozen=True)
class Party:
    """Who is at the far end."""

    caller: str
    called: str
    user: str | None = None
    caller_name: str = ""
    connection: str | None = None  # the browser's websocket


class Dialog:
    """One call leg: its signalling and its media. Waiting methods raise CallEnded when the far end goes."""

    def __init__(self, sip: SipCall, leg: Leg, party: Party, *, limits: Limits, is_inbound: bool) -> None:
        self.party, self.limits, self.is_inbound = party, limits, is_inbound
        self.leg = leg
        self.headers: Mapping[str, str] = {}
        self.offer: Description | None = None  # of the caller, for an inbound call that came with one
        self.end_reason: EndReason | None = None
        self.end_code: int | None = None
        self.is_answered = False
        self.on_closed: Callable[[Dialog], None] | None = None
        self._sip = sip
        self._agreed = Negotiation(leg, sip)
        self._digits: deque[str] = deque()
        self._changed = asyncio.Event()
        self._listeners: dict[object, Callable[[Event], None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing: asyncio.Task[None] | None = None
        sip.listener = self._on_signal
        leg.listen(self._on_notice)

    def __repr__(self) -> str:
        return f"<Dialog {self.id} {self.end_reason or 'live'}>"

    # -- who and in what state ----------------------------------------------------------------------------

    @property
    def id(self) -> str:
        """Our name for this dialog; a capture in progress is called after it."""
        return self.leg.id

    @property
    def call_id(self) -> str:
        """The SIP Call-ID."""
        return self._sip.call_id

    @property
    def caller(self) -> str:
        """Who calls (number or user)."""
        return self.party.caller

    @property
    def called(self) -> str:
        """Who is called (number or user)."""
        return self.party.called

    @property
    def user(self) -> str | None:
        """The authenticated user of a staff phone, or the user we dialled; None for the outside."""
        return self.party.user

    @property
    def codec(self) -> Codec:
        """The codec of this leg; the other leg of a conversation must have the same."""
        return self.leg.codec

    @property
    def has_ended(self) -> bool:
        """True when the dialog is over."""
        return self.end_reason is not None

    @property
    def is_held(self) -> bool:
        """True while the far end has put us on hold."""
        return self._agreed.is_held

    @property
    def is_holding(self) -> bool:
        """True while we have the far end on hold."""
        return self._agreed.is_holding

    # -- what happens -------------------------------------------------------------------------------------

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], object]:
        """Call `listener` with every event from now on; the function returned ends that."""
        place = object()  # what ends it must not hold the listener
        self._listeners[place] = listener
        return lambda: self._listeners.pop(place, None)

    async def events(self) -> AsyncIterator[Event]:
        """Every event from now on; the last one is Ended."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        unlisten = self.listen(queue.put_nowait)
        if self.end_reason is not None:
            queue.put_nowait(Ended(self.end_reason, self.end_code))
        try:
            while not isinstance(event := await queue.get(), Ended):
                yield event
            yield event
        finally:
            unlisten()

    async def wait_ended(self) -> EndReason:
        """Wait until the dialog is over."""
        while self.end_reason is None:
            self._changed.clear()
            await self._changed.wait()
        return self.end_reason

    async def wait_answered(self) -> None:
        """Wait until a call of ours is answered; raises CallEnded."""
        while not self.is_answered:
            self._check_alive()
            self._changed.clear()
            await self._changed.wait()

    # -- beginning and end, as we want it -----------------------------------------------------------------

    async def ring(self) -> None:
        """Tell the caller that it rings."""
        self._check_alive()
        self._sip.ring()

    async def answer(self) -> None:
        """Open the media and answer the call."""
        self._check_alive()
        if self.is_answered or not self.is_inbound:
            return
        if self.offer is None:
            await self._answer_with_offer()
            return
        await self._with_media(self.leg.open_for(self.offer))
        self._check_alive()
        self._sip.answer(self._agreed.describe("sendrecv", self.offer))
        self._connected()

    async def _answer_with_offer(self) -> None:
        """The INVITE offered nothing: we do with our answer, and theirs comes with the ACK."""
        await self._with_media(self.leg.open_to_offer(is_secure=self.party.connection is not None))
        self._sip.answer_with_offer(self._agreed.describe("sendrecv"))
        await self.wait_answered()

    async def reject(self, code: int = 480, reason: str = "Temporarily Unavailable") -> None:
        """Refuse the call."""
        self._check_alive()
        self._sip.reject(code, reason)
        self.end(EndReason.REFUSED, code)
        await self.closed()

    async def hangup(self) -> None:
        """End the call, in whatever state it is."""
        self.end(EndReason.WE_HUNG_UP)
        await self.closed()

    def begin(self, target: Target, outgoing: Outgoing) -> None:
        """Send the INVITE of a call of ours."""
        self._sip.dial(target, outgoing)

    # -- sound --------------------------------------------------------------------------------------------

    async def play(self, *prompts: Path) -> None:
        """Play prompts one after another to the far end; returns when the last has finished."""
        await self._play(prompts, lambda: False)

    async def play_until_digit(self, *prompts: Path) -> str | None:
        """Like play(), but a key (also one pressed before) ends it and is returned."""
        await self._play(prompts, lambda: bool(self._digits))
        return self._digits.popleft() if self._digits else None

    async def _play(self, prompts: tuple[Path, ...], is_enough: Callable[[], bool]) -> None:
        try:
            for prompt in prompts:
                self._check_alive()
                if is_enough():
                    break
                seconds = prompt_seconds(prompt, self.codec)
                await self._with_media(self.leg.play(prompt))
                await self._wait(is_enough, seconds)
        finally:
            await self.stop_playing()

    async def start_music(self, prompt: Path) -> None:
        """Play a prompt again and again until stop_playing()."""
        self._check_alive()
        prompt_seconds(prompt, self.codec)  # raises when it was never made
        await self._with_media(self.leg.play(prompt, -1))

    async def stop_playing(self) -> None:
        """Stop music or a prompt."""
        if not self.has_ended:
            await self._with_media(self.leg.stop_playing())

    # -- keys ---------------------------------------------------------------------------------------------

    async def digit(self, timeout: float) -> str | None:
        """The next key pressed (RFC 2833 or INFO), None when none came in time."""
        await self._wait(lambda: bool(self._digits), timeout)
        return self._digits.popleft() if self._digits else None

    async def digits(self, count: int, *, first_timeout: float, next_timeout: float, end: str = "#") -> str:
        """Up to `count` keys, ended by `end` or by a pause; what came is returned."""
        taken = ""
        while len(taken) < count:
            key = await self.digit(next_timeout if taken else first_timeout)
            if key is None or key == end:
                break
            taken += key
        return taken

    def forget_digits(self) -> None:
        """Drop keys pressed too early."""
        self._digits.clear()

    # -- hold ---------------------------------------------------------------------------------------------

    async def hold(self) -> None:
        """Put the far end on hold by re-INVITE; raises UpdateRefused."""
        self._check_alive()
        await self._agreed.change("sendonly")

    async def resume(self) -> None:
        """Take the far end off hold by re-INVITE; raises UpdateRefused."""
        self._check_alive()
        await self._agreed.change("sendrecv")

    def probe(self) -> None:
        """Ask the far end whether it still knows the dialog; if not, the dialog ends."""
        self._sip.probe()

    # -- signals from below -------------------------------------------------------------------------------

    def _on_signal(self, signal: signals.Signal) -> None:  # noqa: C901, PLR0912 - one line per kind of signal
        match signal:
            case signals.Alerting():
                self._emit(Ringing())
            case signals.Accepted(body) if self.is_answered:
                self._agreed.settle()
            case signals.Accepted(body) if not self.has_ended:
                self.spawn(self._answered(body or ""))
            case signals.Rejected(code, reason):
                log.info("dialog %s refused: %s %s", self.id, code, reason)
                self.end(EndReason.FAILED, code)
            case signals.Update(body):
                self.spawn(self._updated(body))
            case signals.UpdateRejected(code, reason):
                self._agreed.settle(UpdateRefused(code, reason))
            case signals.Info(body):
                if found := INFO_DIGIT.search(body):
                    self._pressed(found[1].upper())
            case signals.Gone(refer_to):
                self._gone(refer_to)
            case signals.Unacknowledged():
                self.end(EndReason.FAILED, 408)
            case signals.Probed(code) if code in GONE_CODES:
                self.end(EndReason.SESSION_EXPIRED, code)

    def _on_notice(self, words: list[str]) -> None:
        """From the media process: `dtmf:ID KEY …`, or `to:ID` when the session timed out there."""
        if words[0].startswith("dtmf:") and len(words) > 1:
            self._pressed(words[1])
        elif words[0].startswith("to:"):
            self.end(EndReason.SILENT)

    def _pressed(self, key: str) -> None:
        if len(self._digits) < MOST_DIGITS:
            self._digits.append(key)
        self._emit(Digit(key))

    async def _answered(self, body: str) -> None:
        try:
            await self.leg.point_far_end(sdp.parse(body))
        except BadDescription:
            self.end(EndReason.FAILED, 488)
        except SwitchError:
            self.end(EndReason.MEDIA_LOST)
        else:
            self._connected()

    async def _updated(self, body: str) -> None:
        if await self._agreed.answer_update(body):
            self._emit(Held() if self.is_held else Resumed())

    def _gone(self, refer_to: str | None) -> None:
        if refer_to is not None and not self.has_ended:
            self._emit(TransferRequested(refer_to))
            self.end(EndReason.TRANSFERRED)
        elif self.is_inbound and not self.is_answered:
            self.end(EndReason.CANCELLED, 487)
        else:
            self.end(EndReason.FAR_END_HUNG_UP)

    # -- the end ------------------------------------------------------------------------------------------

    def end(self, reason: EndReason, code: int | None = None) -> None:
        """End the dialog for this reason; the second time nothing happens."""
        if self.has_ended:
            return
        self.end_reason, self.end_code = reason, code
        self._agreed.settle(CallEnded(reason.value))
        self._closing = asyncio.create_task(self._close())
        self._emit(Ended(reason, code))

    async def closed(self) -> None:
        """Wait until signalling and media of an ended dialog are put away."""
        if self._closing:
            await asyncio.shield(self._closing)

    async def _close(self) -> None:
        self._sip.hang_up()
        for task in list(self._tasks):
            task.cancel()
        try:
            await self.leg.close()
        finally:
            if self.on_closed:
                self.on_closed(self)
            # Nothing points in circles any more: the call's memory is free now, and not when garbage is looked for.
            self._sip.listener = self.on_closed = None
            self._listeners.clear()

    # -- small parts --------------------------------------------------------------------------------------

    def _connected(self) -> None:
        self.is_answered = True
        self.spawn(watch(self, self.limits))
        self._emit(Answered())

    def _emit(self, event: Event) -> None:
        self._changed.set()
        for listener in list(self._listeners.values()):
            listener(event)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something for as long as the dialog lives."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _check_alive(self) -> None:
        if self.end_reason is not None:
            raise CallEnded(self.end_reason.value)

    async def _with_media(self, command: Coroutine[Any, Any, None]) -> None:
        try:
            await command
        except MediaLost as error:
            self.end(EndReason.MEDIA_LOST, 503)  # unless it has ended, which closes the leg too
            raise CallEnded(str(self.end_reason)) from error

    async def _wait(self, is_enough: Callable[[], bool], seconds: float) -> None:
        """Wait so long, or until enough; raises CallEnded."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not is_enough():
            self._check_alive()
            self._changed.clear()
            try:
                async with asyncio.timeout_at(deadline):
                    await self._changed.wait()
            except TimeoutError:
                return
