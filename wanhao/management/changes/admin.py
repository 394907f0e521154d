"""When entries are proposed by themselves."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.management.changes.models import TrackingPolicy


@admin.register(TrackingPolicy)
class TrackingPolicyAdmin(ModelAdmin):
    """One row, made at the first save."""

    list_display = ["__str__", "proposed_from", "within_days", "due_days"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not TrackingPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: TrackingPolicy | None = None) -> bool:
        """The policy always stays."""
        return False
