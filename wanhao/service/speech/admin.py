"""The administrator's page of what the programme says."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy
from unfold.admin import ModelAdmin

from wanhao.service.speech import forms, jobs
from wanhao.service.speech.models import Prompt


def speak_later() -> None:
    """Have changed prompts spoken by the worker when this is committed."""
    jobs.speak_prompts.defer()


@admin.register(Prompt)
class PromptAdmin(ModelAdmin):
    """What the programme itself says on the telephone."""

    form = forms.PromptForm
    list_display = ("code", "text_zh", "text_en", "is_recorded")
    search_fields = ("code", "text_zh", "text_en")

    @admin.display(description=pgettext_lazy("call", "recorded"), boolean=True)
    def is_recorded(self, row: Prompt) -> bool:
        """Is a person's voice used in at least one language?"""
        return bool(row.recording_zh or row.recording_en)

    def save_model(self, request: HttpRequest, obj: Prompt, form: Any, change: bool) -> None:
        """Save, and have it spoken before a caller needs it."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            speak_later()
