"""Working hours and special days in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline

from wanhao.foundation.calendars import queries
from wanhao.foundation.calendars.forms import PeriodForm, SpecialDayForm
from wanhao.foundation.calendars.models import Hours, Period, SpecialDay


class PeriodInline(TabularInline):
    """The periods of the week; several a day."""

    model = Period
    form = PeriodForm
    extra = 1


class ForgetfulAdmin(ModelAdmin):
    """What was kept of working hours is read anew after a change."""

    def save_related(self, request: HttpRequest, *arguments: Any) -> None:
        """After the row and its periods."""
        super().save_related(request, *arguments)
        queries.forget_kept_hours()

    def delete_model(self, request: HttpRequest, row: Any) -> None:
        """After a row went."""
        super().delete_model(request, row)
        queries.forget_kept_hours()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Say which year's holidays are not known."""
        for year in queries.years_without_holidays(timezone.localdate()):
            text = _(
                "The public holidays of %(year)d are not in this version:"
                " its days count as plain weekdays and weekends. Enter holidays and make-up days as special days."
            )
            messages.warning(request, text % {"year": year})
        answer: HttpResponse = super().changelist_view(request, extra_context)
        return answer


@admin.register(Hours)
class HoursAdmin(ForgetfulAdmin):
    """Working hours with their week."""

    list_display = ["code", "name_zh", "name_en", "follows_holidays", "periods_a_week"]
    search_fields = ["code", "name_zh", "name_en"]
    inlines = [PeriodInline]

    @admin.display(description=_("week"))
    def periods_a_week(self, hours: Hours) -> str:
        """How many periods it has."""
        count = hours.periods.count()
        return ngettext("%(count)d period", "%(count)d periods", count) % {"count": count}


@admin.register(SpecialDay)
class SpecialDayAdmin(ForgetfulAdmin):
    """Days that are not as the calendar says."""

    form = SpecialDayForm
    list_display = ["day", "name", "hours", "is_working", "as_weekday"]
    list_filter = ["is_working", "hours"]
    date_hierarchy = "day"
    search_fields = ["name"]
