"""The command line `wanhao`: a command is one line here and a function in commands/."""

from __future__ import annotations

import sys

import click

from wanhao.operations.commands import access, data, machine, processes


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Wanhao 万号: the customer-service centre of a telecom operator."""


for command in (
    processes.up,
    processes.demo,
    processes.prepare,
    processes.web,
    processes.worker,
    processes.telephony,
    processes.people,
    processes.outside,
    machine.doctor,
    machine.bench,
    access.new_key,
    access.token,
    access.phone,
    data.migrate,
    data.import_,
    data.verify_audit,
    data.backup,
    data.restore,
):
    cli.add_command(command)


def known_troubles() -> tuple[type[Exception], ...]:
    """What is told in one line instead of a traceback."""
    from config.environment import BrokenSetting
    from wanhao.common.errors import Refused
    from wanhao.operations.child import NoUserForChildren
    from wanhao.operations.launcher.failed import LaunchFailed
    from wanhao.operations.postgres import PostgresFailed

    return BrokenSetting, LaunchFailed, PostgresFailed, NoUserForChildren, Refused


def run() -> None:
    """The entry point: known troubles become one line on stderr and exit code 2."""
    try:
        cli.main(prog_name="wanhao")
    except known_troubles() as error:
        click.echo(f"wanhao: {error}", err=True)
        sys.exit(2)
