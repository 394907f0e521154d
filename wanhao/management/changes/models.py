"""Entries of the change-tracking list, their story, and when one is proposed by itself."""

from __future__ import annotations

from datetime import date

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.scope import ScopedQuerySet


@pghistory.track()
class TrackingPolicy(models.Model):
    """When a frequent help topic becomes an entry by itself. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    proposed_from = models.PositiveSmallIntegerField(
        _("proposed from so many requests"), default=5, validators=[MinValueValidator(2), MaxValueValidator(1000)]
    )
    within_days = models.PositiveSmallIntegerField(
        _("within days"), default=7, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    due_days = models.PositiveSmallIntegerField(
        _("usually due after days"), default=7, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )

    class Meta:
        verbose_name = _("tracking policy")
        verbose_name_plural = _("tracking policy")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_tracking_policy")]

    def __str__(self) -> str:
        return str(_("tracking policy"))

    @classmethod
    def current(cls) -> TrackingPolicy:
        """The row, or the defaults until an administrator saved something else."""
        return cls.objects.first() or cls()


class Entry(models.Model):
    """A change of business, or a lack of clarity, that somebody sees to until it is closed."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("entry", "Proposed")
        OPEN = "open", pgettext_lazy("entry", "Open")
        IN_WORK = "in_work", pgettext_lazy("entry", "In work")
        ANSWERED = "answered", pgettext_lazy("entry", "Answered")
        CLOSED = "closed", pgettext_lazy("entry", "Closed")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what it is about"), blank=True, default="")
    topic = models.ForeignKey("help.HelpTopic", models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("region"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    opened_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(pgettext_lazy("entry", "opened"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True, default="")
    closed_at = models.DateTimeField(pgettext_lazy("entry", "closed"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    requests = models.ManyToManyField("help.HelpRequest", related_name="+", blank=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("entry of the change-tracking list")
        verbose_name_plural = _("entries of the change-tracking list")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="closed") & Q(closed_at=None)
                | Q(status="closed", closed_at__isnull=False) & ~Q(result=""),
                name="a_closed_entry_has_its_result",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "closed"]) | Q(owner__isnull=False, due_on__isnull=False),
                name="an_entry_in_force_has_owner_and_due_date",
            ),
            models.UniqueConstraint(
                fields=["topic", "unit"],
                condition=Q(status="proposed", topic__isnull=False),
                name="one_proposal_per_topic_and_unit",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="entries_by_due_date", condition=~Q(status="closed")),
            models.Index(fields=["unit", "-id"], name="entries_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, today: date) -> bool:
        """Is it not closed although its day is over?"""
        return self.status != self.Status.CLOSED and self.due_on is not None and self.due_on < today


class EntryNote(models.Model):
    """A line of an entry's story: a comment, or what became of it."""

    class Kind(models.TextChoices):
        COMMENT = "comment", pgettext_lazy("entry", "comments")
        PROPOSED = "proposed", pgettext_lazy("entry", "proposes the entry")
        OPENED = "opened", pgettext_lazy("entry", "opens the entry")
        BEGUN = "begun", pgettext_lazy("entry", "begins to work on it")
        ANSWERED = "answered", pgettext_lazy("entry", "answers")
        CHANGED = "changed", pgettext_lazy("entry", "changes owner or due date")
        CLOSED = "closed", pgettext_lazy("entry", "closes the entry")
        REOPENED = "reopened", pgettext_lazy("entry", "takes it up again")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True, default="")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("note of an entry")
        verbose_name_plural = _("notes of entries")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind}"
