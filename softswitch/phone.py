"""Simulated phones: they register, call, answer, press keys, speak and listen over real SIP and RTP.

One PhoneSet is one SIP port with any number of lines, as a telephone adapter has: for demonstrations, load
and tests. Customers and staff need a PhoneSet each: what comes from a staff phone's port is a staff call.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import quote

from softswitch import sdp, sip_thread
from softswitch.bindings import Bindings
from softswitch.digest import Digest
from softswitch.errors import BadDescription, CallEnded, DialFailed, SwitchError, UpdateRefused
from softswitch.lines import LimitedNumbers
from softswitch.registration import Registration
from softswitch.rtp_port import RtpPort
from softswitch.sdp import Codec, Description, Ours
from softswitch.signals import Accepted, Alerting, Gone, Invite, Rejected, Signal, Update, UpdateRejected
from softswitch.sip_call import Outgoing, SipCall, Target
from softswitch.sip_stack import SipStack
from softswitch.transports import UdpTransport

FRAME_SECONDS = 0.02


class PhoneCall:
    """One call of a simulated phone."""

    def __init__(self, phones: "PhoneSet", sip: SipCall, *, caller: str, called: str) -> None:
        self.caller, self.called = caller, called
        self.is_ringing = self.is_answered = self.has_ended = self.is_held = False
        self.end_code = 0
        self.refer_to: str | None = None
        self.offer: Description | None = None
        self.codecs: tuple[Codec, ...] = (Codec.PCMA, Codec.PCMU)
        self.rtp = RtpPort(phones.host, kept_seconds=phones.kept_seconds)
        self._phones, self._sip = phones, sip
        self._version = 1
        self._changed = asyncio.Event()
        self._update: asyncio.Future[None] | None = None
        sip.listener = self._on_signal

    async def ring(self) -> None:
        """Say that it rings."""
        self._sip.ring()

    async def answer(self) -> None:
        """Take the call."""
        if self.offer is not None:
            self._aim(self.offer)
            self._sip.answer(self._describe("sendrecv", self.offer))
            self.is_answered = True

    async def reject(self, code: int = 486, reason: str = "Busy Here") -> None:
        """Refuse the call."""
        self._sip.reject(code, reason)
        self._end(code)

    async def hangup(self) -> None:
        """End the call."""
        self._end(0)

    async def press(self, keys: str) -> None:
        """Press keys (RFC 2833)."""
        self.rtp.press(keys)

    async def press_by_info(self, key: str) -> None:
        """Press one key, sent as SIP INFO."""
        self._sip.info(f"Signal={key}\r\nDuration=160\r\n", "application/dtmf-relay")

    async def hold(self) -> None:
        """Put the other side on hold."""
        await self._change("sendonly")

    async def resume(self) -> None:
        """Take the other side off hold."""
        await self._change("sendrecv")

    async def transfer(self, uri: str) -> None:
        """Blind transfer: ask the other side to call `uri`, and leave."""
        self._sip.refer(uri)

    async def transfer_to_call(self, other: "PhoneCall") -> None:
        """Attended transfer: ask the other side to take the place of ours in another call, and leave."""
        replaces = quote(f"{other._sip.call_id};{other._sip.tags()}", safe="")
        self._sip.refer(f"sip:{other.called}@{self._phones.server[0]}?Replaces={replaces}")

    async def wait_answered(self) -> None:
        """Wait for the answer; raises DialFailed."""
        while not self.is_answered:
            if self.has_ended:
                raise DialFailed(self.end_code or 487, "not answered")
            await self._change_of_state()

    async def wait_ended(self) -> None:
        """Wait for the end."""
        while not self.has_ended:
            await self._change_of_state()

    async def wait_heard(self, packets: int) -> None:
        """Wait until so many packets more have been heard."""
        goal = self.rtp.packets_heard + packets
        while self.rtp.packets_heard < goal and not self.has_ended:
            await self._phones.tick()

    # -- below --------------------------------------------------------------------------------------------

    async def _change_of_state(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _change(self, direction: str) -> None:
        self._version += 1
        self._update = asyncio.get_running_loop().create_future()
        self._sip.update(self._describe(direction))
        await self._update

    def begin(self, target: Target, caller_name: str) -> None:
        """Send the INVITE."""
        self._sip.dial(target, Outgoing(self.caller, self._describe("sendrecv"), caller_name))

    def _describe(self, direction: str, offer: Description | None = None) -> str:
        codecs = (self.rtp.codec,) if offer or self.is_answered else self.codecs
        ours = Ours(self._phones.host, self.rtp.port, codecs, self.rtp.event_type)
        return sdp.compose(ours, version=self._version, direction=direction, offer=offer)

    def _aim(self, theirs: Description) -> None:
        self.rtp.codec, self.rtp.event_type = theirs.codecs[0], theirs.event_type
        self.rtp.far_end = (theirs.ip, theirs.port)
        self._phones.add_sender(self.rtp)

    def _on_signal(self, signal: Signal) -> None:
        match signal:
            case Alerting():
                self.is_ringing = True
            case Accepted(body):
                self._accepted(body or "")
            case Rejected(code, _):
                self._end(code)
            case Gone(refer_to):
                self.refer_to = refer_to
                self._end(0)
            case Update(body):
                self._updated(sdp.parse(body))
            case UpdateRejected(code, reason):
                self._settle(UpdateRefused(code, reason))
        self._changed.set()

    def _accepted(self, body: str) -> None:
        if self.is_answered:
            self._settle()
            return
        try:
            self._aim(sdp.parse(body))
        except BadDescription:
            self._end(488)
        else:
            self.is_answered = True

    def _updated(self, offer: Description) -> None:
        self._version += 1
        self.is_held = offer.is_hold
        self._sip.answer(self._describe(sdp.MIRRORED[offer.direction], offer))

    def _settle(self, error: SwitchError | None = None) -> None:
        if self._update and not self._update.done():
            if error:
                self._update.set_exception(error)
            else:
                self._update.set_result(None)

    def _end(self, code: int) -> None:
        if self.has_ended:
            return
        self.has_ended, self.end_code = True, code
        self._settle(CallEnded("ended"))
        self._sip.hang_up()
        self._phones.drop(self)
        self.rtp.close()
        self._changed.set()


class PhoneLine:
    """One account: a number or user with the server, and what it does with calls."""

    def __init__(self, phones: "PhoneSet", user: str, password: str, codecs: tuple[Codec, ...]) -> None:
        self.user, self.password, self.codecs = user, password, codecs
        self.on_call: Callable[[PhoneCall], Awaitable[None]] | None = None
        self._phones = phones
        self._registration = Registration(phones.stack, phones.server, user, password)

    async def register(self, *, seconds: int = 300) -> None:
        """Register and stay registered; raises DialFailed with the server's refusal."""
        await self._registration.begin(seconds)

    async def unregister(self) -> None:
        """Leave the server."""
        await self._registration.end()

    async def call(self, number: str, *, caller_name: str = "") -> PhoneCall:
        """Call a number at the server; returns at once, see PhoneCall.wait_answered."""
        phones = self._phones
        call = PhoneCall(phones, SipCall(phones.stack), caller=self.user, called=number)
        call.codecs = self.codecs
        phones.add(call)
        known = (self.user, self.password) if self.password else (None, None)
        call.begin(Target(number, phones.server, username=known[0], password=known[1]), caller_name)
        return call


class PhoneSet:
    """One SIP port with lines on one server."""

    def __init__(self, server: tuple[str, int], *, host: str = "127.0.0.1", kept_seconds: float = 5) -> None:
        self.server, self.host, self.kept_seconds = server, host, kept_seconds
        self.calls: set[PhoneCall] = set()
        self.lines: dict[str, PhoneLine] = {}
        self.on_any_call: Callable[[PhoneCall], Awaitable[None]] | None = None  # to a number without a line
        self._senders: set[RtpPort] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ticked, self._has_calls = asyncio.Event(), asyncio.Event()

    async def start(self, port: int = 0) -> None:
        """Open the SIP port."""
        await asyncio.to_thread(sip_thread.parts)
        self._udp = UdpTransport(self.host, port, LimitedNumbers())
        self.stack = SipStack(
            self._udp,
            None,
            digest=Digest("phone", lambda user: None),
            bindings=Bindings(lambda user, registered: None),
            trunks=(f"{self.server[0]}/32",),
            on_invite=self._invited,
        )
        await asyncio.to_thread(sip_thread.ask, self.stack.start)
        self._spawn(self._send())

    async def stop(self) -> None:
        """Hang up and close."""
        calls = list(self.calls)
        for call in calls:
            await call.hangup()
        if calls:
            await asyncio.sleep(0.2)  # for the BYEs to be answered
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(sip_thread.ask, self.stack.stop)
        self._udp.close()

    @property
    def port(self) -> int:
        """Our SIP port."""
        return self._udp.port

    def line(self, user: str, password: str = "", *, codecs: tuple[Codec, ...] = (Codec.PCMA, Codec.PCMU)) -> PhoneLine:
        """Add a line."""
        self.lines[user] = PhoneLine(self, user, password, codecs)
        return self.lines[user]

    async def tick(self) -> None:
        """Wait for the next 20 ms of a call; there are none without calls."""
        await self._ticked.wait()

    def add_sender(self, rtp: RtpPort) -> None:
        """Let this port send every 20 ms."""
        self._senders.add(rtp)

    def add(self, call: PhoneCall) -> None:
        """A call begins."""
        self.calls.add(call)
        self._has_calls.set()

    def drop(self, call: PhoneCall) -> None:
        """Forget an ended call."""
        self._senders.discard(call.rtp)
        self.calls.discard(call)

    def _invited(self, sip: SipCall, invite: Invite) -> None:
        call = PhoneCall(self, sip, caller=invite.caller, called=invite.called)
        call.offer = invite.offer
        self.add(call)
        line = self.lines.get(invite.called)
        taken_by = line.on_call if line else self.on_any_call
        self._spawn(taken_by(call) if taken_by else call.reject(480, "Temporarily Unavailable"))

    async def _send(self) -> None:
        due = time.monotonic()
        while True:
            for rtp in list(self._senders):
                rtp.tick()
            self._ticked.set()
            self._ticked.clear()
            if not self.calls:  # after the tick in which whoever waited for one saw that the last call has ended
                self._has_calls.clear()
                await self._has_calls.wait()
            due = max(due + FRAME_SECONDS, time.monotonic() - 5 * FRAME_SECONDS)
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _quietly(work: Awaitable[None]) -> Coroutine[Any, Any, None]:
    async def run() -> None:
        with contextlib.suppress(SwitchError):
            await work

    return run()
