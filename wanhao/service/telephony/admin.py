"""The administrator's pages of the telephone side: the programme's prompts, the call policy."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.admin import ModelAdmin, TabularInline

from wanhao.service.routing.admin import QueueAdmin
from wanhao.service.telephony import forms, jobs
from wanhao.service.telephony.models import Announcement, CallPolicy, Prompt, ShownNumber


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


@admin.register(ShownNumber)
class ShownNumberAdmin(ModelAdmin):
    """Numbers that agents may show when they call out."""

    list_display = ("number", "name_zh", "unit", "is_usual", "is_active")
    list_select_related = ("unit",)


@admin.register(CallPolicy)
class CallPolicyAdmin(ModelAdmin):
    """How calls are treated: one row, made at the first save."""

    list_display = ("__str__", "keep_recordings_days", "asks_rating", "ring_again_seconds")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not CallPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: CallPolicy | None = None) -> bool:
        """The policy always stays."""
        return False


class AnnouncementInline(TabularInline):
    """What callers of a queue hear; how often stands among the queue's own fields."""

    model = Announcement
    extra = 0
    hide_title = True
    fields = ("moment", "prompt", "position")
    verbose_name_plural = _("Announcements (while waiting: one of them with each telling of the place)")


QueueAdmin.extend(AnnouncementInline)
