"""What the desk remembers for its agent: the chosen phone, the chosen contact, and notes not yet sent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seat(models.Model):
    """How a member of staff works at the desk."""

    class Phone(models.TextChoices):
        BROWSER = "browser", _("Browser")
        SIP = "sip", _("SIP phone")

    staff = models.OneToOneField("accounts.Staff", models.CASCADE, primary_key=True, related_name="seat")
    phone = models.CharField(_("phone"), max_length=8, choices=Phone, default=Phone.BROWSER)
    auto_answer = models.BooleanField(_("answers by itself"), default=False)
    chosen = models.ForeignKey("contacts.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")

    def __str__(self) -> str:
        return f"{self.staff_id} {self.phone}"


class Draft(models.Model):
    """A wrap-up as typed so far, until it is sent."""

    contact = models.ForeignKey("contacts.Contact", models.CASCADE, related_name="+")
    staff = models.ForeignKey("accounts.Staff", models.CASCADE, related_name="+")
    code = models.CharField(max_length=30, blank=True, default="")
    note = models.TextField(blank=True, default="")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["staff", "contact"], name="one_draft_per_contact")]

    def __str__(self) -> str:
        return f"{self.staff_id} · {self.contact_id}"
