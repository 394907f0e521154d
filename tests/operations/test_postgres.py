"""The packaged PostgreSQL: also from a copy, and after the worst."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lab.free_ports import free_port
from tests.operations.houses import wait_for
from wanhao.operations.child import may_enter, within_reach
from wanhao.operations.postgres import EmbeddedPostgres, copied, packaged_binaries, running


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    """A running server of its own."""
    folder = Path(tempfile.mkdtemp(prefix="wanhao-postgres-"))
    folder.chmod(0o755)
    made = EmbeddedPostgres(folder / "postgres", free_port(), folder / "password", {"shared_buffers": "32MB"})
    made.create()
    made.start()
    yield made
    made.stop()
    shutil.rmtree(folder)


def test_a_copy_of_the_programs_runs_by_itself(tmp_path: Path) -> None:
    programs = copied(packaged_binaries(), tmp_path / "postgres-copy")
    for name in ("postgres", "initdb", "pg_dump"):
        said = subprocess.run([str(programs / name), "--version"], capture_output=True, text=True, check=True).stdout
        assert "PostgreSQL" in said
    assert copied(packaged_binaries(), tmp_path / "postgres-copy") == programs


def test_no_acknowledged_row_is_lost_when_it_is_killed(server: EmbeddedPostgres) -> None:
    server.ensure_database()
    acknowledged = 0
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create table row_kept (number int primary key)")
        for number in range(200):
            connection.execute("insert into row_kept values (%s)", [number])
            acknowledged = number
        number_of_server = server.server_pid()
        assert number_of_server is not None
        os.kill(number_of_server, signal.SIGKILL)
    server.start()
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("select count(*) from row_kept").fetchone() == (acknowledged + 1,)


def test_a_server_left_by_a_killed_launcher_is_replaced(server: EmbeddedPostgres) -> None:
    left = server.server_pid()
    assert left is not None
    process, server.process = server.process, None
    assert process is not None
    server.start()
    assert server.server_pid() != left
    wait_for(lambda: process.poll() is not None, 10, "the server left over to end")
    assert not running(left)


def test_the_password_is_nobody_elses(server: EmbeddedPostgres) -> None:
    assert server.password_file.stat().st_mode & 0o077 == 0
    assert not list(server.data.parent.glob("*initdb-password"))
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url().replace(":", ":x", 2).replace(":x//", "://", 1))


def test_who_may_enter_a_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    owner = closed.stat().st_uid
    assert may_enter(closed, owner, 0)
    assert not may_enter(closed, owner + 1, closed.stat().st_gid + 1)
    assert not within_reach(closed, {"user": owner + 1, "group": closed.stat().st_gid + 1})
    assert within_reach(closed, {})
