"""Job types and their checklists, edited in the admin and kept with their history."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from wanhao.records.customers.models import Subscription
from wanhao.service.visits.models import CheckItem, JobType


class JobTypeForm(forms.ModelForm):
    """A job type with the services it may speak of."""

    service = forms.ChoiceField(
        choices=[("", _("Any")), *Subscription.Service.choices], required=False, label=_("only for service")
    )

    class Meta:
        model = JobType
        fields = (
            "code",
            "name_zh",
            "name_en",
            "kind",
            "service",
            "category",
            "needs_report",
            "needs_signature",
            "position",
            "is_active",
        )


class CheckItemInline(TabularInline):
    """The checklist with its limits."""

    model = CheckItem
    extra = 0


@admin.register(JobType)
class JobTypeAdmin(ModelAdmin):
    """Which checklist for which job."""

    form = JobTypeForm
    inlines = [CheckItemInline]
    list_display = ["__str__", "code", "kind", "service", "category", "needs_report", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["code", "name_zh", "name_en"]
