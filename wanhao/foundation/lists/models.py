"""Saved views of lists, and acts on many rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.privacy.fields import SealedText


class SavedView(models.Model):
    """Filters, words, order and columns somebody keeps under a name, for themselves or for their unit."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    list_name = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=40)
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    filters = models.JSONField(default=dict)
    term = SealedText(blank=True, default="")
    sort = models.CharField(max_length=30, blank=True, default="")
    columns = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["list_name", "owner", "name"], name="one_view_of_a_name_per_person")
        ]
        indexes = [models.Index(fields=["list_name", "unit"], name="views_shared", condition=Q(is_shared=True))]

    def __str__(self) -> str:
        return self.name


class ListRun(models.Model):
    """One act on many rows: looked over first, then done by a job, with what came of each."""

    class State(models.TextChoices):
        PREVIEW = "preview", pgettext_lazy("act on many", "to be confirmed")
        RUNNING = "running", pgettext_lazy("act on many", "running")
        DONE = "done", pgettext_lazy("act on many", "done")
        STOPPED = "stopped", pgettext_lazy("act on many", "stopped")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    list_name = models.CharField(max_length=30)
    act = models.CharField(max_length=30)
    by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    items = models.JSONField()  # [number, version as it was seen]
    typed = SealedText(blank=True, default="")
    results = models.JSONField(default=list)  # [key, why not], in the order of the items
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State, default=State.PREVIEW)
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("act on many")
        verbose_name_plural = _("acts on many")
        indexes = [models.Index(fields=["by", "-id"], name="acts_of_a_person")]

    def __str__(self) -> str:
        return f"{self.list_name} {self.act}"

    @property
    def passed(self) -> int:
        """Rows dealt with."""
        return self.done + self.refused

    @property
    def percent(self) -> int:
        """How much is done."""
        return 100 * self.passed // len(self.items) if self.items else 100
