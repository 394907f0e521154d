"""Reference data of work orders: their types and the limits."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.service.dispatch.models import DispatchPolicy, OrderType


@admin.register(OrderType)
class OrderTypeAdmin(ModelAdmin):
    """Types of work."""

    list_display = ["__str__", "code", "needs_evidence", "position", "is_active"]
    search_fields = ["code", "name_zh", "name_en"]


@admin.register(DispatchPolicy)
class DispatchPolicyAdmin(ModelAdmin):
    """One row, made at the first save."""

    list_display = ["__str__", "pingpong_turns", "stuck_hours", "unaccepted_hours", "patrol_at", "on_time_percent"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not DispatchPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: DispatchPolicy | None = None) -> bool:
        """The limits always stay."""
        return False
