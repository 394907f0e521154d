"""A person's own notices; nobody reads another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.notices.models import Notice

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def notices_of(viewer: Staff) -> QuerySet[Notice]:
    """All of them, newest first."""
    return Notice.objects.filter(staff=viewer)


def unread(viewer: Staff) -> QuerySet[Notice]:
    """Those not read yet, newest first."""
    return notices_of(viewer).filter(read_at=None)


def newest_unread_after(viewer: Staff, notice_id: int) -> Notice | None:
    """The newest unread one that came after the one known."""
    return unread(viewer).filter(id__gt=notice_id).first()


def notice_to_change(public_id: str, by: Staff) -> Notice:
    """One of the person's own, locked."""
    found = notices_of(by).select_for_update().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such notice of yours."))
    return found
