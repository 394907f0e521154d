"""Reference data of tickets, edited in the admin and kept with its history."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from wanhao.service.tickets import web_offers
from wanhao.service.tickets.models import Category, OfferedCategory, StatusReason, Tag, WebOwner
from wanhao.service.tickets.settings_forms import OfferedCategoryForm, WebOwnerForm


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


@admin.register(OfferedCategory)
class OfferedCategoryAdmin(ModelAdmin):
    """What customers may choose on the web page, and which type their ticket gets."""

    form = OfferedCategoryForm
    list_display = ["category", "kind", "is_shown", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["category"]

    @display(description=_("shown to customers"), boolean=True)
    def is_shown(self, row: OfferedCategory) -> bool:
        """In use, and at the end of the tree still?"""
        return row.category_id in {one.category_id for one in web_offers.offers()}


@admin.register(WebOwner)
class WebOwnerAdmin(ModelAdmin):
    """Whose the tickets become that customers open on the web page."""

    form = WebOwnerForm
    list_display = ["where", "owner", "refusal"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebOwner]:
        """With what the list shows."""
        return super().get_queryset(request).select_related("region", "owner__unit")

    @display(description=_("customers of the region"), ordering="region__path")
    def where(self, row: WebOwner) -> str:
        """The region, or everywhere else."""
        return row.where

    @display(description=_("why a leader stands in"))
    def refusal(self, row: WebOwner) -> str:
        """What keeps the owner from it; empty while all is well."""
        return web_offers.refusal(row.owner, row.region) or "–"
