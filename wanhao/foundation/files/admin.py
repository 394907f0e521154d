"""What may be kept, edited in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.foundation.files.models import FileLimit


@admin.register(FileLimit)
class FileLimitAdmin(ModelAdmin):
    """One row for each type we can recognise."""

    list_display = ["__str__", "is_allowed", "megabytes"]
    readonly_fields = ["kind"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Types are recognised by the programme; there are no others."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FileLimit | None = None) -> bool:
        """A type is switched off, not deleted."""
        return False
