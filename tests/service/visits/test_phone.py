"""A technician's phone in a real Chromium: offline in the cellar, the checklist filled, the network back, done once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.chromium import Troubles, chromium, signed_in_context
from tests.factories.accounts import make_staff
from tests.factories.visits import make_job, picture
from tests.serving import served_by_process
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.files import queries as files
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.visits.models import Sending, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    with chromium() as one:
        yield one


def phone(browser: Browser, port: int, technician: Staff) -> tuple[BrowserContext, Page]:
    """The technician's phone with today's jobs, which it has kept."""
    context = signed_in_context(browser, port, technician)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto("/visits/")
    expect(page.locator("html")).to_have_attribute("data-kept", re.compile("[0-9]+"))
    return context, page


def fill(page: Page, attenuation: str) -> None:
    """The checklist, a photo and the customer's signature."""
    readings = {"attenuation": attenuation, "line-noise": "11", "speed-down": "295", "speed-up": "48"}
    for code, value in readings.items():
        page.fill(f"#item-{code}", value)
    page.locator("input[name=item-contact-left][value=yes]").check()
    page.fill("#done", "更换光猫，测试正常")
    photo = {"name": "onu.png", "mimeType": "image/png", "buffer": picture().read()}
    page.set_input_files("#photos", [photo])  # type: ignore[list-item]
    expect(page.locator("#photo-row .photo-frame")).to_have_count(1)
    pad = page.locator("#signature")
    pad.hover(position={"x": 40, "y": 60})
    page.mouse.down()
    pad.hover(position={"x": 200, "y": 40})
    page.mouse.up()
    expect(pad).to_have_attribute("data-kept", "yes")


def finished_events(order: WorkOrder) -> int:
    """How often it was told that the work order is finished; the trail outlives the tests before."""
    return StoredEvent.objects.filter(name="dispatch.WorkOrderFinished", subject=f"work_order:{order.pk}").count()


def test_a_bad_reading_found_offline_is_accepted_by_a_leader_and_the_job_is_done_once(browser: Browser) -> None:
    agent = make_staff()
    order, leader = make_job(agent=agent), make_staff(Role.TEAM_LEADER, unit=agent.unit)
    technician = order.assignee
    assert technician
    with served_by_process() as (port, _process):
        context, page = phone(browser, port, technician)
        context.set_offline(True)
        page.locator(".job-card").click()
        fill(page, "26.5")
        expect(page.locator(".check-item .outside").first).to_be_visible()  # the phone knows the limit itself
        page.get_by_role("button", name="Finish and send").click()
        expect(page.locator("#outbox .outbox-line")).to_have_count(1)
        assert not Sending.objects.exists()
        context.set_offline(False)
        expect(page.locator("[role=alert]").filter(has_text="26.5 dB")).to_be_visible(timeout=30_000)
        order.refresh_from_db()
        assert (order.state, Visit.objects.get().state) == ("accepted", "held")

        office = signed_in_context(browser, port, leader)
        desk = office.new_page()
        desk.goto("/visits/held/")
        desk.get_by_role("link", name=order.number).click()
        desk.get_by_label("Why it is accepted").fill("老旧入户光缆，已排更换")
        desk.get_by_role("button", name="Accept").click()
        expect(desk.locator("main")).to_contain_text("老旧入户光缆，已排更换")
        office.close()

        page.goto("/visits/")
        expect(page.locator(".job-card.is-done")).to_contain_text(order.number)
        page.locator(".job-card").click()
        expect(page.get_by_text("The job is finished and reported.")).to_be_visible()
        context.close()
    order.refresh_from_db()
    visit = Visit.objects.get()
    assert (order.state, order.finished_by, visit.state, Sending.objects.count()) == (
        "finished", technician, "finished", 1,
    )  # fmt: skip
    reading = visit.readings.get(is_outside=True)
    assert (reading.excused_by, reading.excuse) == (leader, "老旧入户光缆，已排更换")
    assert finished_events(order) == 1
    assert StoredEvent.objects.filter(name="visits.ResultSent", subject=visit.subject).count() == 1


def test_filled_offline_and_sent_once_when_the_network_is_back(browser: Browser) -> None:
    order = make_job()
    technician = order.assignee
    assert technician
    with served_by_process() as (port, _process):
        context, page = phone(browser, port, technician)
        context.set_offline(True)
        page.locator(".job-card").click()
        expect(page.locator("#offline")).to_be_visible()
        page.get_by_role("button", name="I have arrived").click()
        expect(page.locator("#outbox .outbox-line")).to_have_count(1)
        fill(page, "18.5")
        page.reload()  # nothing typed is lost
        expect(page.locator("#item-attenuation")).to_have_value("18.5")
        page.get_by_role("button", name="Finish and send").click()
        expect(page.locator(".field-error:visible")).to_have_count(0)
        expect(page.locator("#outbox .outbox-line")).to_have_count(2)
        assert not Sending.objects.exists()

        context.set_offline(False)
        expect(page.locator(".job-card.is-done")).to_contain_text(order.number, timeout=30_000)
        expect(page.locator("#outbox .outbox-line")).to_have_count(0)
        context.close()
    order.refresh_from_db()
    visit = Visit.objects.get()
    assert (order.state, visit.state, Sending.objects.count()) == ("finished", "finished", 2)
    assert finished_events(order) == 1
    assert visit.signature is not None
    assert len(files.files_of(visit.subject)) == 2  # the photo and the signature


def test_an_answer_lost_on_the_way_is_asked_again_and_a_bad_reading_is_held(browser: Browser) -> None:
    order = make_job()
    technician = order.assignee
    assert technician
    troubles = Troubles()
    with served_by_process() as (port, _process):
        context, page = phone(browser, port, technician)
        troubles.watch(page)
        page.locator(".job-card").click()
        fill(page, "26.5")
        expect(page.locator(".check-item .outside").first).to_be_visible()
        lost: list[str] = []

        def lose_the_answer(route) -> None:  # type: ignore[no-untyped-def]
            lost.append(route.request.url)
            route.fetch()  # the centre has it
            route.abort("connectionreset")

        context.route("**/result/", lose_the_answer, times=1)
        page.get_by_role("button", name="Finish and send").click()
        expect(page.locator("[role=alert]").filter(has_text="26.5 dB")).to_be_visible(timeout=30_000)
        context.close()
    assert len(lost) == 1
    order.refresh_from_db()
    assert (order.state, Visit.objects.get().state, Sending.objects.count()) == ("accepted", "held", 1)
    sent = StoredEvent.objects.filter(name="visits.ResultSent", subject=f"visit:{Visit.objects.get().pk}")
    assert sent.count() == 1
    assert [trouble for trouble in troubles if "ERR_CONNECTION_RESET" not in trouble] == []
