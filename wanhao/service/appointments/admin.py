"""Areas of visits and their capacity, edited in the admin and kept with their history."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from wanhao.service.appointments.models import Area, Capacity


class CapacityInline(TabularInline):
    """Days and windows that take more or fewer visits than usual."""

    model = Capacity
    extra = 0


@admin.register(Area)
class AreaAdmin(ModelAdmin):
    """Where, when and how many."""

    inlines = [CapacityInline]
    list_display = ["__str__", "code", "unit", "hours", "window_minutes", "capacity", "days_ahead", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["code", "name_zh", "name_en"]
