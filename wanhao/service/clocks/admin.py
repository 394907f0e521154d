"""Promises of time and reasons to pause in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from wanhao.service.clocks.forms import PauseReasonForm, PolicyForm
from wanhao.service.clocks.models import EscalationStep, PauseReason, Policy


class EscalationInline(TabularInline):
    """Who is told when the promise stays broken."""

    model = EscalationStep
    extra = 0


@admin.register(Policy)
class PolicyAdmin(ModelAdmin):
    """Promises: what, for which tickets, how long, who hears of it."""

    form = PolicyForm
    inlines = [EscalationInline]
    list_display = [
        "code",
        "target",
        "kind",
        "severity",
        "tier",
        "category",
        "unit",
        "spelled_time",
        "hours",
        "position",
        "is_active",
    ]
    list_filter = ["target", "is_active"]
    search_fields = ["code", "name_zh", "name_en"]

    @admin.display(description=_("within"), ordering="minutes")
    def spelled_time(self, policy: Policy) -> str:
        """Whole hours as hours, else minutes."""
        hours, rest = divmod(policy.minutes, 60)
        return f"{hours} h" if not rest else f"{policy.minutes} min"


@admin.register(PauseReason)
class PauseReasonAdmin(ModelAdmin):
    """Why clocks may stand still."""

    form = PauseReasonForm
    list_display = ["code", "name_zh", "name_en", "needs_moment", "position", "is_active"]
