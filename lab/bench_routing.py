"""How many durable routing decisions a second, and whether any of them strands or doubles a contact.

2,000 agents serve 200 queues over 8 connections, by the very statements of the actions (decision, commit and
notification), while a listener hears every word. Each round has two parts. Deciding: contacts arrive and agents
finish their wrap-up, in random order on all connections at once; every match of the two is an assignment. Serving:
the offers are answered and the conversations ended. Plain single-row commits are measured in the same run, so that
the ratio says something about the design and not about the disk. What else the machine does slows all of it down:
so processor time is compared as well, that of the eight connections at both their ends.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
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
from lab.free_ports import free_port
from lab.usage import cpu_seconds
from wanhao.operations.postgres import EmbeddedPostgres
from wanhao.service.routing.decisions import ACCEPT, END_SERVICE, ENQUEUE, FINISH_WRAP_UP, Decision

CONNECTIONS = 8
PLAIN_SECONDS = 4.0
MOST_P99_MS = 40.0
LEAST_RATIO = 0.15
ROUNDS = 6
MORE_CONTACTS = 1.1  # more contacts than agents, so that some wait
KINDS = ("enqueue", "finish", "accept", "end")


@dataclass
class Tally:
    """What one connection did: milliseconds of each call by kind, offers made, seconds of each part."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    assignments: int = 0
    deciding_seconds: float = 0.0
    serving_seconds: float = 0.0
    deciding_cpu: float = 0.0


class Worker:
    """One of the connections."""

    def __init__(self, url: str, number: int, contacts: range) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.cursor = self.connection.cursor()
        self.number = number
        self.random = random.Random(number)
        self.contacts = iter(contacts)
        self.offers: list[int] = []
        self.tally = Tally()

    def call(self, kind: str, decision: Decision, *values: Any) -> dict[str, Any]:
        """Time one decision, as the actions have it made outside of a transaction; its columns by name."""
        begin = time.perf_counter()
        row = self.cursor.execute(decision.alone, values).fetchone()
        self.tally.milliseconds[kind].append((time.perf_counter() - begin) * 1000)
        assert row is not None
        return dict(zip(decision.gives, row, strict=True))

    def keep(self, decided: dict[str, Any]) -> None:
        """An assignment, if it is one, to be served afterwards."""
        if (offer_id := decided["offer_id"]) is not None:
            self.tally.assignments += 1
            self.offers.append(offer_id)

    def work_of_round(self) -> list[int | None]:
        """Agents of ours whose wrap-up is to be finished, and contacts to arrive (None), in random order."""
        sql = "select staff_id from routing_agent where state = 'wrap_up' and staff_id %% %s = %s"
        agents = [row[0] for row in self.connection.execute(sql, [CONNECTIONS, self.number]).fetchall()]
        work: list[int | None] = [*agents, *([None] * int(len(agents) * MORE_CONTACTS))]
        self.random.shuffle(work)
        return work

    def decide(self, work: list[int | None]) -> None:
        """Contacts arrive (a third of them in a tenth of the queues), agents become free."""
        for agent in work:
            if agent is not None:
                self.keep(self.call("finish", FINISH_WRAP_UP, agent, False))
                continue
            crowd = QUEUES // 10 if self.random.random() < 0.33 else QUEUES
            head_start = self.random.choice((0, 0, 0, 120, 300))
            contact, queue = next(self.contacts), self.random.randint(1, crowd)
            self.keep(self.call("enqueue", ENQUEUE, contact, queue, 100, head_start, "[]", None, None, "call"))

    def serve(self) -> None:
        """Answer and end what we were offered."""
        for offer_id in self.offers:
            self.call("accept", ACCEPT, offer_id)
            self.call("end", END_SERVICE, offer_id, None, "served")
        self.offers = []


def cpu_of(connection: psycopg.Connection[Any]) -> float:
    """Processor seconds of this process and of the server's for the connection, on this machine."""
    return time.process_time() + cpu_seconds([connection.info.backend_pid])


def route(url: str, number: int, contacts: range, together: Any, rounds: int, results: Any) -> None:
    """The process of one connection; all begin each part of a round together."""
    worker = Worker(url, number, contacts)
    for _round in range(rounds):
        work = worker.work_of_round()
        together.wait()
        begin, cpu = time.perf_counter(), cpu_of(worker.connection)
        worker.decide(work)
        worker.tally.deciding_cpu += cpu_of(worker.connection) - cpu
        together.wait()
        middle = time.perf_counter()
        worker.serve()
        together.wait()
        worker.tally.deciding_seconds += middle - begin
        worker.tally.serving_seconds += time.perf_counter() - middle
    worker.connection.close()
    results.put(worker.tally)


def commit_rows(url: str, start: Any, seconds: float, results: Any) -> None:
    """Plain single-row commits, for comparison: how many a second, processor seconds for each."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.cursor()
        start.wait()
        begin, many, cpu = time.perf_counter(), 0, cpu_of(connection)
        while time.perf_counter() - begin < seconds:
            cursor.execute("insert into plain_row (value) values (%s)", [many])
            many += 1
        results.put((many / (time.perf_counter() - begin), (cpu_of(connection) - cpu) / many))


def in_parallel(target: Any, arguments: list[tuple[Any, ...]], much: float) -> list[Any]:
    """Run one process for each set of arguments, all starting together, for so many seconds or rounds."""
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(len(arguments)), context.Queue()
    workers = [context.Process(target=target, args=(*values, start, much, results)) for values in arguments]
    for worker in workers:
        worker.start()
    collected = [results.get(timeout=600) for _worker in workers]
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
    server = EmbeddedPostgres(data=folder / "postgres", port=free_port(), password_file=folder / "password")
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


def measure(url: str, rounds: int) -> dict[str, Any]:
    """Plain commits, decisions, plain commits again; then look for stranded and doubled contacts."""
    with psycopg.connect(url, autocommit=True) as connection:
        refuse_unless_durable(connection)
        share = int(AGENTS / CONNECTIONS * MORE_CONTACTS + 1) * rounds
        build_floor(connection, contacts=share * CONNECTIONS)
        plain = in_parallel(commit_rows, [(url,)] * CONNECTIONS, PLAIN_SECONDS)
        listener = Listener(url)
        work = [(url, n, range(1 + n * share, 1 + (n + 1) * share)) for n in range(CONNECTIONS)]
        tallies: list[Tally] = in_parallel(route, work, rounds)
        heard = listener.stop()
        plain += in_parallel(commit_rows, [(url,)] * CONNECTIONS, PLAIN_SECONDS)
        found = check_floor(connection)
    return summary(tallies, plain, heard=heard) | found


def summary(tallies: list[Tally], plain: list[tuple[float, float]], *, heard: int) -> dict[str, Any]:
    """The figures of the run; plain commits were made twice by all connections."""
    commits_a_second = sum(rate for rate, _cpu in plain) / 2
    commit_cpu = sum(cpu for _rate, cpu in plain) / len(plain)
    calls = {kind: [ms for tally in tallies for ms in tally.milliseconds[kind]] for kind in KINDS}
    decisions = [ms for values in calls.values() for ms in values]
    assignments = sum(tally.assignments for tally in tallies)
    deciding = max(tally.deciding_seconds for tally in tallies)
    serving = max(tally.serving_seconds for tally in tallies)
    assignment_cpu = sum(tally.deciding_cpu for tally in tallies) / assignments
    figures: dict[str, Any] = {
        "agents": AGENTS,
        "queues": QUEUES,
        "connections": CONNECTIONS,
        "assignments": assignments,
        "assignments_per_second": round(assignments / deciding, 1),
        "plain_commits_per_second": round(commits_a_second, 1),
        "ratio": round(assignments / deciding / commits_a_second, 3),
        "assignment_cpu_us": round(assignment_cpu * 1e6),
        "plain_commit_cpu_us": round(commit_cpu * 1e6),
        "cpu_ratio": round(commit_cpu / assignment_cpu, 3),
        "whole_lives_per_second": round(assignments / (deciding + serving), 1),
        "p50_ms": round(quantile(decisions, 0.5), 2),
        "p99_ms": round(quantile(decisions, 0.99), 2),
        "decisions": len(decisions),
        "notifications": heard,
    }
    for kind, values in calls.items():
        figures[f"{kind}_p50_ms"] = round(quantile(values, 0.5), 2)
        figures[f"{kind}_p99_ms"] = round(quantile(values, 0.99), 2)
    return figures


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
@click.option("--rounds", default=ROUNDS, show_default=True, help="How often every agent becomes free.")
def main(rounds: int) -> None:
    """Measure, show a table, end with one JSON line; exit 1 when a limit is missed."""
    console = Console()
    with database() as url:
        with console.status("making the tables"):
            migrate(url)
        with console.status("measuring"):
            figures = measure(url, rounds)
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
