"""From events to reactions: in order, never lost, never before their commit."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction

from tests.foundation.audit.conftest import (
    DOOR_OPENED,
    DoorOpened,
    close_connections,
    jobs,
    open_door,
    other_writer,
    run_jobs,
)
from tests.server import SERVER
from wanhao.foundation.audit import dispatching
from wanhao.foundation.audit.actions import advance_clock, record
from wanhao.foundation.audit.dispatching import dispatch, run_dispatcher
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import ReactionCursor, StoredEvent
from wanhao.foundation.audit.reactions import BY_EVENT, REACTIONS, reacts_to

pytestmark = pytest.mark.usefixtures("trail")
TEST = Actor.system("test")


@pytest.fixture
def seen() -> Iterator[list[int]]:
    """A reaction that keeps what it saw; door 13 breaks it."""
    doors: list[int] = []

    def notice(event: StoredEvent) -> None:
        if event.data["door_id"] == 13:
            raise ValueError("this door is stuck")
        doors.append(event.data["door_id"])

    reacts_to(DoorOpened)(notice)
    yield doors
    REACTIONS.pop(BY_EVENT.pop(DOOR_OPENED)[0])


def dispatch_all() -> None:
    """Everything that may be read now."""
    for _ in range(100):
        if not dispatch():
            return


def doors_in_jobs() -> list[int]:
    """The doors of the deferred jobs, in order."""
    numbers = [one["event_id"] for _status, args, _attempts in jobs() for one in args["due"]]
    doors = dict(StoredEvent.objects.filter(id__in=numbers).values_list("id", "data__door_id"))
    return [doors[number] for number in numbers]


def test_a_reaction_runs_after_its_event(seen: list[int]) -> None:
    record(DoorOpened(1), actor=TEST)
    record(DoorOpened(2), actor=TEST)
    dispatch_all()
    assert seen == []
    async_to_sync(run_jobs)()
    assert seen == [1, 2]
    dispatch_all()
    assert doors_in_jobs() == [1, 2], "an event is read once"


def test_a_rolled_back_event_has_no_reaction(seen: list[int]) -> None:
    with transaction.atomic():
        record(DoorOpened(1), actor=TEST)
        transaction.set_rollback(True)
    dispatch_all()
    assert jobs() == []


def test_transactions_that_commit_out_of_order_lose_nothing(seen: list[int]) -> None:
    with other_writer() as slow, other_writer() as quick:
        open_door(slow, 1)
        open_door(quick, 2)
        quick.commit()
        assert dispatch() is True, "something is held back"
        assert doors_in_jobs() == []
        open_door(slow, 3)
        slow.commit()
        dispatch_all()
    assert doors_in_jobs() == [1, 3, 2], "in the order of the transactions"


def test_a_large_transaction_and_many_small_ones_are_read_in_whole_batches(
    seen: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatching, "BATCH", 5)
    with other_writer() as writer:
        for number in range(1, 13):
            open_door(writer, number)
        writer.commit()
        for number in range(13, 27):
            open_door(writer, number)
            writer.commit()
    dispatch()
    assert doors_in_jobs() == list(range(1, 13))
    dispatch()
    assert doors_in_jobs() == list(range(1, 18))
    dispatch_all()
    assert doors_in_jobs() == list(range(1, 27))


def test_many_dispatchers_defer_each_event_once(seen: list[int]) -> None:
    ReactionCursor.objects.create(name=dispatching.CURSOR)

    def work() -> None:
        try:
            for _ in range(20):
                dispatch()
        finally:
            close_connections()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(40):
        record(DoorOpened(number + 100), actor=TEST)
    for thread in threads:
        thread.join()
    dispatch_all()
    assert doors_in_jobs() == list(range(100, 140))


def test_a_failed_reaction_is_tried_again_later(seen: list[int]) -> None:
    record(DoorOpened(13), actor=TEST)
    record(DoorOpened(14), actor=TEST)
    dispatch_all()
    async_to_sync(run_jobs)()
    assert seen == [14]
    assert [(status, attempts) for status, _args, attempts in jobs()] == [("succeeded", 1), ("todo", 1)]
    assert doors_in_jobs() == [13, 14, 13], "only what failed is tried again"
    with connection.cursor() as cursor:
        cursor.execute("select scheduled_at > now() from procrastinate_jobs where status = 'todo'")
        assert cursor.fetchone() == (True,)


KILLED = """
import django; django.setup()
from dataclasses import dataclass
from django.db import transaction
from wanhao.foundation.audit.dispatching import dispatch
from wanhao.foundation.audit.reactions import BY_EVENT, REACTIONS
REACTIONS["tests.notice"] = print
BY_EVENT[{name!r}] = ["tests.notice"]
with transaction.atomic():
    dispatch()
    print("ready", flush=True)
    input()
"""


def test_a_dispatcher_killed_before_its_commit_loses_nothing(seen: list[int]) -> None:
    record(DoorOpened(1), actor=TEST)
    assert SERVER is not None
    environment = os.environ | {
        "DATABASE_URL": SERVER.url(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-c", KILLED.format(name=DOOR_OPENED)]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    deadline = time.monotonic() + 10
    while not jobs() and time.monotonic() < deadline:
        dispatch()
    assert doors_in_jobs() == [1]


def test_the_dispatcher_wakes_up_by_itself(seen: list[int]) -> None:
    async def scene() -> float:
        stop = asyncio.Event()
        running = asyncio.create_task(run_dispatcher(stop))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        await asyncio.to_thread(record_in_thread)
        while not await asyncio.to_thread(jobs_in_thread):
            assert time.monotonic() - began < 5
            await asyncio.sleep(0.01)
        stop.set()
        await running
        return time.monotonic() - began

    assert asyncio.run(scene()) < 5
    assert doors_in_jobs() == [5]


def record_in_thread() -> None:
    """An event from elsewhere."""
    record(DoorOpened(5), actor=TEST)
    close_connections()


def jobs_in_thread() -> int:
    """How many jobs there are."""
    try:
        return len(jobs())
    finally:
        close_connections()


def test_two_reactions_of_one_name_are_refused(seen: list[int]) -> None:
    with pytest.raises(ValueError, match="two reactions"):
        reacts_to(DoorOpened)(REACTIONS[BY_EVENT[DOOR_OPENED][0]])


def test_after_a_restore_the_clock_goes_on_where_it_was(seen: list[int]) -> None:
    record(DoorOpened(1), actor=TEST)
    dispatch_all()
    before = ReactionCursor.objects.get().below_xact
    assert advance_clock() == advance_clock(), "elsewhere it changes nothing"
    ReactionCursor.objects.update(below_xact=before + 1_000_000)  # as if the restored cluster began anew
    record(DoorOpened(2), actor=TEST)
    advance_clock()
    record(DoorOpened(3), actor=TEST)
    dispatch_all()
    assert doors_in_jobs() == [1, 3], "what is written before the clock is moved is not read: so move it first"
    with connection.cursor() as cursor:
        cursor.execute("select audit_set_clock(0)")
