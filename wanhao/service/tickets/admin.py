"""Reference data of tickets, edited in the admin and kept with its history."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin

from wanhao.service.tickets.models import Category


@admin.register(Category)
class CategoryAdmin(ModelAdmin):
    """The category tree."""

    list_display = ["__str__", "code", "parent", "position", "is_active"]
    list_filter = ["is_active", "parent"]
    list_select_related = ["parent"]
    search_fields = ["code", "name_zh", "name_en"]
    autocomplete_fields = ["parent"]
    ordering = ["parent__position", "position", "code"]
