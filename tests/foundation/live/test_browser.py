"""Live parts in a real browser: told at once, greyed when the stream is lost, right again without a reload."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import chromium, signed_in_context
from tests.factories.accounts import make_staff
from tests.factories.notices import make_notice
from tests.serving import served_by_process
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.notices.models import Notice
from wanhao.foundation.sign_in.sessions import end_all_sessions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLOWLY = 30_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    with chromium() as one:
        yield one


def open_page(browser: Browser, port: int, person: Staff) -> Page:
    """The page of notices, with its bell, its stream open."""
    page = signed_in_context(browser, port, person).new_page()
    page.goto("/notices/")
    expect(page.locator(".bell")).to_be_visible()
    return page


def test_the_bell_rings_without_a_reload(browser: Browser) -> None:
    person = make_staff()
    with served_by_process() as (port, _process):
        page = open_page(browser, port, person)
        expect(page.locator("#bell-count")).to_be_hidden()
        make_notice(person, number=7, level=Notice.Level.ALARM)
        expect(page.locator("#bell-count")).to_have_text("1 unread")
        expect(page.locator("#toasts")).to_contain_text("Ticket 7 is yours")
        page.locator(".bell").click()
        page.get_by_role("button", name="Mark all as read").first.click()
        expect(page.locator("#bell-count")).to_be_hidden()
        page.context.close()


def test_a_lost_server_is_shown_and_what_was_missed_comes_after(browser: Browser) -> None:
    person = make_staff()
    with served_by_process() as (port, process):
        page = open_page(browser, port, person)
        process.kill()
        process.wait()
        expect(page.locator("#stream-lost")).to_have_text("Connection lost, reconnecting…")
        assert page.evaluate("() => document.documentElement.classList.contains('is-stale')")
    make_notice(person)
    with served_by_process(port):
        expect(page.locator("#stream-lost")).to_be_hidden(timeout=SLOWLY)
        expect(page.locator("#bell-count")).to_have_text("1 unread", timeout=SLOWLY)
        assert not page.evaluate("() => document.documentElement.classList.contains('is-stale')")
        page.context.close()


def test_who_is_signed_out_is_told_so(browser: Browser) -> None:
    person = make_staff()
    with served_by_process() as (port, _process):
        page = open_page(browser, port, person)
        page.wait_for_timeout(500)
        end_all_sessions(person, "left", by=person)
        expect(page.locator("#stream-lost")).to_contain_text("You are signed out", timeout=SLOWLY)
        page.context.close()
