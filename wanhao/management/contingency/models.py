"""Plans and teams that stand ready; emergencies with those called, their steps, their log and their review."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.privacy.fields import SealedText


@pghistory.track()
class EmergencyTeam(models.Model):
    """Who is called when it matters, and how hard."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    in_place_minutes = models.PositiveSmallIntegerField(_("in place within (min)"), default=30)
    attempts = models.PositiveSmallIntegerField(_("calls to each member"), default=3)
    pause_seconds = models.PositiveSmallIntegerField(_("pause between calls (s)"), default=30)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("emergency team")
        verbose_name_plural = _("emergency teams")
        ordering = ["name_zh"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_place_minutes__gte=1, attempts__gte=1), name="a_team_is_called_and_given_time"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


@pghistory.track(exclude=["number"])
class TeamMember(models.Model):
    """A member of a team: what they do, and the number to ring when their desk's telephone is silent."""

    team = models.ForeignKey(EmergencyTeam, models.CASCADE, related_name="members")
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("member"))
    position = models.PositiveSmallIntegerField(_("order"))
    task = models.CharField(_("task"), max_length=100, blank=True)
    number = SealedText(_("number outside"), blank=True, default="")

    class Meta:
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of a team")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["team", "staff"], name="a_member_once_in_a_team")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.staff_id}"


@pghistory.track()
class Plan(models.Model):
    """What is done in a kind of emergency: the steps, the team, and which alerts call for it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    title_zh = models.CharField(_("Chinese title"), max_length=80)
    title_en = models.CharField(_("English title"), max_length=80, blank=True)
    team = models.ForeignKey(EmergencyTeam, models.PROTECT, related_name="plans", verbose_name=_("team"))
    rules = models.ManyToManyField("alerts.AlertRule", blank=True, related_name="plans", verbose_name=_("alert rules"))
    starts_itself = models.BooleanField(_("starts by itself when such an alert opens"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("contingency plan")
        verbose_name_plural = _("contingency plans")
        ordering = ["title_zh"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return by_language(self.title_zh, self.title_en)


@pghistory.track()
class PlanStep(models.Model):
    """One step of a plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text_zh = models.CharField(_("Chinese text"), max_length=200)
    text_en = models.CharField(_("English text"), max_length=200, blank=True)
    owner = models.CharField(_("whose"), max_length=60, blank=True)
    within_minutes = models.PositiveSmallIntegerField(_("within (min)"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of a plan")
        ordering = ["position"]

    def __str__(self) -> str:
        return by_language(self.text_zh, self.text_en)


class Emergency(models.Model):
    """A plan, or just a team, in action: from the call to the review."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    team = models.ForeignKey(EmergencyTeam, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    alert = models.ForeignKey("alerts.Alert", models.PROTECT, null=True, blank=True, related_name="emergencies")
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    what = models.CharField(max_length=500)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    in_place_by = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField()
    pause_seconds = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.TextField(blank=True, default="")
    went_well = models.TextField(blank=True, default="")
    to_improve = models.TextField(blank=True, default="")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("emergency")
        verbose_name_plural = _("emergencies")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(ended_at=None), name="a_plan_runs_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None) | Q(ended_at__isnull=False), name="only_what_ended_is_reviewed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return by_language(self.title_zh, self.title_en)

    @property
    def is_running(self) -> bool:
        """Not ended yet."""
        return self.ended_at is None

    @property
    def lasted_seconds(self) -> float:
        """From the call to the end, or to now."""
        return ((self.ended_at or timezone.now()) - self.began_at).total_seconds()


class Summons(models.Model):
    """One member called in one emergency: how they were reached, confirmed, and when they were in place."""

    class How(models.TextChoices):
        PAGE = "page", pgettext_lazy("confirmed", "on the page")
        PHONE = "phone", pgettext_lazy("confirmed", "by key on the telephone")

    emergency = models.ForeignKey(Emergency, models.PROTECT, related_name="summonses")
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    task = models.CharField(max_length=100, blank=True)
    number = SealedText(blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_call_at = models.DateTimeField(null=True, blank=True)
    last_ended = models.PositiveBigIntegerField(default=0)  # the announcement whose end was dealt with last
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_how = models.CharField(max_length=5, choices=How, blank=True, default="")
    in_place_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("summons")
        verbose_name_plural = _("summonses")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["emergency", "staff"], name="a_member_is_called_once"),
            models.CheckConstraint(
                condition=Q(in_place_at=None) | Q(confirmed_at__isnull=False), name="who_is_in_place_has_confirmed"
            ),
        ]
        indexes = [
            models.Index(fields=["next_call_at"], name="summonses_to_call", condition=Q(next_call_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.emergency_id} {self.staff_id}"

    @property
    def was_in_time(self) -> bool:
        """Was the member in place within the time given?"""
        return self.in_place_at is not None and self.in_place_at <= self.emergency.in_place_by

    @property
    def is_used_up(self) -> bool:
        """Were all calls made in vain?"""
        return self.attempts >= self.emergency.attempts and self.next_call_at is None and self.last_ended > 0


class EmergencyStep(models.Model):
    """A step of the plan as it is worked off."""

    emergency = models.ForeignKey(Emergency, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text_zh = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("step of an emergency")
        verbose_name_plural = _("steps of an emergency")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return by_language(self.text_zh, self.text_en)

    @property
    def is_late(self) -> bool:
        """Was it, or is it, over its time?"""
        return self.due_at is not None and (self.done_at or timezone.now()) > self.due_at


class LogEntry(models.Model):
    """A line of the log: what happened by itself, or what somebody of the team wrote."""

    class Kind(models.TextChoices):
        BEGAN = "began", pgettext_lazy("emergency log", "Began")
        CALLED = "called", pgettext_lazy("emergency log", "Called")
        NOT_REACHED = "not_reached", pgettext_lazy("emergency log", "Not reached")
        CONFIRMED = "confirmed", pgettext_lazy("emergency log", "Confirmed")
        IN_PLACE = "in_place", pgettext_lazy("emergency log", "In place")
        STEP = "step", pgettext_lazy("emergency log", "Step done")
        WORDS = "words", pgettext_lazy("emergency log", "Note")
        ENDED = "ended", pgettext_lazy("emergency log", "Ended")
        REVIEWED = "reviewed", pgettext_lazy("emergency log", "Reviewed")

    emergency = models.ForeignKey(Emergency, models.PROTECT, related_name="log")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        verbose_name = _("line of the log")
        verbose_name_plural = _("lines of the log")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.emergency_id} {self.kind}"


class ReviewAction(models.Model):
    """Something to be done because of what was learnt: whose, until when, done or not."""

    emergency = models.ForeignKey(Emergency, models.PROTECT, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("action of a review")
        verbose_name_plural = _("actions of a review")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text
