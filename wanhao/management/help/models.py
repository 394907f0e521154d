"""Help requests of agents, what is said in them, and the topics they are about."""

from __future__ import annotations

from datetime import timedelta

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.accounts.scope import ScopedQuerySet


@pghistory.track()
class HelpTopic(models.Model):
    """What an agent needs help with."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("help topic")
        verbose_name_plural = _("help topics")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


@pghistory.track()
class HelpPolicy(models.Model):
    """How soon help must come. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    take_within_seconds = models.PositiveSmallIntegerField(
        _("taken within (s)"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(3600)],
        help_text=_("Later, all leaders over the agent are alarmed."),
    )
    closed_after_minutes = models.PositiveSmallIntegerField(
        _("closed by itself after (min)"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text=_("When help was given and the agent says nothing more."),
    )

    class Meta:
        verbose_name = _("help policy")
        verbose_name_plural = _("help policy")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_help_policy")]

    def __str__(self) -> str:
        return str(_("help policy"))

    @classmethod
    def current(cls) -> HelpPolicy:
        """The row, or the defaults until an administrator saved something else."""
        return cls.objects.first() or cls()

    @property
    def take_within(self) -> timedelta:
        """Until when somebody should have taken a request."""
        return timedelta(seconds=self.take_within_seconds)


class HelpRequest(models.Model):
    """An agent asks for help, mostly with a customer on the line."""

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("help", "Waiting")
        TAKEN = "taken", pgettext_lazy("help", "Taken")
        HELPED = "helped", pgettext_lazy("help", "Answered")
        CLOSED = "closed", pgettext_lazy("help", "Closed")

    class Way(models.TextChoices):
        TEXT = "text", pgettext_lazy("help", "by text")
        JOIN = "join", pgettext_lazy("help", "by joining the call")
        TAKE_OVER = "take_over", pgettext_lazy("help", "by taking over")

    class Outcome(models.TextChoices):
        SOLVED = "solved", pgettext_lazy("help", "Solved")
        CANCELLED = "cancelled", pgettext_lazy("help", "Cancelled")
        CLOSED_BY_LEADER = "by_leader", pgettext_lazy("help", "Closed by a leader")
        LAPSED = "lapsed", pgettext_lazy("help", "Closed by time")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    agent = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("agent"))
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("region"))
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(HelpTopic, models.PROTECT, related_name="+", verbose_name=_("topic"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField(pgettext_lazy("help", "asked"))
    escalated_at = models.DateTimeField(pgettext_lazy("help", "escalated"), null=True, blank=True)
    taken_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(pgettext_lazy("help", "taken"), null=True, blank=True)
    helped_at = models.DateTimeField(pgettext_lazy("help", "helped"), null=True, blank=True)
    helped_way = models.CharField(pgettext_lazy("help", "how"), max_length=10, choices=Way, blank=True, default="")
    last_word_at = models.DateTimeField()
    closed_at = models.DateTimeField(pgettext_lazy("help", "closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default="")

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("help request")
        verbose_name_plural = _("help requests")
        constraints = [
            models.UniqueConstraint(fields=["agent"], condition=Q(closed_at=None), name="one_open_request_per_agent"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(status="closed") & Q(closed_at=None, outcome=""),
                name="a_closed_request_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="a_taken_request_has_its_leader",
            ),
            models.CheckConstraint(
                condition=Q(helped_at=None, helped_way="") | Q(helped_at__isnull=False) & ~Q(helped_way=""),
                name="help_was_given_in_some_way",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="open_help_requests", condition=Q(closed_at=None)),
            models.Index(fields=["topic", "asked_at"], name="help_of_topic"),
            models.Index(fields=["unit", "asked_at"], name="help_of_unit"),
            models.Index(fields=["contact"], name="help_with_contact", condition=Q(contact__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.public_id


class HelpLine(models.Model):
    """A line of the talk between the agent and the leader."""

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="lines")
    author = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("line of a help request")
        verbose_name_plural = _("lines of help requests")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.written_at:%F %T}"
