"""Units in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts import queries, unit_actions
from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.accounts.models import Unit


class UnitForm(forms.ModelForm):
    """A unit; its place is checked here, its path is kept by the action."""

    class Meta:
        model = Unit
        fields = ["kind", "code", "name_zh", "name_en", "parent"]

    def clean(self) -> dict[str, Any] | None:
        """Say at the field why a place is not possible."""
        found = super().clean() or {}
        kind, parent = found.get("kind"), found.get("parent")
        try:
            if kind:
                unit_actions.check_place(kind, parent)
            if parent and self.instance.pk and parent.path.startswith(self.instance.path):
                raise Invalid(parent=_("A unit cannot be put below itself."))
        except Invalid as invalid:
            for field, text in invalid.fields.items():
                self.add_error(field, str(text))
        return found


@admin.register(Unit)
class UnitAdmin(ModelAdmin):
    """The organisation: operator → region → centre or hall → team."""

    form = UnitForm
    list_display = ["indented", "code", "kind", "region"]
    list_filter = ["kind"]
    search_fields = ["code", "name_zh", "name_en"]
    ordering = ["path"]

    @admin.display(description=_("name"), ordering="path")
    def indented(self, unit: Unit) -> str:
        """The name, indented by depth."""
        return f"{'　' * (unit.path.count('/') - 1)}{unit.name}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        """Units within reach."""
        return queries.units_within_reach(viewer(request)).select_related("region").order_by("path")

    def get_form(self, request: HttpRequest, obj: Unit | None = None, change: bool = False, **kwargs: Any) -> Any:
        """A unit goes below one within reach, or stays where it is."""
        form = super().get_form(request, obj, change=change, **kwargs)
        reach = queries.units_within_reach(viewer(request))
        if obj is not None and obj.parent_id is not None:
            reach |= Unit.objects.filter(pk=obj.parent_id)
        form.base_fields["parent"].queryset = reach.order_by("path")
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Unit | None = None) -> list[str]:
        """Kind and code are for ever: addresses and reports name them."""
        return ["kind", "code"] if obj else []

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        """Found or move it, so that paths and regions stay right."""
        if not change:
            made = unit_actions.found_unit(
                obj.kind, obj.code, obj.name_zh, by=viewer(request), parent=obj.parent, name_en=obj.name_en
            )
            obj.pk, obj._state.adding = made.pk, False
            obj.path, obj.region = made.path, made.region
            return
        obj.save(update_fields=["name_zh", "name_en"])
        if "parent" in form.changed_data and obj.parent is not None:
            unit_actions.move_unit(Unit.objects.get(pk=obj.pk), under=obj.parent, by=viewer(request))

    def has_delete_permission(self, request: HttpRequest, obj: Unit | None = None) -> bool:
        """Units stay, because history names them."""
        return False
