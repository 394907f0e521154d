"""What the list of contacts is narrowed to: the address, the chips, the query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from wanhao.common.chips import ChipRow, chip_row
from wanhao.foundation.accounts.rights import Right
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import ContactFilter
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

NAMES = ("day", "queue", "agent", "outcome", "channel", "rating", "queued_from", "queued_until")
DAYS = {"today": (0, 1), "yesterday": (-1, 0), "week": (-6, 1)}


def asked_of(address: QueryDict) -> dict[str, str]:
    """The values of the address; several queues are joined by commas."""
    return {name: ",".join(filter(None, address.getlist(name))) for name in NAMES}


def filter_of(asked: Mapping[str, str]) -> ContactFilter:
    """The query's filter; what cannot be read narrows nothing."""
    begin, end = day_of(asked["day"])
    return ContactFilter(
        channel=asked["channel"] if asked["channel"] in Contact.Channel.values else "",
        outcome=asked["outcome"] if asked["outcome"] in Contact.Outcome.values else "",
        agent_number=asked["agent"].strip(),
        rating=int(asked["rating"]) if asked["rating"] in ("1", "2", "3", "4", "5") else None,
        queue_codes=tuple(filter(None, asked["queue"].split(","))),
        queued_from=moment_of(asked["queued_from"]),
        queued_until=moment_of(asked["queued_until"]),
        arrived_from=begin,
        arrived_before=end,
    )


def day_of(name: str) -> tuple[datetime | None, datetime | None]:
    """Begin and end of a named span of days."""
    if name not in DAYS:
        return None, None
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    first, after = DAYS[name]
    return midnight + timedelta(days=first), midnight + timedelta(days=after)


def moment_of(text: str) -> datetime | None:
    """A local moment such as 2026-11-22T09:30."""
    try:
        read = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(read) if read and timezone.is_naive(read) else read


def chip_rows(asked: Mapping[str, str], viewer: Staff) -> list[ChipRow]:
    """The filters of the list."""
    queues = [(queue.code, queue.name) for queue in routing.queues(viewer, Right.SEE_CONTACTS)]
    ratings = [(str(value), f"{value} ★") for value in (5, 4, 3, 2, 1)]
    days = [("today", _("Today")), ("yesterday", _("Yesterday")), ("week", _("7 days"))]
    rows = [
        chip_row(asked, "day", _("Arrived on"), days),
        chip_row(asked, "outcome", _("Outcome"), Contact.Outcome.choices),
        chip_row(asked, "channel", _("Channel"), Contact.Channel.choices),
        chip_row(asked, "rating", _("Rating"), ratings),
    ]
    return [rows[0], chip_row(asked, "queue", _("Queue"), queues), *rows[1:]] if queues else rows


def span_words(asked: Mapping[str, str]) -> str:
    """The interval somebody came from, in words."""
    begin, end = moment_of(asked["queued_from"]), moment_of(asked["queued_until"])
    if not begin or not end:
        return ""
    first, last = timezone.localtime(begin), timezone.localtime(end)
    codes = [code for code in asked["queue"].split(",") if code]
    names = routing.queue_names(codes)
    queues = ", ".join(names.get(code, code) for code in codes)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M}"
    return f"{first:%Y-%m-%d %H:%M}–{until} {queues}".strip()
