"""Reading files, within the reach of the things they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.files import rules, subjects
from wanhao.foundation.files.models import FileLimit, StoredFile

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def files_of(*subjects_: str) -> list[StoredFile]:
    """Files of things already fetched within reach, oldest first."""
    return list(StoredFile.objects.filter(subject__in=subjects_).select_related("kept_by").order_by("pk"))


def files_for_customer(*subjects_: str) -> list[StoredFile]:
    """Those of them that the customer may see."""
    return list(StoredFile.objects.filter(subject__in=subjects_, is_for_customer=True).order_by("pk"))


def many_of_customer(subject: str) -> int:
    """How many files the customer sent to a thing."""
    return StoredFile.objects.filter(subject=subject, is_for_customer=True, kept_by=None).count()


def file_for(public_id: str, viewer: Staff) -> StoredFile:
    """One file of a thing this person may see."""
    file = StoredFile.objects.filter(public_id=public_id).first()
    if file is None or not subjects.may_see(file.subject, viewer):
        raise NotFound(_("There is no such file within your reach."))
    return file


def file_to_erase(public_id: str, by: Staff) -> StoredFile:
    """The same, locked, if this person kept it and may still add to the thing."""
    file = StoredFile.objects.select_for_update().filter(public_id=public_id, kept_by=by).first()
    if file is None or not subjects.may_add(file.subject, by):
        raise NotFound(_("There is no such file of yours."))
    return file


def limits() -> dict[str, int]:
    """Type → megabytes of what may be kept: the administrator's rows over the usual ones."""
    allowed = dict(rules.USUAL_MEGABYTES)
    for row in FileLimit.objects.all():
        if row.is_allowed:
            allowed[row.kind] = row.megabytes
        else:
            allowed.pop(row.kind, None)
    return allowed


def accepted_endings() -> str:
    """What a file field offers: `.png,.jpg,…`."""
    return ",".join(f".{kind}" for kind in limits())
