"""Processes: all of them at once, or one."""

from __future__ import annotations

import os

import click

from config import environment as settings
from wanhao.operations.by_name import by_name
from wanhao.operations.commands.shared import console, with_django

HOUSE = ("web", "worker", "telephony")


@click.command(short_help="Start everything on this machine, until Ctrl-C.")
def up() -> None:
    """Start everything on this machine and keep it running until Ctrl-C."""
    run_house(*HOUSE)


@click.command(short_help="The same, with simulated people making real calls.")
def demo() -> None:
    """Like `up`, in demo mode, with simulated customers and robot agents making real calls."""
    os.environ["WANHAO_DEMO"] = "1"
    run_house(*HOUSE, "people")


def run_house(*names: str) -> None:
    """All these processes until Ctrl-C; in demo mode, when no trunk is set, the network outside as well."""
    from wanhao.operations.launcher import ports
    from wanhao.operations.launcher.house import House

    environment = settings.read()
    if environment.demo and not environment.outbound_trunk:
        os.environ["WANHAO_OUTBOUND_TRUNK"] = f"127.0.0.1:{ports.free_beside(environment.sip_port)}"
        names = (*names, "outside")
    House(settings.read(), console, processes=names).run()


@click.command(short_help="Make tables, texts and static files (`up` does this).")
def prepare() -> None:
    """Tables, texts, static files and, in demo mode, the demo operator (`up` does this for you)."""
    environment = with_django()
    from wanhao.operations.prepare import prepare as everything

    everything(environment, console.print)


@click.command()
def web() -> None:
    """Run one web process (`up` does this for you)."""
    environment = with_django()
    from wanhao.operations.web import main

    main(environment)


@click.command()
def worker() -> None:
    """Run one worker process (`up` does this for you)."""
    environment = with_django()
    from wanhao.operations.worker import main

    main(environment)


@click.command()
def telephony() -> None:
    """Run one telephony process (`up` does this for you)."""
    with_django()
    from wanhao.service.telephony.process import main

    main()


@click.command(short_help="Run the demo's simulated people (`demo` does this).")
def people() -> None:
    """Run the simulated customers and robot agents of the demo (`demo` does this for you)."""
    environment = with_django()
    from wanhao.common import logs

    logs.configure("people", level=environment.log_level, as_json=environment.log_as_json)
    by_name("lab.people:main")()


@click.command(short_help="Run the demo's network outside (`up` does this).")
def outside() -> None:
    """Run the demo's telephone network outside, where every number answers (`up` does this for you)."""
    environment = settings.read()
    from wanhao.common import logs

    logs.configure("outside", level=environment.log_level, as_json=environment.log_as_json)
    by_name("lab.outside:main")()
