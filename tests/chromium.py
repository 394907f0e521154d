"""A real Chromium with an invented microphone, for tests marked `browser`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright import async_api, sync_api
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.serving import signed_in_cookie
from wanhao.foundation.accounts.models import Staff

EXECUTABLE = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--ignore-certificate-errors",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--allow-loopback-in-peer-connection",
]
SEAT = {"width": 1366, "height": 768}
PATIENCE_MS = 30_000  # what is not there by then will not come; a machine busy with other tests takes its time
for api in (sync_api, async_api):
    api.expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; no test of the same module may be asynchronous while it lives.

    Its driver keeps an event loop in this thread, in which Django would otherwise refuse to use the database.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        yield browser
        browser.close()


def signed_in_context(browser: Browser, port: int, staff: Staff) -> BrowserContext:
    """A window in which this person has signed in, at the size of a seat's screen."""
    name, _equals, value = signed_in_cookie(staff).partition("=")
    context = browser.new_context(viewport=SEAT, base_url=f"http://127.0.0.1:{port}", locale="zh-CN")
    context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
    context.set_default_timeout(PATIENCE_MS)
    return context


class Troubles(list[str]):
    """What went wrong inside a page: script errors and refused contents."""

    def watch(self, page: Page) -> Page:
        """Collect errors of this page."""
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.append(message.text))
        return page
