"""Tokens of the interface: each belongs to a person and may do no more than that person."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """A token is shown once; only its fingerprint is kept."""

    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="api_tokens", verbose_name=_("staff"))
    name = models.CharField(_("what for"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    rights = ArrayField(models.CharField(max_length=30), verbose_name=_("rights"))
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("interface token")
        verbose_name_plural = _("interface tokens")

    def __str__(self) -> str:
        return f"{self.name} · {self.staff_id}"
