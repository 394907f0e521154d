"""The administrator's pages of routing: queues, head starts, limits, memberships, reasons for a break, agents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from wanhao.foundation.accounts.models import Staff
from wanhao.service.routing import actions, limits
from wanhao.service.routing.forms import AgentForm, HeadStartForm, LimitForm, MembershipForm
from wanhao.service.routing.membership_pages import WithMemberships
from wanhao.service.routing.models import Agent, BreakReason, ChannelLimit, HeadStart, Membership, Queue
from wanhao.service.routing.queue_form import QueueForm


class MembershipInline(TabularInline):
    """Memberships of a queue or of an agent; those that follow from skills become set by hand when changed."""

    model = Membership
    form = MembershipForm
    extra = 0
    hide_title = True
    ordering = ["queue", "-level", "agent"]
    readonly_fields = ["is_derived"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what is shown of them."""
        return super().get_queryset(request).select_related("queue", "agent__staff")


class HeadStartInline(TabularInline):
    """Head starts of this queue, in place of those for all queues."""

    model = HeadStart
    form = HeadStartForm
    extra = 0
    hide_title = True


@admin.register(Queue)
class QueueAdmin(WithMemberships):
    """Queues: what they promise, whom they offer to, who may not wait, who comes first, who serves them."""

    form = QueueForm
    list_display = ["code", "name_zh", "name_en", "unit", "answer_limit_seconds", "strategy", "members", "is_active"]
    list_filter = ["is_active", "strategy", "unit"]
    list_select_related = ["unit"]
    search_fields = ["code", "name_zh", "name_en"]
    inlines: list[type[TabularInline]] = [HeadStartInline, MembershipInline]
    after_save: list[Callable[[Queue, Any], None]] = []
    fieldsets = [
        (None, {"fields": ["code", ("name_zh", "name_en"), ("unit", "hours"), "channels", "is_active"]}),
        (_("Targets"), {"fields": [("answer_limit_seconds", "service_level_percent", "connection_percent")]}),
        (
            _("Whom a contact is offered to"),
            {"fields": [("strategy", "occupied_minutes"), ("preferred_days", "preferred_seconds"), "offer_seconds"]},
        ),
        (_("After the contact"), {"fields": [("wrap_up_seconds", "wrap_up_extension_seconds")]}),
        (
            _("Waiting and overflow"),
            {
                "fields": [
                    ("longest_wait_seconds", "max_waiting"),
                    ("overflow", "overflow_queue"),
                    "repeat_hours",
                ]
            },
        ),
        (_("What callers hear"), {"fields": [("announce_every_seconds", "tells_place", "tells_wait")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Queue]:
        """With how many serve each."""
        rows: QuerySet[Queue] = super().get_queryset(request)
        return rows.annotate(served_by=Count("memberships"))

    @admin.display(description=_("agents"), ordering="served_by")
    def members(self, queue: Queue) -> int:
        """How many serve it."""
        return int(getattr(queue, "served_by", 0))

    def get_readonly_fields(self, request: HttpRequest, obj: Queue | None = None) -> list[str]:
        """The code is in the menus and the figures: it stays."""
        return ["code"] if obj else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The tables of the page, then what higher contexts do about the whole."""
        super().save_related(request, form, formsets, change)
        for then in self.after_save:
            then(form.instance, request.user)

    @classmethod
    def extend(cls, inline: type[TabularInline], *, after_save: Callable[[Queue, Any], None] | None = None) -> None:
        """Add a table of a higher context to the page of a queue, before the members."""
        cls.inlines = [*cls.inlines[:-1], inline, cls.inlines[-1]]
        if after_save:
            cls.after_save = [*cls.after_save, after_save]


@admin.register(HeadStart)
class HeadStartAdmin(ModelAdmin):
    """Reasons to come earlier, for all queues or for one."""

    form = HeadStartForm
    list_display = ["reason", "name_zh", "name_en", "seconds", "wants_best", "queue"]
    list_filter = ["queue"]
    list_select_related = ["queue"]
    search_fields = ["reason", "name_zh", "name_en"]


@admin.register(ChannelLimit)
class ChannelLimitAdmin(ModelAdmin):
    """How many contacts of a channel somebody may have at once."""

    form = LimitForm
    list_display = ["channel_name", "seat_class_name", "agent", "most"]
    list_filter = ["channel"]
    list_select_related = ["agent__staff"]

    @admin.display(description=_("channel"), ordering="channel")
    def channel_name(self, row: ChannelLimit) -> str:
        """The channel in words."""
        return str(dict(LimitForm.CHANNELS).get(row.channel, row.channel))

    @admin.display(description=_("seat class"), ordering="seat_class")
    def seat_class_name(self, row: ChannelLimit) -> str:
        """The class in words; everybody where no agent is named either."""
        if row.agent_id:
            return "–"
        return str(dict(LimitForm.CLASSES)[row.seat_class])

    def save_model(self, request: HttpRequest, obj: ChannelLimit, form: Any, change: bool) -> None:
        """For the next decision."""
        super().save_model(request, obj, form, change)
        limits.apply_limits()

    def delete_model(self, request: HttpRequest, obj: ChannelLimit) -> None:
        """What is left holds from the next decision on."""
        super().delete_model(request, obj)
        limits.apply_limits()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ChannelLimit]) -> None:
        """The same for several."""
        super().delete_queryset(request, queryset)
        limits.apply_limits()


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
    """Staff whom routing knows, their own wrap-up time, and the queues each serves."""

    form = AgentForm
    list_display = ["staff", "unit", "state", "state_since", "wrap_up_seconds"]
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
        actions.set_own_wrap_up(obj.staff_id, obj.wrap_up_seconds, by=by)

    def get_readonly_fields(self, request: HttpRequest, obj: Agent | None = None) -> list[str]:
        """Who it is stays."""
        return ["staff"] if obj else []
