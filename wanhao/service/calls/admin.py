"""The administrator's pages of the telephone side: numbers shown, the call policy, what queues say."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from wanhao.service.calls.models import Announcement, CallPolicy, ShownNumber
from wanhao.service.routing.admin import QueueAdmin


@admin.register(ShownNumber)
class ShownNumberAdmin(ModelAdmin):
    """Numbers that agents may show when they call out."""

    list_display = ("number", "name_zh", "unit", "is_usual", "is_active")
    list_select_related = ("unit",)


@admin.register(CallPolicy)
class CallPolicyAdmin(ModelAdmin):
    """How calls are treated: one row, made at the first save."""

    list_display = ("__str__", "asks_rating", "ring_again_seconds")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not CallPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: CallPolicy | None = None) -> bool:
        """The policy always stays."""
        return False


class AnnouncementInline(TabularInline):
    """What callers of a queue hear; how often stands among the queue's own fields."""

    model = Announcement
    extra = 0
    hide_title = True
    fields = ("moment", "prompt", "position")
    verbose_name_plural = _("Announcements (while waiting: one of them with each telling of the place)")


QueueAdmin.extend(AnnouncementInline)
