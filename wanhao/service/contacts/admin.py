"""Reference data of contacts in the admin: wrap-up codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from wanhao.service.contacts.models import WrapUpCode


class WrapUpCodeForm(forms.ModelForm):
    """A code may stand below another, two levels at most."""

    class Meta:
        model = WrapUpCode
        fields = ["code", "name_zh", "name_en", "parent", "position", "is_active"]

    def clean_parent(self) -> Any:
        """A code below a code below a code is not found by anybody."""
        parent = self.cleaned_data["parent"]
        if parent is None:
            return None
        if parent.parent_id is not None:
            raise forms.ValidationError(_("Choose a code of the first level: wrap-up codes have two levels."))
        if self.instance.pk and (parent.pk == self.instance.pk or self.instance.children.exists()):
            raise forms.ValidationError(_("This code has codes below it, so it must stay on the first level."))
        return parent


@admin.register(WrapUpCode)
class WrapUpCodeAdmin(ModelAdmin):
    """What agents may choose from after a contact. Codes in use are switched off, not deleted."""

    form = WrapUpCodeForm
    list_display = ["code", "name_zh", "name_en", "parent", "position", "is_active"]
    list_editable = ["position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["code", "name_zh", "name_en"]
