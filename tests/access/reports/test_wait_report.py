"""The report of waits foreseen."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit
from tests.factories.routing import make_agent, make_queue
from wanhao.foundation.accounts.rights import Role
from wanhao.service.waits import measuring
from wanhao.service.waits.models import WaitPrediction

pytestmark = pytest.mark.django_db


def test_error_and_coverage_of_each_queue_within_reach(client: Client) -> None:
    unit = make_unit()
    queue, hidden = make_queue(unit=unit), make_queue()
    make_agent(queue)
    measuring.measure_flows()
    measuring.measure_agents()
    for waited in (60, 100, 300):
        WaitPrediction.objects.create(
            kind="entry", place_id=1, contact_id=1, queue=queue, unit=unit, made_at=timezone.now(), ahead=2,
            waited_before_seconds=0, p50_seconds=90, p90_seconds=200, simple_seconds=400, waited_seconds=waited,
            outcome="answered",
        )  # fmt: skip
    client.force_login(make_staff(role=Role.TEAM_LEADER, unit=unit))
    page = client.get("/reports/waits/", headers={"accept-language": "en"})
    text = page.content.decode()
    assert queue.name in text
    assert hidden.name not in text
    assert "66.7%" in text  # two of three within P90
    assert "1:23 (−1:03)" in text  # (30 + 10 + 210) / 3 and (30 − 10 − 210) / 3
    assert text.count("ti-trophy") == 1


def test_nobody_waited_is_said(client: Client) -> None:
    unit = make_unit()
    make_queue(unit=unit)
    client.force_login(make_staff(role=Role.TEAM_LEADER, unit=unit))
    assert "Nobody had to wait in these days." in client.get("/reports/waits/").content.decode()


def test_days_out_of_order_are_refused(client: Client) -> None:
    client.force_login(make_staff(role=Role.TEAM_LEADER))
    page = client.get("/reports/waits/?begin=2026-03-02&end=2026-03-01")
    assert page.status_code == 422
