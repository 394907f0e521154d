"""Live topics of routing: `queue:CODE` for those who see the floor of that queue, `queue:*` for any news of queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.live.topics import topic_kind
from wanhao.service.routing.models import Queue

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("queue")
def queue_in_reach(person: Staff, key: str) -> str | None:
    """One queue within the person's units; `*` says only that some queue changed, never which."""
    if key == "*":
        return "queue:*" if person.may_any((Right.SEE_FLOOR, Right.SERVE_CONTACTS)) else None
    row = Queue.objects.visible_to(person, Right.SEE_FLOOR).filter(code=key).values_list("pk", flat=True).first()
    return None if row is None else f"queue:{row}"
