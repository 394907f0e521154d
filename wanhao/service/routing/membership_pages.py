"""Pages of the administrator that carry memberships: what is changed there goes through the actions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from unfold.admin import ModelAdmin

from wanhao.foundation.accounts.models import Staff
from wanhao.service.routing import actions
from wanhao.service.routing.models import Membership, Queue


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
