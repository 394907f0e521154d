"""Calls that the centre makes for somebody away from a desk: first their telephone, then the customer's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.privacy.fields import SealedText


class ArrangedCall(models.Model):
    """Asked for by a member of staff about a ticket; a telephony process takes the row and places the call once."""

    class Outcome(models.TextChoices):
        TALKED = "talked", pgettext_lazy("arranged call", "Talked with the customer")
        NOT_REACHED = "not_reached", pgettext_lazy("arranged call", "Customer not reached")
        NO_STAFF = "no_staff", pgettext_lazy("arranged call", "Own telephone not answered")
        LOST = "lost", pgettext_lazy("arranged call", "Lost by us")

    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    rings = SealedText(blank=True, default="")  # empty: the telephone registered under the staff number
    number = SealedText()
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    node = models.ForeignKey("calls.Node", models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")

    class Meta:
        verbose_name = _("arranged call")
        verbose_name_plural = _("arranged calls")
        indexes = [
            models.Index(fields=["asked_at"], name="arranged_calls_to_place", condition=Q(outcome="")),
            models.Index(fields=["ticket"], name="arranged_calls_of_ticket"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None) | ~Q(outcome="") & Q(ended_at__isnull=False),
                name="an_arranged_call_that_is_over_has_its_outcome",
            ),
            models.UniqueConstraint(
                fields=["staff"], condition=Q(outcome=""), name="one_arranged_call_of_a_person_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} → {self.ticket_id}"
