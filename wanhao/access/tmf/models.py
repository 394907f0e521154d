"""What the interfaces keep besides our own records: an integrator's words for a thing, subscriptions, notifications."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
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
    # What our own record said when the integrator said otherwise: {"severity": "ordinary"} beside "Urgent".
    beside = models.JSONField(default=dict)
    marks = ArrayField(models.CharField(max_length=32), default=list)  # by which lists are narrowed to sealed words
    writer = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(
        null=True
    )  # taken back by DELETE: the house keeps it, interfaces do not show it

    class Meta:
        verbose_name = _("integrator's words")
        verbose_name_plural = _("integrators' words")
        indexes = [
            GinIndex(fields=["marks"], name="words_by_mark"),
            models.Index(fields=["subject"], name="withdrawn_things", condition=Q(withdrawn_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.subject


class Wish(models.Model):
    """A visit wished for a time that is no window of ours: its ticket says so, staff agree on an appointment."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="+")
    begins_at = models.DateTimeField(null=True)  # none: whenever it suits
    ends_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True)
    appointment = models.OneToOneField("appointments.Appointment", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("wished visit")
        verbose_name_plural = _("wished visits")

    def __str__(self) -> str:
        return self.public_id


class SlotSearch(models.Model):
    """A search for windows with room and what was found then; kept for some days."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    words = SealedText()  # what was asked and answered, as a JSON object
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("search for windows")
        verbose_name_plural = _("searches for windows")
        indexes = [models.Index(fields=["staff", "-id"], name="searches_of_staff")]

    def __str__(self) -> str:
        return self.public_id


class Subscription(models.Model):
    """A system that wants to be told; it is told of what its owner may see, as long as its token lives."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    api = models.CharField(pgettext_lazy("tmf", "interface"), max_length=30)
    version = models.CharField(_("version"), max_length=4)
    callback = models.URLField(pgettext_lazy("tmf", "address"), max_length=300)
    root = models.URLField(_("our address"), max_length=300)  # by which it called us
    query = models.CharField(pgettext_lazy("tmf", "only"), max_length=300, blank=True, default="")
    secret = SealedText(_("secret"), editable=False)
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("staff"))
    token = models.ForeignKey("api.ApiToken", models.PROTECT, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("interface", "subscription")
        verbose_name_plural = pgettext_lazy("interface", "subscriptions")
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
