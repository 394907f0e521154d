"""Keys, tokens and telephones for people and machines."""

from __future__ import annotations

import secrets
import time

import click

from wanhao.operations.commands.shared import staff_by_number, with_database


@click.command("new-key")
def new_key() -> None:
    """Print a new key for WANHAO_SECRET_KEYS."""
    click.echo(f"k{time.strftime('%Y%m%d')}:{secrets.token_urlsafe(32)}")


@click.command()
@click.argument("staff_number")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
def token(staff_number: str, name: str) -> None:
    """Print a new API token of a member of staff. It is shown once."""
    with with_database():
        from wanhao.access.api.actions import issue_token
        from wanhao.foundation.audit.events import Actor

        click.echo(issue_token(staff_by_number(staff_number), name=name, by=Actor.system("command-line")))


@click.command(short_help="Print what a SIP phone needs to register.")
@click.argument("staff_number")
def phone(staff_number: str) -> None:
    """Print what a SIP phone needs to register as a member of staff."""
    with with_database():
        from wanhao.service.calls.actions import sip_account

        account = sip_account(staff_by_number(staff_number))
        click.echo(f"user      {account.user}\npassword  {account.password}\nserver    {account.server}")
