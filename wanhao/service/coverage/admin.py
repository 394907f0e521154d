"""Which categories are signal complaints and hazards."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.service.coverage.actions import promise_for_hazards
from wanhao.service.coverage.models import FieldCategory


@admin.register(FieldCategory)
class FieldCategoryAdmin(ModelAdmin):
    """A hazard gets limits of its own as soon as it is one."""

    list_display = ["category", "meaning"]

    def save_model(self, request: HttpRequest, obj: FieldCategory, form: Any, change: bool) -> None:
        """Keep it, and promise what hazards need."""
        super().save_model(request, obj, form, change)
        if obj.meaning == FieldCategory.Meaning.HAZARD:
            promise_for_hazards(obj.category.code)
