"""Reference data of help: topics, and how soon help must come."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.management.help.models import HelpPolicy, HelpTopic


@admin.register(HelpTopic)
class HelpTopicAdmin(ModelAdmin):
    """Topics an agent chooses from; those in use are switched off, not deleted."""

    list_display = ["code", "name_zh", "name_en", "position", "is_active"]
    list_editable = ["position", "is_active"]
    search_fields = ["code", "name_zh", "name_en"]

    def has_delete_permission(self, request: HttpRequest, obj: HelpTopic | None = None) -> bool:
        """Requests name the topic."""
        return False


@admin.register(HelpPolicy)
class HelpPolicyAdmin(ModelAdmin):
    """One row, made at the first save."""

    list_display = ["__str__", "take_within_seconds", "closed_after_minutes"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not HelpPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: HelpPolicy | None = None) -> bool:
        """The policy always stays."""
        return False
