"""The machine: what it lacks, how fast it is."""

from __future__ import annotations

import sys

import click

from config import environment as settings
from wanhao.operations.by_name import by_name, is_there
from wanhao.operations.commands.shared import console


@click.command()
def doctor() -> None:
    """Say what this machine has and lacks; exit code 1 when something needed is missing."""
    from wanhao.operations.doctor import examine, show

    findings = examine(settings.read())
    show(findings, console)
    if any(finding.is_needed and not finding.well for finding in findings):
        sys.exit(1)


@click.command(context_settings={"allow_interspersed_args": False})
@click.argument("name")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str, arguments: tuple[str, ...]) -> None:
    """Measure NAME (such as calls, routing, live); `bench NAME --help` lists its options.

    Prints a table and, as its last line, one JSON object; exit code 1 when a stated limit is missed.
    """
    module = f"lab.bench_{name.replace('-', '_')}"
    if not name.replace("-", "").isalnum() or not is_there(module):
        raise click.BadParameter(f"there is no bench {name!r}.", param_hint="NAME")
    command: click.Command = by_name(f"{module}:main")
    command.main(args=list(arguments), prog_name=f"wanhao bench {name}")
