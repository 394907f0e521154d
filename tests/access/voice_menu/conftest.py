"""The pages of the voice menu in a real browser, against a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.access.desk.conftest import let_the_web_finish
from tests.chromium import Troubles, chromium, signed_in_context
from tests.factories.accounts import give_second_factor, make_staff, make_unit
from tests.factories.ivr import make_demo_flow
from tests.serving import served_by_process
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.service.ivr.models import Flow

OpenEditor = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def port(django_db_setup: None) -> Iterator[int]:
    with served_by_process() as (number, _process):
        yield number


@pytest.fixture
def flow(transactional_db: None) -> Flow:
    return make_demo_flow(unit=make_unit())


@pytest.fixture
def manager(flow: Flow) -> Staff:
    staff = make_staff(Role.SYSTEM_MANAGER, unit=flow.unit, language="en")
    give_second_factor(staff)
    return staff


@pytest.fixture
def open_editor(browser: Browser, port: int, flow: Flow, manager: Staff) -> Iterator[OpenEditor]:
    """Opens the editor of the flow in a window of its own; no script error and no refused content may occur."""
    contexts, troubles = [], Troubles()

    def open_one() -> Page:
        context = signed_in_context(browser, port, manager)
        contexts.append(context)
        page = troubles.watch(context.new_page())
        page.goto(f"/voice-menu/{flow.code}/")
        page.locator("g.box").first.wait_for()
        return page

    yield open_one
    for context in contexts:
        context.close()
    let_the_web_finish()
    expected = ("409", "422", "ERR_FAILED")  # refused, or cut off by the test
    assert [trouble for trouble in troubles if not any(word in trouble for word in expected)] == []
