"""What is mined, and what themes weigh."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.management.improvement.models import MiningPolicy


@admin.register(MiningPolicy)
class MiningPolicyAdmin(ModelAdmin):
    """One row, made at the first save."""

    list_display = ["__str__", "window_days", "least_texts", "likeness_percent", "new_days", "effect_weeks"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not MiningPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: MiningPolicy | None = None) -> bool:
        """The policy always stays."""
        return False
