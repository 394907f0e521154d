"""The administrator's page of recordings: how long they are kept."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.service.recordings.models import RecordingPolicy


@admin.register(RecordingPolicy)
class RecordingPolicyAdmin(ModelAdmin):
    """How recordings are treated: one row, made at the first save."""

    list_display = ("__str__", "keep_days")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not RecordingPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: RecordingPolicy | None = None) -> bool:
        """The policy always stays."""
        return False
