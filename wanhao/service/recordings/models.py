"""Recordings, who heard them, messages callers left, and how long all that is kept."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id

LEAST_KEPT_DAYS = 92  # recordings are kept three months at least


class Recording(models.Model):
    """A conversation on disk, sealed; playable from the contact."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Being recorded")
        RAW = "raw", _("Waiting to be converted")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be converted")
        DELETED = "deleted", _("Deleted by retention")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="recordings")
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.RUNNING)
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    captures = models.JSONField(default=list, editable=False)
    file_name = models.CharField(max_length=100, blank=True, default="", editable=False)
    seconds = models.FloatField(_("length (s)"), default=0)
    customer_level_db = models.FloatField(_("customer's level (dBFS)"), null=True, blank=True)
    agent_level_db = models.FloatField(_("agent's level (dBFS)"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    keep_until = models.DateField(_("kept until"), null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        indexes = [models.Index(fields=["status"], name="recordings_to_do", condition=~Q(status="ready"))]

    def __str__(self) -> str:
        return self.public_id


class RecordingPlay(models.Model):
    """Somebody listened to a recording; jumping about within one listening is the same play."""

    recording = models.ForeignKey(Recording, models.PROTECT, related_name="plays")
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    began_at = models.DateTimeField(_("began"))
    asked_at = models.DateTimeField(_("last asked for"))

    class Meta:
        verbose_name = _("play of a recording")
        verbose_name_plural = _("plays of recordings")
        indexes = [models.Index(fields=["recording", "staff", "-asked_at"], name="plays_of_recording")]

    def __str__(self) -> str:
        return f"{self.recording_id} · {self.staff_id}"


class VoiceMessage(models.Model):
    """What a caller said instead of waiting; it is done when a member of staff has dealt with it."""

    contact = models.OneToOneField("contacts.Contact", models.PROTECT, related_name="voice_message")
    recording = models.OneToOneField(Recording, models.PROTECT, related_name="voice_message")
    left_at = models.DateTimeField(pgettext_lazy("voice message", "left"))
    done_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dealt with by")
    )

    class Meta:
        verbose_name = _("voice message")
        verbose_name_plural = _("voice messages")
        ordering = ["-left_at"]
        indexes = [models.Index(fields=["left_at"], name="voice_messages_to_do", condition=Q(done_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="a_done_voice_message_has_who_did_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.left_at:%F %T}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RecordingPolicy(models.Model):
    """How recordings are treated everywhere: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    keep_days = models.PositiveIntegerField(_("recordings are kept (days)"), default=365)

    class Meta:
        verbose_name = _("recording policy")
        verbose_name_plural = _("recording policy")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_recording_policy"),
            models.CheckConstraint(condition=Q(keep_days__gte=LEAST_KEPT_DAYS), name="recordings_kept_three_months"),
        ]

    def __str__(self) -> str:
        return str(_("recording policy"))
