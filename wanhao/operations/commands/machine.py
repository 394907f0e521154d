"""The machine: what it lacks, how fast it is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import click

from config import environment as settings
from config.environment import ROOT
from wanhao.operations.by_name import by_name
from wanhao.operations.commands.shared import console


@click.command(short_help="Say what this machine has and lacks.")
def doctor() -> None:
    """Say what this machine has and lacks; exit code 1 when something needed is missing."""
    from wanhao.operations.doctor import examine, show

    findings = examine(settings.read())
    show(findings, console)
    if any(finding.is_needed and not finding.well for finding in findings):
        sys.exit(1)


class NamesItsBenches(click.Command):
    """Help that lists what can be measured, read from the files so that none of them is loaded."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each bench with the first line of its module."""
        with formatter.section("Names"):
            formatter.write_dl([(name, first_line(text)) for name, text in benches()])


def benches() -> Iterator[tuple[str, str]]:
    """Names and sources of the benches of this installation."""
    for file in sorted((ROOT / "lab").glob("bench_*.py")):
        text = file.read_text()
        if "def main(" in text:
            yield file.stem.removeprefix("bench_"), text


def first_line(text: str) -> str:
    """The first paragraph of what a module says of itself."""
    return " ".join((ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0].split())


@click.command(
    cls=NamesItsBenches,
    short_help="Measure speed and memory; `bench --help` lists what.",
    context_settings={"allow_interspersed_args": False},
)
@click.argument("name")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str, arguments: tuple[str, ...]) -> None:
    """Measure NAME; `bench NAME --help` lists its options.

    Prints a table and, as its last line, one JSON object; exit code 1 when a stated limit is missed.
    """
    known = [known for known, _text in benches()]
    if name not in known:
        raise click.BadParameter(f"there is no bench {name!r}, only {', '.join(known)}.", param_hint="NAME")
    command: click.Command = by_name(f"lab.bench_{name}:main")
    command.main(args=list(arguments), prog_name=f"wanhao bench {name}")
