"""The floor's page in a real browser beside an agent's desk: live rows, cards, messages, help."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.access.desk.conftest import Floor, OpenDesk
from tests.factories.accounts import make_staff
from tests.factories.calls import make_call
from tests.factories.help import make_topic
from tests.factories.routing import make_agent
from tests.factories.scenes import call_comes, call_is_answered
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def leader(floor: Floor) -> Staff:
    """A duty leader of the floor's unit."""
    return make_staff(Role.DUTY_LEADER, unit=floor.queue.unit, name="孟舒")


def floor_of(open_desk: OpenDesk, leader: Staff) -> Page:
    """The leader's page, with its first rows."""
    page = open_desk(leader)
    page.goto("/floor/")
    expect(page.locator("[data-shown]")).to_contain_text("agents")
    return page


def test_rows_follow_what_happens_and_are_filtered(
    floor: Floor, open_desk: OpenDesk, leader: Staff, troubles: list[str]
) -> None:
    make_agent(floor.queue, staff=make_staff(unit=floor.queue.unit, name="王芳"), state="training")
    page = floor_of(open_desk, leader)
    row = page.locator(f"tr[data-number='{floor.staff.staff_number}']")
    expect(row).to_contain_text("Offline")
    contact = call_comes(floor.queue, floor.customer)
    expect(page.locator("[data-waiting-count]")).to_have_text("1")
    page.locator(".floor-queue summary").click()
    page.locator("[data-why]").click()
    expect(page.locator("#card")).to_contain_text("Why is this one still waiting?")
    page.keyboard.press("Escape")
    routing.set_state(floor.staff.pk, "ready", by=floor.staff)
    expect(row).to_contain_text("Offered")
    call_is_answered(contact)
    expect(row).to_contain_text("王**")
    expect(page.locator("[data-waiting-count]")).to_have_text("0")
    page.locator("[data-filter-state=training]").click()
    expect(row).to_be_hidden()
    assert "state=training" in page.url
    page.reload()
    expect(page.locator("[data-shown]")).to_contain_text("1 of 2")
    assert [line for line in troubles if "wss:" not in line and "WebSocket" not in line] == []


def test_a_leader_acts_from_the_card(floor: Floor, open_desk: OpenDesk, leader: Staff) -> None:
    routing.set_state(floor.staff.pk, "ready", by=floor.staff)
    contact = call_comes(floor.queue, floor.customer)
    call_is_answered(contact)
    make_call(contact)
    desk = open_desk()
    page = floor_of(open_desk, leader)
    page.locator(f"[data-card='{floor.staff.staff_number}']").click()
    for name in ("Listen", "Whisper", "Join", "Take over"):
        expect(page.locator("#card").get_by_role("button", name=name)).to_be_visible()
    page.locator("#card").get_by_label("Message").fill("请留意投诉队列")
    page.locator("#card").get_by_role("button", name="Send").click()
    expect(desk.locator(".leader-message")).to_contain_text("请留意投诉队列")
    expect(page.locator("#floor-sent")).to_contain_text("0 / 1")
    desk.keyboard.press("u")
    expect(desk.locator(".leader-message")).to_have_count(0)
    expect(page.locator("#floor-sent")).to_contain_text("understood by all")
    page.locator(f"[data-card='{floor.staff.staff_number}']").click()
    page.get_by_role("button", name="Training").and_(page.locator("[name=choice]")).click()
    expect(desk.locator(".presence-wanted")).to_contain_text("Training")
    assert Agent.objects.get(pk=floor.staff.pk).wanted_state == "training"


def test_help_is_called_and_given_by_text(floor: Floor, open_desk: OpenDesk, leader: Staff) -> None:
    make_topic()
    routing.set_state(floor.staff.pk, "ready", by=floor.staff)
    contact = call_comes(floor.queue, floor.customer)
    call_is_answered(contact)
    make_call(contact)
    page = floor_of(open_desk, leader)
    desk = open_desk()
    expect(desk.locator(".desk-now")).to_contain_text("in conversation")
    desk.keyboard.press("F8")
    desk.get_by_label("In a few words").fill("赠送的话费退吗？")
    desk.get_by_role("button", name="Call for help").click()
    expect(desk.locator("#help-state")).to_contain_text("Help is called")
    expect(page.locator("#help-open")).to_contain_text("王**")
    page.keyboard.press("h")
    expect(page.locator("#card").get_by_role("button", name="Join")).to_be_visible()
    page.get_by_label("Answer").fill("赠送的不退")
    page.locator("#card").get_by_role("button", name="Send").click()
    expect(desk.locator(".help-answer")).to_contain_text("赠送的不退")
    desk.keyboard.press("y")
    expect(desk.locator(".help-answer")).to_have_count(0)
    expect(page.locator("#help-open")).to_contain_text("Nobody needs help")
