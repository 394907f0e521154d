"""Pictures for the README: the demo with simulated people, seen in a real Chromium."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click
from rich.console import Console

from config.environment import DEMO_PASSWORD, ROOT
from lab.own_house import OwnHouse

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--allow-loopback-in-peer-connection",
]
DESK = {"width": 1366, "height": 768}
WALL = {"width": 1920, "height": 1080}
CALL_SECONDS = 90

console = Console()


def signed_in(browser: Browser, house: OwnHouse, staff_number: str, *, language: str, size: dict[str, int]) -> Page:
    """A page of a member of staff in a language."""
    locale = "zh-CN" if language == "zh" else "en-GB"
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        ignore_https_errors=True,
        permissions=["microphone"],
        locale=locale,
    )
    page = context.new_page()
    page.goto(house.web)
    page.fill("input[name=login]", staff_number)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    shown = page.locator("html").get_attribute("lang") or ""
    if not shown.startswith(language):
        page.get_by_role("button", name="English" if language == "en" else "简体中文").click()
        page.wait_for_load_state()
    return page


def take(page: Page, name: str, language: str) -> None:
    """Keep what is seen."""
    path = PICTURES / f"{name}.{language}.png"
    page.screenshot(path=str(path))
    console.print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")


def desk_in_a_call(browser: Browser, house: OwnHouse, staff_number: str, language: str) -> None:
    """An agent goes to work, answers the next call and is seen in it."""
    page = signed_in(browser, house, staff_number, language=language, size=DESK)
    page.goto(f"{house.web}/desk/")
    page.wait_for_timeout(3000)
    page.keyboard.press("F9")
    answer = page.locator("[data-does=answer]")
    answer.wait_for(state="visible", timeout=CALL_SECONDS * 1000)
    page.wait_for_timeout(500)
    answer.click()
    page.wait_for_timeout(4000)
    take(page, "desk", language)
    page.context.close()


def complaint_ticket(browser: Browser, house: OwnHouse, language: str) -> None:
    """A complaint that was sent to a department: its story, its promises and the reckoning of one."""
    page = signed_in(browser, house, "8501", language=language, size=DESK)
    page.goto(f"{house.web}/complaints/?severity=serious")
    page.locator("[data-rows] tbody a").first.click()
    page.wait_for_load_state()
    page.wait_for_timeout(1500)
    page.locator(".clock-why summary").first.click()
    page.wait_for_timeout(1000)
    take(page, "ticket", language)
    page.context.close()


def look_at(browser: Browser, house: OwnHouse, language: str) -> None:
    """All pictures in one language."""
    desk_in_a_call(browser, house, "8001" if language == "zh" else "8002", language)
    for name, path, size in (("wallboard", "/wallboard/", WALL), ("report", "/reports/queues/", DESK)):
        page = signed_in(browser, house, "8201", language=language, size=size)
        page.goto(house.web + path)
        page.wait_for_timeout(3500)
        take(page, name, language)
        page.context.close()
    complaint_ticket(browser, house, language)


@click.command()
@click.option("--seconds", default=120, show_default=True, help="How long people call before the pictures are taken.")
def main(seconds: int) -> None:
    """Take the README's pictures into docs/pictures."""
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(parents=True, exist_ok=True)
    with OwnHouse(launcher="demo") as house, sync_playwright() as playwright:
        console.print(f"The demo runs at {house.web}; people call for {seconds} s.")
        time.sleep(seconds)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in ("zh", "en"):
            look_at(browser, house, language)
        browser.close()


if __name__ == "__main__":
    main()
