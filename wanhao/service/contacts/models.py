"""A contact: one customer wanting service now. One row holds the facts of its whole life."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.privacy.fields import SealedText


@pghistory.track()
class WrapUpCode(models.Model):
    """What the contact was about, chosen by the agent afterwards."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs under")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("wrap-up code")
        verbose_name_plural = _("wrap-up codes")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return by_language(self.name_zh, self.name_en)


class Contact(models.Model):
    """A call, chat, callback, hall visit, web request or outbound call."""

    class Channel(models.TextChoices):
        CALL = "call", _("Call")
        CHAT = "chat", _("Chat")
        CALLBACK = "callback", _("Callback")
        HALL = "hall", _("Service hall")
        WEB = "web", _("Web")
        OUTBOUND = "outbound", _("Outbound call")
        CONSULT = "consult", _("Question of a colleague")

    class Status(models.TextChoices):
        ARRIVED = "arrived", _("In self-service")
        WAITING = "waiting", _("Waiting")
        SERVING = "serving", _("In service")
        ENDED = "ended", _("Ended")

    class Outcome(models.TextChoices):
        SERVED = "served", _("Served")
        ABANDONED = "abandoned", _("Abandoned while waiting")
        SELF_SERVED = "self_served", _("Served itself")
        DROPPED = "dropped", _("Left the voice menu")
        CLOSED_HOURS = "closed_hours", _("Outside opening hours")
        OVERFLOWED = "overflowed", _("Queue was full")
        LOST = "lost", _("Lost by us")
        UNANSWERED = "unanswered", _("Not answered by the customer")
        CALLBACK = "callback", _("Callback agreed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ARRIVED)
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome, blank=True, default="")
    access_code = models.CharField(_("number dialled"), max_length=30, blank=True, default="")
    caller_number = SealedText(_("caller"), blank=True, default="")
    caller_index = models.CharField(max_length=32, db_index=True, blank=True, default="", editable=False)
    customer = models.ForeignKey("customers.Party", models.PROTECT, null=True, blank=True, related_name="contacts")
    subscription = models.ForeignKey("customers.Subscription", models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=10, default="zh")
    business_type = models.CharField(_("business type"), max_length=40, blank=True, default="")
    queue_code = models.CharField(_("queue"), max_length=40, blank=True, default="")
    agent = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("region"))

    arrived_at = models.DateTimeField(pgettext_lazy("contact", "arrived"), db_index=True)
    asked_for_person_at = models.DateTimeField(_("asked for a person"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("how it ended"), max_length=30, blank=True, default="")
    hold_seconds = models.PositiveIntegerField(_("on hold (s)"), default=0)
    wrap_up_code = models.ForeignKey(WrapUpCode, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("note"), blank=True, default="")
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    rated_at = models.DateTimeField(_("rated"), null=True, blank=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["customer", "-arrived_at"], name="contact_of_customer"),
            models.Index(fields=["agent", "-arrived_at"], name="contact_of_agent"),
            models.Index(fields=["unit", "-arrived_at"], name="contact_of_unit"),
            models.Index(fields=["status"], name="contact_open", condition=~Q(status="ended")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="ended", ended_at__isnull=False) & ~Q(outcome="")
                | ~Q(status="ended") & Q(ended_at=None, outcome=""),
                name="an_ended_contact_has_one_outcome",
            ),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="rating_from_1_to_5"),
        ]

    def __str__(self) -> str:
        return self.public_id
