"""The floor at this moment: cheap enough to be read every second for hundreds of queues and thousands of agents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing.models import Agent, Membership, Place, Queue

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

# Places by the moment the contact came, since midnight. Transfers onward are counted in the queue they went to.
TODAY = """
select queue_id,
    count(*) filter (where outcome <> 'transferred'),
    count(*) filter (where outcome = 'answered'),
    count(*) filter (where in_limit),
    count(*) filter (where outcome = 'abandoned'),
    count(*) filter (where outcome in ('overflow', 'closed', 'lost')),
    coalesce(sum(extract(epoch from left_at - queued_at)) filter (where outcome = 'answered'), 0)
from routing_place where queue_id = any (%s) and queued_at >= %s group by queue_id
"""


@dataclass
class QueueFigures:
    """A queue now and since midnight."""

    queue: Queue
    waiting: int = 0
    longest_wait_seconds: float = 0.0
    offered: int = 0
    answered: int = 0
    in_limit: int = 0
    abandoned: int = 0
    turned_away: int = 0
    answered_wait_seconds: float = 0.0
    agents: dict[str, int] = field(default_factory=dict)

    @property
    def finished(self) -> int:
        """Contacts that asked for a person here and do not wait any more: the denominator of the connection rate."""
        return self.answered + self.abandoned + self.turned_away


def queue_figures(viewer: Staff, right: Right = Right.SEE_FLOOR) -> list[QueueFigures]:
    """Figures of every queue in use within the viewer's units."""
    return figures_of(Queue.objects.visible_to(viewer, right).filter(is_active=True))


def queue_live(viewer: Staff, code: str, right: Right = Right.SEE_FLOOR) -> QueueFigures:
    """Figures of one queue by its code."""
    found = figures_of(Queue.objects.visible_to(viewer, right).filter(code=code))
    if not found:
        raise NotFound(_("There is no such queue within your reach."))
    return found[0]


def figures_of(queues: Iterable[Queue]) -> list[QueueFigures]:
    """Figures of these queues; four queries however many they are."""
    rows = {queue.pk: QueueFigures(queue) for queue in queues}
    now = timezone.now()
    _add_waiting(rows, now)
    _add_today(rows, timezone.make_aware(datetime.combine(timezone.localdate(now), time.min)))
    for queue_id, state, many in _agents_by_queue(rows):
        rows[queue_id].agents[state] = many
    return list(rows.values())


def _add_waiting(rows: dict[int, QueueFigures], now: datetime) -> None:
    waiting = Place.objects.filter(left_at=None, queue__in=rows).order_by().values_list("queue")
    for queue_id, many, since in waiting.annotate(Count("pk"), Min("queued_at")):
        rows[queue_id].waiting = many
        rows[queue_id].longest_wait_seconds = max(0.0, (now - since).total_seconds())


def _add_today(rows: dict[int, QueueFigures], midnight: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TODAY, [list(rows), midnight])
        for queue_id, offered, answered, in_limit, abandoned, turned_away, waited in cursor.fetchall():
            row = rows[queue_id]
            row.offered, row.answered, row.in_limit = offered, answered, in_limit
            row.abandoned, row.turned_away = abandoned, turned_away
            row.answered_wait_seconds = float(waited)


def _agents_by_queue(rows: dict[int, QueueFigures]) -> Any:
    members = Membership.objects.filter(queue__in=rows).order_by()
    return members.values_list("queue", "agent__state").annotate(Count("pk"))


def agents_by_state(viewer: Staff, right: Right = Right.SEE_FLOOR) -> dict[str, int]:
    """How many agents of the viewer's units are in each state, each counted once."""
    agents = Agent.objects.visible_to(viewer, right).filter(staff__is_active=True).order_by()
    return dict(agents.values_list("state").annotate(Count("pk")))


def seconds_served(contact_ids: Iterable[int]) -> dict[int, float | None]:
    """Of these contacts those an agent of a queue took: the seconds of all services, none while one runs."""
    taken = Place.objects.filter(contact__in=list(contact_ids), outcome="answered").values("contact")
    found = taken.annotate(
        running=Count("id", filter=Q(service_ended_at=None)), spent=Sum(F("service_ended_at") - F("left_at"))
    )
    return {row["contact"]: None if row["running"] else row["spent"].total_seconds() for row in found}
