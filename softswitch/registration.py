"""A phone's registration with its server: REGISTER with digest, renewed in time, taken back at the end."""

import asyncio
import contextlib
from typing import Any

from softswitch import sip_thread
from softswitch.errors import DialFailed
from softswitch.sip_stack import SipStack

REPLY_SECONDS = 10.0
RENEWED_AT = 0.6  # of the time granted


class Registration:
    """One account at one server."""

    def __init__(self, stack: SipStack, server: tuple[str, int], user: str, password: str) -> None:
        self._stack, self._server, self._user, self._password = stack, server, user, password
        self._renewing: asyncio.Task[None] | None = None
        self._reply: asyncio.Future[tuple[int, str]] | None = None

    async def begin(self, seconds: int) -> None:
        """Register and keep registered; raises DialFailed when refused."""
        await self._register(seconds)
        self._renewing = asyncio.create_task(self._renew(seconds))

    async def end(self) -> None:
        """Take the registration back."""
        if self._renewing:
            self._renewing.cancel()
            self._renewing = None
            with contextlib.suppress(DialFailed):
                await self._register(0)

    async def _renew(self, seconds: int) -> None:
        while True:
            await asyncio.sleep(seconds * RENEWED_AT)
            with contextlib.suppress(DialFailed):  # the server is away: try again next time
                await self._register(seconds)

    async def _register(self, seconds: int) -> None:
        self._reply = asyncio.get_running_loop().create_future()
        sip_thread.post(self._send, seconds, None)
        try:
            async with asyncio.timeout(REPLY_SECONDS):
                code, reason = await self._reply
        except TimeoutError:
            raise DialFailed(408, "the server does not answer") from None
        if code >= 300:
            raise DialFailed(code, reason)

    # -- in the SIP thread --------------------------------------------------------------------------------

    def _send(self, seconds: int, credentials: Any) -> None:
        parts = sip_thread.parts()
        address = parts.SipAddress(url=parts.SipURL(username=self._user, host=self._server[0], port=None))
        contact = self._stack.contact()
        contact.getUrl().username = self._user
        sender = parts.SipFrom(address=address.getCopy())
        sender.genTag()
        request = parts.SipRequest(
            method="REGISTER",
            ruri=parts.SipURL(host=self._server[0], port=self._server[1]),
            fr0m=sender,
            to=parts.SipTo(address=address),
            contact=contact,
            target=(self._server, "udp"),
        )
        request.appendHeader(parts.SipHeader(s=f"Expires: {seconds}"))
        if credentials is not None:
            request.appendHeader(parts.SipHeader(body=credentials))
        self._stack.transact(request, lambda response: self._replied(response, seconds, credentials))

    def _replied(self, response: Any, seconds: int, credentials: Any) -> None:
        code, reason = response.getSCode()
        if code < 200:
            return
        if code == 401 and credentials is None and response.countHFs("www-authenticate"):
            challenge = response.getHFBody("www-authenticate")
            supported, qop = challenge.supportedAlgorithm()
            if supported:
                uri = f"sip:{self._server[0]}:{self._server[1]}"
                made = challenge.genAuthHF(self._user, self._password, "REGISTER", uri, qop=qop)
                return self._send(seconds, made)
        self._stack.tell(self._settle, (code, reason))

    def _settle(self, answer: tuple[int, str]) -> None:
        if self._reply and not self._reply.done():
            self._reply.set_result(answer)
