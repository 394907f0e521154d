"""What a leader sends to agents, and sign-outs that wait for the end of a call."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.scope import ScopedQuerySet


class Message(models.Model):
    """A leader's words to one agent or to a team."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    text = models.CharField(_("message"), max_length=200)
    sent_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("sent by"))
    sent_at = models.DateTimeField(_("sent"))
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    is_for_team = models.BooleanField(_("for the whole team"), default=False)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["sent_by", "-sent_at"], name="messages_of_leader")]

    def __str__(self) -> str:
        return self.public_id


class Receipt(models.Model):
    """A message at one agent, until they say that they have understood."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="receipts")
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", db_index=False)
    acknowledged_at = models.DateTimeField(_("understood"), null=True, blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.UniqueConstraint(fields=["message", "staff"], name="one_receipt_per_message")]
        indexes = [models.Index(fields=["staff"], name="messages_to_read", condition=Q(acknowledged_at=None))]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.staff_id}"


class ReleaseReason(models.TextChoices):
    """Why a leader ends a contact by force."""

    STUCK = "stuck", _("It hangs: nobody is talking any more")
    ABUSE = "abuse", _("Abuse or harassment")
    MISUSE = "misuse", _("The line is kept busy without need")
    EMERGENCY = "emergency", _("The agent must be freed at once")


class SignOut(models.Model):
    """A leader signs an agent out; while the agent serves a customer it waits for the end."""

    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("agent"))
    asked_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    reason = models.CharField(_("reason"), max_length=200)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign-out")
        verbose_name_plural = _("sign-outs")
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(done_at=None), name="one_open_sign_out_per_agent")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.asked_at:%F %T}"
