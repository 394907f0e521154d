"""An agent's desk in a real browser, against a real server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page

from tests.chromium import Troubles, chromium, signed_in_context
from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import make_wrap_up_code
from tests.factories.customers import make_account, make_party, make_subscription
from tests.factories.routing import make_agent, make_break_reason, make_queue
from tests.factories.tickets import make_category
from tests.serving import served_by_process
from wanhao.foundation.accounts.models import Staff
from wanhao.records.customers.models import Party
from wanhao.service.contacts.models import WrapUpCode
from wanhao.service.routing.models import Queue


@dataclass
class Floor:
    """One queue with one agent, a customer, codes and categories."""

    queue: Queue
    staff: Staff
    customer: Party


@pytest.fixture
def floor(transactional_db: None) -> Floor:
    unit = make_unit()
    queue = make_queue("fault", unit=unit, name_zh="宽带故障", name_en="Broadband faults", offer_seconds=60)
    staff = make_staff(unit=unit, name="李娜", language="en")
    make_agent(queue, staff=staff, state="offline")
    make_break_reason("meal", "用餐", "Meal")
    customer = make_party("王小明", region=unit.region, tier="vip")
    account = make_account(customer)
    make_subscription(account, service="broadband", number="121000000019", plan_name="宽带 300M")
    make_subscription(account, number="12100000001")
    bill = make_wrap_up_code("bill", "账单", "Bills")
    WrapUpCode.objects.create(code="bill-wrong", name_zh="账单有误", name_en="Bill is wrong", parent=bill)
    make_wrap_up_code("fault", "故障", "Faults")
    broadband = make_category("broadband", name_zh="宽带", name_en="Broadband")
    make_category("no-signal", parent=broadband, name_zh="断网", name_en="No connection", due_hours=24)
    return Floor(queue, staff, customer)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def port(django_db_setup: None) -> Iterator[int]:
    """A web process for the tests of a module."""
    with served_by_process() as (number, _process):
        yield number


@pytest.fixture
def troubles() -> Troubles:
    return Troubles()


OpenDesk = Callable[..., Page]


@pytest.fixture
def open_desk(browser: Browser, port: int, floor: Floor, troubles: Troubles) -> Iterator[OpenDesk]:
    """Open the desk of the floor's agent, or another's."""
    contexts = []

    def open_one(staff: Staff | None = None) -> Page:
        context = signed_in_context(browser, port, staff or floor.staff)
        contexts.append(context)
        page = troubles.watch(context.new_page())
        page.goto("/desk/")
        return page

    yield open_one
    for context in contexts:
        context.close()
    let_the_web_finish()


def let_the_web_finish() -> None:
    """Until the web process has written what it was asked for: the tables are emptied next."""
    question = """select count(*) from pg_stat_activity where datname = current_database()
        and pid <> pg_backend_pid() and state in ('active', 'idle in transaction')"""
    quiet, deadline = 0, time.monotonic() + 10
    while quiet < 4 and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(question)
            quiet = 0 if cursor.fetchone() != (0,) else quiet + 1
        time.sleep(0.05)
