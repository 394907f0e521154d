"""What the interfaces keep besides our own records: an integrator's words for a thing, subscriptions, notifications."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.deliveries.models import Outgoing
from wanhao.foundation.privacy.fields import SealedText


class Wording(models.Model):
    """Attributes that our records do not have, as the integrator wrote them (a JSON object), to be read again."""

    subject = models.CharField(max_length=40, unique=True)  # as in events: `ticket:12`
    words = SealedText()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("integrator's words")
        verbose_name_plural = _("integrators' words")

    def __str__(self) -> str:
        return self.subject


class Subscription(models.Model):
    """A system that wants to be told; it is told of what its owner may see."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    api = models.CharField(pgettext_lazy("tmf", "interface"), max_length=30)
    version = models.CharField(_("version"), max_length=4)
    callback = models.URLField(pgettext_lazy("tmf", "address"), max_length=300)
    root = models.URLField(_("our address"), max_length=300)  # by which it called us
    query = models.CharField(pgettext_lazy("tmf", "only"), max_length=300, blank=True, default="")
    secret = SealedText(_("secret"), editable=False)
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("staff"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        indexes = [models.Index(fields=["api"], name="living_subscriptions", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.api} → {self.callback}"


class Notification(Outgoing):
    """One message to a subscriber; of one event each is told once."""

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="notifications")
    event = models.CharField(max_length=60)
    event_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "event_id", "event"], name="each_subscriber_is_told_once")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="notifications_to_do", condition=Q(sent_at=None, given_up_at=None))
        ]
