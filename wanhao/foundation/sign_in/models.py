"""Rows around signing in: the policy, sign-ins, failures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.sign_in.browsers import browser_name

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def number(
    label: StrOrPromise, default: int, low: int, high: int, text: StrOrPromise = ""
) -> models.PositiveIntegerField:
    """A setting between two limits."""
    limits = [MinValueValidator(low), MaxValueValidator(high)]
    return models.PositiveIntegerField(label, default=default, validators=limits, help_text=text)


@pghistory.track()
class SecurityPolicy(models.Model):
    """How strict sign-in is. One row, edited by the system manager."""

    idle_minutes = number(_("sign out after minutes without activity"), 30, 5, 720)
    session_hours = number(_("sign out at the latest after hours"), 12, 1, 24)
    sessions_per_person = number(_("sign-ins at the same time"), 3, 1, 20)
    failures_before_lock = number(_("failures before the lock"), 5, 3, 20)
    lock_minutes = number(_("minutes of the lock"), 15, 1, 1440)
    password_length = number(_("shortest password"), 10, 8, 64)
    passwords_remembered = number(_("earlier passwords refused"), 5, 0, 24)
    password_days = number(_("days a password is valid"), 180, 0, 3650, _("0: for ever"))

    class Meta:
        verbose_name = _("sign-in policy")
        verbose_name_plural = _("sign-in policy")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_sign_in_policy")]

    def __str__(self) -> str:
        return str(_("Sign-in policy"))

    @classmethod
    def current(cls) -> SecurityPolicy:
        """The row, or the defaults while nobody has changed anything."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def idle(self) -> timedelta:
        """How long a session may rest."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def longest(self) -> timedelta:
        """How long a session may last."""
        return timedelta(hours=self.session_hours)


class SignInSession(models.Model):
    """One sign-in in one browser; kept after its end."""

    class Ended(models.TextChoices):
        SIGNED_OUT = "signed_out", _("signed out")
        IDLE = "idle", _("no activity")
        EXPIRED = "expired", _("lasted too long")
        DISPLACED = "displaced", _("too many sign-ins")
        BY_OWNER = "by_owner", _("ended by the person")
        BY_LEADER = "by_leader", _("ended by a leader")

    staff = models.ForeignKey("accounts.Staff", models.CASCADE, related_name="sign_ins")
    key = models.CharField(max_length=40, db_index=True)
    started_at = models.DateTimeField(_("started"))
    seen_at = models.DateTimeField(_("last active"))
    address = models.GenericIPAddressField(_("address"), null=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_why = models.CharField(_("why it ended"), max_length=12, choices=Ended, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-id"]
        indexes = [models.Index(fields=["staff"], name="open_sign_in_sessions", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.started_at}"

    @property
    def browser_name(self) -> str:
        """The browser as people call it: Chrome · Windows."""
        return browser_name(self.browser)


class Lockout(models.Model):
    """Failures under one staff number, whether or not anybody has it."""

    staff_number = models.CharField(max_length=20, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lock-out")
        verbose_name_plural = _("lock-outs")

    def __str__(self) -> str:
        return self.staff_number
