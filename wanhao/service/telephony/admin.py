"""The administrator's pages of the telephone side: prompts, the voice menu, numbers dialled, the call policy."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from wanhao.service.telephony import forms, jobs, menu
from wanhao.service.telephony.models import AccessCode, CallPolicy, MenuBranch, MenuNode, Prompt


def speak_later() -> None:
    """Have changed prompts spoken by the worker when this is committed."""
    jobs.speak_prompts.defer()


def tell_problems(request: HttpRequest) -> None:
    """Show what is wrong with the menu after a change."""
    for problem in menu.current_problems():
        level = messages.WARNING if problem.is_grave else messages.INFO
        messages.add_message(request, level, f"{problem.step}: {problem.text}")


class MenuAdmin(ModelAdmin):
    """Pages that change the menu: they say at once what is wrong with the whole."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with the problems of the menu above it."""
        if request.method == "GET":
            tell_problems(request)
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response


@admin.register(Prompt)
class PromptAdmin(ModelAdmin):
    """Texts the voice menu says."""

    form = forms.PromptForm
    list_display = ("code", "text_zh", "text_en", "is_recorded")
    search_fields = ("code", "text_zh", "text_en")

    @admin.display(description=_("recorded"), boolean=True)
    def is_recorded(self, row: Prompt) -> bool:
        """Is a person's voice used in at least one language?"""
        return bool(row.recording_zh or row.recording_en)

    def save_model(self, request: HttpRequest, obj: Prompt, form: Any, change: bool) -> None:
        """Save, and have it spoken before a caller needs it."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            speak_later()


class BranchInline(TabularInline):
    """Where a step leads."""

    model = MenuBranch
    fk_name = "node"
    form = forms.MenuBranchForm
    formset = forms.MenuBranches
    extra = 1
    autocomplete_fields = ("to",)


@admin.register(MenuNode)
class MenuNodeAdmin(MenuAdmin):
    """Steps of the voice menu with their branches."""

    form = forms.MenuNodeForm
    inlines = (BranchInline,)
    list_display = ("code", "kind", "prompt", "queue", "leads_to")
    list_filter = ("kind",)
    search_fields = ("code",)
    list_select_related = ("prompt", "queue")

    @admin.display(description=_("leads to"))
    def leads_to(self, row: MenuNode) -> SafeString:
        """All branches in one line."""
        branches = row.branches.select_related("to").order_by("on")
        return format_html_join(" · ", "{} → {}", ((b.on, b.to.code) for b in branches)) or SafeString("—")


@admin.register(AccessCode)
class AccessCodeAdmin(MenuAdmin):
    """Numbers customers dial."""

    form = forms.AccessCodeForm
    list_display = ("number", "name_zh", "first_node", "unit", "language", "is_active")
    list_select_related = ("first_node", "unit")


@admin.register(CallPolicy)
class CallPolicyAdmin(ModelAdmin):
    """How calls are treated: one row, made at the first save."""

    list_display = ("__str__", "keep_recordings_days", "asks_rating", "ring_again_seconds")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not CallPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: CallPolicy | None = None) -> bool:
        """The policy always stays."""
        return False
