"""The event table (append-only, partitioned by month), its seals, and how far reactions have read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StoredEvent(models.Model):
    """One thing that happened. Created by sql/events.sql; never changed, never deleted.

    `xact` is the audit clock: it grows with the transaction id and never falls, also after a restore, so that
    all rows below the commit horizon are complete.
    """

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField(pgettext_lazy("event", "number"))
    at = models.DateTimeField(_("time"))
    name = models.CharField(_("event"), max_length=80)
    subject = models.CharField(_("about"), max_length=80)
    actor = models.CharField(_("by"), max_length=80)
    contact_id = models.BigIntegerField(_("contact"), null=True)
    customer_id = models.BigIntegerField(_("customer"), null=True)
    unit = models.ForeignKey("accounts.Unit", models.DO_NOTHING, null=True, db_constraint=False)
    data = models.JSONField(_("details"))
    xact = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_event"
        ordering = ["-id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.id} {self.name} {self.subject}"


class Seal(models.Model):
    """A link of the chain: which events were sealed together and a keyed digest over them and the link before."""

    sealed_at = models.DateTimeField(auto_now_add=True)
    key_id = models.CharField(max_length=40, default="")
    below_xact = models.BigIntegerField(unique=True)
    event_ids = ArrayField(models.BigIntegerField())
    digests = models.BinaryField()
    chain = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id} {self.chain[:12]}"


class Verification(models.Model):
    """One check of all seals against all events, and the first thing found wrong, if any."""

    class Problem(models.TextChoices):
        NONE = "", _("Everything as it was recorded")
        EVENT_ALTERED = "event_altered", _("An event was altered")
        EVENT_MISSING = "event_missing", _("An event is missing")
        EVENT_INSERTED = "event_inserted", _("An event was put in afterwards")
        SEAL_ALTERED = "seal_altered", _("A seal was altered")
        SEAL_MISSING = "seal_missing", _("A seal is missing")
        KEY_MISSING = "key_missing", _("The key of a seal is not among the settings")

    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), auto_now_add=True)
    by = models.CharField(_("by"), max_length=80)
    seals = models.BigIntegerField(_("seals"))
    events = models.BigIntegerField(_("events"))
    unsealed = models.BigIntegerField(_("not yet sealed"))
    problem = models.CharField(_("found"), max_length=20, choices=Problem, blank=True, default="")
    at_fault = models.CharField(_("at"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.ended_at:%F %T} {self.problem or 'ok'} {self.at_fault}".strip()


class ReactionCursor(models.Model):
    """How far the dispatcher of reactions has read the events."""

    name = models.CharField(max_length=40, primary_key=True)
    below_xact = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("reaction cursor")
        verbose_name_plural = _("reaction cursors")

    def __str__(self) -> str:
        return f"{self.name} < {self.below_xact}"
