"""The editor in a real browser: dragging, connecting, the form, undo, two people, walking through, publishing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.access.voice_menu.conftest import OpenEditor
from wanhao.foundation.accounts.models import Staff
from wanhao.service.ivr import actions, graph, queries
from wanhao.service.ivr.models import Flow

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def drag(page: Page, source: str, target: str) -> None:
    """Pull something onto something else with the mouse."""
    start, end = page.locator(source).bounding_box(), page.locator(target).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=5)
    page.mouse.up()


def saved(page: Page) -> None:
    """Wait until the draft is on the server."""
    expect(page.locator("#saved")).to_have_class("menu-saved is-saved")


def draft_of(flow: Flow) -> graph.Graph:
    flow.refresh_from_db()
    return graph.from_document(flow.draft)


def test_a_step_is_added_connected_and_written_by_mouse(flow: Flow, open_editor: OpenEditor) -> None:
    page = open_editor()
    expect(page.locator("#problems")).to_contain_text("Key 0 should lead to a person.")
    page.locator("#steps li", has_text="After hours").click()
    page.locator("#add").click()
    page.locator('[data-add="message"]').click()
    expect(page.locator("#problems")).to_contain_text("This step says nothing")
    page.get_by_label("Chinese text").fill("留言服务即将开通。")
    page.get_by_label("English text").fill("This will be available soon.")
    page.locator("#fit").click()
    drag(page, 'g.box[data-code="message-2"] circle.is-free', 'g.box[data-code="goodbye"] rect.box-ground')
    saved(page)
    step = draft_of(flow).steps["message-2"]
    assert (step.text_zh, dict(step.branches)) == ("留言服务即将开通。", {"next": "goodbye"})
    assert draft_of(flow).steps["after-hours"].branches["3"] == "message-2"  # the next free key
    assert "message-2" not in queries.published_graph(flow).steps  # callers hear nothing of it yet


def test_dragging_moves_and_undo_brings_back(flow: Flow, open_editor: OpenEditor) -> None:
    page = open_editor()
    before = draft_of(flow).places["welcome"]
    spot = page.locator('g.box[data-code="welcome"] rect.box-ground').bounding_box()
    assert spot
    page.mouse.move(spot["x"] + 20, spot["y"] + 8)
    page.mouse.down()
    page.mouse.move(spot["x"] + 60, spot["y"] + 120, steps=4)
    page.mouse.up()
    saved(page)
    assert draft_of(flow).places["welcome"] != before
    page.keyboard.press("Control+z")
    saved(page)
    assert draft_of(flow).places["welcome"] == before
    page.keyboard.press("y")
    saved(page)
    assert draft_of(flow).places["welcome"] != before


def test_everything_can_be_done_by_keys(flow: Flow, open_editor: OpenEditor) -> None:
    page = open_editor()
    page.keyboard.press("/")
    page.keyboard.type("known")
    page.keyboard.press("Enter")
    expect(page.locator("#step-form h2")).to_have_text("Is a fault known?")
    page.get_by_label("English name").fill("Known fault?")
    page.get_by_label("English name").press("Tab")
    saved(page)
    assert draft_of(flow).steps["known-fault"].name_en == "Known fault?"
    expect(page.locator('g.box[data-code="known-fault"] .box-title')).to_have_text("Known fault?")
    page.locator("#find").fill("")
    page.locator("#steps").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#step-form h2")).to_have_text("Fault is in work")
    page.keyboard.press("Enter")
    expect(page.locator("#step-code")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("fault-known")
    page.keyboard.press("Tab")
    expect(page.locator('g.box[data-code="fault-known"] .box-title')).to_have_text("Fault is in work")
    page.locator("#to-0").select_option("general")
    saved(page)
    steps = draft_of(flow).steps
    assert steps["known-fault"].branches["yes"] == "fault-known"  # followed the new name
    assert steps["fault-known"].branches == {"next": "general"}
    page.locator("#steps").focus()
    page.keyboard.press("Delete")
    saved(page)
    assert "fault-known" not in draft_of(flow).steps
    assert dict(draft_of(flow).steps["known-fault"].branches) == {"else": "to-fault"}


def test_nothing_of_two_people_is_lost(flow: Flow, open_editor: OpenEditor, manager: Staff) -> None:
    page = open_editor()
    other = {**flow.draft, "start": "main-menu"}
    actions.save_draft(flow.pk, other, version=flow.draft_version, by=manager)
    page.locator("#steps li", has_text="goodbye").click()
    page.get_by_label("Chinese text").fill("再见！")
    expect(page.locator("#conflict")).to_be_visible()
    assert draft_of(flow).start == "main-menu"  # the other's draft stands
    expect(page.get_by_label("Chinese text")).to_have_value("再见！")  # and ours is still on the page
    page.get_by_role("button", name="Show the other draft").click()
    saved(page)
    expect(page.locator("#conflict")).to_be_hidden()
    expect(page.get_by_label("Chinese text")).not_to_have_value("再见！")
    page.locator("#undo").click()  # ours comes back
    saved(page)
    assert (draft_of(flow).start, draft_of(flow).steps["goodbye"].text_zh) == ("welcome", "再见！")


def test_what_was_not_saved_survives_a_reload(flow: Flow, open_editor: OpenEditor) -> None:
    page = open_editor()
    page.route("**/draft/", lambda route: route.abort())
    page.locator("#steps li", has_text="goodbye").click()
    page.get_by_label("Chinese text").fill("再见！")
    expect(page.locator("#saved")).to_have_class("menu-saved is-waiting")
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/draft/")
    page.reload()
    saved(page)
    assert draft_of(flow).steps["goodbye"].text_zh == "再见！"


def test_a_walk_on_the_screen(flow: Flow, open_editor: OpenEditor) -> None:
    page = open_editor()
    page.keyboard.press("w")
    heard = page.locator(".heard")
    expect(heard).to_contain_text("余额和账单请按一")
    expect(page.locator('g.box[data-code="main-menu"]')).to_have_class("box box-menu is-here")
    page.get_by_role("button", name="1", exact=True).click()
    page.get_by_label("Keys pressed").fill("111111")
    page.keyboard.press("Enter")
    expect(heard).to_contain_text("还可以再输入两次")
    page.get_by_label("Keys pressed").fill("246813")
    page.keyboard.press("Enter")
    expect(heard).to_contain_text("您的账户余额为一百二十三元四角五分")
    page.get_by_role("button", name="1", exact=True).click()
    expect(heard).to_contain_text("账单金额为九十九元")
    page.get_by_role("button", name="0", exact=True).click()
    expect(heard).to_contain_text("Waits in the queue general.")


def test_publishing_shows_the_differences(flow: Flow, open_editor: OpenEditor) -> None:
    page = open_editor()
    page.locator("#steps li", has_text="goodbye").click()
    page.get_by_label("Chinese text").fill("再见！")
    page.keyboard.press("Escape")
    page.locator("#publish").click()
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("感谢您致电万和电信，再见。")
    expect(sheet).to_contain_text("再见！")
    page.get_by_label("What is new").fill("更短")
    sheet.get_by_role("button", name="Publish").click()
    expect(page.locator("#saved")).to_have_text("Saved, as published")
    flow.refresh_from_db()
    assert flow.published
    assert (flow.published.number, flow.published.note) == (2, "更短")
    page.locator("#versions").click()
    page.get_by_role("button", name="Roll back to it").click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(sheet).to_be_hidden()
    flow.refresh_from_db()
    assert flow.published
    assert (flow.published.number, flow.published.restores) == (3, 1)


def test_errors_forbid_publishing(flow: Flow, open_editor: OpenEditor) -> None:
    page = open_editor()
    page.locator("#steps li", has_text="goodbye").click()
    page.locator("#delete-step").click()
    dead_ends = page.locator("#problems .is-error", has_text="A dead end")
    expect(dead_ends.filter(has_text="Balance at night")).to_be_visible()
    expect(page.locator('g.box[data-code="night-balance"]')).to_have_class("box box-balance has-error")
    page.locator("#publish").click()
    expect(page.locator("#sheet").get_by_role("button", name="Publish")).to_be_disabled()
