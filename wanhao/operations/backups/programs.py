"""pg_dump, pg_restore and psql: the packaged ones, or the system's when they fit the server better."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from wanhao.common.errors import Refused
from wanhao.operations.postgres import PostgresFailed, packaged_binaries

CHUNK_BYTES = 1 << 20


def folders() -> Iterator[Path]:
    """Where the programs may be."""
    with contextlib.suppress(PostgresFailed):
        yield packaged_binaries()
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if found := shutil.which("pg_dump"):
        yield Path(found).parent


def major_version(folder: Path) -> int:
    """The major version of the programs in a folder, 0 when they cannot run."""
    try:
        said = subprocess.run([str(folder / "pg_dump"), "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)", said)
    return int(found.group(1)) if found else 0


def programs_for(server_major: int) -> Path:
    """The folder whose programs are of the server's version, else the closest newer one."""
    known = {version: folder for folder in folders() if (version := major_version(folder)) >= server_major}
    if not known:
        raise Refused(f"No pg_dump for PostgreSQL {server_major} here: apt-get install postgresql-client.")
    return known[min(known)]


def connection_variables(database: dict[str, Any]) -> dict[str, str]:
    """How the programs find the database; the password is not seen in the list of processes."""
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    return os.environ | {variable: str(database[key]) for key, variable in names.items()}


def output_of(command: list[str], variables: dict[str, str]) -> Iterator[bytes]:
    """What a program writes, in chunks; raises Refused when it fails."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=variables) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        while chunk := process.stdout.read(CHUNK_BYTES):
            yield chunk
        problem = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise Refused(f"{Path(command[0]).name} failed: {problem.strip()[-500:]}")


def feed(process: subprocess.Popen[bytes], chunks: Iterable[bytes]) -> None:
    """Write chunks into a program; it may end early, and then says itself why."""
    assert process.stdin is not None
    try:
        for chunk in chunks:
            process.stdin.write(chunk)
        process.stdin.close()
    except BrokenPipeError:
        pass
