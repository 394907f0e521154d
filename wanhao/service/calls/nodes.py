"""Telephony processes: their heartbeat, and the calls of those that died."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.calls import calls, endings, events, parties
from wanhao.service.calls.models import Call, Node
from wanhao.service.recordings.actions import end_recording
from wanhao.service.recordings.queries import running_recordings

TELEPHONY = Actor.system("telephony")
BEAT_SECONDS = 2.0
SILENT_SECONDS = 10.0
NODE_FAILED = "node_failure"

log = structlog.get_logger(__name__)


@transaction.atomic
def start_node(name: str) -> Node:
    """The process begins; it takes the row of its predecessor of the same name."""
    now = timezone.now()
    node, _is_new = Node.objects.update_or_create(
        name=name, defaults={"started_at": now, "beat_at": now, "stopped_at": None}
    )
    record(events.NodeStarted(node.pk), actor=TELEPHONY)
    return node


def beat(node_id: int) -> None:
    """I am alive."""
    Node.objects.filter(pk=node_id).update(beat_at=timezone.now())


@transaction.atomic
def stop_node(node_id: int) -> None:
    """The process ends as asked."""
    Node.objects.filter(pk=node_id).update(stopped_at=timezone.now())
    record(events.NodeStopped(node_id), actor=TELEPHONY)


def note_media_lost(node_id: int) -> None:
    """The media process of a node died and was started again."""
    with transaction.atomic():
        record(events.MediaProcessLost(node_id), actor=TELEPHONY)


def close_calls_of(node_id: int, *, except_contacts: Iterable[int] = (), reason: str = NODE_FAILED) -> int:
    """Close the live calls of a node as lost, but for those it still has; returns how many."""
    left = Call.objects.filter(node_id=node_id, is_live=True).exclude(contact_id__in=list(except_contacts))
    closed = 0
    for contact_id, name in list(left.values_list("contact_id", "contact__public_id")):
        try:
            endings.let_go(contact_id, "lost")
            parties.part_all(contact_id)
            calls.end_call(contact_id, "lost", reason)
            closed += 1
        except Exception:
            log.exception("lost call not closed", contact=name)
    return closed


def close_leftovers(node: Node) -> int:
    """At the start: close what our dead predecessor of the same name left behind."""
    closed = close_calls_of(node.pk)
    if closed:
        with transaction.atomic():
            record(events.NodeLost(node.pk, closed), actor=TELEPHONY)
    return closed


def end_recordings_left() -> int:
    """End recordings of calls that are over: their process died before it could; returns how many."""
    left = running_recordings().filter(contact__call__is_live=False).values_list("pk", flat=True)
    for recording_id in list(left):
        end_recording(recording_id, [])
    return len(left)


class Watch:
    """Looks for silent nodes; its own gaps (a database that was away) are not taken for their silence."""

    def __init__(self) -> None:
        self._looked_at = self._watching_since = time.monotonic()

    def close_calls_of_silent_nodes(self) -> int:
        """Close the calls of nodes that have not beaten for some seconds; returns how many."""
        now = time.monotonic()
        if now - self._looked_at > SILENT_SECONDS / 2:
            self._watching_since = now
        self._looked_at = now
        if now - self._watching_since < SILENT_SECONDS:
            return 0
        silent = Node.objects.filter(
            stopped_at=None, beat_at__lt=timezone.now() - timedelta(seconds=SILENT_SECONDS), calls__is_live=True
        ).distinct()
        return sum(close_leftovers(node) for node in silent)


WATCH = Watch()
