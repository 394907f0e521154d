"""The administrator's pages of chats: entrances and canned phrases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from wanhao.service.chat.models import CannedPhrase, Entrance


class EntranceForm(forms.ModelForm):
    """An entrance whose queue takes chats."""

    class Meta:
        model = Entrance
        fields = (
            "code",
            "name_zh",
            "name_en",
            "unit",
            "queue",
            "weight",
            "greeting_zh",
            "greeting_en",
            "closed_zh",
            "closed_en",
            "silence_minutes",
            "grace_minutes",
            "answer_minutes",
            "keep_days",
            "is_active",
        )

    def clean(self) -> dict[str, Any]:
        """Its queue must take chats."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        queue = found.get("queue")
        if queue is not None and not queue.takes("chat"):
            self.add_error("queue", _("This queue takes no chats: add the channel there first."))
        return found


@admin.register(Entrance)
class EntranceAdmin(ModelAdmin):
    """Where customers begin to write."""

    form = EntranceForm
    list_display = ("code", "name_zh", "unit", "queue", "silence_minutes", "answer_minutes", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "name_zh", "name_en")


@admin.register(CannedPhrase)
class CannedPhraseAdmin(ModelAdmin):
    """What agents need not type."""

    list_display = ("shortcut", "text_zh", "unit", "sort")
    list_filter = ("unit",)
    search_fields = ("shortcut", "text_zh", "text_en")
