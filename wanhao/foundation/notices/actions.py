"""Telling staff something, and what they have read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.timezone import now

from wanhao.foundation.notices import queries
from wanhao.foundation.notices.models import Notice

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

TOPICS_AT_ONCE = 200  # in one notification of at most 8,000 bytes


@transaction.atomic
def notify(
    staff: Staff, text_zh: str, text_en: str, *, level: str = Notice.Level.INFORMATION, link: str = ""
) -> Notice:
    """Tell one person, at once on all their open pages. `link` is a path of ours; no private data in the texts."""
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError(f"a notice leads to a page of ours, not to {link}")
    notice = Notice.objects.create(staff=staff, text_zh=text_zh, text_en=text_en, level=level, link=link)
    _wake(staff)
    return notice


@dataclass(frozen=True)
class News:
    """One notice among many."""

    staff: Staff
    text_zh: str
    text_en: str
    level: str = Notice.Level.INFORMATION
    link: str = ""


@transaction.atomic
def notify_all(news: Iterable[News]) -> int:
    """Tell many people in a few statements; how many notices."""
    rows = [
        Notice(staff=one.staff, text_zh=one.text_zh, text_en=one.text_en, level=one.level, link=one.link)
        for one in news
    ]
    Notice.objects.bulk_create(rows, batch_size=1000)
    _wake_all({row.staff_id for row in rows})
    return len(rows)


@transaction.atomic
def mark_read(public_id: str, *, by: Staff) -> Notice:
    """The person has read one of their notices."""
    notice = queries.notice_to_change(public_id, by)
    if notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])
        _wake(by)
    return notice


@transaction.atomic
def mark_all_read(*, by: Staff) -> int:
    """The person has read everything; returns how many were unread."""
    count = queries.unread(by).update(read_at=now())
    if count:
        _wake(by)
    return count


def _wake(staff: Staff) -> None:
    _wake_all({staff.pk})


def _wake_all(people: Collection[int]) -> None:
    topics = [f"notices:{one}" for one in sorted(people)]
    with connection.cursor() as cursor:
        for start in range(0, len(topics), TOPICS_AT_ONCE):
            cursor.execute("select pg_notify('live', %s)", [" ".join(topics[start : start + TOPICS_AT_ONCE])])
