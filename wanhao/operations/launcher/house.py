"""The house: PostgreSQL, web, worker and telephony, started in order, kept alive, stopped in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from types import FrameType

from rich.console import Console

from config.environment import Environment
from wanhao.operations import own_server
from wanhao.operations.child import allow_many_files, ends_with_us
from wanhao.operations.launcher import ports
from wanhao.operations.launcher.failed import LaunchFailed
from wanhao.operations.launcher.greeting import greet
from wanhao.operations.launcher.lock import house_lock
from wanhao.operations.launcher.supervised import OwnProcess, Postgres, Supervised
from wanhao.operations.postgres import EmbeddedPostgres

LOOK_EVERY_SECONDS = 0.3
READY_SECONDS = 60


def embedded(environment: Environment) -> EmbeddedPostgres:
    """The PostgreSQL of this data folder."""
    return EmbeddedPostgres(
        data=environment.data / "postgres",
        port=environment.postgres_port,
        password_file=environment.data / "postgres.password",
    )


class House:
    """All processes of one installation on one machine."""

    def __init__(self, environment: Environment, console: Console, processes: tuple[str, ...]) -> None:
        self.environment = environment
        self.console = console
        self.logs = environment.data / "logs"
        self.children: list[Supervised] = []
        self.processes = processes

    def run(self) -> None:
        """Start everything, keep it alive until told to stop, stop everything."""
        began = time.monotonic()
        allow_many_files()
        with house_lock(self.environment.data):
            ports.refuse_taken(self.environment)
            self.logs.mkdir(exist_ok=True)
            try:
                self._stop_on_signals()
                self._open()
                greet(self.environment, self.console, seconds=time.monotonic() - began)
                self._look_after()
            except KeyboardInterrupt:
                self.console.print("\nStopping …")
            finally:
                self._ignore_signals()
                self._close()

    def _open(self) -> None:
        if self.environment.uses_embedded_postgres:
            self._open_postgres()
        else:
            own_server.version(self.environment.database_url)
        self._prepare()
        for name in self.processes:
            self._add(OwnProcess(name, self.logs))
        with self.console.status(f"Waiting for {', '.join(self.processes)} …"):
            self._wait_until_ready()

    def _open_postgres(self) -> None:
        server = embedded(self.environment)
        self.children.append(Supervised(Postgres(server)))
        if not server.exists:
            self.console.print(f"Making a PostgreSQL cluster in {server.data} …")
            server.create()
        self.children[0].start()
        server.ensure_database()
        self.console.print(f"PostgreSQL answers on port {server.port}.")

    def _add(self, process: OwnProcess) -> None:
        child = Supervised(process)
        self.children.append(child)
        child.start()

    def _prepare(self) -> None:
        """Tables, texts, static files and the demo operator, in a process of its own that shows its progress."""
        done = subprocess.run(
            [*ends_with_us("TERM"), sys.executable, "-m", "wanhao", "prepare"], env=os.environ, check=False
        )
        if done.returncode:
            raise LaunchFailed("The preparation failed; the lines above say why.")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while missing := self._missing():
            if time.monotonic() > deadline:
                self.console.print(f"Not ready yet: {', '.join(sorted(missing))}. The files in {self.logs} say why.")
                return
            self._look_once()
            time.sleep(LOOK_EVERY_SECONDS)

    def _missing(self) -> set[str]:
        """Parts that /healthz does not yet call well."""
        connection = HTTPConnection(self.environment.host, self.environment.http_port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": self.environment.allowed_hosts[0]})
            answer = json.loads(connection.getresponse().read())
        except (OSError, HTTPException, ValueError):
            return {"web"}
        finally:
            connection.close()
        return {name for name, part in answer["parts"].items() if not part["well"] and name in self.processes}

    def _look_after(self) -> None:
        while True:
            self._look_once()
            time.sleep(LOOK_EVERY_SECONDS)

    def _look_once(self) -> None:
        for child in self.children:
            if line := child.look_after():
                self.console.print(line)

    def _close(self) -> None:
        """Newest first: calls end before the pages go, the database last."""
        for child in reversed(self.children):
            child.stop()
        self.console.print("Stopped.")

    def _stop_on_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, interrupt)

    def _ignore_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C, SIGTERM and a closed terminal all mean: stop everything in order."""
    raise KeyboardInterrupt
