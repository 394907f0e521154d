"""Every command explains itself; what is wrong is one line."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from lab.free_ports import free_port
from tests.operations.houses import own_environment, wanhao
from wanhao.operations.cli import cli


def commands(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    """Every command and sub-command as it is typed."""
    for name, command in sorted(group.commands.items()):
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)


ALL = list(commands(cli))


@pytest.mark.parametrize("typed", ALL, ids=" ".join)
def test_every_command_has_help(typed: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli, [*typed, "--help"])
    assert result.exit_code == 0
    first_sentence = result.output.split("\n")[2].strip()
    assert len(first_sentence) > 15


def test_plain_wanhao_lists_the_commands() -> None:
    said = CliRunner().invoke(cli, []).output
    for name in ("up", "demo", "doctor", "token", "phone", "import", "verify-audit", "backup", "restore", "bench"):
        assert f"\n  {name} " in said
    assert "..." not in said.partition("Commands:")[2]  # each fits its line


def test_the_help_of_bench_lists_what_can_be_measured() -> None:
    said = CliRunner().invoke(cli, ["bench", "--help"]).output
    assert "  calls " in said
    assert "  live " in said
    assert "floor_life" not in said  # a part of a bench


def test_a_database_that_does_not_answer_is_one_line() -> None:
    url = f"postgresql://wanhao@127.0.0.1:{free_port()}/wanhao"
    ran = wanhao("token", "8001", environment=own_environment(WANHAO_DEMO="1", DATABASE_URL=url))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("wanhao: DATABASE_URL: ")
    assert ran.stderr.count("\n") == 1


def test_a_broken_setting_is_one_line() -> None:
    ran = wanhao("up", environment=own_environment(WANHAO_DEMO="1", WANHAO_HTTP_PORT="eighty"))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "wanhao: WANHAO_HTTP_PORT=eighty: a port is a number from 1 to 65535.\n"


def test_without_demo_mode_keys_are_asked_for() -> None:
    ran = wanhao("up", environment=own_environment())
    assert ran.returncode == 2
    assert ran.stderr.startswith("wanhao: WANHAO_SECRET_KEYS is empty")


def test_an_unknown_bench_is_refused() -> None:
    result = CliRunner().invoke(cli, ["bench", "no-such-thing"])
    assert result.exit_code == 2
    assert "there is no bench 'no-such-thing'" in result.output


def test_a_new_key_is_one_that_is_accepted() -> None:
    key = CliRunner().invoke(cli, ["new-key"]).output.strip()
    key_id, _, secret = key.partition(":")
    assert key_id.isalnum()
    assert len(secret) >= 40
