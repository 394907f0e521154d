"""Who serves which queue: set by hand, or following from skills. Both take the locks that deciding takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.audit.actions import record
from wanhao.service.routing import events, functions
from wanhao.service.routing.models import Agent, Membership, Queue

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor


@dataclass(frozen=True)
class Serves:
    """How well an agent serves a queue, and after how many seconds of waiting."""

    level: int
    after_seconds: int


@transaction.atomic
def set_membership(
    queue: Queue, agent_id: int, *, level: int = 1, after_seconds: int = 0, by: Staff | Actor
) -> Membership:
    """The agent serves the queue by hand of somebody; whoever waits there may be offered to them at once."""
    functions.lock_queue(queue.pk)
    if not Agent.objects.filter(pk=agent_id).exists():
        raise NotFound(_("This member of staff is not an agent yet."))
    membership = _set(queue, agent_id, Serves(level, after_seconds), is_derived=False, by=by)
    functions.match(queue.pk)
    return membership


@transaction.atomic
def end_membership(queue: Queue, agent_id: int, *, by: Staff | Actor) -> None:
    """The agent serves the queue no more; what they are serving now they finish."""
    functions.lock_queue(queue.pk)
    _end(queue, [agent_id], by=by)


def lock_queues(queue_ids: Iterable[int]) -> None:
    """Hold these queues until the transaction ends; in ascending order, as everybody locks them."""
    for queue_id in sorted(set(queue_ids)):
        functions.lock_queue(queue_id)


@transaction.atomic
def follow_skills(wanted: Mapping[int, Mapping[int, Serves]], *, by: Staff | Actor) -> int:
    """Queue → agent → how they serve it by their skills. What was set by hand stays. Returns how many changed."""
    lock_queues(wanted)
    queues = {queue.pk: queue for queue in Queue.objects.filter(pk__in=wanted)}
    changed = {queue_id: _follow(queues[queue_id], wanted[queue_id], by) for queue_id in sorted(queues)}
    for queue_id in sorted(queue_id for queue_id, many in changed.items() if many):
        functions.match(queue_id)
    return sum(changed.values())


def _follow(queue: Queue, wanted: Mapping[int, Serves], by: Staff | Actor) -> int:
    rows = Membership.objects.filter(queue=queue)
    by_hand = {row.agent_id for row in rows if not row.is_derived}
    before = {row.agent_id: Serves(row.level, row.after_seconds) for row in rows if row.is_derived}
    over = sorted(before.keys() - wanted.keys())
    new = sorted(agent for agent in wanted.keys() - by_hand if before.get(agent) != wanted[agent])
    _end(queue, over, by=by)
    for agent_id in new:
        _set(queue, agent_id, wanted[agent_id], is_derived=True, by=by)
    return len(over) + len(new)


def _set(queue: Queue, agent_id: int, serves: Serves, *, is_derived: bool, by: Staff | Actor) -> Membership:
    membership, _is_new = Membership.objects.update_or_create(
        queue=queue,
        agent_id=agent_id,
        defaults={"level": serves.level, "after_seconds": serves.after_seconds, "is_derived": is_derived},
    )
    event = events.MembershipChanged(agent_id, queue.pk, serves.level, serves.after_seconds)
    record(event, actor=by, unit=queue.unit_id)
    return membership


def _end(queue: Queue, agent_ids: Iterable[int], *, by: Staff | Actor) -> None:
    for agent_id in agent_ids:
        deleted, _rows = Membership.objects.filter(queue=queue, agent_id=agent_id).delete()
        if deleted:
            record(events.MembershipEnded(agent_id, queue.pk), actor=by, unit=queue.unit_id)
