"""Boards in a real Chromium: figures judged by the board's own limits, pages that take turns, the composer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.chromium import Troubles, chromium, signed_in_context
from tests.factories.accounts import make_staff
from tests.factories.alerts import make_alert
from tests.factories.boards import FACTS, PAGE
from tests.factories.contacts import TEST, make_contact
from tests.factories.routing import make_queue
from tests.serving import served_by_process
from wanhao.access.wallboard import boards
from wanhao.foundation.accounts.rights import Role
from wanhao.service.contacts import actions as contacts
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Queue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    with chromium() as one:
        yield one


def let_wait(queue: Queue, many: int) -> None:
    """Contacts that wait."""
    for _number in range(many):
        contact = make_contact(unit=queue.unit)
        contacts.ask_for_person(contact.pk, queue_code=queue.code, by=TEST)
        routing.enqueue(contact.pk, queue)


def test_a_board_draws_its_queues_by_its_own_limits_and_turns_its_pages(browser: Browser) -> None:
    leader = make_staff(Role.TEAM_LEADER)
    busy, calm = make_queue(unit=leader.unit), make_queue(unit=leader.unit)
    make_queue(unit=leader.unit)  # not on the board
    let_wait(busy, 4)
    let_wait(calm, 2)
    facts = FACTS | {"unit": leader.unit, "limits": {"waiting": {"close": 1, "missed": 3}}}
    first = PAGE | {"title_en": "Chosen", "queues": [calm.code, busy.code], "order": "fixed", "seconds": 600}
    second = PAGE | {"layout": "tiles", "figures": ["waiting"], "seconds": 600}
    board = boards.compose(facts, [first, second], by=leader)
    troubles = Troubles()
    with served_by_process() as (port, _process):
        page = troubles.watch(signed_in_context(browser, port, leader).new_page())
        page.goto(f"/wallboard/boards/{board.public_id}/")
        rows = page.locator(".board-queues tbody tr")
        expect(rows).to_have_count(2)
        expect(rows.nth(0).locator("th")).to_have_text(calm.name_en)
        expect(rows.nth(0).locator("td").nth(0)).to_have_class("board-figure text-close")
        expect(rows.nth(1).locator("td").nth(0)).to_have_class("board-figure text-missed")
        expect(rows.nth(1).get_by_label("Target missed").first).to_be_visible()  # never the colour alone
        expect(page.locator("[data-alerts]")).to_be_hidden()
        make_alert(leader.unit)
        expect(page.locator("[data-alerts] li")).to_contain_text("12 (limit 10)")
        let_wait(calm, 2)
        expect(rows.nth(0).locator("td").nth(0)).to_contain_text("4")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".board-tile b")).to_contain_text("8")
        expect(page.locator("[data-turn]")).to_have_text("2 / 2")
        page.context.close()
    assert not troubles


def test_the_composer_previews_what_is_on_its_form(browser: Browser) -> None:
    leader = make_staff(Role.TEAM_LEADER)
    queue = make_queue(unit=leader.unit)
    let_wait(queue, 2)
    troubles = Troubles()
    with served_by_process() as (port, _process):
        page = troubles.watch(signed_in_context(browser, port, leader).new_page())
        page.goto("/wallboard/boards/new/")
        heads = page.locator("[data-preview] thead th")
        expect(heads.nth(1)).to_have_text("Waiting")
        page.fill("input[name=name_zh]", "一班")
        page.fill("input[name=name_en]", "Team one")
        expect(page.locator("[data-preview] [data-name]")).to_have_text("Team one")
        page.get_by_label("Move Waiting down").first.click()
        expect(heads.nth(1)).to_have_text("Longest wait")
        page.get_by_role("button", name="Another page").click()
        expect(page.locator("[data-preview] [data-turn]")).to_have_text("2 / 2")
        page.locator("[data-page-form]").nth(1).get_by_label("Waiting", exact=True).check()
        page.locator("select[name=page-1-layout]").select_option("tiles")
        expect(page.locator("[data-preview] .board-tile b").first).to_contain_text("2")
        page.get_by_role("button", name="Save the board").click()
        expect(page.locator(".said-success")).to_be_visible()
        page.context.close()
    drawn = boards.definition(boards.boards(leader).get())
    assert [one["layout"] for one in drawn["pages"]] == ["table", "tiles"]
    assert drawn["pages"][0]["figures"][:2] == ["longest_wait", "waiting"]
    assert not troubles
