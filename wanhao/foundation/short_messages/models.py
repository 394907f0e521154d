"""What the embedded gateway keeps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.privacy.fields import SealedText


class SentMessage(models.Model):
    """A short message handed to the embedded gateway: kept as a real gateway would bill it."""

    number = SealedText()
    text = SealedText()
    sent_at = models.DateTimeField(_("sent at"), db_index=True)

    class Meta:
        verbose_name = _("short message sent")
        verbose_name_plural = _("short messages sent")

    def __str__(self) -> str:
        return f"{self.pk}"
