"""A whole house, made once for all journeys; every journey begins with nobody at work."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.factories.contacts import make_wrap_up_code
from tests.factories.help import make_topic
from tests.house import House, ask, until
from tests.journeys.furnishing import AGENTS, furnish
from tests.journeys.people import People
from tests.serving import wait_for_port
from wanhao.foundation.accounts.models import Staff
from wanhao.service.calls.models import Call
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """Telephony and worker over a furnished database, which the test's own queries look into."""
    folder: Path = tmp_path_factory.mktemp("house")
    one = House(folder, {"WANHAO_WEBHOOK_NETWORKS": "127.0.0.0/8"}, database=f"house_{secrets.token_hex(4)}")
    one.build()
    with one.look_into(django_db_blocker):
        furnish()
        one.open()
        try:
            yield one
        finally:
            one.stop()


@pytest.fixture(scope="package")
def web(house: House) -> House:
    """The house with its pages, opened once for all journeys in browsers."""
    house.start("web")
    wait_for_port(house.http_port, house.started["web"])
    make_topic()
    make_wrap_up_code("bill")
    return house


@pytest.fixture
async def people(house: House) -> AsyncIterator[People]:
    """Customers and agents with simulated telephones."""
    here = People(house)
    await here.start()
    try:
        yield here
    finally:
        await here.stop()
        await until(lambda: not Call.objects.filter(is_live=True).exists(), what="all calls are over")
        await ask(send_home)


def send_home() -> None:
    """Nobody is at work, nobody wraps up."""
    for staff in Staff.objects.filter(staff_number__in=AGENTS):
        routing.finish_wrap_up(staff.pk)
        routing.set_state(staff.pk, "offline", by=staff)
    assert not Agent.objects.exclude(state="offline").exists()
