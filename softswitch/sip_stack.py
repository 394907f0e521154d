"""The signalling of one switch: which requests are let in, the registrar, and the user agents."""

import asyncio
import ipaddress
import logging
import time
import weakref
from collections.abc import Callable
from typing import Any

from softswitch import sdp, sip_thread
from softswitch.bindings import Binding, Bindings
from softswitch.digest import Challenged, Digest, Malformed, Refused
from softswitch.errors import BadDescription
from softswitch.signals import Invite
from softswitch.sip_call import SipCall
from softswitch.transports import UdpTransport, WssTransport

log = logging.getLogger(__name__)
ALLOWED = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, UPDATE, REGISTER"
SHORTEST_REGISTRATION, LONGEST_REGISTRATION, USUAL_REGISTRATION = 1, 3600, 600
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Answer(Exception):
    """Ends the handling of a request with this response."""

    def __init__(self, code: int, reason: str, header: str = "") -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason, self.header = code, reason, header


class SipStack:
    """Runs in the SIP thread, but for what says otherwise."""

    def __init__(
        self,
        udp: UdpTransport,
        wss: WssTransport | None,
        *,
        digest: Digest,
        bindings: Bindings,
        trunks: tuple[str, ...],
        on_invite: Callable[[SipCall, Invite], None],
    ) -> None:
        self.on_invite = on_invite
        self.is_accepting = True
        self.requests = 0
        self.user_agents: weakref.WeakSet[Any] = weakref.WeakSet()
        self._loop = asyncio.get_running_loop()
        self._udp, self._digest, self._bindings = udp, digest, bindings
        self._trunks: list[Network] = [ipaddress.ip_network(t) for t in trunks]
        self.settings: dict[str, Any] = {
            "_sip_address": udp.uopts.laddress[0],
            "_sip_port": udp.port,
            "_udp_server": udp,
            "_sip_logger": sip_thread.parts().SilentLogger(),
        }
        if wss is not None:
            self.settings["_wss_server"] = wss
        self._manager: Any = None
        self._wss = wss

    def start(self) -> None:
        """Begin to take messages."""
        self._manager = sip_thread.parts().SipTransactionManager(self.settings, self._on_request)
        self.settings["_sip_tm"] = self._manager
        for transport in (self._udp, self._wss):
            if transport is not None:
                transport.uopts.data_callback = self._manager.handleIncoming

    def stop(self) -> None:
        """Drop every dialog and transaction; nothing fires afterwards."""
        for transport in (self._udp, self._wss):
            if transport is not None:
                transport.uopts.data_callback = None
        for ua in list(self.user_agents):
            ua.put_away()
        manager = self._manager
        manager.cp_timer.cancel()
        manager.unregConsumer = lambda *arguments: None  # timers of dead dialogs still call it
        for transaction in [*manager.tclient.values(), *manager.tserver.values()]:
            for name in ("teA", "teB", "teC", "teD", "teE", "teF", "teG"):
                if timer := getattr(transaction, name, None):
                    timer.cancel()
        for table in (manager.tclient, manager.tserver, manager.req_consumers):
            table.clear()

    def tell(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call something in asyncio."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *arguments)

    def transact(self, request: Any, on_response: Callable[[Any], None]) -> None:
        """Send a request outside any dialog."""
        self._manager.newTransaction(request, on_response)

    def contact(self) -> Any:
        """Our Contact header; sippy's own has no port, and peers answer it wrongly."""
        parts = sip_thread.parts()
        url = parts.SipURL(username="wanhao", host=self.settings["_sip_address"], port=self._udp.port)
        return parts.SipContact(address=parts.SipAddress(url=url, hadbrace=True))

    def _on_request(self, request: Any, transaction: Any) -> Any:
        self.requests += 1
        try:
            return self._dispatch(request, transaction)
        except Answer as answer:
            response = request.genResponse(answer.code, answer.reason)
            if answer.header:
                response.appendHeader(sip_thread.parts().SipHeader(s=answer.header))
        except Exception as error:
            log.warning("broken %s refused: %r", request.getMethod(), error)
            response = request.genResponse(400, "Bad Request")
        return response, None, None

    def _dispatch(self, request: Any, transaction: Any) -> Any:
        if request.getHFBody("to").getTag() is not None:
            raise Answer(481, "Call Does Not Exist")
        match request.getMethod():
            case "INVITE":
                return self._invite(request, transaction)
            case "REGISTER":
                return self._register(request), None, None
            case "OPTIONS":
                raise Answer(200, "OK", f"Allow: {ALLOWED}")
            case _:
                raise Answer(405, "Method Not Allowed", f"Allow: {ALLOWED}")

    def _authenticate(self, request: Any) -> str:
        header = request.getHF("authorization").body.body if request.countHFs("authorization") else None
        try:
            return self._digest.user_of(header, request.getMethod())
        except Challenged as challenge:
            raise Answer(401, "Unauthorized", f"WWW-Authenticate: {challenge.header}") from None
        except Refused as refused:
            log.warning("wrong credentials for %s from %s", refused, request.getSource()[0])
            raise Answer(403, "Forbidden") from None
        except Malformed:
            raise Answer(400, "Bad Authorization") from None

    def _register(self, request: Any) -> Any:
        user = self._authenticate(request)
        if request.getHFBody("to").getUrl().username != user:
            raise Answer(403, "Forbidden")
        usual = request.getHFBody("expires").getNum() if request.countHFs("expires") else USUAL_REGISTRATION
        for contact in request.getHFBodys("contact") if request.countHFs("contact") else ():
            self._bind(user, contact, int(usual), request.getSource(2))
        response = request.genResponse(200, "OK")
        now = time.monotonic()
        for binding in self._bindings.of(user):
            line = f"Contact: <{binding.url}>;expires={int(binding.until - now + 0.5)}"
            response.appendHeader(sip_thread.parts().SipHeader(s=line))
        return response

    def _bind(self, user: str, contact: Any, usual: int, source: tuple[tuple[str, int], str]) -> None:
        if contact.asterisk:
            self._bindings.remove(user)
            return
        url, address = contact.getUrl(), source[0]
        seconds = int(contact.getUri().params.get("expires") or usual)
        if seconds <= 0:
            self._bindings.remove(user, str(url))
            return
        if source[1] == "wss":
            address = (url.host, 5060)  # the connection's name, put there by sippy
        now = time.monotonic()
        until = now + max(SHORTEST_REGISTRATION, min(seconds, LONGEST_REGISTRATION))
        self._bindings.add(Binding(user, url.username or user, address, source[1], str(url), until, now))

    def _invite(self, request: Any, transaction: Any) -> Any:
        if request.getHFBody("cseq").getCSeqNum() < 0:
            raise Answer(400, "Bad CSeq")
        source, transport = request.getSource(2)
        contact = request.getHFBody("contact").getUrl()
        if str(contact.transport or "udp") not in (("ws", "wss", "udp") if transport == "wss" else ("udp",)):
            raise Answer(400, "Bad Contact")
        user = self._caller_of(request, source, transport)
        if not self.is_accepting:
            raise Answer(503, "Service Unavailable", "Retry-After: 5")
        try:
            offer = sdp.parse(str(request.getBody())) if request.getBody() is not None else None
        except BadDescription:
            raise Answer(488, "Not Acceptable Here") from None
        invite = Invite(
            call_id=str(request.getHFBody("call-id")),
            caller=request.getHFBody("from").getUrl().username or "",
            caller_name=request.getHFBody("from").getUri().name or "",
            called=request.getRURI().username or "",
            user=user,
            connection=contact.host if transport == "wss" else None,
            headers={h.name: str(h.body) for h in request.headers if h.name != "authorization"},
            offer=offer,
        )
        return SipCall(self).take(request, transaction, invite)

    def _caller_of(self, request: Any, source: tuple[str, int], transport: str) -> str | None:
        """The staff user calling, or None for the trunk; everybody else must say who they are."""
        is_staff_phone = transport == "wss" or self._bindings.user_at(source) is not None
        if is_staff_phone or request.countHFs("authorization") or not self._is_trunk(source[0]):
            return self._authenticate(request)
        return None

    def _is_trunk(self, ip: str) -> bool:
        return any(ipaddress.ip_address(ip) in network for network in self._trunks)
