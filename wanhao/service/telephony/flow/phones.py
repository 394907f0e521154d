"""Which telephones and browsers are there: passwords they register with, and what follows when one vanishes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

from wanhao.service.calls import presence
from wanhao.service.telephony.flow.database import Database

REFRESH_SECONDS = 30.0
LOOK_UP_SECONDS = 0.5
MOST_LOOK_UPS, LOOK_UPS_A_SECOND = 200, 20
WHEN_SLOW_SECONDS = 5
UNKNOWN_SECONDS = 2.0
YOUNG_SECONDS = 30.0  # after a start of ours telephones need some time to come back

log = structlog.get_logger(__name__)


class Phones:
    """Accounts, and who is registered now."""

    def __init__(self, database: Database, spawn: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._database, self._spawn = database, spawn
        self._passwords: dict[str, str] = {}
        self._loop = asyncio.get_running_loop()
        self._look_ups, self._counted_at = float(MOST_LOOK_UPS), time.monotonic()
        self._unknown: dict[str, float] = {}
        self._here: dict[str, asyncio.Event] = {}
        self._stale = asyncio.Event()
        self._began = asyncio.get_running_loop().time()
        self.grace_seconds = 15.0

    def password_of(self, user: str) -> str | None:
        """For the registrar; called from the SIP thread. An account made a moment ago is looked up at once."""
        if user not in self._passwords and time.monotonic() > self._unknown.get(user, 0) and self._may_look_up():
            self._look_up(user)
        return self._passwords.get(user)

    def _may_look_up(self) -> bool:
        """A few at once, then so many a second: strangers must not keep us busy."""
        now = time.monotonic()
        self._look_ups = min(MOST_LOOK_UPS, self._look_ups + (now - self._counted_at) * LOOK_UPS_A_SECOND)
        self._counted_at = now
        self._look_ups -= 1
        return self._look_ups >= 0

    def _look_up(self, user: str) -> None:
        """Ask the database for one account, but never let strangers or a slow database hold up the SIP thread."""
        now = time.monotonic()
        asked = asyncio.run_coroutine_threadsafe(self._database(presence.sip_password, user), self._loop)
        try:
            password = asked.result(LOOK_UP_SECONDS)
        except TimeoutError:
            asked.cancel()
            self._look_ups = -LOOK_UPS_A_SECOND * WHEN_SLOW_SECONDS
            return
        if password:
            self._passwords = {**self._passwords, user: password}
        else:
            self._unknown = {u: until for u, until in self._unknown.items() if until > now}
            self._unknown[user] = now + UNKNOWN_SECONDS

    async def refresh(self) -> None:
        """Read the accounts again."""
        self._passwords = await self._database(presence.sip_passwords)

    def is_stale(self, _topic: str = "") -> None:
        """Somebody got a new password."""
        self._stale.set()

    async def keep_fresh(self) -> None:
        """Read the accounts again whenever one changed, and now and then."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stale.wait(), REFRESH_SECONDS)
            self._stale.clear()
            try:
                await self.refresh()
            except Exception:
                log.exception("telephone accounts not read")

    def changed(self, user: str, is_registered: bool) -> None:
        """A user's first telephone came, or the last one went."""
        event = self._event(user)
        if is_registered:
            event.set()
        else:
            event.clear()
            self._spawn(self._after_grace(user, event))

    async def wait_for(self, user: str, seconds: float) -> bool:
        """Wait until the user is registered."""
        try:
            await asyncio.wait_for(self._event(user).wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def wait_while_young(self, user: str, seconds: float) -> None:
        """Just after our start, give a telephone the time to come back before it is called unreachable."""
        age = asyncio.get_running_loop().time() - self._began
        if age < YOUNG_SECONDS and not self._event(user).is_set():
            await self.wait_for(user, seconds)

    async def _after_grace(self, user: str, event: asyncio.Event) -> None:
        if not await self.wait_for(user, self.grace_seconds):
            await self._database(presence.phone_gone, user)

    def _event(self, user: str) -> asyncio.Event:
        return self._here.setdefault(user, asyncio.Event())
