"""An agent of a journey who works in a real browser: desk, telephone and microphone."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.chromium import EXECUTABLE, FLAGS, PATIENCE_MS, SEAT
from tests.house import House, ask
from tests.serving import signed_in_cookie
from wanhao.foundation.accounts.models import Staff


class BrowserAgent:
    """One agent at the desk; `async with` opens and closes the browser."""

    def __init__(self, house: House, number: str) -> None:
        self.house, self.number = house, number
        self.troubles: list[str] = []
        self.page: Page = None  # type: ignore[assignment]  # there from __aenter__ on

    async def __aenter__(self) -> BrowserAgent:
        self.playwright = await async_playwright().start()
        self.browser: Browser = await self.playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        base = f"http://127.0.0.1:{self.house.http_port}"
        cookie = await ask(cookie_of, self.number)
        context = await self.browser.new_context(viewport=SEAT, base_url=base)
        await context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
        context.set_default_timeout(PATIENCE_MS)
        self.page = await context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.browser.close()
        await self.playwright.stop()

    async def sits_down(self) -> None:
        """The desk is open, the telephone is registered, the agent is ready."""
        await self.page.goto("/desk/")
        await expect(self.page.locator("[data-part=line]")).to_have_text("Telephone ready")
        await self.page.keyboard.press("F9")
        await expect(self.page.locator(".presence-now")).to_contain_text("Ready")

    async def is_in(self, phase: str, *, timeout: float = PATIENCE_MS) -> None:
        """Wait until the telephone is in this phase."""
        await expect(self.page.locator("#desk")).to_have_attribute("data-phase", phase, timeout=timeout)

    async def answers(self) -> None:
        """Take the call that rings."""
        await self.is_in("ringing")
        await self.page.keyboard.press("F2")
        await self.is_in("talking")

    async def hears(self) -> None:
        """Voice has come to the agent's ear: the energy of what was played grows."""
        await self.page.wait_for_function("window.heardEnergy && window.heardEnergy() > 0.0001", timeout=PATIENCE_MS)

    async def sees(self, selector: str, text: str) -> None:
        """Wait until a part of the page says this."""
        await expect(self.page.locator(selector)).to_contain_text(re.compile(text))


def cookie_of(number: str) -> str:
    """The session of a signed-in agent who reads English."""
    staff = Staff.objects.get(staff_number=number)
    return signed_in_cookie(staff).partition("=")[2]
