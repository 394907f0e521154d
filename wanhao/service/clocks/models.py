"""Policies that promise times, and the clocks that keep them.

A clock keeps a copy of what its policy said when it started (target, hours, marks): changing a policy never rewrites
the past. `spent_seconds` and `counted_at` are the open seconds up to the clock's last move; the rest follows.
"""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.models import by_language


class Target(models.TextChoices):
    """What is promised."""

    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_UPDATE = "next_update", _("Next update")
    RESOLUTION = "resolution", _("Resolution")
    HOP = "hop", _("Department's part")
    FRONT_DESK_LEVEL = "front_desk_level", _("Complaint at the front desk")
    REVIEW_LEVEL = "review_level", _("Complaint in review")
    MANAGEMENT_LEVEL = "management_level", _("Complaint with management")
    APPEAL_ANSWER = "appeal_answer", _("Answer to the regulator")
    APPEAL_ACCEPTANCE = "appeal_acceptance", _("Acceptance of the appeal")
    APPEAL_HANDLING = "appeal_handling", _("Handling of the appeal")


class Whom(models.TextChoices):
    """Who is told when a promise is broken for so long."""

    OWNER = "owner", _("Owner")
    TEAM_LEADER = "team_leader", _("Team leader")
    DUTY_LEADER = "duty_leader", _("Duty leader")
    BACK_OFFICE = "back_office", _("Back office")
    EXECUTIVE = "executive", _("Management")


@pghistory.track()
class Policy(models.Model):
    """A promise: how long one thing may take, for which tickets. Of those that fit, the first by position counts."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    target = models.CharField(_("promises"), max_length=20, choices=Target)
    kind = models.CharField(_("only for type"), max_length=20, blank=True, default="")
    severity = models.CharField(_("only for severity"), max_length=20, blank=True, default="")
    tier = models.CharField(_("only for tier"), max_length=20, blank=True, default="")
    category = models.CharField(
        _("only for category"), max_length=40, blank=True, default="", help_text=_("With all categories below it.")
    )
    unit = models.ForeignKey(
        "accounts.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only in"),
        help_text=_("With all units below it."),
    )
    minutes = models.PositiveIntegerField(_("within (min)"), help_text=_("Counted in the working hours below."))
    hours = models.ForeignKey(
        "calendars.Hours",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("counts only in"),
        help_text=_("Empty: the clock runs day and night."),
    )
    warn_percents = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("warns at (%)"),
        default=list,
        blank=True,
        help_text=_("Of the time promised, such as 75, 90."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Lower ones come first."))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("promise of time")
        verbose_name_plural = _("promises of time")
        ordering = ["target", "position", "code"]
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="a_promise_has_some_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


@pghistory.track()
class EscalationStep(models.Model):
    """Who is told when the promise has been broken for so many minutes of its working hours."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="steps", verbose_name=_("promise of time"))
    after_minutes = models.PositiveIntegerField(_("after (min)"), default=0)
    whom = models.CharField(_("tells"), max_length=20, choices=Whom)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["after_minutes", "pk"]

    def __str__(self) -> str:
        return f"{self.after_minutes} · {self.whom}"


@pghistory.track()
class PauseReason(models.Model):
    """Why a clock may stand still, and which ones."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    targets = ArrayField(
        models.CharField(max_length=20, choices=Target), verbose_name=_("pauses the clocks of"), default=list
    )
    needs_moment = models.BooleanField(
        _("ends at a moment"), default=False, help_text=_("Such as an appointment: the clock goes on by itself then.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reason to pause")
        verbose_name_plural = _("reasons to pause")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return by_language(self.name_zh, self.name_en)


class Clock(models.Model):
    """One promise applied to one thing."""

    class Outcome(models.TextChoices):
        KEPT = "kept", pgettext_lazy("promise", "Kept")
        BROKEN = "broken", pgettext_lazy("promise", "Broken")
        CANCELLED = "cancelled", pgettext_lazy("promise", "No longer asked for")

    subject = models.CharField(max_length=80)  # as in events: `ticket:12`
    target = models.CharField(_("promises"), max_length=20, choices=Target)
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, related_name="+", verbose_name=_("promise of time"))
    is_agreed = models.BooleanField(_("agreed moment"), default=False)  # stays when the facts of the thing change
    taken_from = models.CharField(max_length=20, blank=True, default="", db_default="")  # whose promise it keeps now
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", db_index=False)
    target_seconds = models.PositiveIntegerField(_("time promised (s)"))
    hours = models.ForeignKey("calendars.Hours", models.PROTECT, null=True, blank=True, related_name="+")
    marks = models.JSONField(default=list)
    marks_done = models.PositiveSmallIntegerField(default=0)
    has_warned = models.BooleanField(default=False, db_default=False)  # told once, also when the promise changes
    levels_told = models.PositiveSmallIntegerField(default=0, db_default=0)
    started_at = models.DateTimeField(_("started"))
    spent_seconds = models.FloatField(_("spent (s)"), default=0)
    counted_at = models.DateTimeField()
    paused_for = models.ForeignKey(
        PauseReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paused for")
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(_("broken"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default="")

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "target"], condition=Q(stopped_at=None), name="one_running_clock_per_target"
            ),
            models.CheckConstraint(
                condition=Q(policy__isnull=False) | Q(is_agreed=True), name="a_clock_is_promised_or_agreed"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, outcome="") | Q(stopped_at__isnull=False, next_at=None) & ~Q(outcome=""),
                name="a_stopped_clock_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "id"], name="clocks_of_subject"),
            models.Index(fields=["next_at"], name="clocks_by_next", condition=Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.target}"

    @property
    def is_paused(self) -> bool:
        """Does it stand still?"""
        return self.paused_for_id is not None
