"""Callbacks, the tries made for them, how each queue treats them, codes that prove a number, messages sent."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.privacy.fields import SealedText


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CallbackPolicy(models.Model):
    """How a queue treats callbacks."""

    class Mode(models.TextChoices):
        PREVIEW = "preview", pgettext_lazy("callback", "Preview: the agent looks, then presses dial")
        AUTOMATIC = "automatic", pgettext_lazy("callback", "Automatic: dialled as soon as the agent answers")

    queue = models.OneToOneField(
        "routing.Queue", models.CASCADE, related_name="callback_policy", verbose_name=_("queue")
    )
    is_offered = models.BooleanField(_("offered to waiting callers"), default=True)
    is_online = models.BooleanField(_("can be asked for on the web page"), default=True)
    key = models.CharField(_("key"), max_length=1, default="1", help_text=_("Pressed while waiting."))
    from_wait_seconds = models.PositiveIntegerField(
        _("offered from an expected wait of (s)"), default=60, help_text=_("0 offers it to everybody who waits.")
    )
    hours = models.ForeignKey(
        "calendars.Hours",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("allowed hours"),
        help_text=_("Without them, the opening hours of the queue."),
    )
    due_minutes = models.PositiveIntegerField(_("due within (min of allowed hours)"), default=120)
    mode = models.CharField(_("how it is dialled"), max_length=10, choices=Mode, default=Mode.PREVIEW)
    preview_seconds = models.PositiveSmallIntegerField(_("preview time (s)"), default=40)
    tries = models.PositiveSmallIntegerField(_("tries"), default=3)
    after_busy_minutes = models.PositiveSmallIntegerField(_("again after busy (min)"), default=5)
    after_no_answer_minutes = models.PositiveSmallIntegerField(_("again after no answer (min)"), default=20)
    ring_seconds = models.PositiveSmallIntegerField(_("rings the customer for (s)"), default=40)

    class Meta:
        verbose_name = _("callback policy of a queue")
        verbose_name_plural = _("callback policies of queues")
        constraints = [
            models.CheckConstraint(condition=Q(tries__range=(1, 20)), name="one_to_twenty_tries"),
            models.CheckConstraint(condition=Q(due_minutes__gt=0), name="callbacks_are_due_some_time"),
        ]

    def __str__(self) -> str:
        return str(self.queue)


class Callback(models.Model):
    """A customer's wish to be called back. Its place in the queue is that of its current contact."""

    class Source(models.TextChoices):
        CALL = "call", pgettext_lazy("callback source", "While waiting on the telephone")
        CHAT = "chat", pgettext_lazy("callback source", "While waiting in a chat")
        WEB = "web", pgettext_lazy("callback source", "Web page")
        HALL = "hall", pgettext_lazy("callback source", "In the hall")
        STAFF = "staff", pgettext_lazy("callback source", "Entered by staff")

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("callback", "Later")
        QUEUED = "queued", pgettext_lazy("callback", "In the queue")
        CALLING = "calling", pgettext_lazy("callback", "Being called")
        CLOSED = "closed", pgettext_lazy("callback", "Closed")

    class Outcome(models.TextChoices):
        REACHED = "reached", pgettext_lazy("callback", "Reached")
        NOT_REACHED = "not_reached", pgettext_lazy("callback", "Not reached")
        WRONG_NUMBER = "wrong_number", pgettext_lazy("callback", "Wrong number")
        REFUSED = "refused", pgettext_lazy("callback", "Refused")
        CALLED_AGAIN = "called_again", pgettext_lazy("callback", "Called again")
        CANCELLED = "cancelled", pgettext_lazy("callback", "Cancelled")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    queue = models.ForeignKey("routing.Queue", models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    source = models.CharField(_("asked for"), max_length=6, choices=Source)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    outcome = models.CharField(_("result"), max_length=12, choices=Outcome, blank=True, default="")
    number = SealedText(_("number"))
    number_index = models.CharField(max_length=32, editable=False)
    shown_number = models.CharField(_("number shown to the customer"), max_length=30, blank=True, default="")
    language = models.CharField(_("language"), max_length=10, default="zh")
    customer = models.ForeignKey("customers.Party", models.PROTECT, null=True, blank=True, related_name="+")
    asked_during = models.ForeignKey("contacts.Contact", models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    asked_at = models.DateTimeField(pgettext_lazy("callback", "asked"))
    asked_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    kept_rank_at = models.DateTimeField()
    reasons = models.JSONField(default=list)
    not_before = models.DateTimeField(_("not before"))
    due_at = models.DateTimeField(_("due"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    dialled_at = models.DateTimeField(_("first dialled"), null=True, blank=True)
    claimed_offer_id = models.BigIntegerField(default=0)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    close_reason = models.CharField(_("reason"), max_length=200, blank=True, default="")

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("callback")
        verbose_name_plural = _("callbacks")
        constraints = [
            models.UniqueConstraint(
                fields=["number_index", "queue"], condition=~Q(status="closed"), name="one_open_callback_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(status="closed") & Q(closed_at=None, outcome=""),
                name="a_closed_callback_has_one_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="callbacks_open", condition=~Q(status="closed")),
            models.Index(fields=["queue", "-asked_at"], name="callbacks_of_queue"),
            models.Index(fields=["contact"], name="callback_of_contact"),
        ]

    def __str__(self) -> str:
        return self.public_id


class CallbackTry(models.Model):
    """One contact made for a callback: who took it, when the customer was dialled, how it ended."""

    class Result(models.TextChoices):
        REACHED = "reached", pgettext_lazy("callback", "Reached")
        BUSY = "busy", pgettext_lazy("callback", "Busy line")
        NO_ANSWER = "no_answer", pgettext_lazy("callback", "No answer")
        WRONG_NUMBER = "wrong_number", pgettext_lazy("callback", "Wrong number")
        REFUSED = "refused", pgettext_lazy("callback", "Refused")
        FAILED = "failed", pgettext_lazy("callback", "Failed on our side")

    callback = models.ForeignKey(Callback, models.CASCADE, related_name="made")
    contact = models.OneToOneField("contacts.Contact", models.PROTECT, related_name="callback_try")
    agent = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    queued_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    dial_asked_at = models.DateTimeField(null=True, blank=True)
    dialled_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Result, blank=True, default="")

    class Meta:
        verbose_name = _("try of a callback")
        verbose_name_plural = _("tries of callbacks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.callback_id} {self.result}"


class NumberProof(models.Model):
    """A code sent to a number, which proves that who asks on the web page has that telephone."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    queue = models.ForeignKey("routing.Queue", models.CASCADE, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=60, blank=True, default="")  # a thing such as `ticket:12`, without a queue
    number = SealedText()
    number_index = models.CharField(max_length=32, db_index=True)
    code_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=10, default="zh")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("proof of a number")
        verbose_name_plural = _("proofs of numbers")
        constraints = [
            models.CheckConstraint(
                condition=Q(queue__isnull=False, about="") | Q(queue=None) & ~Q(about=""),
                name="a_number_is_proved_for_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.public_id
