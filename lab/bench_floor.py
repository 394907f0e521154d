"""A floor at work: 500 agents serve, 300 contacts wait, something happens every 10 ms, leaders and wallboards watch.

Contacts arrive, agents answer, let ring, end conversations and finish their wrap-up through the same actions as in
service, while a worker sweeps and a web process feeds floor pages and wallboards. An offer's time runs from the call
that made it possible to the moment a listener hears of the contact, as a telephony process would. Pages are live while
no feed is silent for long. Afterwards nobody may be left reserved or stranded.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import click
import psycopg
from rich.console import Console
from rich.table import Table

from lab.bench_floor_life import Floor, furnish, left_behind
from lab.bench_live import is_listening, percentile
from lab.free_ports import free_port
from lab.own_database import own_database
from wanhao.common import logs

EVENT_SECONDS = 0.010
MOST_OFFER_P99_MS = 60.0
MOST_SILENT_SECONDS = 5.0
LEADERS, BOARDS = 3, 3
CONNECTIONS = 8
SETTLE_SECONDS = 8.0


@dataclass
class Heard:
    """When each contact was spoken of, and the news of each page."""

    contacts: dict[int, list[float]] = field(default_factory=dict)
    feeds: dict[str, list[float]] = field(default_factory=dict)
    is_over: bool = False


def listen(heard: Heard) -> None:
    """Hear what a telephony process would hear."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("listen live")
        while not heard.is_over:
            for notice in connection.notifies(timeout=0.5):
                now = time.perf_counter()
                for topic in notice.payload.split():
                    if topic.startswith("contact:"):
                        heard.contacts.setdefault(int(topic[8:]), []).append(now)


def watch(heard: Heard, port: int, cookie: str, feed: str, name: str) -> None:
    """One open page: note each piece of news."""
    moments = heard.feeds.setdefault(name, [])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/live/stream/?topics=feed:{feed}", headers={"Cookie": cookie})
    answer = connection.getresponse()
    while not heard.is_over and (line := answer.readline()):
        if line.startswith(b"event: feed"):
            moments.append(time.perf_counter())
    connection.close()


@contextmanager
def processes() -> Iterator[int]:
    """A web process and a worker; the port of the pages."""
    port = free_port()
    environment = os.environ | {"WANHAO_HTTP_PORT": str(port), "WANHAO_LOG_LEVEL": "warning"}
    started = [subprocess.Popen([sys.executable, "-m", "wanhao", name], env=environment) for name in ("web", "worker")]
    try:
        deadline = time.monotonic() + 60
        while not is_listening(port) and time.monotonic() < deadline:
            time.sleep(0.2)
        yield port
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(30)


def keep_busy(floor: Floor, seconds: float, pool: ThreadPoolExecutor) -> int:
    """One event every 10 ms for so long, on several connections; how many there were."""
    began, number = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        pool.submit(floor.one_event, number)
        number += 1
        time.sleep(max(0.0, began + number * EVENT_SECONDS - time.perf_counter()))
    return number


def offer_milliseconds(floor: Floor, heard: Heard) -> list[float]:
    """From the call that made an offer possible to hearing of it; what was never heard is infinitely late."""
    found = []
    for contact_id, called_at in floor.offered:
        after = [at for at in heard.contacts.get(contact_id, []) if at >= called_at]
        found.append((after[0] - called_at) * 1000 if after else float("inf"))
    return found


def longest_silence(moments: list[float], begin: float, end: float) -> float:
    """The longest time without news of one page."""
    inside = [begin, *(at for at in moments if begin <= at <= end), end]
    return max(after - before for before, after in pairwise(inside))


def measure(agents: int, waiting: int, seconds: float) -> dict[str, Any]:
    """Everything, as one table of figures."""
    floor, cookies = furnish(agents, waiting, leaders=LEADERS + BOARDS, rng=random.Random(10000))
    heard = Heard()
    with ExitStack() as stack, processes() as port:
        pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))
        threads = [threading.Thread(target=listen, args=[heard], daemon=True)]
        for number, cookie in enumerate(cookies):
            feed = "agents" if number < LEADERS else "floor"
            threads.append(
                threading.Thread(target=watch, args=[heard, port, cookie, feed, f"{feed}-{number}"], daemon=True)
            )
        for thread in threads:
            thread.start()
        keep_busy(floor, 3.0, pool)  # until every part is warm
        floor.forget()
        begin = time.perf_counter()
        events = keep_busy(floor, seconds, pool)
        end = time.perf_counter()
        stack.pop_all().close()
        time.sleep(SETTLE_SECONDS)  # leases of the last offers run out, the sweep mends
        heard.is_over = True
        late = offer_milliseconds(floor, heard)
        silences = {name: longest_silence(moments, begin, end) for name, moments in heard.feeds.items()}
        behind = left_behind()
    return {
        "agents": agents,
        "waiting_at_the_end": floor.waiting_now(),
        "events": events,
        "events_per_second": round(events / (end - begin), 1),
        "events_failed": floor.failed,
        "offers": len(late),
        "offer_p50_ms": percentile(late, 0.5),
        "offer_p99_ms": percentile(late, 0.99),
        "offer_max_ms": percentile(late, 1.0),
        "event_p99_ms": percentile([value * 1000 for value in floor.took], 0.99),
        "floor_page_longest_silence_s": round(max(v for k, v in silences.items() if k.startswith("agents")), 2),
        "wallboard_longest_silence_s": round(max(v for k, v in silences.items() if k.startswith("floor")), 2),
        **behind,
    }


def missed_limits(figures: dict[str, Any]) -> list[str]:
    """The stated limits that this run did not keep."""
    limits = {
        f"offer p99 above {MOST_OFFER_P99_MS} ms": figures["offer_p99_ms"] <= MOST_OFFER_P99_MS,
        "the floor page was silent": figures["floor_page_longest_silence_s"] <= MOST_SILENT_SECONDS,
        "the wallboard was silent": figures["wallboard_longest_silence_s"] <= MOST_SILENT_SECONDS,
        "somebody is stuck reserved": figures["stuck_reserved"] == 0,
        "a contact stranded beside a free agent": figures["stranded"] == 0,
        "an agent's load does not match the offers": figures["wrong_load"] == 0,
        "events failed": figures["events_failed"] == 0,
        "fewer events than asked for": figures["events_per_second"] >= 0.97 / EVENT_SECONDS,
    }
    return [limit for limit, is_kept in limits.items() if not is_kept]


@click.command(help=__doc__)
@click.option("--agents", default=500, show_default=True)
@click.option("--waiting", default=300, show_default=True, help="Contacts that wait all the time.")
@click.option("--seconds", default=30.0, show_default=True, help="How long something happens every 10 ms.")
def main(agents: int, waiting: int, seconds: float) -> None:
    """Measure, show a table, end with one JSON line; exit 1 when a limit is missed."""
    console = Console()
    with own_database():
        logs.configure("bench", level="WARNING", as_json=False)
        figures = measure(agents, waiting, seconds)
    missed = missed_limits(figures)
    table = Table("figure", "value", title="A floor at work")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), str(value))
    console.print(table)
    for limit in missed:
        console.print(f"missed: {limit}")
    click.echo(json.dumps(figures | {"missed": missed}))
    if missed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
