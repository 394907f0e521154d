"""The commands of `wanhao`. What a command needs is imported when it runs, so that --help is quick."""

from __future__ import annotations

import os
import sys

import click
from rich.console import Console

from config import environment as settings
from wanhao.operations.by_name import by_name

console = Console(highlight=False, soft_wrap=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Wanhao 万号: the customer-service centre of a telecom operator."""


def run() -> None:
    """The entry point: known troubles become one line on stderr and exit code 2."""
    from django.core.exceptions import ImproperlyConfigured

    from wanhao.common.errors import Refused
    from wanhao.operations.child import NoUserForChildren
    from wanhao.operations.launcher.failed import LaunchFailed
    from wanhao.operations.postgres import PostgresFailed

    try:
        cli.main(prog_name="wanhao")
    except (
        settings.BrokenSetting,
        LaunchFailed,
        PostgresFailed,
        NoUserForChildren,
        Refused,
        ImproperlyConfigured,
    ) as error:
        click.echo(f"wanhao: {error}", err=True)
        sys.exit(2)


def with_django() -> settings.Environment:
    """Check the settings, then load the models."""
    environment = settings.read()
    import django

    django.setup()
    return environment


@cli.command()
def up() -> None:
    """Start everything on this machine and keep it running until Ctrl-C."""
    from wanhao.operations.launcher.house import House

    House(settings.read(), console, processes=("web", "worker", "telephony")).run()


@cli.command()
def demo() -> None:
    """Like `up`, in demo mode, with simulated customers and robot agents making real calls."""
    from wanhao.operations.launcher.house import House

    os.environ["WANHAO_DEMO"] = "1"
    House(settings.read(), console, processes=("web", "worker", "telephony", "people")).run()


@cli.command()
def web() -> None:
    """Run one web process (`up` does this for you)."""
    from wanhao.operations.web import main

    main(with_django())


@cli.command()
def worker() -> None:
    """Run one worker process (`up` does this for you)."""
    environment = with_django()
    from wanhao.operations.worker import main

    main(environment)


@cli.command()
def telephony() -> None:
    """Run one telephony process (`up` does this for you)."""
    with_django()
    by_name("wanhao.service.telephony.process:main")()


@cli.command()
def people() -> None:
    """Run the simulated customers and robot agents of the demo (`demo` does this for you)."""
    with_django()
    by_name("lab.people:main")()


@cli.command()
def prepare() -> None:
    """Tables, texts, static files and, in demo mode, the demo operator (`up` does this for you)."""
    environment = with_django()
    from wanhao.operations.prepare import prepare as everything

    everything(environment, console.print)


@cli.command("new-key")
def new_key() -> None:
    """Print a new key for WANHAO_SECRET_KEYS."""
    import secrets
    import time

    click.echo(f"k{time.strftime('%Y%m%d')}:{secrets.token_urlsafe(32)}")
