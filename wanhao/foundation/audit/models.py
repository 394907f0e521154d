"""The event table (append-only, partitioned by month), its seals, and how far reactions have read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredEvent(models.Model):
    """One thing that happened. Created by sql/events.sql; never changed, never deleted.

    `xact` is the audit clock: it grows with the transaction id and never falls, also after a restore, so that
    all rows below the commit horizon are complete.
    """

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField(_("number"))
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


class ReactionCursor(models.Model):
    """How far the dispatcher of reactions has read the events."""

    name = models.CharField(max_length=40, primary_key=True)
    below_xact = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("reaction cursor")
        verbose_name_plural = _("reaction cursors")

    def __str__(self) -> str:
        return f"{self.name} < {self.below_xact}"
