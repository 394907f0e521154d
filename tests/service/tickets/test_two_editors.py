"""Two people correct one ticket at once, each in a browser: the second is told, loses nothing, saves on top."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import Troubles, chromium, signed_in_context
from tests.factories.accounts import make_staff
from tests.factories.tickets import make_category, make_ticket
from tests.serving import served_by_process
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "客户说晚上八点以后才断，已请外线查分光器，写了很久。"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    with chromium() as one:
        yield one


def test_the_second_is_told_and_saves_on_top_of_the_first(browser: Browser) -> None:
    first, category = make_staff(), make_category(name_en="Splitter")
    second = make_staff(unit=first.unit)
    ticket = make_ticket(first)
    troubles = Troubles()

    def opens(staff: Staff, act: str) -> Page:
        page = troubles.watch(signed_in_context(browser, port, staff).new_page())
        page.goto(f"/tickets/{ticket.number}/?do={act}")
        return page

    with served_by_process() as (port, _process):
        hers, his = opens(first, "facts"), opens(second, "facts")
        solving = opens(second, "solution")
        his.get_by_label("Category").select_option(str(category.pk))
        solving.get_by_label("Solution").fill(WORDS)
        hers.get_by_label("Severity").select_option("major")
        hers.get_by_role("button", name="Correct").click()
        expect(hers.locator("h1")).to_contain_text("Major")

        his.get_by_role("button", name="Correct").click()
        expect(his.locator("[role=alert]")).to_contain_text(f"{first.name} changed this ticket meanwhile")
        expect(his.get_by_label("Category")).to_have_value(str(category.pk))  # what he chose
        expect(his.get_by_label("Severity")).to_have_value("major")  # what she chose meanwhile
        his.get_by_role("button", name="Correct").click()
        expect(his.locator(".facts").first).to_contain_text("Splitter")

        solving.get_by_role("button", name="Resolve").click()
        expect(solving.locator("[role=alert]")).to_contain_text(f"{second.name} changed this ticket meanwhile")
        expect(solving.get_by_label("Solution")).to_have_value(WORDS)
        solving.get_by_role("button", name="Resolve").click()
        expect(solving.locator("h1")).to_contain_text("Resolved")
        for page in (hers, his, solving):
            page.context.close()
    after = Ticket.objects.get(pk=ticket.pk)
    assert (after.severity, after.category, after.status, after.solution) == ("major", category, "resolved", WORDS)
    changed = StoredEvent.objects.filter(name="tickets.TicketChanged", subject=f"ticket:{ticket.pk}").order_by("id")
    assert [event.data["changed_fields"] for event in changed] == [["severity"], ["category"]]
    assert [trouble for trouble in troubles if "409" not in trouble] == []
