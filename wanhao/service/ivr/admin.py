"""The administrator's page of the numbers customers dial; the menus themselves have an editor of their own."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from wanhao.service.ivr.models import AccessCode


class AccessCodeForm(forms.ModelForm):
    """A number customers dial."""

    class Meta:
        model = AccessCode
        fields = ("number", "name_zh", "name_en", "flow", "unit", "language", "is_active")

    def clean_number(self) -> str:
        """Digits only, as the carrier sends them."""
        number = str(self.cleaned_data["number"]).strip()
        if not (number.isascii() and number.isdigit()):
            raise forms.ValidationError(_("A number is written in digits only."))
        return number


@admin.register(AccessCode)
class AccessCodeAdmin(ModelAdmin):
    """Numbers customers dial."""

    form = AccessCodeForm
    list_display = ("number", "name_zh", "flow", "unit", "language", "is_active")
    list_select_related = ("flow", "unit")
