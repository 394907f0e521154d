"""The functions of sql/ are installed after every `migrate`: changed, left over and missing ones are put right."""

import pytest
from django.core.management import call_command
from django.db import connection

from wanhao.service.routing import decisions, installing

pytestmark = pytest.mark.django_db


def routines() -> dict[str, str]:
    """Names and bodies of what is installed."""
    with connection.cursor() as cursor:
        cursor.execute(r"select proname, prosrc from pg_proc where proname like 'routing\_%'")
        return dict(cursor.fetchall())


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_migration_puts_the_functions_right() -> None:
    before = routines()
    run(installing.EDITION.replace("create", "create or replace").format("older"))
    run("drop procedure routing_accept_and_tell")
    run("drop function routing_weight")
    run("create function routing_weight(jsonb, text, smallint) returns int language sql as 'select 0'")
    run("create function routing_enqueue(text) returns text language sql as 'select null'")
    call_command("migrate", verbosity=0)
    assert routines() == before


def test_functions_that_are_up_to_date_are_left_alone() -> None:
    assert installing.install() is False


@pytest.mark.parametrize(
    "decision", [found for found in vars(decisions).values() if isinstance(found, decisions.Decision)]
)
def test_every_decision_can_be_made_alone_and_within_a_transaction(decision: decisions.Decision) -> None:
    installed = routines()
    assert decision.name in installed
    assert f"{decision.name}_and_tell" in installed
