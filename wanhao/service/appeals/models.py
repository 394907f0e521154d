"""Appeals and the evidence packs made for them."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id


@pghistory.track()
class AppealPolicy(models.Model):
    """How long evidence packs are kept. One row."""

    keep_pack_days = models.PositiveSmallIntegerField(
        _("evidence packs are kept (days)"), default=30, help_text=_("They can be made again at any time.")
    )

    class Meta:
        verbose_name = _("policy of appeals")
        verbose_name_plural = _("policy of appeals")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_policy_of_appeals")]

    def __str__(self) -> str:
        return str(_("policy of appeals"))


class Appeal(models.Model):
    """A customer brought a ticket of ours before the regulator."""

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("appeal", "To be accepted")
        ACCEPTED = "accepted", pgettext_lazy("appeal", "To be answered")
        ANSWERED = "answered", pgettext_lazy("appeal", "Answered")
        CLOSED = "closed", pgettext_lazy("appeal", "Closed")
        REFUSED = "refused", pgettext_lazy("appeal", "Not accepted")
        WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "Withdrawn")

    OPEN = (State.RECEIVED, State.ACCEPTED, State.ANSWERED)

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="appeals", verbose_name=_("ticket"))
    regulator = models.CharField(_("regulator"), max_length=80)
    regulator_number = models.CharField(_("number at the regulator"), max_length=60)
    text = models.TextField(_("what the customer asks for"))
    received_at = models.DateTimeField(pgettext_lazy("appeal", "received"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    recorded_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"))
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("owner"))
    accepted_at = models.DateTimeField(pgettext_lazy("appeal", "accepted"), null=True, blank=True)
    answer = models.TextField(_("our answer"), blank=True, default="")
    answered_at = models.DateTimeField(pgettext_lazy("appeal", "answered"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True, default="")
    ended_at = models.DateTimeField(pgettext_lazy("appeal", "ended"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("appeal to the regulator")
        verbose_name_plural = _("appeals to the regulator")
        indexes = [
            models.Index(fields=["ticket", "id"], name="appeals_of_ticket"),
            models.Index(fields=["-id"], name="open_appeals", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["regulator", "regulator_number"], name="one_appeal_per_regulators_number"),
            models.CheckConstraint(
                condition=Q(state__in=["received", "accepted", "answered"], ended_at=None)
                | Q(state__in=["closed", "refused", "withdrawn"], ended_at__isnull=False) & ~Q(outcome=""),
                name="an_ended_appeal_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"]) | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="an_answered_appeal_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regulator} {self.regulator_number}"

    @property
    def subject(self) -> str:
        """As events, clocks and files name it."""
        return f"appeal:{self.pk}"


class EvidencePack(models.Model):
    """A ZIP with everything that proves how the ticket was handled. Made by a job, sealed, gone after its days."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("pack", "Waiting")
        RUNNING = "running", pgettext_lazy("pack", "Being made")
        READY = "ready", pgettext_lazy("pack", "Ready")
        FAILED = "failed", pgettext_lazy("pack", "Failed")
        GONE = "gone", pgettext_lazy("pack", "Expired")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="packs")
    asked_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, default="")
    has_recordings = models.BooleanField(default=False)
    ready_at = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    file_id = models.CharField(max_length=16, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("evidence pack")
        verbose_name_plural = _("evidence packs")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"], condition=Q(state__in=["waiting", "running"]), name="one_pack_in_the_making"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_at__isnull=False, keep_until__isnull=False) & ~Q(file_id=""),
                name="a_ready_pack_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def subject(self) -> str:
        """As events and files name it."""
        return f"evidence:{self.pk}"

    @property
    def is_in_the_making(self) -> bool:
        """Is a job at it, or soon?"""
        return self.state in (self.State.WAITING, self.State.RUNNING)
