"""One sippy user agent, driven from asyncio: commands go to the SIP thread, signals come back."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from softswitch import sip_thread
from softswitch.signals import (
    Accepted,
    Alerting,
    Gone,
    Info,
    Invite,
    Probed,
    Rejected,
    Signal,
    Unacknowledged,
    Update,
    UpdateRejected,
)

if TYPE_CHECKING:
    from softswitch.sip_stack import SipStack

log = logging.getLogger(__name__)


UNSAYABLE = re.compile(r'[\x00-\x1f\x7f"\\]')  # what would end a name between quotation marks, or its header


@dataclass(frozen=True)
class Target:
    """Where an INVITE goes."""

    user: str
    address: tuple[str, int]
    transport: str = "udp"
    called: str = ""  # the user or number as our caller named it
    may_refer: bool = False
    username: str | None = None  # credentials, where the other side asks for them
    password: str | None = None


@dataclass(frozen=True)
class Outgoing:
    """What an INVITE of ours says."""

    caller: str
    sdp: str
    caller_name: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class SipCall:
    """One dialog's signalling. Methods may be called from asyncio at any time and never block."""

    def __init__(self, stack: "SipStack") -> None:
        self._stack = stack
        self._ua: Any = None
        self.listener: Callable[[Signal], None] | None = None
        self.call_id = ""

    # -- from asyncio -------------------------------------------------------------------------------------

    def dial(self, target: Target, outgoing: Outgoing) -> None:
        """Send an INVITE."""
        sip_thread.post(self._dial, target, outgoing)

    def ring(self) -> None:
        """180 Ringing."""
        self._event("CCEventRing", lambda parts: (180, "Ringing", None))

    def answer(self, sdp: str) -> None:
        """200 to an INVITE or a re-INVITE."""
        self._event("CCEventConnect", lambda parts: (200, "OK", parts.MsgBody(sdp)))

    def answer_with_offer(self, sdp: str) -> None:
        """200 to an INVITE that offered nothing; what the ACK answers comes as Accepted."""
        self._event("CCEventPreConnect", lambda parts: (200, "OK", parts.MsgBody(sdp)))

    def reject(self, code: int, reason: str) -> None:
        """Refuse an INVITE or a re-INVITE."""
        self._event("CCEventFail", lambda parts: (code, reason))

    def update(self, sdp: str) -> None:
        """Send a re-INVITE."""
        self._event("CCEventUpdate", lambda parts: parts.MsgBody(sdp))

    def info(self, body: str, kind: str) -> None:
        """Send an INFO."""
        self._event("CCEventInfo", lambda parts: _typed_body(parts, body, kind))

    def refer(self, uri: str) -> None:
        """Ask the far end to call somebody else and leave us."""
        self._event("CCEventDisconnect", lambda parts: parts.SipAddress(url=parts.SipURL(uri)))

    def tags(self) -> str:
        """The tags of the dialog as a Replaces header names them to the far end."""
        return f"to-tag={self._ua.rUri.getTag()};from-tag={self._ua.lUri.getTag()}"

    def hang_up(self) -> None:
        """BYE, CANCEL or a refusal, whatever fits the state."""
        sip_thread.post(self._hang_up)

    def probe(self) -> None:
        """OPTIONS within the dialog; the answer comes as Probed."""
        sip_thread.post(self._probe)

    # -- in the SIP thread --------------------------------------------------------------------------------

    def take(self, request: Any, transaction: Any, invite: Invite) -> Any:
        """Begin as the callee of an INVITE."""
        parts = sip_thread.parts()
        self.call_id = invite.call_id
        self._ua = parts.GuardedUA(self._stack.settings, lambda event, ua: self._on_ua(event, ua, invite))
        self._ua.lContact = self._stack.contact()
        self._adopt(invite.user is not None)
        return self._ua.recvRequest(request, transaction)

    def _adopt(self, may_refer: bool) -> None:
        self._ua.may_refer = may_refer
        self._ua.on_unacknowledged = lambda: self._tell(Unacknowledged())
        self._stack.user_agents.add(self._ua)

    def _dial(self, target: Target, outgoing: Outgoing) -> None:
        parts = sip_thread.parts()
        try:
            ua = parts.GuardedUA(
                self._stack.settings, self._on_ua, nh_address=target.address, nh_transport=target.transport
            )
            ua.username, ua.password = target.username, target.password
            ua.extra_headers = None
            if target.transport == "udp":
                ua.lContact = self._stack.contact()
            self._ua = ua
            self._adopt(target.may_refer)
            body, call_id = parts.MsgBody(outgoing.sdp), parts.SipCallId()
            name = UNSAYABLE.sub("", outgoing.caller_name) or None
            event = parts.CCEvents.CCEventTry((call_id, outgoing.caller, target.user, body, None, name))
            event.extra_headers = _headers(parts, outgoing.headers)
            self.call_id = str(call_id)
            ua.recvEvent(event)
        except Exception:
            log.exception("INVITE could not be sent")
            self._tell(Rejected(500, "INVITE could not be sent"))

    def _event(self, name: str, data: Callable[[Any], Any]) -> None:
        sip_thread.post(self._send_event, name, data)

    def _send_event(self, name: str, data: Callable[[Any], Any]) -> None:
        parts = sip_thread.parts()
        if self._ua is not None:
            self._ua.recvEvent(getattr(parts.CCEvents, name)(data(parts)))

    def _hang_up(self) -> None:
        if self._ua is not None:
            self._ua.disconnect()

    def _probe(self) -> None:
        if self._ua is not None and self._ua.isConnected():
            self._ua.newTransaction(self._ua.genRequest("OPTIONS"), resp_cb=self._probed)

    def _probed(self, response: Any) -> None:
        if (code := response.getSCode()[0]) >= 200:
            self._tell(Probed(code))

    def _on_ua(self, event: Any, ua: Any, invite: Invite | None = None) -> None:
        if event.name == "CCEventTry":
            if invite is not None:
                self._stack.tell(self._stack.on_invite, self, invite)
            return
        if signal := _translate(event, ua):
            self._tell(signal)

    def _tell(self, signal: Signal) -> None:
        self._stack.tell(self._deliver, signal)

    def _deliver(self, signal: Signal) -> None:
        if self.listener is not None:
            self.listener(signal)


def _translate(event: Any, ua: Any) -> Signal | None:
    data = event.getData()
    match event.name:
        case "CCEventRing":
            return Alerting() if data is None or data[0] != 100 else None
        case "CCEventConnect":
            return Accepted(str(data[2]) if data[2] is not None else None)
        case "CCEventUpdate":
            return Update(str(data))
        case "CCEventInfo":
            return Info(str(data) if data is not None else "")
        case "CCEventDisconnect":
            return Gone(_uri(str(data)) if data is not None else None)
        case _:  # CCEventFail, CCEventRedirect
            code, reason = (data[0], data[1]) if data else (500, "Failed")
            return (UpdateRejected if ua.isConnected() else Rejected)(code, reason)


def _uri(text: str) -> str:
    found = re.search(r"<([^>]*)>", text)
    return (found[1] if found else text).strip()


def _typed_body(parts: Any, body: str, kind: str) -> Any:
    content_type = parts.SipContentType(kind)
    content_type.parse()
    return parts.MsgBody(body, content_type)


def _headers(parts: Any, headers: Mapping[str, str]) -> tuple[Any, ...] | None:
    lines = (f"{name}: {value}".replace("\r", " ").replace("\n", " ") for name, value in headers.items())
    return tuple(parts.SipHeader(s=line) for line in lines) or None
