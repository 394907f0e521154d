"""The switch: listens for phones and the trunk, rings users, and runs one coroutine per incoming call."""

import asyncio
import contextlib
import ipaddress
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from softswitch import sip_thread
from softswitch.bindings import Bindings
from softswitch.dialog import Dialog, Party
from softswitch.digest import Digest
from softswitch.errors import CallEnded, DialFailed, NotRegistered, SwitchError
from softswitch.events import Answered, Ended, EndReason, Event
from softswitch.leg import Leg
from softswitch.lines import LimitedNumbers
from softswitch.media import Media
from softswitch.mixer import Mixer
from softswitch.sdp import Codec, Description, compose
from softswitch.signals import Invite
from softswitch.sip_call import Outgoing, SipCall, Target
from softswitch.sip_stack import SipStack
from softswitch.transports import UdpTransport, WssTransport
from softswitch.watchdog import Limits

log = logging.getLogger(__name__)
URI = re.compile(r"sip:(?:([^@;]+)@)?([^:;@]+)(?::(\d+))?(?:;.*)?")
FAREWELL_SECONDS = 0.5


@dataclass(frozen=True)
class SwitchConfig:
    """Where a switch listens and how long it is patient."""

    host: str  # an IPv4 address: phones are told to send there
    sip_port: int
    rtp_ports: tuple[int, int]
    recordings: Path  # folder for raw captures
    wss_port: int | None = None
    certificate: Path | None = None
    private_key: Path | None = None
    realm: str = "wanhao"
    trunks: tuple[str, ...] = ("127.0.0.1/32",)  # networks whose INVITEs come from the carrier
    media_timeout_seconds: float = 60
    sip_session_seconds: float = 300  # how often the far end of a dialog is asked whether it still is there
    longest_call_seconds: float = 4 * 3600
    nonce_seconds: float = 60
    most_dialogs: int = 2000  # further calls are refused with 503


@dataclass
class SwitchStats:
    """Counters since the start, for metrics."""

    calls_in: int = 0
    calls_out: int = 0
    answered: int = 0
    media_lost: int = 0
    silent: int = 0
    failed: int = 0


class Switch:
    """SIP and RTP for one process. All callbacks but `password_of` run in asyncio."""

    def __init__(
        self,
        config: SwitchConfig,
        *,
        password_of: Callable[[str], str | None],
        on_call: Callable[[Dialog], Awaitable[None]],
        on_registration: Callable[[str, bool], None] | None = None,
        on_media_lost: Callable[[], None] | None = None,
    ) -> None:
        self.config, self.stats = config, SwitchStats()
        self.media = Media(config.host, config.rtp_ports, config.recordings, on_lost=self._media_lost)
        self.mixer = Mixer(config.host)  # started when it is first needed
        self.limited = LimitedNumbers()
        self._on_call, self._on_registration, self._on_media_lost = on_call, on_registration, on_media_lost
        self._digest = Digest(config.realm, password_of, nonce_seconds=config.nonce_seconds)
        self._bindings = Bindings(self._registration_changed)
        self._live: dict[str, Dialog] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._udp: UdpTransport | None = None
        self._wss: WssTransport | None = None
        self._stack: SipStack | None = None

    async def start(self) -> None:
        """Open the ports; raises PortTaken."""
        config = self.config
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(sip_thread.parts)
        try:
            self._udp = UdpTransport(config.host, config.sip_port, self.limited)
            if config.wss_port is not None and config.certificate and config.private_key:
                wss = WssTransport(config.host, config.wss_port, on_closed=self._connection_lost)
                await wss.open(config.certificate, config.private_key)
                self._wss = wss
            await self.media.start()
        except BaseException:
            await self._close_ports()
            raise
        self._stack = SipStack(
            self._udp,
            self._wss,
            digest=self._digest,
            bindings=self._bindings,
            trunks=config.trunks,
            on_invite=self._invited,
        )
        await asyncio.to_thread(sip_thread.ask, self._stack.start)
        self._spawn(self._expire_registrations())

    async def stop(self) -> None:
        """End all calls, close everything."""
        if self._stack:
            self._stack.is_accepting = False
            live = list(self._live.values())
            for dialog in live:
                dialog.end(EndReason.WE_HUNG_UP)
            for dialog in live:
                await dialog.closed()
            await self._farewell(had_calls=bool(live))
            await asyncio.to_thread(sip_thread.ask, self._stack.stop)
            self._stack = None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.mixer.stop()
        await self.media.stop()
        await self._close_ports()

    async def _farewell(self, *, had_calls: bool) -> None:
        """Give calls in their coroutines a moment to finish, and phones to take our BYE."""
        running = {t for t in self._tasks if t.get_name().startswith("call")}
        if running:
            await asyncio.wait(running, timeout=FAREWELL_SECONDS)
        if had_calls:
            await asyncio.sleep(FAREWELL_SECONDS)

    async def _close_ports(self) -> None:
        if self._udp:
            self._udp.close()
        if self._wss:
            await self._wss.close()
        self._udp = self._wss = None

    # -- what others may know -----------------------------------------------------------------------------

    @property
    def sip_port(self) -> int:
        """The UDP port in use (also when 0 was asked for)."""
        return self._udp.port if self._udp else self.config.sip_port

    @property
    def wss_port(self) -> int | None:
        """The websocket port in use."""
        return self._wss.port if self._wss else None

    @property
    def live_dialogs(self) -> list[Dialog]:
        """Every dialog that is not over."""
        return list(self._live.values())

    def is_registered(self, user: str) -> bool:
        """True when a phone or browser of this user can be rung."""
        return bool(self._bindings.of(user))

    def registered_users(self) -> list[str]:
        """Everybody who can be rung."""
        return self._bindings.users()

    # -- calls out ----------------------------------------------------------------------------------------

    async def dial(
        self,
        user_or_uri: str,
        *,
        caller: str,
        caller_name: str = "",
        ring_seconds: float = 20,
        headers: Mapping[str, str] | None = None,
        codec: Codec | None = None,
    ) -> Dialog:
        """Ring a registered user, or sip:number@host:port; returns the answered dialog.

        `codec` is that of the leg this one will talk to: no other is offered then. Raises NotRegistered or
        DialFailed. Cancelling the awaiting task sends CANCEL.
        """
        target = await self._target(user_or_uri)
        is_browser = target.transport == "wss"
        codecs = (codec,) if codec is not None else (Codec.PCMA, Codec.PCMU)
        dialog = self._outgoing_dialog(target, caller, codecs)
        try:
            await dialog.leg.open_to_offer(is_secure=is_browser)
            sdp = compose(dialog.leg.ours(), version=1, direction="sendrecv")
            dialog.begin(target, Outgoing(caller, sdp, caller_name, headers or {}))
            async with asyncio.timeout(ring_seconds):
                await dialog.wait_answered()
        except TimeoutError:
            await dialog.hangup()
            raise DialFailed(408, "no answer") from None
        except SwitchError as error:
            await dialog.hangup()
            raise DialFailed(*_why_failed(dialog)) from error
        except BaseException:
            dialog.end(EndReason.WE_HUNG_UP)  # the caller has lost interest: CANCEL
            raise
        return dialog

    def _outgoing_dialog(self, target: Target, caller: str, codecs: tuple[Codec, ...]) -> Dialog:
        if self._stack is None or not self._stack.is_accepting:
            raise DialFailed(503, "the switch is not running")
        user = target.called if target.may_refer else None
        connection = target.address[0] if target.transport == "wss" else None
        party = Party(caller=caller, called=target.called, user=user, connection=connection)
        self.stats.calls_out += 1
        return self._new_dialog(SipCall(self._stack), Leg(self.media, codecs), party, is_inbound=False)

    async def _target(self, user_or_uri: str) -> Target:
        if user_or_uri.startswith("sip:"):
            match = URI.fullmatch(user_or_uri)
            if match is None:
                raise DialFailed(400, f"{user_or_uri} is not an address")
            number = match[1] or ""
            return Target(number, (await self._resolve(match[2]), int(match[3] or 5060)), called=number)
        for binding in self._bindings.of(user_or_uri):
            return Target(binding.contact_user, binding.address, binding.transport, called=user_or_uri, may_refer=True)
        raise NotRegistered(user_or_uri)

    async def _resolve(self, host: str) -> str:
        with contextlib.suppress(ValueError):
            return str(ipaddress.ip_address(host))
        try:
            found = await self._loop.getaddrinfo(host, None, family=2)
        except OSError as error:
            raise DialFailed(502, f"{host} is unknown") from error
        return str(found[0][4][0])

    # -- calls in -----------------------------------------------------------------------------------------

    def _invited(self, sip: SipCall, invite: Invite) -> None:
        self.stats.calls_in += 1
        leg = _leg_for(self.media, invite.offer)
        party = Party(invite.caller, invite.called, invite.user, invite.caller_name, invite.connection)
        dialog = self._new_dialog(sip, leg, party, is_inbound=True)
        dialog.offer, dialog.headers = invite.offer, invite.headers
        self.limited.began(invite.called, invite.call_id)
        if not self.media.is_up or len(self._live) > self.config.most_dialogs:
            sip.reject(503, "Service Unavailable")
            dialog.end(EndReason.REFUSED if self.media.is_up else EndReason.MEDIA_LOST, 503)
            return
        self._spawn(self._serve(dialog), name=f"call {dialog.id}")

    async def _serve(self, dialog: Dialog) -> None:
        try:
            await self._on_call(dialog)
        except CallEnded:
            pass  # the far end went, and nobody had to do anything about it
        except Exception:
            log.exception("error in the call %s", dialog.id)
        finally:
            if not dialog.has_ended:
                if dialog.is_answered:
                    dialog.end(EndReason.WE_HUNG_UP)
                else:
                    await dialog.reject()

    # -- keeping order ------------------------------------------------------------------------------------

    def _new_dialog(self, sip: SipCall, leg: Leg, party: Party, *, is_inbound: bool) -> Dialog:
        config = self.config
        limits = Limits(config.media_timeout_seconds, config.sip_session_seconds, config.longest_call_seconds)
        dialog = Dialog(sip, leg, party, limits=limits, is_inbound=is_inbound)
        dialog.on_closed = self._closed
        dialog.listen(lambda event: self._count(event))
        self._live[dialog.id] = dialog
        return dialog

    def _closed(self, dialog: Dialog) -> None:
        self._live.pop(dialog.id, None)
        self.limited.ended(dialog.call_id)

    def _count(self, event: Event) -> None:
        match event:
            case Answered():
                self.stats.answered += 1
            case Ended(EndReason.MEDIA_LOST):
                self.stats.media_lost += 1
            case Ended(EndReason.SILENT):
                self.stats.silent += 1
            case Ended(EndReason.FAILED):
                self.stats.failed += 1

    def _media_lost(self) -> None:
        log.error("media process lost with %s dialogs", len(self._live))
        for dialog in list(self._live.values()):
            dialog.end(EndReason.MEDIA_LOST)
        if self._on_media_lost:
            self._on_media_lost()

    def _connection_lost(self, connection: str) -> None:
        self._bindings.remove_connection(connection)
        for dialog in list(self._live.values()):
            if dialog.party.connection == connection:
                dialog.end(EndReason.CONNECTION_LOST)

    def _registration_changed(self, user: str, registered: bool) -> None:
        if self._on_registration and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._on_registration, user, registered)

    async def _expire_registrations(self) -> None:
        while True:
            await asyncio.sleep(1)
            self._bindings.expire()

    def _spawn(self, work: Coroutine[Any, Any, None], name: str | None = None) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _leg_for(media: Media, offer: Description | None) -> Leg:
    """PCMA where it is offered; where nothing is offered yet, we offer both."""
    if offer is None:
        return Leg(media, (Codec.PCMA, Codec.PCMU))
    return Leg(media, tuple(sorted(offer.codecs, reverse=True)[:1]), offer.event_type)


def _why_failed(dialog: Dialog) -> tuple[int, str]:
    match dialog.end_reason:
        case EndReason.MEDIA_LOST | EndReason.WE_HUNG_UP:
            return 503, "our media is not available"
        case EndReason.CONNECTION_LOST:
            return 480, "the browser has gone"
        case reason:
            return dialog.end_code or 500, str(reason)
