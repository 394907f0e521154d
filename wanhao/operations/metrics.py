"""/metrics for Prometheus: requests of this process, and contacts, queues and agents of the whole house."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from wanhao.foundation.accounts.guards import open_to_all
from wanhao.operations import health
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing


class House(Collector):
    """What the database knows, read when it is asked for."""

    def describe(self) -> list[Metric]:
        """Nothing ahead of time: the database need not be there yet."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Everything, or only that the database does not answer."""
        up = GaugeMetricFamily("wanhao_part_up", "1 when a part of the house is well", labels=["part"])
        for name, part in health.parts().items():
            up.add_metric([name], float(part["well"]))
        yield up
        try:
            yield from (open_contacts(), *waiting(), agents())
        except Error:
            return


def open_contacts() -> Metric:
    """Open contacts by channel and status."""
    family = GaugeMetricFamily("wanhao_contacts_open", "Contacts not yet ended", labels=["channel", "status"])
    for (channel, status), many in contacts.open_by_status().items():
        family.add_metric([channel, status], many)
    return family


def waiting() -> tuple[Metric, Metric]:
    """Waiting contacts, and how long the first of each queue has waited."""
    many = GaugeMetricFamily("wanhao_queue_waiting", "Contacts waiting", labels=["queue"])
    longest = GaugeMetricFamily("wanhao_queue_longest_wait_seconds", "Longest wait now", labels=["queue"])
    now = timezone.now()
    for queue, (count, since) in routing.waiting_by_queue().items():
        many.add_metric([queue], count)
        longest.add_metric([queue], max(0.0, (now - since).total_seconds()))
    return many, longest


def agents() -> Metric:
    """Agents by state."""
    family = GaugeMetricFamily("wanhao_agents", "Agents by state", labels=["state"])
    for state, many in routing.agents_in_state().items():
        family.add_metric([state], many)
    return family


REGISTRY.register(House())


@open_to_all("Read by Prometheus without a sign-in, from the addresses in WANHAO_METRICS_FROM only; counts, no names.")
def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics as text."""
    asks_from = ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - an unknown address
    if not any(asks_from in ip_network(network) for network in settings.WANHAO.metrics_from):
        raise PermissionDenied
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
