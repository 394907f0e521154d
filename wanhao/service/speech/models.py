"""Prompts: what the programme says, in the administrator's words."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanhao.common.public_ids import new_public_id


def prompt_upload_name(_prompt: Prompt, _name: str) -> str:
    """Uploaded recordings get a name of their own, never to be used again."""
    return f"prompts/{new_public_id()}.wav"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Prompt(models.Model):
    """Something the programme says, in the administrator's words: texts, or uploaded recordings of them."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    text_zh = models.TextField(_("Chinese text"))
    text_en = models.TextField(_("English text"), blank=True)
    recording_zh = models.FileField(_("Chinese recording"), upload_to=prompt_upload_name, blank=True)
    recording_en = models.FileField(_("English recording"), upload_to=prompt_upload_name, blank=True)

    class Meta:
        verbose_name = _("prompt")
        verbose_name_plural = _("prompts")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
