"""The administrator's pages of routing: queues and who serves them, head starts, reasons for a break, agents."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from wanhao.foundation.accounts.models import Staff
from wanhao.service.routing import actions
from wanhao.service.routing.forms import AgentForm, HeadStartForm, MembershipForm, QueueForm
from wanhao.service.routing.models import Agent, BreakReason, HeadStart, Membership, Queue


class MembershipInline(TabularInline):
    """Memberships of a queue or of an agent."""

    model = Membership
    form = MembershipForm
    extra = 0
    ordering = ["queue", "-level", "agent"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what is shown of them."""
        return super().get_queryset(request).select_related("queue", "agent__staff")


class HeadStartInline(TabularInline):
    """Head starts of this queue, in place of those for all queues."""

    model = HeadStart
    form = HeadStartForm
    extra = 0


class WithMemberships(ModelAdmin):
    """Pages with memberships: a change takes the locks of routing and may bring an offer at once."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Memberships go through the actions, queue by queue in ascending order as all locks do."""
        if formset.model is not Membership:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        by = request.user
        assert isinstance(by, Staff)
        ended = [(row.queue_id, row.agent_id, None) for row in formset.deleted_objects]
        for row, _fields in formset.changed_objects:
            before = Membership.objects.get(pk=row.pk)
            if (before.queue_id, before.agent_id) != (row.queue_id, row.agent_id):
                ended.append((before.queue_id, before.agent_id, None))
        kept = [(row.queue_id, row.agent_id, row) for row in [*formset.new_objects, *self._changed(formset)]]
        for queue_id, agent_id, row in sorted(ended + kept, key=lambda step: (step[0], step[2] is not None, step[1])):
            if row is None:
                actions.end_membership(Queue.objects.get(pk=queue_id), agent_id, by=by)
            else:
                actions.set_membership(row.queue, agent_id, level=row.level, after_seconds=row.after_seconds, by=by)

    @staticmethod
    def _changed(formset: Any) -> list[Membership]:
        return [row for row, _fields in formset.changed_objects]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Queues are switched off and agents stay, so that history keeps them."""
        return False


@admin.register(Queue)
class QueueAdmin(WithMemberships):
    """Queues with their targets, times and members."""

    form = QueueForm
    list_display = ["code", "name_zh", "name_en", "unit", "answer_limit_seconds", "members", "is_active"]
    list_filter = ["is_active", "unit"]
    search_fields = ["code", "name_zh", "name_en"]
    inlines = [MembershipInline, HeadStartInline]
    fieldsets = [
        (None, {"fields": ["code", "name_zh", "name_en", "unit", "channels", "hours", "is_active"]}),
        (_("Targets"), {"fields": ["answer_limit_seconds", "service_level_percent", "connection_percent"]}),
        (
            _("Times and limits"),
            {
                "fields": [
                    "offer_seconds",
                    "preferred_seconds",
                    "wrap_up_seconds",
                    "wrap_up_extension_seconds",
                    "longest_wait_seconds",
                    "max_waiting",
                    "announce_every_seconds",
                ]
            },
        ),
    ]

    @admin.display(description=_("agents"))
    def members(self, queue: Queue) -> int:
        """How many serve it."""
        return queue.memberships.count()

    def get_readonly_fields(self, request: HttpRequest, obj: Queue | None = None) -> list[str]:
        """The code is in the menus and the figures: it stays."""
        return ["code"] if obj else []


@admin.register(HeadStart)
class HeadStartAdmin(ModelAdmin):
    """Reasons to come earlier, for all queues or for one."""

    form = HeadStartForm
    list_display = ["reason", "name_zh", "name_en", "seconds", "queue"]
    list_filter = ["queue"]
    search_fields = ["reason", "name_zh", "name_en"]


@admin.register(BreakReason)
class BreakReasonAdmin(ModelAdmin):
    """Why agents take a break. Reasons in use are switched off, not deleted."""

    list_display = ["code", "name_zh", "name_en", "position", "is_active"]
    list_editable = ["position", "is_active"]
    search_fields = ["code", "name_zh", "name_en"]

    def has_delete_permission(self, request: HttpRequest, obj: BreakReason | None = None) -> bool:
        """History names the reason by its code."""
        return False


@admin.register(Agent)
class AgentAdmin(WithMemberships):
    """Staff whom routing knows, and the queues each serves."""

    form = AgentForm
    list_display = ["staff", "unit", "state", "state_since"]
    list_filter = ["state", "unit"]
    list_select_related = ["staff", "unit"]
    search_fields = ["staff__staff_number", "staff__name"]
    inlines = [MembershipInline]
    autocomplete_fields: list[str] = []

    def save_model(self, request: HttpRequest, obj: Agent, form: Any, change: bool) -> None:
        """Enrolment is an action; an agent's state never changes here."""
        by = request.user
        assert isinstance(by, Staff)
        actions.enrol_agent(obj.staff, by=by)

    def get_readonly_fields(self, request: HttpRequest, obj: Agent | None = None) -> list[str]:
        """Who it is stays."""
        return ["staff"] if obj else []
