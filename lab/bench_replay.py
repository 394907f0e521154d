"""A real day of arrivals through the real routing: who waits how long, whether anybody is overtaken, how true the
estimates of the wait are.

The file gives calls for each five minutes (columns DateTime, Calls). Simulated agents answer, talk and wrap up; time
runs 60 times as fast, and all figures are told in seconds of the day. About as many agents are at work as the callers
keep busy, a little less on average and off by some percent in each half hour, so that queues form and dissolve.
Predictions are those of the product, made on entering the queue by the same action; the usual estimators are kept in
the same row: the wait of the last one to enter service, (Q+1)/(n·mu), and the running average of Asterisk.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lab.own_database import own_database
from lab.replay_plan import Day, plan

COVERAGE = (0.87, 0.93)
console = Console()


def measure(day: Day, speed: float) -> dict[str, Any]:
    """Replay the day on a database of its own."""
    with own_database():
        from lab import replay_figures
        from lab.replay_day import Replay, build
        from wanhao.service.waits.actions import compare_predictions
        from wanhao.service.waits.measuring import Prior

        made = build(day, speed)
        prior = Prior(service_seconds=240 / speed, patience_seconds=180 / speed)
        replay = Replay(day, made, speed, console.log)
        began = time.monotonic()
        replay.run(prior)
        seconds = time.monotonic() - began
        while compare_predictions():
            pass
        kinds = dict(zip(made.contacts, (caller.kind for caller in day.callers), strict=True))
        passed_over, with_reason = replay_figures.overtaken()
        return {
            "day": day.name,
            "callers": len(day.callers),
            "speed": speed,
            "run_seconds": round(seconds),
            "late_p99_ms": round(replay_figures.quantile(replay.late_seconds, 0.99) * 1000, 1),
            "failures": replay.failures[:5],
            "classes": [asdict(row) for row in replay_figures.waits_by_class(kinds, speed)],
            "passed_over_without_reason": passed_over,
            "came_forward_by_reason": with_reason,
            "all": replay_figures.accuracy(speed),
            "general": replay_figures.accuracy(speed, "general"),
            "fault": replay_figures.accuracy(speed, "fault"),
        }


def missed_limits(figures: dict[str, Any]) -> list[str]:
    """The stated limits that this run did not keep."""
    mae = figures["all"]["mae"]
    low, high = COVERAGE
    limits = {
        "somebody was passed over without a reason": figures["passed_over_without_reason"] == 0,
        "our mean error is not the smallest": mae["ours"] == min(mae.values()),
        f"P90 coverage outside {low}–{high}": low <= figures["all"]["coverage"] <= high,
        "an action failed": not figures["failures"],
        "nobody had to wait": figures["all"]["answered"] > 0,
    }
    return [limit for limit, is_kept in limits.items() if not is_kept]


def show(figures: dict[str, Any]) -> None:
    """Tables for people."""
    waits = Table("class", "callers", "answered", "gave up", "mean wait", "P90", "longest", title="Waits in seconds")
    for row in figures["classes"]:
        shares = [str(row[name]) for name in ("offered", "answered", "abandoned")]
        waits.add_row(row["kind"], *shares, *(f"{row[name]:.1f}" for name in ("mean", "p90", "longest")))
    console.print(waits)
    names = list(figures["all"]["mae"])
    errors = Table("queue", "waited", "coverage of P90", *names, title="Mean error in seconds (bias)")
    for queue in ("all", "general", "fault"):
        found = figures[queue]
        cells = [f"{found['mae'][name]:.1f} ({found['bias'][name]:+.1f})" for name in names]
        errors.add_row(queue, str(found["predicted"]), f"{found['coverage']:.3f}", *cells)
    console.print(errors)
    forward = ", ".join(f"{reason} {many}" for reason, many in figures["came_forward_by_reason"].items())
    console.print(f"came forward by a stated reason: {forward or 'nobody'}")
    console.print(f"passed over without a reason: {figures['passed_over_without_reason']}")


@click.command(help=__doc__)
@click.option("--arrivals", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True, help="CSV.")
@click.option("--day", default="", help="Day of the file, such as 2003-03-10; its first without it.")
@click.option("--hours", default="", help="Only these hours, such as 9-12.")
@click.option("--share", default=1.0, show_default=True, help="Thin the callers (and the agents) to this share.")
@click.option("--speed", default=60.0, show_default=True, help="How many times as fast as the clock.")
@click.option("--seed", default=1, show_default=True, help="Of the simulated people.")
def main(arrivals: Path, day: str, hours: str, share: float, speed: float, seed: int) -> None:
    """Measure, show tables, end with one JSON line; exit 1 when a limit is missed."""
    planned = plan(arrivals, day=day, hours=hours, share=share, seed=seed)
    console.log(f"{planned.name}: {len(planned.callers)} callers in {planned.seconds / 3600:.1f} h, {speed:g}-fold")
    figures = measure(planned, speed)
    missed = missed_limits(figures)
    show(figures)
    for limit in missed:
        console.print(f"missed: {limit}")
    click.echo(json.dumps(figures | {"missed": missed}, ensure_ascii=False))
    if missed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
