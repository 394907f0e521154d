"""The calls before a complaint is closed, and closures that customers contradicted.

Beside the constraints here, triggers (sql/closing.sql) let the database itself refuse a closed complaint without a
result, and keep results from being changed or deleted.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.privacy.fields import SealedText


class Answer(models.TextChoices):
    """What came of asking the customer."""

    SOLVED = "solved", pgettext_lazy("closing call", "Solved")
    NOT_SOLVED = "not_solved", pgettext_lazy("closing call", "Not solved")
    NOT_REACHED = "not_reached", pgettext_lazy("closing call", "Not reached")
    WITHDRAWN = "withdrawn", pgettext_lazy("closing call", "Taken back")


class Closing(models.Model):
    """A complaint was said to be solved: its customer is asked. `run` counts how often it was reopened before."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="closings")
    run = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    number = SealedText(_("number"), blank=True, default="")
    claimed_by = models.ForeignKey(
        "accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("said to be solved by")
    )
    claimed_at = models.DateTimeField(_("said to be solved"))
    tries_asked = models.PositiveSmallIntegerField()  # as it was when begun
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next call"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Answer, blank=True, default="")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["next_at"], name="closings_to_call", condition=Q(result="")),
            models.Index(fields=["ticket", "run"], name="closings_of_ticket"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(result=""), name="one_open_closing_of_a_ticket"),
            models.CheckConstraint(
                condition=Q(result="", ended_at=None) | ~Q(result="") & Q(ended_at__isnull=False, next_at=None),
                name="an_ended_closing_has_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(result="not_reached") | Q(tries__gte=F("tries_asked")), name="not_reached_after_all_tries"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} · {self.result}"


class ClosingCall(models.Model):
    """One try to ask the customer: the callback, the contact it became, the customer's answer."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="calls")
    callback = models.ForeignKey("callbacks.Callback", models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+", verbose_name=_("agent"))
    asked_at = models.DateTimeField(pgettext_lazy("callback", "asked"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Answer, blank=True, default="")
    note = models.CharField(_("note"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("closing call")
        verbose_name_plural = _("closing calls")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["callback"], name="closing_call_of_callback"),
            models.Index(fields=["contact"], name="closing_call_of_contact"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["closing"], condition=Q(result=""), name="one_open_call_of_a_closing"),
            models.CheckConstraint(
                condition=~Q(result__in=["solved", "not_solved"]) | Q(contact__isnull=False, agent__isnull=False),
                name="an_answer_was_given_in_a_contact",
            ),
            models.CheckConstraint(
                condition=Q(result="", ended_at=None) | ~Q(result="") & Q(ended_at__isnull=False),
                name="an_ended_closing_call_has_its_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closing_id} · {self.result}"


class FalseClosure(models.Model):
    """The customer contradicted: what was said to be solved was not. Charged to who said so."""

    closing = models.OneToOneField(Closing, models.PROTECT, related_name="false_closure")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="false_closures")
    charged_to = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("charged to"))
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    category = models.ForeignKey("tickets.Category", models.PROTECT, related_name="+", verbose_name=_("category"))
    solution = models.TextField(_("what was said"))
    at = models.DateTimeField(_("contradicted"))

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("false closure")
        verbose_name_plural = _("false closures")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "-at"], name="false_closures_of_unit")]

    def __str__(self) -> str:
        return f"{self.ticket_id} · {self.charged_to_id}"
