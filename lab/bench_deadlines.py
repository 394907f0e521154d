"""Whether promises are watched in time: 10,000 deadlines in a minute among 100,000 open clocks; what idling costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lab.own_database import own_database
from lab.usage import cpu_seconds

MINUTE = 60.0
LATE_LIMIT = 5.0  # seconds from a deadline to its notices, p99, on a machine with other work
IDLE_LIMIT = 0.01  # of a core, for watching clocks of which none is due
LEAD = 5.0  # seconds from filling to the first deadline
PATIENCE = 180.0
OWNERS = 200

TICKETS = """
insert into tickets_ticket
  (number, kind, severity, status, category_id, text, opened_by_id, owner_id, unit_id, region_id, opened_at, solution,
   reopened_count, version{more})
select 'T20260101-' || lpad(n::text, 6, '0'), 'fault', 'ordinary', 'open', %(category)s, '宽带经常断网 ' || n,
       staff.id, staff.id, staff.unit_id, %(region)s, now() - interval '1 day', '', 0, 1{values}
from generate_series(1, %(clocks)s) as n
join accounts_staff as staff on staff.staff_number = (20000 + n %% %(owners)s)::text
"""
CLOCKS = """
insert into clocks_clock
  (subject, target, policy_id, unit_id, is_agreed, target_seconds, marks, marks_done, started_at, spent_seconds,
   counted_at, due_at, next_at, outcome)
select 'ticket:' || id, 'resolution', %(policy)s, unit_id, false, 86400,
       '[{"at_seconds": 77760, "kind": "warning", "percent": 90, "whom": "", "level": 0},
         {"at_seconds": 86400, "kind": "due", "percent": 0, "whom": "", "level": 0},
         {"at_seconds": 100800, "kind": "escalation", "percent": 0, "whom": "duty_leader", "level": 1}]'::jsonb,
       1, opened_at, 0, opened_at, opened_at + interval '24 hours', opened_at + interval '24 hours', ''
from (
  select id, unit_id, row_number() over (order by id) as n,
         case when row_number() over (order by id) <= %(due)s
              then %(begin)s::timestamptz - interval '24 hours'
                   + make_interval(secs => %(spread)s * (row_number() over (order by id) - 1) / %(due)s)
              else %(begin)s::timestamptz + make_interval(secs => 3600 + id %% 80000) end as opened_at
  from tickets_ticket where owner_id is not null
) as ticket
"""


def make_operator() -> dict[str, int]:
    """Units, owners in teams with leaders, a category and the usual promises."""
    from wanhao.foundation.accounts.models import Posting, Staff, Unit
    from wanhao.foundation.accounts.rights import Role
    from wanhao.service.clocks.models import Policy
    from wanhao.service.clocks.usual import promise_the_usual
    from wanhao.service.tickets.models import Category

    root = Unit.objects.create(kind="operator", code="op", name_zh="万和", path="op/")
    region = Unit.objects.create(kind="region", code="re", name_zh="东江", parent=root, path="op/re/")
    teams = [
        Unit.objects.create(
            kind="team", code=f"t{n}", name_zh=f"{n} 组", parent=region, region=region, path=f"op/re/t{n}/"
        )
        for n in range(20)
    ]
    for n in range(OWNERS):
        Staff.objects.create(staff_number=str(20000 + n), name=f"坐席 {n}", unit=teams[n % 20])
    for n, team in enumerate(teams):
        leader = Staff.objects.create(staff_number=str(21000 + n), name=f"班长 {n}", unit=team)
        Posting.objects.create(staff=leader, role=Role.TEAM_LEADER, unit=team)
    promise_the_usual()
    category = Category.objects.create(code="fault", name_zh="故障", name_en="Fault")
    return {"category": category.pk, "region": region.pk, "policy": Policy.objects.get(code="ordinary").pk}


def fill(numbers: dict[str, int], clocks: int, due: int, spread: float) -> datetime:
    """Tickets with open clocks; `due` of them fall due within `spread` seconds of the moment given back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from tickets_ticket")
        if cursor.fetchone() == (0,):
            more = _columns_without_default(cursor)
            sql = TICKETS.format(
                more="".join(f", {name}" for name in more), values="".join(", " + v for v in more.values())
            )
            cursor.execute(sql, numbers | {"clocks": clocks, "owners": OWNERS})
        cursor.execute("truncate clocks_clock, notices_notice")
        begin = datetime.now().astimezone() + timedelta(seconds=LEAD)
        cursor.execute(CLOCKS, numbers | {"due": due, "begin": begin, "spread": spread})
        cursor.execute("analyze clocks_clock, tickets_ticket")
    return begin


def _columns_without_default(cursor: Any) -> dict[str, str]:
    """Further columns of tickets that must be given something, with an empty value of their kind."""
    known = TICKETS.partition("(")[2].partition("{more}")[0].replace("\n", " ").split(",")
    empty = {"character varying": "''", "text": "''", "boolean": "false", "ARRAY": "'{}'", "jsonb": "'[]'"}
    cursor.execute(
        "select column_name, data_type from information_schema.columns "
        "where table_name = 'tickets_ticket' and is_nullable = 'NO' and column_default is null and is_identity = 'NO'"
    )
    return {
        name: empty.get(kind, "0") for name, kind in cursor.fetchall() if name not in {one.strip() for one in known}
    }


def start_worker() -> subprocess.Popen[bytes]:
    """The real worker process."""
    command = [sys.executable, "-m", "wanhao", "worker"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ.copy())


def watch(worker: subprocess.Popen[bytes], begin: datetime, due: int, kill_at: float | None) -> dict[str, Any]:
    """When each deadline was handled. With `kill_at`, the worker is killed then and replaced; gives the living one."""
    from wanhao.service.clocks.models import Clock

    lags: dict[int, float] = {}
    while len(lags) < due and seconds_since(begin) < PATIENCE:
        if kill_at is not None and seconds_since(begin) > kill_at:
            worker.kill()
            worker.wait()
            worker, kill_at = start_worker(), None
        handled = Clock.objects.filter(broken_at__isnull=False)
        for number, broken_at in handled.values_list("pk", "broken_at"):
            if broken_at is not None:
                lags.setdefault(number, seconds_since(broken_at))
        time.sleep(0.2)
    return {"worker": worker, "handled": len(lags), "seconds": seconds_since(begin), "lags": sorted(lags.values())}


def seconds_since(moment: datetime) -> float:
    """Until now."""
    return (datetime.now().astimezone() - moment).total_seconds()


def counts() -> dict[str, int]:
    """How many clocks broke in the trail, how many of them more than once, how many notices were written."""
    from collections import Counter

    from wanhao.foundation.audit.models import StoredEvent
    from wanhao.foundation.notices.models import Notice

    told = Counter(StoredEvent.objects.filter(name="clocks.PromiseBroken").values_list("data__clock_id", flat=True))
    return {"told": len(told), "twice": sum(n > 1 for n in told.values()), "notices": Notice.objects.count()}


def idle_cost(folder: Path, rounds: int = 200) -> float:
    """The share of a core that one round a second takes while nothing is due, PostgreSQL's part included."""
    from wanhao.service.clocks.firing import fire_all

    pids = [os.getpid(), *_postgres(folder)]
    fire_all()
    before = cpu_seconds(pids)
    for _ in range(rounds):
        fire_all()
    return (cpu_seconds(pids) - before) / rounds


def _postgres(folder: Path) -> list[int]:
    first = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return [first, *map(int, children)]


def figures(
    name: str, numbers: dict[str, int], size: tuple[int, int], spread: float, kill_at: float | None
) -> dict[str, Any]:
    """One line of the table; the worker is at work before the minute begins."""
    clocks, due = size
    worker = start_worker()
    try:
        begin = fill(numbers, clocks, 1, 0)
        watch(worker, begin, 1, None)
        before = counts()
        begin = fill(numbers, clocks, due, spread)
        seen = watch(worker, begin, due, kill_at)
        worker = seen["worker"]
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    lags, found = seen["lags"] or [0.0], counts()
    return {
        "scenario": name,
        "handled": seen["handled"],
        "told": found["told"] - before["told"],
        "twice": found["twice"],
        "notices": found["notices"],
        "all_after_seconds": round(seen["seconds"], 1),
        "late_p50": round(lags[len(lags) // 2], 2),
        "late_p99": round(lags[max(0, int(len(lags) * 0.99) - 1)], 2),
        "late_max": round(lags[-1], 2),
    }


SCENARIOS = (("over a minute", MINUTE, None), ("all at once", 0.0, None), ("worker killed", MINUTE, 30.0))


@click.command()
@click.option("--clocks", default=100_000, show_default=True, help="Open clocks.")
@click.option("--due", default=10_000, show_default=True, help="Of them fall due within the minute.")
def main(clocks: int, due: int) -> None:
    """Deadlines over one minute, all at once, and over a minute in which the worker is killed; limits in the docs."""
    console = Console()
    with own_database() as folder, console.status("Filling …"):
        numbers = make_operator()
        fill(numbers, clocks, 0, 0)
        idle = idle_cost(folder)
        results = [figures(name, numbers, (clocks, due), spread, kill) for name, spread, kill in SCENARIOS]
    table = Table(*(name.replace("_", " ") for name in results[0]))
    for result in results:
        table.add_row(*(f"{value:,}" if not isinstance(value, str) else value for value in result.values()))
    console.print(table)
    spread_out, at_once, killed = results
    right = all(one["handled"] == one["told"] == due and not one["twice"] for one in results)
    summary = {
        "bench": "deadlines",
        "clocks": clocks,
        "due": due,
        "late_p99_seconds": spread_out["late_p99"],
        "all_at_once_seconds": at_once["all_after_seconds"],
        "killed_late_max_seconds": killed["late_max"],
        "idle_share_of_a_core": round(idle, 4),
        "each_once": right,
        "limit_late_p99": LATE_LIMIT,
        "limit_idle": IDLE_LIMIT,
        "passed": right
        and spread_out["late_p99"] <= LATE_LIMIT
        and at_once["all_after_seconds"] <= MINUTE
        and idle <= IDLE_LIMIT,
    }
    print(json.dumps(summary))  # noqa: T201 - the last line is for programs
    sys.exit(0 if summary["passed"] else 1)
