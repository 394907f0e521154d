"""Limits of contacts at once, brought to each agent as the weight a contact of that channel has for them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.rights import ROLE_RIGHTS, Right, Role
from wanhao.service.routing import rules
from wanhao.service.routing.models import Agent, ChannelLimit

# The class of a seat is the role it is held with; who has several counts as the first of these.
SEAT_CLASSES = tuple(role for role in Role if Right.SERVE_CONTACTS in ROLE_RIGHTS[role])


@transaction.atomic
def apply_limits() -> int:
    """Write what the limits come to on every agent for whom it changed; returns how many."""
    limits = list(ChannelLimit.objects.values_list("channel", "seat_class", "agent_id", "most"))
    classes = seat_classes()
    changed = 0
    for agent in Agent.objects.order_by("staff_id").only("staff_id", "channel_weights"):
        weights = rules.weights_of_limits(limits, classes.get(agent.pk, ""), agent.pk)
        if weights != agent.channel_weights:
            changed += Agent.objects.filter(pk=agent.pk).update(channel_weights=weights)
    return changed


def seat_classes(staff_ids: Iterable[int] | None = None) -> dict[int, str]:
    """Staff id → seat class, by the postings in force today."""
    order = {role: position for position, role in enumerate(SEAT_CLASSES)}
    held = [(staff_id, Role(role)) for staff_id, role in accounts.roles_today(staff_ids) if role in order]
    found: dict[int, str] = {}
    for staff_id, role in sorted(held, key=lambda row: order[row[1]]):
        found.setdefault(staff_id, role)
    return found
