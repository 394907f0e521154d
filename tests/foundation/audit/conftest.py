"""An empty trail, events to record, a second writer, and jobs that are run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import psycopg
import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app

from wanhao.foundation.audit.events import Event
from wanhao.foundation.audit.sealing import seal_log
from wanhao.foundation.live.listen import address


@dataclass(frozen=True)
class DoorOpened(Event):
    """An event of the tests."""

    subject_kind: ClassVar[str] = "door"
    door_id: int


DOOR_OPENED = DoorOpened.event_name()


@pytest.fixture
def trail(transactional_db: None) -> Iterator[None]:
    """A trail without events, seals, jobs or log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "alter table audit_event disable trigger user; alter table audit_seal disable trigger user;"
            "truncate audit_event, audit_seal, audit_reactioncursor, procrastinate_jobs cascade;"
            "alter table audit_event enable trigger user; alter table audit_seal enable trigger user"
        )
    seal_log().unlink(missing_ok=True)
    yield
    seal_log().unlink(missing_ok=True)


@contextmanager
def other_writer() -> Iterator[psycopg.Connection[Any]]:
    """A second connection with a transaction of its own."""
    with psycopg.connect(address()) as other:
        yield other


def open_door(other: psycopg.Connection[Any], number: int) -> None:
    """Record the event in the other connection's transaction."""
    other.execute(
        "select audit_record(%s, %s, 'system:other', null, null, null, %s)",
        [DOOR_OPENED, f"door:{number}", psycopg.types.json.Jsonb({"door_id": number})],
    )


def jobs() -> list[tuple[str, dict[str, Any], int]]:
    """Reaction jobs as (status, arguments, attempts), in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select status::text, args, attempts from procrastinate_jobs where task_name = 'audit.react' order by id"
        )
        return [(status, json.loads(args), attempts) for status, args, attempts in cursor.fetchall()]


async def run_jobs() -> None:
    """Run what waits, then return."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        async with worker.open_async():
            await worker.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


def close_connections() -> None:
    """Give this thread's connection back."""
    connections.close_all()
