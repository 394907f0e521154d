"""Reference data of incidents in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.service.incidents.models import IncidentPolicy


@admin.register(IncidentPolicy)
class IncidentPolicyAdmin(ModelAdmin):
    """How group incidents are treated: one row."""

    list_display = ["__str__", "call_queue", "look_back_hours"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one."""
        return super().has_add_permission(request) and not IncidentPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: IncidentPolicy | None = None) -> bool:
        """It stays."""
        return False
