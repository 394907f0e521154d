"""The administrator's pages of callbacks: how each queue treats them."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin

from wanhao.service.callbacks.forms import PolicyForm
from wanhao.service.callbacks.models import CallbackPolicy


@admin.register(CallbackPolicy)
class CallbackPolicyAdmin(ModelAdmin):
    """How each queue treats callbacks."""

    form = PolicyForm
    list_display = ("queue", "is_offered", "is_online", "key", "mode", "due_minutes", "tries")
