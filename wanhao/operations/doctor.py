"""What this machine has and lacks."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from config.environment import ROOT, Environment
from wanhao.operations import own_server
from wanhao.operations.child import unprivileged
from wanhao.operations.launcher.failed import LaunchFailed
from wanhao.operations.launcher.lock import is_running
from wanhao.operations.launcher.ports import TCP, UDP, is_free
from wanhao.operations.postgres import PostgresFailed, packaged_binaries

ROOM_BYTES = 2_000_000_000
OPEN_FILES = 4096


@dataclass(frozen=True)
class Finding:
    """One thing looked at: is it well, what was found or what to do, and does the house need it to run?"""

    what: str
    well: bool
    remark: str
    is_needed: bool = True


def examine(environment: Environment) -> list[Finding]:
    """Look at everything."""
    return [*programmes(), *database(environment), *room(environment), *ports(environment), *for_tests()]


def programmes() -> Iterator[Finding]:
    """Python and the browser libraries."""
    yield Finding("Python", sys.version_info >= (3, 11), f"{sys.version.split()[0]} (3.11 or newer)")
    libraries = (ROOT / "node_modules" / "jssip").is_dir()
    yield Finding("Browser libraries", libraries, "node_modules" if libraries else "missing: make run fetches them")


def database(environment: Environment) -> Iterator[Finding]:
    """A server to talk to, or programs to start one."""
    if not environment.uses_embedded_postgres:
        try:
            found = own_server.version(environment.database_url)
            yield Finding("DATABASE_URL", True, f"PostgreSQL {found} ({own_server.OLDEST} or newer)")
        except LaunchFailed as error:
            yield Finding("DATABASE_URL", False, str(error).removeprefix("DATABASE_URL: "))
        return
    try:
        yield Finding("Embedded PostgreSQL", packaged_binaries().is_dir(), str(packaged_binaries()))
        yield Finding("User for PostgreSQL", True, "a user without rights" if unprivileged() else "you")
    except PostgresFailed as error:
        yield Finding("Embedded PostgreSQL", False, str(error))


def room(environment: Environment) -> Iterator[Finding]:
    """Disk, and how many files a process may open."""
    folder = next(part for part in (environment.data, *environment.data.parents) if part.exists())
    free = shutil.disk_usage(folder).free
    yield Finding("Room for WANHAO_DATA", free > ROOM_BYTES, f"{free / 1e9:.0f} GB free in {environment.data}")
    yield Finding("Right to write there", os.access(folder, os.W_OK), str(folder))
    import resource

    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    yield Finding("Open files", files >= OPEN_FILES, f"{files} allowed (ulimit -n; {OPEN_FILES} or more)", False)


def ports(environment: Environment) -> Iterator[Finding]:
    """Ports that are free, or ours already."""
    if is_running(environment.data):
        yield Finding("Ports", True, "the house is running")
        return
    for name, port, kind in (
        ("WANHAO_HTTP_PORT", environment.http_port, TCP),
        ("WANHAO_SIP_PORT", environment.sip_port, UDP),
        ("WANHAO_WSS_PORT", environment.wss_port, TCP),
    ):
        free = is_free(environment.host, port, kind)
        yield Finding(name, free, f"{port} is {'free' if free else 'taken: give another'}")


def for_tests() -> Iterator[Finding]:
    """What `make test` uses beyond Python; the house runs without."""
    for package, programs in {
        "chromium": ("chromium", "chromium-browser", "google-chrome"),
        "sip-tester": ("sipp",),
        "espeak-ng": ("espeak-ng",),
    }.items():
        found = next((path for program in programs if (path := shutil.which(program))), None)
        yield Finding(f"{package} (tests)", found is not None, found or f"apt-get install {package}", False)


def show(findings: list[Finding], console: Console) -> None:
    """One line for each."""
    table = Table(box=None, show_header=False, padding=(0, 2))
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark = "[green]✓[/green]" if finding.well else ("[red]✗[/red]" if finding.is_needed else "[yellow]–[/yellow]")
        table.add_row(mark, finding.what, finding.remark)
    console.print(table)
