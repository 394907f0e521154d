"""How many durable routing decisions a second, and whether any of them strands or doubles a contact.

2,000 agents serve 200 queues; 8 connections enqueue contacts, accept offers and end services by the same SQL functions
that the actions call, while a listener receives every notification. Plain single-row commits are measured in the same
run, so that the figure says something about the design and not about the disk.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import psycopg
from rich.console import Console
from rich.table import Table

from lab.bench_routing_floor import AGENTS, QUEUES, build_floor, check_floor
from wanhao.operations.postgres import EmbeddedPostgres

CONNECTIONS = 8
MOST_P99_MS = 40.0
LEAST_RATIO = 0.15
ENQUEUE = "select offer_id, topics from routing_enqueue(%s, %s, 100, %s, '[]'::jsonb, null, null)"
NOTIFY = "select pg_notify('live', %s)"
ACCEPT = "select is_accepted, topics from routing_accept(%s)"
END = "select offer_id, topics from routing_end_service(%s, null, 'served')"


@dataclass
class Tally:
    """What one connection did: milliseconds of each call, by kind, and offers made."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: {"enqueue": [], "accept": [], "end": []})
    assignments: int = 0
    seconds: float = 0.0


class Worker:
    """One connection: half of the time a contact arrives, half of the time a conversation is carried through."""

    def __init__(self, url: str, number: int, contacts: range, offers: list[int]) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.random = random.Random(number)
        self.contacts = iter(contacts)
        self.offers = offers
        self.tally = Tally()

    def call(self, kind: str, sql: str, values: list[Any]) -> tuple[Any, ...]:
        """Time one call."""
        begin = time.perf_counter()
        row = self.connection.execute(sql, values).fetchone()
        if row is not None and row[-1]:
            self.connection.execute(NOTIFY, [row[-1]])
        self.tally.milliseconds[kind].append((time.perf_counter() - begin) * 1000)
        assert row is not None
        return row

    def keep(self, offer_id: int | None) -> None:
        """An offer of ours: it will be accepted and ended later."""
        if offer_id is not None:
            self.tally.assignments += 1
            self.offers.append(offer_id)

    def arrive(self) -> None:
        """A contact comes to a queue; a tenth of the queues get a third of the contacts."""
        crowd = QUEUES // 10 if self.random.random() < 0.33 else QUEUES
        head_start = self.random.choice((0, 0, 0, 120, 300))
        values = [next(self.contacts), self.random.randint(1, crowd), head_start]
        self.keep(self.call("enqueue", ENQUEUE, values)[0])

    def serve(self) -> None:
        """Answer and end; the agent, without a wrap-up, gets the next contact in the same decision."""
        offer_id = self.offers.pop(self.random.randrange(len(self.offers)))
        self.call("accept", ACCEPT, [offer_id])
        self.keep(self.call("end", END, [offer_id])[0])

    def run(self, until: float) -> None:
        """Work until the clock says so."""
        begin = time.perf_counter()
        while time.time() < until:
            if self.offers and self.random.random() < 0.5:
                self.serve()
            else:
                self.arrive()
        self.tally.seconds = time.perf_counter() - begin
        self.connection.close()


def route(url: str, number: int, contacts: range, start: Any, seconds: float, results: Any) -> None:
    """The process of one connection."""
    worker = Worker(url, number, contacts, [])
    start.wait()
    worker.run(time.time() + seconds)
    results.put(worker.tally)


def commit_rows(url: str, start: Any, seconds: float, results: Any) -> None:
    """Plain single-row commits, for comparison."""
    with psycopg.connect(url, autocommit=True) as connection:
        start.wait()
        begin, many = time.perf_counter(), 0
        while time.perf_counter() - begin < seconds:
            connection.execute("insert into plain_row (value) values (%s)", [many])
            many += 1
        results.put(many / (time.perf_counter() - begin))


def in_parallel(target: Any, arguments: list[tuple[Any, ...]], seconds: float) -> list[Any]:
    """Run one process for each set of arguments, all starting together."""
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(len(arguments)), context.Queue()
    workers = [context.Process(target=target, args=(*values, start, seconds, results)) for values in arguments]
    for worker in workers:
        worker.start()
    collected = [results.get(timeout=seconds + 120) for _worker in workers]
    for worker in workers:
        worker.join()
    return collected


class Listener:
    """A listener as a web process has one; counts what it hears."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.execute("listen live")
        self.heard = 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def listen(self) -> None:
        """Drain until stopped and silent."""
        while not self.stopped.is_set():
            self.heard += sum(1 for _word in self.connection.notifies(timeout=0.3))

    def stop(self) -> int:
        """How many notifications came."""
        time.sleep(1)
        self.stopped.set()
        self.thread.join()
        self.connection.close()
        return self.heard


@contextmanager
def database() -> Iterator[str]:
    """A database of our own: beside DATABASE_URL when it is set, else in a temporary embedded cluster."""
    given = os.environ.get("DATABASE_URL", "")
    if given:
        yield from _beside(given)
        return
    folder = Path(tempfile.mkdtemp(prefix="wanhao-bench-"))
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = EmbeddedPostgres(data=folder / "postgres", port=port, password_file=folder / "password")
    try:
        server.create()
        server.start()
        server.ensure_database()
        yield server.url()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _beside(given: str) -> Iterator[str]:
    name = f"wanhao_bench_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        try:
            yield given.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f'drop database "{name}" with (force)')


def refuse_unless_durable(connection: psycopg.Connection[Any]) -> None:
    """A figure without durability would be another figure."""
    for setting in ("fsync", "synchronous_commit"):
        row = connection.execute(f"show {setting}").fetchone()
        if row is None or row[0] == "off":
            raise click.ClickException(f"{setting} is off: this benchmark measures durable commits only")


def migrate(url: str) -> None:
    """Make the tables of the whole programme."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "WANHAO_DEMO": "1"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise click.ClickException(f"the tables could not be made: {done.stderr[-1000:]}")


def quantile(values: list[float], part: float) -> float:
    """The value below which this part lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def measure(url: str, seconds: float) -> dict[str, Any]:
    """Plain commits, decisions, plain commits again; then look for stranded and doubled contacts."""
    with psycopg.connect(url, autocommit=True) as connection:
        refuse_unless_durable(connection)
        contacts = build_floor(connection, most_contacts=int(seconds * 2500))
        plain = in_parallel(commit_rows, [(url,)] * CONNECTIONS, seconds / 4)
        listener = Listener(url)
        share = contacts // CONNECTIONS
        work = [(url, n, range(1 + n * share, 1 + (n + 1) * share)) for n in range(CONNECTIONS)]
        tallies: list[Tally] = in_parallel(route, work, seconds)
        heard = listener.stop()
        plain += in_parallel(commit_rows, [(url,)] * CONNECTIONS, seconds / 4)
        found = check_floor(connection)
    return summary(tallies, commits_a_second=sum(plain) / 2, heard=heard, found=found)


def summary(tallies: list[Tally], *, commits_a_second: float, heard: int, found: dict[str, int]) -> dict[str, Any]:
    """The figures of the run."""
    calls = {kind: [ms for t in tallies for ms in t.milliseconds[kind]] for kind in ("enqueue", "accept", "end")}
    decisions = [ms for kind in calls.values() for ms in kind]
    rate = sum(t.assignments / t.seconds for t in tallies)
    figures: dict[str, Any] = {
        "agents": AGENTS,
        "queues": QUEUES,
        "connections": CONNECTIONS,
        "assignments_per_second": round(rate, 1),
        "decisions_per_second": round(sum(sum(map(len, t.milliseconds.values())) / t.seconds for t in tallies), 1),
        "plain_commits_per_second": round(commits_a_second, 1),
        "ratio": round(rate / commits_a_second, 3),
        "p50_ms": round(quantile(decisions, 0.5), 2),
        "p99_ms": round(quantile(decisions, 0.99), 2),
        "notifications": heard,
        "decisions": len(decisions),
    }
    for kind, values in calls.items():
        figures[f"{kind}_p50_ms"] = round(quantile(values, 0.5), 2)
        figures[f"{kind}_p99_ms"] = round(quantile(values, 0.99), 2)
    return figures | found


def missed_limits(figures: dict[str, Any]) -> list[str]:
    """The stated limits that this run did not keep."""
    limits = {
        "a contact stranded beside a free agent": figures["stranded"] == 0,
        "a contact or an agent assigned twice": figures["double"] == 0,
        "an agent's load does not match the offers": figures["wrong_load"] == 0,
        f"p99 above {MOST_P99_MS} ms": figures["p99_ms"] <= MOST_P99_MS,
        f"assignments below {LEAST_RATIO} of plain commits": figures["ratio"] >= LEAST_RATIO,
        "a decision without its notification": figures["notifications"] >= figures["decisions"],
    }
    return [limit for limit, is_kept in limits.items() if not is_kept]


@click.command(help=__doc__)
@click.option("--seconds", default=20.0, show_default=True, help="How long the decisions are measured.")
def main(seconds: float) -> None:
    """Measure, show a table, end with one JSON line; exit 1 when a limit is missed."""
    console = Console()
    with database() as url:
        with console.status("making the tables"):
            migrate(url)
        with console.status("measuring"):
            figures = measure(url, seconds)
    missed = missed_limits(figures)
    table = Table("figure", "value", title="Routing")
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
