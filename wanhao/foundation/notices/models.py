"""A notice: a short message to one member of staff."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language


class Notice(models.Model):
    """Shown at once on the person's pages, kept until read."""

    class Level(models.TextChoices):
        INFORMATION = "information", _("Information")
        WARNING = "warning", _("Warning")
        ALARM = "alarm", _("Alarm")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    staff = models.ForeignKey("accounts.Staff", models.CASCADE, related_name="notices")
    level = models.CharField(max_length=12, choices=Level, default=Level.INFORMATION)
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    link = models.CharField(max_length=200, blank=True, default="")
    sent_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["staff", "-id"], name="unread_notices", condition=Q(read_at=None)),
            models.Index(fields=["staff", "-id"], name="notices_of_staff"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The message in the reader's language."""
        return by_language(self.text_zh, self.text_en)
