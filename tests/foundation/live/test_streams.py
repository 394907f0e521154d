"""Streams through a real server: news, feeds, refusals, lost connections, slow receivers, the end."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import make_contact
from tests.factories.routing import make_queue
from tests.foundation.live.conftest import Open, cut_listeners, notify
from tests.foundation.live.streaming import Stream
from tests.serving import served_by_process, signed_in_cookie
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.live import feeds
from wanhao.foundation.live.hub import hub


def test_a_stream_begins_with_resync_and_carries_its_own_news_only(open_stream: Open, agent: Staff) -> None:
    stream = open_stream("agent:me,notices:me")
    assert stream.headers["content-type"] == "text/event-stream"
    assert stream.headers["cache-control"] == "no-cache, no-transform"
    assert stream.event() == ("live", {"topics": ["resync"]})
    notify(f"agent:{agent.pk + 1}", "contact:9")
    notify(f"agent:{agent.pk}", f"notices:{agent.pk}", "contact:9")
    assert stream.event() == ("live", {"topics": ["agent:me", "notices:me"]})


@pytest.mark.parametrize(
    ("topics", "status"),
    [
        ("", 422),  # nothing asked
        ("agent:8002", 403),  # somebody else
        ("nonsense:1", 403),  # a kind nobody knows
        ("feed:floor-of-test", 403),  # a feed without the right
        ("feed:unknown", 403),
        ("agent:me,notices:5", 403),  # one of two is not theirs
    ],
)
def test_a_stream_is_refused(open_stream: Open, floor_feed: list[int], topics: str, status: int) -> None:
    assert open_stream(topics).status == status


def test_nobody_else_hears(port: int) -> None:
    stream = Stream(port, "agent:me", "sessionid=none")
    stream.close()
    assert stream.status == 302


def test_a_contact_is_heard_by_those_who_may_see_it(open_stream: Open) -> None:
    contact = make_contact()
    topic = f"contact:{contact.public_id}"
    assert open_stream(topic, make_staff(Role.DUTY_LEADER)).status == 403
    stream = open_stream(topic, make_staff(Role.DUTY_LEADER, unit=contact.unit))
    stream.event()
    notify(f"contact:{contact.pk}")
    assert stream.event() == ("live", {"topics": [topic]})


def test_too_many_streams_of_one_person_are_refused(open_stream: Open) -> None:
    for _ in range(12):
        assert open_stream().event() == ("live", {"topics": ["resync"]})
    assert open_stream().status == 429


def test_a_cut_listen_connection_ends_in_a_resync(open_stream: Open, agent: Staff) -> None:
    stream = open_stream()
    stream.event()
    assert cut_listeners() == 1
    assert stream.event() == ("lost", {})
    assert stream.event() == ("live", {"topics": ["resync"]})
    notify(f"agent:{agent.pk}")
    assert stream.event() == ("live", {"topics": ["agent:me"]})


@pytest.fixture
def floor_feed() -> Iterator[list[int]]:
    """A feed that counts how often it was computed."""
    counted = [0]

    def compute(viewer: Staff) -> dict[str, Any]:
        counted[0] += 1
        return {"computed": counted[0], "language": viewer.language}

    feeds.register("floor-of-test", Right.SEE_FLOOR, compute, 0.1, kinds=frozenset({"queue"}))
    yield counted
    del feeds.FEEDS["floor-of-test"]


def test_a_feed_is_computed_once_for_all_who_watch(open_stream: Open, floor_feed: list[int]) -> None:
    unit = make_unit()
    leader, other = make_staff(Role.DUTY_LEADER, unit=unit), make_staff(Role.DUTY_LEADER, unit=unit)
    first = open_stream("feed:floor-of-test", leader)
    value = first.until("feed", name="floor-of-test")
    assert value["computed"] >= 1
    time.sleep(0.3)
    before = floor_feed[0]
    second = open_stream("feed:floor-of-test", other)
    assert second.until("feed")["computed"] == before, "the last value comes at once"
    assert floor_feed[0] == before
    notify("agent:5")
    notify("queue:3")
    assert first.until("feed", computed=before + 1) == second.until("feed", computed=before + 1)


def test_a_feed_stops_when_nobody_watches(open_stream: Open, floor_feed: list[int]) -> None:
    stream = open_stream("feed:floor-of-test", make_staff(Role.DUTY_LEADER))
    stream.until("feed")
    stream.close()
    wait_until(lambda: len(hub) == 0)
    before = floor_feed[0]
    notify("queue:3")
    time.sleep(0.3)
    assert floor_feed[0] == before


def test_a_feed_that_fails_says_so_and_comes_back(open_stream: Open) -> None:
    broken = [True]

    def compute(_viewer: Staff) -> dict[str, Any]:
        if broken[0]:
            raise ValueError("no figures today")
        return {"waiting": 4}

    feeds.register("broken", Right.SEE_FLOOR, compute, 0.1)
    stream = open_stream("feed:broken", make_staff(Role.DUTY_LEADER))
    stream.until("lost")
    broken[0] = False
    notify("queue:3")
    assert stream.until("feed")["waiting"] == 4
    stream.until("found")
    del feeds.FEEDS["broken"]


def test_a_receiver_that_takes_nothing_is_dropped_and_harms_nobody(
    open_stream: Open, agent: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "beat_seconds", 0.2)
    monkeypatch.setattr(hub, "patience_seconds", 0.5)
    size = 200_000
    feeds.register("heavy", Right.SEE_FLOOR, lambda _: {"at": time.monotonic(), "text": "x" * size}, 0.02)
    leader = make_staff(Role.DUTY_LEADER)
    good = open_stream()
    good.event()
    slow = open_stream("feed:heavy", leader, receive_buffer=4096)
    assert slow.status == 200
    stop = threading.Event()
    noise = threading.Thread(target=make_noise, args=(stop,))
    noise.start()
    try:
        wait_until(lambda: hub.streams_of(leader.pk) == 0)
    finally:
        stop.set()
        noise.join()
        del feeds.FEEDS["heavy"]
    notify(f"agent:{agent.pk}")
    good.until("live", topics=["agent:me"])


def make_noise(stop: threading.Event) -> None:
    """News without end."""
    from django.db import connection

    while not stop.wait(0.01):
        notify("queue:1")
    connection.close()


def test_who_signed_out_hears_no_more(open_stream: Open, agent: Staff) -> None:
    other = make_staff()
    stream, others = open_stream(), open_stream("agent:me", other)
    assert (stream.event(), others.event()) == (("live", {"topics": ["resync"]}),) * 2
    notify(f"staff:{agent.pk}")
    assert stream.event() is None
    notify(f"agent:{other.pk}")
    assert others.event() == ("live", {"topics": ["agent:me"]})


def test_queues_are_heard_by_right_and_reach(open_stream: Open) -> None:
    queue = make_queue()
    leader = make_staff(Role.DUTY_LEADER, unit=queue.unit)
    assert open_stream(f"queue:{queue.code}").status == 403
    assert open_stream("queue:*", make_staff(Role.DATA_MAINTAINER)).status == 403
    stream = open_stream(f"queue:{queue.code},queue:*", leader)
    stream.event()
    notify("queue:987654")
    assert stream.event() == ("live", {"topics": ["queue:*"]})
    notify(f"queue:{queue.pk}")
    assert stream.event() == ("live", {"topics": ["queue:*", f"queue:{queue.code}"]})


def test_an_old_stream_is_renewed(open_stream: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "beat_seconds", 0.1)
    monkeypatch.setattr(hub, "lifetime_seconds", 0.3)
    stream = open_stream()
    stream.event()
    assert stream.event() is None


def test_sigterm_ends_the_streams_and_the_server(agent: Staff) -> None:
    with served_by_process() as (port, process):
        streams = [Stream(port, "agent:me", signed_in_cookie(agent)) for _ in range(3)]
        for stream in streams:
            assert stream.event() == ("live", {"topics": ["resync"]})
        began = time.monotonic()
        os.kill(process.pid, signal.SIGTERM)
        for stream in streams:
            assert stream.event() is None
            stream.close()
        process.wait(10)
        assert time.monotonic() - began < 5
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), 1)


def wait_until(true: Any, seconds: float = 20) -> None:
    """Come back as soon as it is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
