"""Compensation: proposed by one, approved by others, as far as their role reaches."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.accounts.scope import ScopedQuerySet


@pghistory.track()
class ApprovalLimit(models.Model):
    """Up to which amount a role approves compensation; without an amount there is no limit."""

    role = models.CharField(_("role"), max_length=20, choices=Role, unique=True)
    up_to = models.DecimalField(_("up to (¥)"), max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("approval limit")
        verbose_name_plural = _("approval limits")
        ordering = ["up_to", "role"]
        constraints = [
            models.CheckConstraint(condition=Q(up_to=None) | Q(up_to__gte=0), name="approval_limits_are_amounts")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ≤ {self.up_to if self.up_to is not None else '∞'}"


class Compensation(models.Model):
    """What a customer is to be given for a complaint. The table itself refuses to let one person both ask and grant."""

    class Form(models.TextChoices):
        MONEY = "money", pgettext_lazy("compensation", "Money")
        CREDIT = "credit", pgettext_lazy("compensation", "Credit on the account")
        SERVICE = "service", pgettext_lazy("compensation", "Service or package")
        GIFT = "gift", pgettext_lazy("compensation", "Gift")

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("compensation", "Proposed")
        APPROVED = "approved", pgettext_lazy("compensation", "Approved")
        REFUSED = "refused", pgettext_lazy("compensation", "Refused")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="compensations")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.CREDIT)
    amount = models.DecimalField(_("amount (¥)"), max_digits=10, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    four_eyes_above = models.DecimalField(max_digits=10, decimal_places=2)  # as it was when proposed
    proposed_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"))
    first_approver = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    first_approved_at = models.DateTimeField(null=True)
    second_approver = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    second_approved_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    refused_because = models.CharField(_("refused because"), max_length=300, blank=True, default="")
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("compensation")
        verbose_name_plural = _("compensations")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["unit", "proposed_at"], name="compensation_open", condition=Q(status="proposed"))
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="compensation_is_an_amount"),
            models.CheckConstraint(
                condition=Q(first_approver=None) | ~Q(first_approver=F("proposed_by")),
                name="nobody_approves_what_they_proposed",
            ),
            models.CheckConstraint(
                condition=Q(second_approver=None)
                | ~Q(second_approver=F("proposed_by")) & ~Q(second_approver=F("first_approver")),
                name="four_eyes_are_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | Q(first_approver__isnull=False, first_approved_at__isnull=False)
                & (Q(amount__lte=F("four_eyes_above")) | Q(second_approver__isnull=False)),
                name="approved_by_as_many_as_the_amount_asks",
            ),
            models.CheckConstraint(
                condition=Q(first_approver__isnull=False) | Q(second_approver=None),
                name="the_first_approver_comes_first",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | Q(refused_by__isnull=False) & ~Q(refused_because=""),
                name="refused_by_somebody_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_at=None) | ~Q(status="proposed") & Q(decided_at__isnull=False),
                name="a_decision_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.amount}"

    @property
    def needs_two(self) -> bool:
        """Must two approve it?"""
        return self.amount > self.four_eyes_above
