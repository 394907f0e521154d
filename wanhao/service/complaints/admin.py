"""Reference data of complaints in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.service.complaints.models import ApprovalLimit, ComplaintPolicy, CrisisStep, LevelOwner


@admin.register(ComplaintPolicy)
class ComplaintPolicyAdmin(ModelAdmin):
    """How complaints are treated: one row."""

    list_display = ["__str__", "repeat_days", "call_queue", "tries", "hours_apart", "days", "four_eyes_above"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one."""
        return super().has_add_permission(request) and not ComplaintPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: ComplaintPolicy | None = None) -> bool:
        """It stays."""
        return False


@admin.register(LevelOwner)
class LevelOwnerAdmin(ModelAdmin):
    """Who answers for the complaints of a level."""

    list_display = ["level", "unit", "owner"]
    list_filter = ["level"]
    autocomplete_fields = ["unit"]


@admin.register(CrisisStep)
class CrisisStepAdmin(ModelAdmin):
    """The checklist of major complaints."""

    list_display = ["code", "name_zh", "name_en", "within_minutes", "position", "is_active"]
    list_filter = ["is_active"]


@admin.register(ApprovalLimit)
class ApprovalLimitAdmin(ModelAdmin):
    """Who approves compensation up to which amount."""

    list_display = ["role", "up_to"]
