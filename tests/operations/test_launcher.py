"""`wanhao up`: started, killed in part, started again, stopped; two side by side."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lab.free_ports import free_port
from tests.operations.houses import Launched, wait_for, wanhao
from wanhao.operations.postgres import EmbeddedPostgres

pytestmark = pytest.mark.timeout(450)
PARTS = ("web", "database", "worker", "telephony")


@pytest.fixture(scope="module")
def house() -> Iterator[Launched]:
    """A house made from an empty folder; each test leaves it running."""
    launched = Launched()
    try:
        launched.open()
        yield launched
    finally:
        launched.remove()


def test_a_new_house_answers(house: Launched) -> None:
    assert "Making a PostgreSQL cluster" in house.output
    assert f"http://localhost:{house.http_port}/desk/" in house.output
    parts = house.parts()
    assert parts["web"]
    assert parts["database"]
    assert parts["worker"]
    assert parts["telephony"]


@pytest.mark.parametrize("name", ["worker", "telephony"])
def test_a_killed_process_is_started_again_and_said_so(house: Launched, name: str) -> None:
    before = house.pid_of(f"wanhao {name}")
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: f"{name} runs again" in house.output, 20, f"{name} to run again")
    assert f"{name} ended (signal SIGKILL); starting it again" in house.output
    assert house.pid_of(f"wanhao {name}") != before
    wait_for(lambda: house.parts().get(name), 20, f"{name} to be well")


def test_killed_web_is_started_again(house: Launched) -> None:
    os.kill(house.pid_of("wanhao web"), signal.SIGKILL)
    wait_for(lambda: "web runs again" in house.output, 20, "web to run again")
    wait_for(lambda: house.parts().get("web"), 20, "web to answer")


def test_what_was_committed_outlives_a_killed_postgres(house: Launched) -> None:
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        connection.execute("create table if not exists kept (number int primary key)")
        connection.execute("insert into kept values (42)")
    os.kill(house.pid_of("bin/postgres -D"), signal.SIGKILL)
    wait_for(lambda: "postgres runs again" in house.output, 30, "PostgreSQL to run again")
    with psycopg.connect(house.database_url) as connection:
        assert connection.execute("select number from kept").fetchone() == (42,)
    wait_for(lambda: all(house.parts().get(part) for part in PARTS), 30, "all to be well")


def test_a_second_house_in_the_same_folder_is_refused(house: Launched) -> None:
    refused = wanhao("up", environment=house.environment)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert f"is in use by process {house.process.pid}" in refused.stderr


def test_two_houses_side_by_side(house: Launched) -> None:
    second = Launched(has_tables=True)
    try:
        second.open()
        assert second.parts()["worker"]
        assert house.parts()["worker"]
    finally:
        second.remove()
    assert house.parts()["worker"]


def test_ctrl_c_leaves_nothing_behind_and_the_second_start_is_quick(house: Launched) -> None:
    assert len(house.left()) >= 4
    house.stop()
    assert house.process.returncode == 0
    assert "Stopped." in house.output
    assert house.left() == []
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others may use this machine meanwhile
    assert house.open() < 10 * busy
    assert "Making a PostgreSQL cluster" not in house.output


def test_a_killed_launcher_takes_everything_along_and_can_be_started_again(house: Launched) -> None:
    house.process.kill()
    house.process.wait(10)
    wait_for(lambda: not house.left(), 90, "all children to end by themselves")
    house.open()
    assert house.parts()["database"]


@pytest.mark.parametrize(
    ("setting", "kind"),
    [
        ("WANHAO_HTTP_PORT", socket.SOCK_STREAM),
        ("WANHAO_WSS_PORT", socket.SOCK_STREAM),
        ("WANHAO_SIP_PORT", socket.SOCK_DGRAM),
        ("WANHAO_POSTGRES_PORT", socket.SOCK_STREAM),
    ],
)
def test_a_taken_port_is_one_line_that_names_the_setting(setting: str, kind: socket.SocketKind) -> None:
    closed = Launched()
    with socket.socket(socket.AF_INET, kind) as holder:
        holder.bind(("127.0.0.1", int(closed.environment[setting])))
        if kind is socket.SOCK_STREAM:
            holder.listen()
        refused = wanhao("up", environment=closed.environment)
    closed.remove()
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert f"{setting}={closed.environment[setting]} is taken" in refused.stderr


def test_an_address_of_another_machine_is_named() -> None:
    closed = Launched()
    refused = wanhao("up", environment=closed.environment | {"WANHAO_HOST": "192.0.2.1"})
    closed.remove()
    assert refused.returncode == 2
    assert refused.stderr == "wanhao: WANHAO_HOST=192.0.2.1 is not an address of this machine.\n"


def test_a_folder_only_its_owner_can_enter() -> None:
    """Root starts PostgreSQL as another user, who is given a folder elsewhere; everybody else owns both."""
    closed = Path(tempfile.mkdtemp(prefix="wanhao-house-"))  # mode 0700
    server = EmbeddedPostgres(data=closed / "var" / "postgres", port=free_port(), password_file=closed / "password")
    try:
        server.create()
        server.start()
        with psycopg.connect(server.url("postgres")) as connection:
            assert connection.execute("select 42").fetchone() == (42,)
        assert server.data.is_symlink() is (os.geteuid() == 0)
    finally:
        server.stop()
        shutil.rmtree(server.data.resolve().parent, ignore_errors=True)
        shutil.rmtree(closed, ignore_errors=True)
