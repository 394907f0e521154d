"""Files and what may be kept of which type."""

from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.files import rules
from wanhao.foundation.privacy.fields import SealedText


@pghistory.track()
class FileLimit(models.Model):
    """One type of file: may it be kept, and up to which size."""

    class Type(models.TextChoices):
        PNG = "png", pgettext_lazy("file type", "PNG picture")
        JPG = "jpg", pgettext_lazy("file type", "JPEG picture")
        GIF = "gif", pgettext_lazy("file type", "GIF picture")
        WEBP = "webp", pgettext_lazy("file type", "WebP picture")
        PDF = "pdf", "PDF"
        WAV = "wav", pgettext_lazy("file type", "WAV sound")
        MP3 = "mp3", pgettext_lazy("file type", "MP3 sound")
        MP4 = "mp4", pgettext_lazy("file type", "MP4 video")
        DOCX = "docx", pgettext_lazy("file type", "Word document (DOCX)")
        XLSX = "xlsx", pgettext_lazy("file type", "Excel workbook (XLSX)")
        ZIP = "zip", pgettext_lazy("file type", "ZIP archive")
        TXT = "txt", pgettext_lazy("file type", "Plain text")

    kind = models.CharField(_("file type"), max_length=5, choices=Type, unique=True)
    megabytes = models.PositiveSmallIntegerField(
        _("at most (MB)"), default=20, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    is_allowed = models.BooleanField(_("may be kept"), default=True)

    class Meta:
        verbose_name = _("limit of files")
        verbose_name_plural = _("limits of files")
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.get_kind_display()


class StoredFile(models.Model):
    """One file of one thing. Its content lies sealed in the data folder under its public id."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    subject = models.CharField(max_length=60)
    name = SealedText(_("name"))
    kind = models.CharField(_("file type"), max_length=5, choices=FileLimit.Type)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    is_for_customer = models.BooleanField(_("the customer may see it"), default=False)
    kept_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "id"], name="files_of_a_thing")]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="a_file_holds_something")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_picture(self) -> bool:
        """Can a page show it as a picture?"""
        return self.kind in rules.PICTURES

    @property
    def content_type(self) -> str:
        """How a browser is told what it is."""
        return rules.CONTENT_TYPES[self.kind]
