"""What is watched over work orders: the limits, tickets sent to and fro, public warnings, orders that do not move."""

from __future__ import annotations

from datetime import time

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HOURS = [MinValueValidator(1), MaxValueValidator(24 * 60)]
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


@pghistory.track()
class DispatchPolicy(models.Model):
    """The limits of work orders. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    pingpong_turns = models.PositiveSmallIntegerField(
        _("sent to and fro from so many turns"),
        default=3,
        validators=[MinValueValidator(2), MaxValueValidator(50)],
        help_text=_("A ticket handed back, or sent to the same department again, so often is marked and told."),
    )
    due_soon_hours = models.PositiveSmallIntegerField(_("soon due within (h)"), default=4, validators=HOURS)
    stuck_hours = models.PositiveSmallIntegerField(_("stuck without a move for (h)"), default=24, validators=HOURS)
    unaccepted_hours = models.PositiveSmallIntegerField(
        _("stuck without acceptance for (h)"), default=4, validators=HOURS
    )
    patrol_at = models.TimeField(_("patrol at"), default=time(8, 30))
    warned_after_hours = models.PositiveSmallIntegerField(
        _("an order is on the warning list when late by (h)"), default=0, validators=[MaxValueValidator(24 * 60)]
    )
    window_days = models.PositiveSmallIntegerField(
        _("departments are judged over (days)"), default=30, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    least_orders = models.PositiveSmallIntegerField(
        _("departments are judged from so many orders"), default=5, validators=[MinValueValidator(1)]
    )
    on_time_percent = models.PositiveSmallIntegerField(_("on time at least (%)"), default=90, validators=PERCENT)
    given_back_percent = models.PositiveSmallIntegerField(
        _("refused or sent back at most (%)"), default=10, validators=PERCENT
    )
    false_percent = models.PositiveSmallIntegerField(_("false at most (%)"), default=0, validators=PERCENT)

    class Meta:
        verbose_name = _("limits of work orders")
        verbose_name_plural = _("limits of work orders")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_dispatch_policy")]

    def __str__(self) -> str:
        return str(_("limits of work orders"))

    @classmethod
    def current(cls) -> DispatchPolicy:
        """The row, or the defaults until an administrator saved something else."""
        return cls.objects.first() or cls()


class PingPong(models.Model):
    """A ticket that was sent to and fro beyond the limit."""

    ticket = models.OneToOneField("tickets.Ticket", models.PROTECT, related_name="+")
    turns = models.PositiveSmallIntegerField(pgettext_lazy("work order", "turns"))
    found_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ticket sent to and fro")
        verbose_name_plural = _("tickets sent to and fro")

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.turns}"


class DispatchWarning(models.Model):
    """A department, or one order of it, is beyond a limit; seen by all staff until it is over, and kept after."""

    class Kind(models.TextChoices):
        LATE_ORDER = "late_order", pgettext_lazy("warning", "Work order late")
        PINGPONG = "pingpong", pgettext_lazy("warning", "Sent to and fro")
        ON_TIME = "on_time", pgettext_lazy("warning", "Too few on time")
        GIVEN_BACK = "given_back", pgettext_lazy("warning", "Too many refused or sent back")
        FALSE = "false", pgettext_lazy("warning", "False results")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    department = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    order = models.ForeignKey("dispatch.WorkOrder", models.PROTECT, null=True, blank=True, related_name="warnings")
    numerator = models.PositiveIntegerField(default=0)
    denominator = models.PositiveIntegerField(default=0)
    limit_percent = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("public warning")
        verbose_name_plural = _("public warnings")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "department", "order"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_open_warning_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["late_order", "pingpong"], order__isnull=False)
                | Q(kind__in=["on_time", "given_back", "false"], order=None),
                name="a_warning_is_about_an_order_or_a_department",
            ),
        ]
        indexes = [models.Index(fields=["-begun_at"], name="warnings_by_begin")]

    def __str__(self) -> str:
        return f"{self.department_id} {self.kind}"


class Patrol(models.Model):
    """One day's round over all open work orders."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    looked_at = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("patrol of stuck orders")
        verbose_name_plural = _("patrols of stuck orders")

    def __str__(self) -> str:
        return f"{self.day}"


class StuckOrder(models.Model):
    """A work order that the patrol found not moving; done when it moves."""

    class Why(models.TextChoices):
        UNACCEPTED = "unaccepted", pgettext_lazy("stuck", "Not accepted")
        UNMOVED = "unmoved", pgettext_lazy("stuck", "No movement")
        UNANSWERED = "unanswered", pgettext_lazy("stuck", "Question not answered")

    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="stuck")
    order = models.ForeignKey("dispatch.WorkOrder", models.PROTECT, related_name="stuck")
    why = models.CharField(max_length=10, choices=Why)
    since = models.DateTimeField()
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("stuck work order")
        verbose_name_plural = _("stuck work orders")
        constraints = [models.UniqueConstraint(fields=["patrol", "order"], name="a_stuck_order_once_a_patrol")]

    def __str__(self) -> str:
        return f"{self.patrol_id} {self.order_id}"
