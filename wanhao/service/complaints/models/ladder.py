"""The ladder of three levels, the crisis checklist, mediation."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language


class Level(models.IntegerChoices):
    """Who sees to a complaint."""

    FRONT_DESK = 1, pgettext_lazy("level", "Front desk")
    REVIEW = 2, pgettext_lazy("level", "Back-office review")
    MANAGEMENT = 3, pgettext_lazy("level", "Management")


@pghistory.track()
class LevelOwner(models.Model):
    """Who answers for the complaints of a level, in a unit and all below it."""

    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    unit = models.ForeignKey(
        "accounts.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only in"),
        help_text=_("With all units below it. The closest one counts."),
    )
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("owner"))

    class Meta:
        verbose_name = _("owner of a level")
        verbose_name_plural = _("owners of levels")
        ordering = ["level", "unit__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "unit"], name="one_owner_of_a_level_in_a_unit", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} · {self.owner}"


class Complaint(models.Model):
    """What a ticket of this kind has beside it: its level, who answers for it, what it repeats."""

    ticket = models.OneToOneField("tickets.Ticket", models.PROTECT, related_name="complaint")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.FRONT_DESK)
    level_owner = models.ForeignKey(
        "accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner of the level")
    )
    level_since = models.DateTimeField(_("on this level since"))
    repeat_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeats", verbose_name=_("repeats")
    )

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="three_levels_of_complaints"),
            models.CheckConstraint(
                condition=Q(repeat_of=None) | ~Q(repeat_of=F("id")), name="no_complaint_repeats_itself"
            ),
        ]
        indexes = [models.Index(fields=["level", "-level_since"], name="complaints_of_level")]

    def __str__(self) -> str:
        return f"{self.ticket_id} · {self.level}"


class LevelChange(models.Model):
    """A complaint came to a level: from which, why, whose it became."""

    class Why(models.TextChoices):
        BEGUN = "begun", pgettext_lazy("level", "Opened")
        MAJOR = "major", pgettext_lazy("level", "Major complaint")
        BY_HAND = "by_hand", pgettext_lazy("level", "Raised by hand")
        CLOCK = "clock", pgettext_lazy("level", "Limit of the level passed")
        NOT_SOLVED = "not_solved", pgettext_lazy("level", "Customer says it is not solved")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="level_changes")
    level_before = models.PositiveSmallIntegerField(choices=Level, null=True)
    level = models.PositiveSmallIntegerField(choices=Level)
    why = models.CharField(_("why"), max_length=10, choices=Why)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of level")
        verbose_name_plural = _("changes of level")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level_before=None) | Q(level__gte=F("level_before")), name="levels_are_only_raised"
            ),
            models.CheckConstraint(
                condition=~Q(why="by_hand") | ~Q(reason="") & Q(by__isnull=False), name="raised_by_hand_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level_before} → {self.level}"


@pghistory.track()
class CrisisStep(models.Model):
    """A step of the checklist of major complaints."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    within_minutes = models.PositiveIntegerField(_("within (min)"), default=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("step of the crisis checklist")
        verbose_name_plural = _("steps of the crisis checklist")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


class CrisisTask(models.Model):
    """A step of the checklist for one complaint: done by whom, when."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="crisis_tasks")
    step = models.ForeignKey(CrisisStep, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("crisis task")
        verbose_name_plural = _("crisis tasks")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "step"], name="one_task_of_a_crisis_step"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="a_done_task_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} · {self.step_id}"


class Mediation(models.Model):
    """A third party mediates: who, when, with what result, and the files of it."""

    class Result(models.TextChoices):
        PENDING = "pending", pgettext_lazy("mediation", "Under way")
        AGREED = "agreed", pgettext_lazy("mediation", "Agreed")
        NOT_AGREED = "not_agreed", pgettext_lazy("mediation", "Not agreed")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="mediations")
    mediator = models.CharField(_("third party"), max_length=120)
    held_at = models.DateTimeField(_("held"))
    result = models.CharField(_("result"), max_length=10, choices=Result, default=Result.PENDING)
    text = models.TextField(_("what was said"), blank=True, default="")
    files = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # public ids of kept files
    recorded_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mediation")
        verbose_name_plural = _("mediations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.public_id
