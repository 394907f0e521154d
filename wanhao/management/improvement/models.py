"""Themes and the tickets in them, the rounds of mining, and improvements with their story."""

from __future__ import annotations

from datetime import date, timedelta

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.management.improvement.rules import Extra


@pghistory.track()
class MiningPolicy(models.Model):
    """What is mined, when a theme is a theme, what it weighs. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    window_days = models.PositiveSmallIntegerField(
        _("tickets of the last days"), default=84, validators=[MinValueValidator(7), MaxValueValidator(730)]
    )
    most_texts = models.PositiveIntegerField(
        _("texts of a round at most"), default=20000, validators=[MinValueValidator(100), MaxValueValidator(100000)]
    )
    least_texts = models.PositiveSmallIntegerField(
        _("a new theme has at least so many tickets"), default=5, validators=[MinValueValidator(3)]
    )
    likeness_percent = models.PositiveSmallIntegerField(
        _("a ticket belongs to a theme from a likeness of (%)"),
        default=40,
        validators=[MinValueValidator(10), MaxValueValidator(90)],
    )
    new_days = models.PositiveSmallIntegerField(_("a theme is new for so many days"), default=14)
    effect_weeks = models.PositiveSmallIntegerField(
        _("an effect is measured over weeks"), default=4, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    serious = models.PositiveSmallIntegerField(_("a serious ticket weighs more by"), default=1)
    major = models.PositiveSmallIntegerField(_("a major ticket weighs more by"), default=4)
    repeats = models.PositiveSmallIntegerField(_("a repeat weighs more by"), default=1)
    appealed = models.PositiveSmallIntegerField(_("an appeal weighs more by"), default=5)
    reopened = models.PositiveSmallIntegerField(_("a reopened ticket weighs more by"), default=1)

    class Meta:
        verbose_name = _("policy of themes")
        verbose_name_plural = _("policy of themes")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_policy_of_themes")]

    def __str__(self) -> str:
        return str(_("policy of themes"))

    @classmethod
    def current(cls) -> MiningPolicy:
        """The row, or the defaults until an administrator saved something else."""
        return cls.objects.first() or cls()

    @property
    def extra(self) -> Extra:
        """What tickets weigh beyond one."""
        return Extra(self.serious, self.major, self.repeats, self.appealed, self.reopened)


class MiningRun(models.Model):
    """One round of mining, from being asked for to its end."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("mining", "Waits for the worker")
        RUNNING = "running", pgettext_lazy("mining", "Reading")
        DONE = "done", pgettext_lazy("mining", "Done")
        FAILED = "failed", pgettext_lazy("mining", "Failed")
        STOPPED = "stopped", pgettext_lazy("mining", "Stopped")

    UNFINISHED = (State.WAITING, State.RUNNING)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(null=True, blank=True)
    parameters = models.JSONField(default=dict)
    texts = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0, db_default=0)  # tickets without a theme beyond the most of a round
    placed = models.PositiveIntegerField(default=0)
    themes_new = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("round of mining")
        verbose_name_plural = _("rounds of mining")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], ended_at=None)
                | Q(state__in=["done", "failed", "stopped"], ended_at__isnull=False),
                name="an_ended_round_of_mining_has_its_moment",
            ),
            models.UniqueConstraint(Value(1), condition=Q(ended_at=None), name="one_round_of_mining_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%F %T} {self.state}"


class Theme(models.Model):
    """Something many customers say, under a name; it stays the same over all rounds."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("name"), max_length=40)
    is_named_by_hand = models.BooleanField(default=False)
    keywords = models.JSONField(default=dict)
    found_at = models.DateTimeField(_("first found"))
    was_news = models.BooleanField(default=False)  # found beside known ones, not with the first of all
    seen_at = models.DateTimeField(null=True, blank=True)
    is_hidden = models.BooleanField(_("hidden"), default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_here")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = pgettext_lazy("mining", "theme")
        verbose_name_plural = pgettext_lazy("mining", "themes")
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="no_theme_goes_into_itself"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_theme_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ThemeTicket(models.Model):
    """A ticket belongs to a theme, and how alike it is to the theme's middle."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="tickets")
    ticket = models.OneToOneField("tickets.Ticket", models.PROTECT, related_name="theme")
    likeness = models.FloatField()
    placed_at = models.DateTimeField(auto_now_add=True)
    # Somebody knew better than the miner, which never moves a ticket that has a theme.
    moved_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    moved_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("ticket of a theme")
        verbose_name_plural = _("tickets of themes")
        indexes = [models.Index(fields=["theme", "-ticket"], name="tickets_of_theme")]
        constraints = [
            models.CheckConstraint(
                condition=Q(moved_at=None, moved_by=None, reason="")
                | Q(moved_at__isnull=False, moved_by__isnull=False) & ~Q(reason=""),
                name="who_moved_a_ticket_said_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} · {self.ticket_id}"


class Improvement(models.Model):
    """What is done about a theme or a category, by whom, by when, and what came of it."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("improvement", "Proposed")
        IN_WORK = "in_work", pgettext_lazy("improvement", "In work")
        DONE = "done", pgettext_lazy("improvement", "Done")
        DROPPED = "dropped", pgettext_lazy("improvement", "Dropped")

    UNFINISHED = (Status.PROPOSED, Status.IN_WORK)

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(pgettext_lazy("improvement", "what is to be done"), blank=True, default="")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="improvements")
    category = models.ForeignKey("tickets.Category", models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.ForeignKey("changes.Entry", models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("region"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    opened_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(pgettext_lazy("improvement", "proposed"))
    done_on = models.DateField(pgettext_lazy("improvement", "done"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True, default="")
    reminded_on = models.DateField(null=True, blank=True)
    # What was measured once the time after it was over; until then the effect is counted anew for each reader.
    before_count = models.PositiveIntegerField(null=True, blank=True)
    before_total = models.PositiveIntegerField(null=True, blank=True)
    after_count = models.PositiveIntegerField(null=True, blank=True)
    after_total = models.PositiveIntegerField(null=True, blank=True)
    effect_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = pgettext_lazy("improvement", "improvement")
        verbose_name_plural = pgettext_lazy("improvement", "improvements")
        indexes = [
            models.Index(fields=["unit", "-id"], name="improvements_of_unit"),
            models.Index(fields=["due_on"], name="improvements_by_due_date", condition=Q(done_on=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(theme=None, category__isnull=False) | Q(theme__isnull=False, category=None),
                name="an_improvement_is_about_a_theme_or_a_category",
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_on__isnull=False) & ~Q(result="") | ~Q(status="done") & Q(done_on=None),
                name="a_done_improvement_has_its_day_and_result",
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(result=""), name="a_dropped_improvement_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(measured_at=None)
                | Q(
                    done_on__isnull=False,
                    before_count__isnull=False,
                    before_total__isnull=False,
                    after_count__isnull=False,
                    after_total__isnull=False,
                    effect_weeks__isnull=False,
                ),
                name="a_measured_effect_has_all_its_numbers",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, today: date) -> bool:
        """Is it still to be done although its day is over?"""
        return self.status in self.UNFINISHED and self.due_on < today

    @property
    def measured_until(self) -> date | None:
        """The last day of the time after it."""
        if self.done_on is None:
            return None
        return self.done_on + timedelta(weeks=self.effect_weeks or MiningPolicy.current().effect_weeks)


class ImprovementNote(models.Model):
    """A line of an improvement's story: a step it took, or a comment."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("improvement", "proposes it")
        BEGUN = "begun", pgettext_lazy("improvement", "begins it")
        CHANGED = "changed", pgettext_lazy("improvement", "changes owner or due date")
        DONE = "done", pgettext_lazy("improvement", "says it is done")
        DROPPED = "dropped", pgettext_lazy("improvement", "drops it")
        RESUMED = "resumed", pgettext_lazy("improvement", "takes it up again")
        MEASURED = "measured", pgettext_lazy("improvement", "measures the effect")
        COMMENT = "comment", pgettext_lazy("improvement", "comments")

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True, default="")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("note of an improvement")
        verbose_name_plural = _("notes of improvements")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.kind}"
