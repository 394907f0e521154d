"""What both sides of a dialog have agreed on: descriptions, hold by either side, changes in mid-call."""

import asyncio

from softswitch import sdp
from softswitch.errors import BadDescription, SwitchError, UpdateRefused
from softswitch.leg import Leg
from softswitch.sdp import NO_ADDRESS, Description
from softswitch.sip_call import SipCall

UPDATE_SECONDS = 10.0
GLARE_SECONDS = 1.0
REQUEST_PENDING = 491


class Negotiation:
    """Writes our descriptions and answers theirs."""

    def __init__(self, leg: Leg, sip: SipCall) -> None:
        self.is_held = False  # the far end holds us
        self.is_holding = False  # we hold the far end
        self._leg, self._sip = leg, sip
        self._version = 1
        self._reply: asyncio.Future[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    def describe(self, direction: str, offer: Description | None = None) -> str:
        """Our description, as an offer or as the answer to one."""
        return sdp.compose(self._leg.ours(), version=self._version, direction=direction, offer=offer)

    async def change(self, direction: str) -> None:
        """Send a re-INVITE and wait for the answer; raises UpdateRefused."""
        async with self._one_at_a_time:
            try:
                await self._offer(direction)
            except UpdateRefused as refused:
                if refused.code != REQUEST_PENDING:
                    raise
                await asyncio.sleep(GLARE_SECONDS)  # both sides changed something at once
                await self._offer(direction)
            self.is_holding = direction == "sendonly"

    async def _offer(self, direction: str) -> None:
        self._version += 1
        self._reply = asyncio.get_running_loop().create_future()
        self._sip.update(self.describe(direction))
        try:
            async with asyncio.timeout(UPDATE_SECONDS):
                await self._reply
        except TimeoutError:
            raise UpdateRefused(408, "no answer") from None
        finally:
            self._reply = None

    def settle(self, error: SwitchError | None = None) -> None:
        """The far end has answered our re-INVITE."""
        if self._reply is None or self._reply.done():
            return
        if error is None:
            self._reply.set_result(None)
        else:
            self._reply.set_exception(error)

    async def answer_update(self, body: str) -> bool:
        """Answer a re-INVITE (hold, resume, another address); True when hold began or ended."""
        try:
            offer = sdp.parse(body)
            if self._leg.codec not in offer.codecs:
                raise BadDescription("another codec")
            if offer.ip != NO_ADDRESS and offer.keys is None:
                await self._leg.point_far_end(offer)
        except SwitchError:
            self._sip.reject(488, "Not Acceptable Here")
            return False
        self._version += 1
        direction = sdp.MIRRORED[offer.direction]
        if self.is_holding:
            direction = {"sendrecv": "sendonly", "recvonly": "inactive"}.get(direction, direction)
        self._sip.answer(self.describe(direction, offer))
        was_held, self.is_held = self.is_held, offer.is_hold
        return was_held != self.is_held
