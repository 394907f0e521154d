"""The administrator's pages of skills: the skills themselves, and what each queue asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from wanhao.foundation.accounts.models import Staff
from wanhao.service.routing.admin import QueueAdmin
from wanhao.service.routing.forms import A_DAY, BoundedForm
from wanhao.service.skills import derivation, rules
from wanhao.service.skills.models import QueueRing, QueueSkill, Skill

if TYPE_CHECKING:
    from wanhao.service.routing.models import Queue

LEVELS = (rules.LOWEST, rules.HIGHEST)


class QueueSkillForm(BoundedForm):
    """A skill a queue asks for."""

    bounds = {"minimum_level": LEVELS}

    class Meta:
        model = QueueSkill
        fields = ["skill", "minimum_level"]


class QueueRingForm(BoundedForm):
    """Who is asked after how long."""

    bounds = {"minimum_level": LEVELS, "after_seconds": (0, A_DAY)}

    class Meta:
        model = QueueRing
        fields = ["minimum_level", "reach", "after_seconds"]


class QueueSkillInline(TabularInline):
    """What the queue asks of its agents; those who can do it all become members by themselves."""

    model = QueueSkill
    form = QueueSkillForm
    extra = 0
    hide_title = True
    verbose_name_plural = _("Skills asked for (all of them; the weakest counts as the agent's level)")


class QueueRingInline(TabularInline):
    """Who of them is asked after how long."""

    model = QueueRing
    form = QueueRingForm
    extra = 0
    hide_title = True
    verbose_name_plural = _("Rings: who is asked after how long (none: everybody at once)")


def follow(queue: Queue, by: Staff) -> None:
    """What the queue asks for may have changed: its members follow."""
    derivation.derive([queue.pk], by=by)


QueueAdmin.extend(QueueSkillInline)
QueueAdmin.extend(QueueRingInline, after_save=follow)


@admin.register(Skill)
class SkillAdmin(ModelAdmin):
    """What agents can do. Skills in use are switched off, not deleted."""

    list_display = ["code", "name_zh", "name_en", "kind", "warn_days", "position", "is_active"]
    list_filter = ["kind", "is_active"]
    list_editable = ["position"]
    search_fields = ["code", "name_zh", "name_en"]

    def save_model(self, request: HttpRequest, obj: Skill, form: forms.ModelForm, change: bool) -> None:
        """A skill that is switched off or on changes who serves the queues that ask for it."""
        super().save_model(request, obj, form, change)
        by = request.user
        if "is_active" in form.changed_data and isinstance(by, Staff):
            derivation.derive(derivation.queues_asking([obj.pk]), by=by)

    def has_delete_permission(self, request: HttpRequest, obj: Skill | None = None) -> bool:
        """History names the skill."""
        return False
