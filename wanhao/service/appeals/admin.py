"""The policy of appeals in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.service.appeals.models import AppealPolicy


@admin.register(AppealPolicy)
class AppealPolicyAdmin(ModelAdmin):
    """How long evidence packs are kept."""

    list_display = ["__str__", "keep_pack_days"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one."""
        return super().has_add_permission(request) and not AppealPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: AppealPolicy | None = None) -> bool:
        """It stays."""
        return False
