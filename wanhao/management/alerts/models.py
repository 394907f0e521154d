"""Rules over live figures, what they opened, with whom it was shared, and what was sent outside."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.deliveries.models import Outgoing
from wanhao.foundation.privacy.fields import SealedText


class Severity(models.TextChoices):
    """How bad it is."""

    NOTICE = "notice", pgettext_lazy("severity", "Notice")
    WARNING = "warning", pgettext_lazy("severity", "Warning")
    CRITICAL = "critical", pgettext_lazy("severity", "Critical")


@pghistory.track(exclude=["secret"])
class Webhook(models.Model):
    """A system outside that is told of alerts; what is sent is signed with the secret."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=60)
    url = models.URLField(_("address"), max_length=300)
    secret = SealedText(_("secret"), editable=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class AlertRule(models.Model):
    """A figure, a threshold, for how long, how bad it is and who is told."""

    class Comparison(models.TextChoices):
        ABOVE = "above", _("above")
        BELOW = "below", _("below")

    class Scope(models.TextChoices):
        UNIT = "unit", _("the unit as a whole")
        EACH_QUEUE = "each_queue", _("each queue of the unit")
        QUEUE = "queue", _("one queue")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    figure = models.CharField(_("figure"), max_length=30)
    window_minutes = models.PositiveSmallIntegerField(_("over the last (min)"), default=15)
    scope = models.CharField(_("watches"), max_length=10, choices=Scope, default=Scope.UNIT)
    queue = models.ForeignKey(
        "routing.Queue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("queue")
    )
    comparison = models.CharField(_("is"), max_length=5, choices=Comparison)
    threshold = models.FloatField(_("threshold"))
    clear_at = models.FloatField(_("good again from"))
    hold_seconds = models.PositiveIntegerField(_("for (s)"), default=30)
    clear_seconds = models.PositiveIntegerField(_("good for (s)"), default=60)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.WARNING)
    tell_roles = ArrayField(
        models.CharField(max_length=20, choices=Role), verbose_name=_("who is told"), default=list, blank=True
    )
    escalate_seconds = models.PositiveIntegerField(_("escalates after (s)"), default=0)
    escalate_roles = ArrayField(
        models.CharField(max_length=20, choices=Role), verbose_name=_("escalates to"), default=list, blank=True
    )
    webhook = models.ForeignKey(
        Webhook, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("webhook")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("alert rule")
        verbose_name_plural = _("alert rules")
        ordering = ["unit__path", "name_zh"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comparison="above", clear_at__lte=F("threshold"))
                | Q(comparison="below", clear_at__gte=F("threshold")),
                name="an_alert_clears_on_the_good_side",
            ),
            models.CheckConstraint(
                condition=Q(scope="queue", queue__isnull=False) | ~Q(scope="queue") & Q(queue=None),
                name="a_rule_for_one_queue_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)

    @property
    def told_names(self) -> list[str]:
        """Names of the roles that are told."""
        return [str(Role(role).label) for role in self.tell_roles]

    @property
    def escalated_names(self) -> list[str]:
        """Names of the roles it escalates to."""
        return [str(Role(role).label) for role in self.escalate_roles]


class Watching(models.Model):
    """What is remembered of one rule and one subject between two looks."""

    rule = models.ForeignKey(AlertRule, models.CASCADE, related_name="watchings")
    subject = models.CharField(max_length=140)
    is_muted = models.BooleanField(default=False)
    breached_since = models.DateTimeField(null=True, blank=True)
    good_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("watching")
        verbose_name_plural = _("watchings")
        constraints = [models.UniqueConstraint(fields=["rule", "subject"], name="one_watching_per_subject")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.subject}"


class WatchRound(models.Model):
    """When the figures were looked at last: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("round of watching")
        verbose_name_plural = _("rounds of watching")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_round_of_watching")]

    def __str__(self) -> str:
        return f"{self.at:%F %T}"


class Alert(models.Model):
    """A rule that was broken, from the opening to the closing, with the rule's limits as they were then."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    rule = models.ForeignKey(AlertRule, models.PROTECT, related_name="alerts")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    queue = models.ForeignKey("routing.Queue", models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=140)
    figure = models.CharField(max_length=30)
    window_minutes = models.PositiveSmallIntegerField()
    comparison = models.CharField(max_length=5, choices=AlertRule.Comparison)
    threshold = models.FloatField()
    clear_at = models.FloatField()
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)
    breached_since = models.DateTimeField()
    opened_at = models.DateTimeField()
    value = models.FloatField(null=True, blank=True)
    worst = models.FloatField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    escalated_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject"], condition=Q(closed_at=None), name="one_open_alert_per_subject"
            )
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="alerts_of_unit")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.subject}"

    @property
    def is_open(self) -> bool:
        """Not closed yet."""
        return self.closed_at is None

    @property
    def lasted_seconds(self) -> float:
        """From the opening to the closing, or to now."""
        return ((self.closed_at or timezone.now()) - self.opened_at).total_seconds()


class AlertReading(models.Model):
    """The figure at a moment, from the first breach to the end."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="readings")
    at = models.DateTimeField()
    value = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%T} {self.value}"


class AlertStep(models.Model):
    """One line of an alert's history."""

    class Kind(models.TextChoices):
        OPENED = "opened", pgettext_lazy("alert step", "Opened")
        TOLD = "told", pgettext_lazy("alert step", "Told")
        ACKNOWLEDGED = "acknowledged", pgettext_lazy("alert step", "Acknowledged")
        ESCALATED = "escalated", pgettext_lazy("alert step", "Escalated")
        NOTE = "note", pgettext_lazy("alert step", "Note")
        CLOSED_ITSELF = "closed_itself", pgettext_lazy("alert step", "Closed by itself")
        CLOSED = "closed", pgettext_lazy("alert step", "Closed by hand")

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    value = models.FloatField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True, default="")
    told = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        verbose_name = _("step of an alert")
        verbose_name_plural = _("steps of an alert")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.kind}"


class Delivery(Outgoing):
    """One message to a webhook."""

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    alert = models.ForeignKey(Alert, models.PROTECT, null=True, blank=True, related_name="deliveries")
    event = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due_at"], name="deliveries_to_do", condition=Q(sent_at=None, given_up_at=None))
        ]
