"""A real browser as an agent's phone: JsSIP over secure websockets, DTLS-SRTP, ICE."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from softswitch.certificates import self_signed
from softswitch.conversation import Conversation, Side
from softswitch.dialog import Dialog
from softswitch.errors import DialFailed
from softswitch.events import EndReason, Event
from softswitch.phone import PhoneCall
from softswitch.recording import render_recording
from tests.softswitch.conftest import House, until
from tests.softswitch.sounds import tone, tones_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]  # one Chromium for all
HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
FILES = {
    "/": HERE / "browser_phone.html",
    "/jssip.min.js": ROOT / "node_modules" / "jssip" / "dist" / "jssip.min.js",
}
FLAGS = [
    "--no-sandbox",
    "--ignore-certificate-errors",
    "--use-fake-device-for-media-stream",  # a beep each second
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--allow-loopback-in-peer-connection",
]


class Pages(SimpleHTTPRequestHandler):
    """Serves the page and the library."""

    def do_GET(self) -> None:
        content = FILES[self.path.partition("?")[0]].read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", "text/javascript" if ".js" in self.path else "text/html")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Quietly."""


@dataclass
class Agent:
    """The page and what can be asked of it."""

    page: Page
    open: Callable[[], Any]

    async def do(self, script: str) -> Any:
        """Run a script in the page."""
        return await self.page.evaluate(script)

    async def wait(self, script: str) -> None:
        """Wait until it is true in the page."""
        await self.page.wait_for_function(script, timeout=8000)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def address() -> Any:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest_asyncio.fixture(loop_scope="module")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    certificate, key = self_signed("127.0.0.1", tmp_path / "tls")
    often = {"media_timeout_seconds": 4, "sip_session_seconds": 1}  # the page is asked every other second
    await house.start(wss_port=0, certificate=certificate, private_key=key, **often)
    yield house
    await house.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def agent(house: House, browser: Browser, address: str) -> AsyncIterator[Agent]:
    page = await browser.new_page()
    server = f"wss://127.0.0.1:{house.switch.wss_port}"

    async def open(user: str = "8001", password: str = "s8001", more: str = "") -> None:
        await page.goto(f"{address}?user={user}&password={password}&server={server}{more}")

    yield Agent(page, open)
    await page.close()


async def registered(agent: Agent, house: House) -> None:
    await agent.open()
    await agent.wait("seen.includes('registered')")
    assert house.switch.is_registered("8001")


async def customer_talks(house: House) -> PhoneCall:
    call = await house.customer()
    await call.wait_answered()
    call.rtp.keep_saying(tone(500))
    return call


def beeps(call: PhoneCall) -> float:
    """How loud the browser's beep is: the loudest 20 ms in what the phone heard."""
    heard = call.rtp.heard().astype(float)
    frames = heard[: len(heard) // 160 * 160].reshape(-1, 160)
    return float(np.sqrt((frames**2).mean(axis=1)).max()) if len(frames) else 0.0


async def test_wrong_password(agent: Agent, house: House) -> None:
    await agent.open("8001", "wrong")
    await agent.wait("seen.includes('registrationFailed')")
    assert not house.switch.is_registered("8001")


async def test_agent_in_the_browser_serves_a_call(agent: Agent, house: House, prompts: dict[str, Path]) -> None:
    """Both hear each other, hold from the page plays music, the recording has both, the page hangs up."""
    await registered(agent, house)
    customer = await customer_talks(house)
    caller: Dialog = house.calls[0]
    dialog = await house.switch.dial("8001", caller=caller.caller, codec=caller.codec)
    assert dialog.party.connection is not None
    talk = Conversation(caller, dialog, music=prompts["music"])
    await talk.start()
    await talk.start_recording("web")
    await agent.wait("seen.includes('confirmed')")
    levels = await agent.do("heard()")
    assert levels["500"] > -45 > levels["1000"]
    await until(lambda: beeps(customer) > 1000)

    await agent.do("session.hold()")
    await until(lambda: dialog.is_held)
    await customer.wait_heard(10)
    customer.rtp.forget()
    await customer.wait_heard(40)

    assert tones_in(customer.rtp.heard(), 1000) == {1000}
    await agent.do("session.unhold()")
    await until(lambda: not dialog.is_held)
    customer.rtp.forget()
    await until(lambda: beeps(customer) > 1000)

    await dialog.hold()
    assert await agent.do("session.isOnHold().remote")
    await dialog.resume()
    customer.rtp.forget()
    await until(lambda: beeps(customer) > 1000)

    await agent.do("session.terminate()")
    end = await asyncio.wait_for(talk.wait(), 5)
    assert (end.by, end.reason) == (Side.AGENT, EndReason.FAR_END_HUNG_UP)
    facts = render_recording(await talk.stop_recording(), house.folder / "web.wav")
    assert facts.customer_dbfs > -25
    assert facts.agent_dbfs > -40


async def test_browser_calls_out_and_presses_keys(agent: Agent, house: House) -> None:
    keys: list[str | None] = []

    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        keys.append(await dialog.digit(8))
        keys.append(await dialog.digit(8))
        await dialog.hangup()

    house.on_call = serve
    await registered(agent, house)
    await agent.do("{ call('12100000009') }")
    await agent.wait("seen.includes('confirmed')")
    assert (house.calls[0].user, house.calls[0].called) == ("8001", "12100000009")
    await agent.wait("session.connection.getSenders()[0].dtmf.canInsertDTMF")
    await agent.do("session.sendDTMF('5', {transportType: 'RFC2833'})")
    await until(lambda: keys == ["5"])
    await agent.do("session.sendDTMF('6', {transportType: 'INFO'})")
    await agent.wait("seen.some(e => e.startsWith('ended'))")
    assert keys == ["5", "6"]


async def test_page_reloaded_in_mid_call(agent: Agent, house: House, prompts: dict[str, Path]) -> None:
    """The lost page ends its leg at once, the customer stays, the same agent is rung again and goes on."""
    await registered(agent, house)
    customer = await customer_talks(house)
    first = await house.switch.dial("8001", caller="1")
    talk = Conversation(house.calls[0], first, music=prompts["music"])
    await talk.start()
    await agent.open()
    end = await asyncio.wait_for(talk.wait(), 5)
    assert (end.by, end.reason) == (Side.AGENT, EndReason.CONNECTION_LOST)
    await agent.wait("seen.includes('registered')")
    second = await house.switch.dial("8001", caller="1")
    await talk.replace_agent(second)
    customer.rtp.forget()
    await until(lambda: beeps(customer) > 1000)
    assert not customer.has_ended


async def test_blind_transfer_from_the_page(agent: Agent, house: House) -> None:
    await registered(agent, house)
    dialog = await house.switch.dial("8001", caller="1")
    await agent.wait("seen.includes('confirmed')")
    events: list[Event] = []
    dialog.listen(events.append)
    await agent.do("{ session.refer('sip:8002@wanhao') }")
    assert await dialog.wait_ended() is EndReason.TRANSFERRED
    assert [type(event).__name__ for event in events] == ["TransferRequested", "Ended"]
    assert events[0].user == "8002"
    await agent.wait("seen.some(e => e.startsWith('ended'))")


async def test_closed_page_is_not_rung(agent: Agent, house: House) -> None:
    await registered(agent, house)
    await agent.page.close()
    await until(lambda: not house.switch.is_registered("8001"))
    with pytest.raises(DialFailed, match="480"):
        await house.switch.dial("8001", caller="1")


async def test_agent_who_does_not_answer(agent: Agent, house: House) -> None:
    await agent.open(more="&passive")
    await agent.wait("seen.includes('registered')")
    with pytest.raises(DialFailed, match="408"):
        await house.switch.dial("8001", caller="1", ring_seconds=0.5)
    await agent.wait("seen.includes('failed:Canceled')")
    assert await house.sessions() == 0


async def test_session_timers_of_the_browser(agent: Agent, house: House) -> None:
    """JsSIP then refreshes by UPDATE; and it answers our OPTIONS within the call."""
    await agent.open(more="&timers")
    await agent.wait("seen.includes('registered')")
    dialog = await house.switch.dial("8001", caller="1")
    await agent.wait("seen.includes('confirmed')")
    await asyncio.sleep(3)
    assert not dialog.has_ended
    await dialog.hangup()
    await agent.wait("seen.some(e => e.startsWith('ended'))")
