"""An agent or leader of a journey who works in a real browser: page, telephone and microphone."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.chromium import EXECUTABLE, FLAGS, PATIENCE_MS, SEAT
from tests.house import House, ask
from tests.serving import signed_in_cookie
from wanhao.foundation.accounts.models import Staff

HUMS = """
(hertz => {
  const context = new AudioContext();
  navigator.mediaDevices.getUserMedia = async () => {
    const [voice, loudness] = [new OscillatorNode(context, {frequency: hertz}), new GainNode(context, {gain: 0.3})];
    const out = context.createMediaStreamDestination();
    voice.connect(loudness).connect(out);
    voice.start();
    return out.stream;
  };
  window.tonesHeard = async candidates => {
    const stream = document.getElementById("customer-voice").srcObject;
    if (!stream) return [];
    const ear = context.createMediaStreamSource(stream);
    const meter = new AnalyserNode(context, {fftSize: 16384, smoothingTimeConstant: 0});
    ear.connect(meter);
    await new Promise(done => setTimeout(done, 700));
    const levels = new Float32Array(meter.frequencyBinCount);
    meter.getFloatFrequencyData(levels);
    ear.disconnect();
    const place = hertz => Math.round(hertz * 16384 / context.sampleRate);
    const loudest = hertz => Math.max(...levels.slice(place(hertz) - 2, place(hertz) + 3));
    return candidates.filter(hertz => loudest(hertz) > -55);
  };
})(HERTZ)
"""


class BrowserAgent:
    """One member of staff; `async with` opens and closes the browser. With `hertz` their microphone is that tone."""

    def __init__(self, house: House, number: str, *, hertz: int = 0) -> None:
        self.house, self.number, self.hertz = house, number, hertz
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
        if self.hertz:
            await context.add_init_script(HUMS.replace("HERTZ", str(self.hertz)))
        self.page = await context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.browser.close()
        await self.playwright.stop()

    async def opens(self, path: str) -> None:
        """A page with a telephone is open, and the telephone is registered."""
        await self.page.goto(path)
        await expect(self.page.locator("[data-part=line]")).to_have_text("Telephone ready")

    async def sits_down(self) -> None:
        """The desk is open, the telephone is registered, the agent is ready."""
        await self.opens("/desk/")
        await self.page.keyboard.press("F9")
        await expect(self.page.locator(".presence-now")).to_contain_text("Ready")

    async def is_in(self, phase: str, *, timeout: float = PATIENCE_MS) -> None:
        """Wait until the telephone is in this phase."""
        await expect(self.page.locator("#desk, #dock")).to_have_attribute("data-phase", phase, timeout=timeout)

    async def answers(self) -> None:
        """Take the call that rings."""
        await self.is_in("ringing")
        await self.page.keyboard.press("F2")
        await self.is_in("talking")

    async def hears(self, *candidates: int) -> set[int]:
        """Which of these tones come to the ear now."""
        return set(await self.page.evaluate("candidates => window.tonesHeard(candidates)", list(candidates)))

    async def sees(self, selector: str, text: str, *, timeout: float = PATIENCE_MS) -> None:
        """Wait until a part of the page says this."""
        await expect(self.page.locator(selector)).to_contain_text(re.compile(text), timeout=timeout)


def cookie_of(number: str) -> str:
    """The session of a signed-in agent who reads English."""
    staff = Staff.objects.get(staff_number=number)
    return signed_in_cookie(staff).partition("=")[2]
