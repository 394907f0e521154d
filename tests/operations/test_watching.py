"""/healthz, /metrics and the line that every request leaves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker
from structlog.testing import capture_logs

from tests.factories.accounts import make_staff
from tests.factories.routing import make_agent, make_queue
from wanhao.operations import health
from wanhao.service.calls.models import Node

pytestmark = pytest.mark.django_db


def beating(*, seconds_ago: float) -> None:
    """A worker and a telephony process whose hearts beat so long ago."""
    at = timezone.now() - timezone.timedelta(seconds=seconds_ago)
    Node.objects.create(name="n", started_at=at, beat_at=at)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (%s)", [at])


def test_all_well(client: Client) -> None:
    beating(seconds_ago=1)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "well": True,
        "parts": {name: {"well": True} for name in ("web", "database", "worker", "telephony")},
    }


@pytest.mark.parametrize(("silent", "worker", "telephony"), [(15, True, False), (30, False, False)])
def test_silent_parts_are_named(client: Client, silent: int, worker: bool, telephony: bool) -> None:
    beating(seconds_ago=silent)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["worker"]["well"] is worker
    assert answer.json()["parts"]["telephony"]["well"] is telephony


def test_nobody_there_is_not_well() -> None:
    assert not ProcrastinateWorker.objects.exists()
    found = health.parts()
    assert (found["worker"]["well"], found["telephony"]["well"]) == (False, False)


def test_metrics_tell_of_agents_and_requests(client: Client) -> None:
    make_agent(make_queue())
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'wanhao_agents{state="offline"} 1.0' in text or 'wanhao_agents{state="ready"} 1.0' in text
    assert 'wanhao_part_up{part="database"} 1.0' in text
    assert 'wanhao_http_requests_total{method="GET",status="503",view="healthz"}' in text
    assert "process_resident_memory_bytes" in text


def test_metrics_are_for_known_addresses_only(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 403


def test_a_request_leaves_one_line_without_its_query(client: Client) -> None:
    staff = make_staff()
    client.force_login(staff)
    with capture_logs() as lines:
        client.get("/customers/?q=12100001234")
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["staff"]) == ("GET", staff.staff_number)
    assert "12100001234" not in str(line)
    assert line["ms"] >= 0


def test_watching_itself_is_not_logged(client: Client) -> None:
    with capture_logs() as lines:
        client.get("/healthz")
    assert lines == []
