"""Reference data of tickets, edited in the admin and kept with its history."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin

from wanhao.service.tickets.models import Category, StatusReason, Tag


@admin.register(Category)
class CategoryAdmin(ModelAdmin):
    """The category tree."""

    list_display = ["__str__", "code", "parent", "position", "is_active"]
    list_filter = ["is_active", "parent"]
    list_select_related = ["parent"]
    search_fields = ["code", "name_zh", "name_en"]
    autocomplete_fields = ["parent"]
    ordering = ["parent__position", "position", "code"]


@admin.register(Tag)
class TagAdmin(ModelAdmin):
    """Marks tickets can carry."""

    list_display = ["__str__", "code", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["code", "name_zh", "name_en"]


@admin.register(StatusReason)
class StatusReasonAdmin(ModelAdmin):
    """Why a ticket takes a step; one that is no longer wanted is switched off."""

    list_display = ["__str__", "step", "code", "position", "is_active"]
    list_filter = ["step", "is_active"]
    search_fields = ["code", "name_zh", "name_en"]
