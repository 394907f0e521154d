"""The messages the embedded gateway keeps, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from wanhao.common.masking import mask_number
from wanhao.foundation.short_messages.models import SentMessage


@admin.register(SentMessage)
class SentMessageAdmin(ModelAdmin):
    """Short messages kept by the embedded gateway: that they were sent and to whom, never the codes in them."""

    list_display = ("sent_at", "to")
    fields = ("sent_at", "to")
    readonly_fields = ("sent_at", "to")

    @admin.display(description=_("to"))
    def to(self, row: SentMessage) -> str:
        """The masked number."""
        return mask_number(row.number)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Messages are sent, not entered."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are kept as they were."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are kept."""
        return False
