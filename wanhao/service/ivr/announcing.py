"""Announcements in front of a menu: made, shortened, taken back; callers hear the change within seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.locks import locked_first
from wanhao.service.ivr import events, queries
from wanhao.service.ivr.models import Announcement, Flow

LONGEST = timedelta(days=31)
MOST_TEXT = 500
MOST_PREFIXES = 30


@dataclass(frozen=True)
class AnnouncementDetails:
    """What is announced, where, to whom and until when. An empty flow is every menu, no area is everybody."""

    text_zh: str
    text_en: str
    ends_at: datetime
    flow: str = ""
    step: str = ""
    prefixes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@transaction.atomic
def announce(details: AnnouncementDetails, *, by: Staff) -> Announcement:
    """Let callers hear it from now on."""
    if not by.may(Right.STEER_FLOOR):
        raise Forbidden(_("Only leaders of a floor make announcements."))
    flow = Flow.objects.filter(code=details.flow).first() if details.flow else None
    _check(details, flow)
    row = Announcement.objects.create(
        text_zh=details.text_zh.strip(),
        text_en=details.text_en.strip(),
        flow=flow,
        step=details.step if flow else "",
        prefixes=list(details.prefixes),
        regions=list(details.regions),
        unit=by.unit,
        begins_at=now(),
        ends_at=details.ends_at,
        made_by=by,
    )
    event = events.AnnouncementMade(
        row.pk, details.flow, row.step, details.prefixes, details.regions, row.ends_at.isoformat()
    )
    record(event, actor=by)
    return row


def _check(details: AnnouncementDetails, flow: Flow | None) -> None:
    wrong: dict[str, object] = {}
    for name, text in (("text_zh", details.text_zh), ("text_en", details.text_en)):
        if not 0 < len(text.strip()) <= MOST_TEXT:
            wrong[name] = _("Write what is said in both languages, at most 500 characters each.")
    if not now() < details.ends_at <= now() + LONGEST:
        wrong["ends_at"] = _("Choose an end ahead of us, at most 31 days from now.")
    wrong |= _check_place(details, flow) | _check_areas(details)
    if wrong:
        raise Invalid(**wrong)


def _check_place(details: AnnouncementDetails, flow: Flow | None) -> dict[str, object]:
    if details.flow and flow is None:
        return {"flow": _("There is no such voice menu.")}
    if details.step and flow and details.step not in queries.published_graph(flow).steps:
        return {"step": _("The published menu has no such step.")}
    return {}


def _check_areas(details: AnnouncementDetails) -> dict[str, object]:
    wrong: dict[str, object] = {}
    if len(details.prefixes) > MOST_PREFIXES or not all(p.isascii() and p.isdigit() for p in details.prefixes):
        wrong["prefixes"] = _("Write the first digits of numbers, such as 0900, parted by spaces.")
    regions = set(Unit.objects.filter(kind=Unit.Kind.REGION).values_list("code", flat=True))
    if not set(details.regions) <= regions:
        wrong["regions"] = _("Choose regions from the list.")
    return wrong


@transaction.atomic
def end_announcement(public_id: str, *, by: Staff) -> Announcement:
    """Take it back: the next caller hears it no more."""
    row = locked_first(queries.announcements(by).filter(public_id=public_id))
    if row is None:
        raise NotFound(_("There is no such announcement within your reach."))
    if row.ends_at <= now():
        raise NotAllowed(_("This announcement is over already."))
    return end_for(row, by=by)


def end_for(row: Announcement, *, by: Staff) -> Announcement:
    """What an announcement was made for is over; for the context that had it made."""
    row.ends_at = now()
    row.save(update_fields=["ends_at"])
    record(events.AnnouncementEnded(row.pk, row.ends_at.isoformat()), actor=by, unit=row.unit_id)
    return row
