"""One import: the file, how far it is, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from wanhao.common.public_ids import new_public_id

AT_ONCE_BYTES = 100_000


class ImportRun(models.Model):
    """A list brought in by a member of staff. The file and the rejected rows lie sealed in the data folder."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, waiting for your word")
        WRITING = "writing", _("being written")
        DONE = "done", _("finished")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    RUNNING = (State.CHECKING, State.WRITING)

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("by"))
    file_name = models.CharField(_("file"), max_length=100)
    file_type = models.CharField(max_length=4)
    file_size = models.PositiveBigIntegerField(_("bytes"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKING)
    total = models.PositiveIntegerField(_("rows"), default=0)
    passed = models.PositiveIntegerField(_("rows read"), default=0)
    good = models.PositiveIntegerField(_("good"), default=0)
    bad = models.PositiveIntegerField(_("rejected"), default=0)
    created = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    problems = models.JSONField(default=list)
    message = models.CharField(max_length=300, blank=True, default="")
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    advanced_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [models.Index(fields=["by", "-id"], name="imports_of_one_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"

    @property
    def is_running(self) -> bool:
        """Is a job at work on it?"""
        return self.state in self.RUNNING

    @property
    def is_long(self) -> bool:
        """Is it left to the worker?"""
        return self.file_size > AT_ONCE_BYTES

    @property
    def percent(self) -> int:
        """How much of the running step is done."""
        return min(100, 100 * self.passed // self.total) if self.total else 0
