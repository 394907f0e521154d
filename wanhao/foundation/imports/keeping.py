"""Imports whose process died, and files that nobody needs any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wanhao.foundation.imports import vault, work
from wanhao.foundation.imports.models import ImportRun

SILENT = timedelta(minutes=10)  # a batch takes seconds
KEPT = timedelta(days=30)


def fail_stalled(at: datetime) -> int:
    """Runs that were begun and have not come on for long: their process was killed. Returns how many."""
    silent = ImportRun.objects.select_related("by").filter(state__in=ImportRun.RUNNING, advanced_at__lt=at - SILENT)
    for run in silent:
        with translation.override(run.by.language):
            work.fail(run, _("The process at work on it ended. What was written stays; send the same list again."))
    return len(silent)


def forget_old(at: datetime) -> int:
    """Remove lists and rejected rows older than 30 days; lists never confirmed are discarded. Returns how many."""
    old = ImportRun.objects.filter(state=ImportRun.State.CHECKED, started_at__lt=at - KEPT)
    old.update(state=ImportRun.State.CANCELLED, finished_at=timezone.now())
    removed = vault.forget_before(at - KEPT)
    ImportRun.objects.filter(started_at__lt=at - KEPT).exclude(problems=[]).update(problems=[])
    return removed
