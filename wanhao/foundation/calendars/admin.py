"""Working hours and special days in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline

from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.calendars import queries
from wanhao.foundation.calendars.actions import changing_hours
from wanhao.foundation.calendars.forms import PeriodForm, SpecialDayForm
from wanhao.foundation.calendars.models import Hours, Period, SpecialDay


class PeriodInline(TabularInline):
    """The periods of the week; several a day."""

    model = Period
    form = PeriodForm
    extra = 1


class CarefulAdmin(ModelAdmin):
    """What was said before a change is kept, and running clocks follow what is said now."""

    def changeform_view(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        """A row with its periods, added or changed."""
        return self._watched(request, lambda: super(CarefulAdmin, self).changeform_view(request, *arguments, **named))

    def delete_view(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        """A row goes."""
        return self._watched(request, lambda: super(CarefulAdmin, self).delete_view(request, *arguments, **named))

    def _watched(self, request: HttpRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
        if request.method != "POST":
            return do()
        with changing_hours(by=viewer(request)):
            return do()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Say which year's holidays are not known; acts on many rows are changes as well."""
        return self._watched(request, lambda: self._listed(request, extra_context))

    def _listed(self, request: HttpRequest, extra_context: dict[str, Any] | None) -> HttpResponse:
        for year in queries.years_without_holidays(timezone.localdate()):
            text = _(
                "The public holidays of %(year)d are not in this version:"
                " its days count as plain weekdays and weekends. Enter holidays and make-up days as special days."
            )
            messages.warning(request, text % {"year": year})
        answer: HttpResponse = super().changelist_view(request, extra_context)
        return answer


@admin.register(Hours)
class HoursAdmin(CarefulAdmin):
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
class SpecialDayAdmin(CarefulAdmin):
    """Days that are not as the calendar says."""

    form = SpecialDayForm
    list_display = ["day", "name", "hours", "is_working", "as_weekday"]
    list_filter = ["is_working", "hours"]
    date_hierarchy = "day"
    search_fields = ["name"]
