"""A real web server for tests, in a thread of the test process or as a process of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from django.db import connection
from django.test import Client

from lab.free_ports import free_port
from tests.server import SERVER


@contextmanager
def serving() -> Iterator[int]:
    """Serve the application from a thread, on the test database; gives the port."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(
            "config.asgi:application", port=port, log_level="warning", ws="none", timeout_graceful_shutdown=2
        )
    )
    thread = threading.Thread(target=asyncio.run, args=(server.serve(),), daemon=True)
    thread.start()
    wait_for_port(port)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def served_by_process(port: int = 0) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the application from a process of its own, on the test database; gives the port and the process."""
    assert SERVER is not None
    port = port or free_port()
    environment = os.environ | {"DATABASE_URL": SERVER.url(connection.settings_dict["NAME"])}
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "config.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    with subprocess.Popen(command, env=environment) as process:
        try:
            wait_for_port(port, process)
            yield port, process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(10)


def wait_for_port(port: int, process: subprocess.Popen[bytes] | None = None, seconds: float = 30) -> None:
    """Return when somebody listens on the port."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            dead = process is not None and process.poll() is not None
            if dead or time.monotonic() > deadline:
                raise AssertionError(f"nothing listens on port {port}") from None
            time.sleep(0.05)


def signed_in_cookie(person: object) -> str:
    """The session cookie of a person who signed in."""
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return f"sessionid={client.cookies['sessionid'].value}"
