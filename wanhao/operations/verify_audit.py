"""`wanhao verify-audit`: every event and seal compared, with progress; the first fault named."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from wanhao.foundation.audit import actions
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.queries import count_of_seals
from wanhao.foundation.audit.verification import Tally


def main(console: Console) -> None:
    """Exit code 0 when all is as it was recorded, 1 when something was touched."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[events]:,} events"))
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("Verifying the audit trail", total=count_of_seals(), events=0)

        def show(tally: Tally) -> None:
            bar.update(task, completed=tally.seals, events=tally.events)

        outcome = actions.verify(by=Actor.system("verify-audit"), progress=show)
    console.print(
        f"{outcome.events:,} events in {outcome.seals:,} seals compared, {outcome.unsealed:,} not yet sealed."
    )
    if outcome.problem:
        console.print(
            f"[bold red]{outcome.get_problem_display()}:[/] {outcome.at_fault}. Everything before it is well."
        )
        sys.exit(1)
    console.print("[green]Everything is as it was recorded.[/]")
