"""Template tags of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_datetime

if TYPE_CHECKING:
    from wanhao.access.reports.queries import Asked
    from wanhao.access.reports.tables import Row

register = template.Library()
CONTACTS = "/contacts/"


@register.simple_tag
def drill(row: Row, kind: str, asked: Asked) -> str:
    """Address of the contacts behind a line of the report."""
    begin, end, queues = asked.begin, asked.end, list(asked.queue_codes)
    start = parse_datetime(row.key) if kind == "interval" else None
    if start:
        begin, end = start, start + asked.step.length
    elif kind == "queue":
        queues = [row.key]
    span = [("queued_from", begin), ("queued_until", end)]
    query = [(name, f"{timezone.localtime(at):%Y-%m-%dT%H:%M}") for name, at in span]
    return f"{CONTACTS}?{urlencode([*query, *(('queue', code) for code in queues)])}"
