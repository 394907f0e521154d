"""Queues and their live figures."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Field, Router, Schema

from wanhao.access.api.guards import TokenWith
from wanhao.access.api.schemas import Error
from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import queries as routing
from wanhao.service.waits import queries as waits

router = Router(tags=["queues"])


class QueueOut(Schema):
    """A queue and its targets, in seconds and percent."""

    code: str
    name: str
    answer_limit_seconds: int
    service_level_percent: int
    connection_percent: int


class ExpectedWait(Schema):
    """How long an ordinary caller would wait who came now, in seconds; null when nobody is at work for the queue."""

    p50_seconds: float | None
    p90_seconds: float | None
    ahead: int


class QueueLive(Schema):
    """A queue now and since midnight (Asia/Shanghai). Connection rate = answered / finished."""

    code: str
    waiting: int
    longest_wait_seconds: float
    offered: int
    answered: int
    in_limit: int
    abandoned: int
    turned_away: int
    finished: int
    agents: dict[str, int] = Field(description="Members by state")
    expected_wait: ExpectedWait


@router.get("", response=list[QueueOut], auth=TokenWith(Right.SEE_FLOOR), url_name="queues")
def list_queues(request: HttpRequest) -> list[QueueOut]:
    """Queues in use within the token's reach."""
    return [QueueOut.from_orm(queue) for queue in routing.queues(viewer(request))]


@router.get(
    "/{code}/live", response={200: QueueLive, 404: Error}, auth=TokenWith(Right.SEE_FLOOR), url_name="queue_live"
)
def show_queue(request: HttpRequest, code: str) -> QueueLive:
    """Figures of one queue at this moment."""
    figures = routing.queue_live(viewer(request), code)
    counts = [
        "waiting",
        "longest_wait_seconds",
        "offered",
        "answered",
        "in_limit",
        "abandoned",
        "turned_away",
        "finished",
        "agents",
    ]
    expected = ExpectedWait.from_orm(waits.estimate_for_new(figures.queue))
    return QueueLive(code=code, expected_wait=expected, **{name: getattr(figures, name) for name in counts})
