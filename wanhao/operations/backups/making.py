"""Make a backup: one snapshot of the database, then recordings and files, sealed, with a manifest."""

from __future__ import annotations

import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from wanhao.common.errors import Refused
from wanhao.common.sealing import Sealer
from wanhao.operations.backups.manifest import Manifest, entry, verify_files
from wanhao.operations.backups.programs import connection_variables, output_of, programs_for
from wanhao.operations.backups.sealed_stream import Written, write_sealed
from wanhao.operations.backups.tables import connect, count_rows

PURPOSE = "backup"
DATABASE_FILE = "database.dump.sealed"
FOLDERS = ("recordings", "captures", "files", "imports")
Say = Callable[[str], None]


def make_backup(target: Path, *, database: dict[str, Any], data: Path, keys: tuple[str, ...], say: Say) -> Manifest:
    """Write a backup into a new folder and read every file back; the folder appears only when it is whole."""
    if target.exists():
        raise Refused(f"{target} is there already: give a new folder.")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.mkdir(mode=0o700)
    sealer = Sealer(keys, PURPOSE)
    with connect(database) as connection:
        connection.execute("begin isolation level repeatable read read only")
        snapshot = one(connection.execute("select pg_export_snapshot()").fetchone())
        rows = count_rows(connection)
        server = connection.info.server_version // 10000
        say(f"Database: {sum(rows.values()):,} rows in {len(rows)} tables …")
        written = {DATABASE_FILE: dump(unfinished / DATABASE_FILE, server, str(snapshot), database, sealer)}
    for name in FOLDERS:
        if (data / name).is_dir():
            say(f"{name} …")
            written[f"{name}.tar.sealed"] = write_sealed(unfinished / f"{name}.tar.sealed", tar_of(data / name), sealer)
    manifest = Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=our_version(),
        server_version=server,
        key_id=keys[0].partition(":")[0],
        rows=rows,
        files={name: entry(file) for name, file in written.items()},
    )
    manifest.write(unfinished)
    say("Reading it back …")
    verify_files(unfinished, manifest)
    unfinished.rename(target)
    return manifest


def dump(file: Path, server: int, snapshot: str, database: dict[str, Any], sealer: Sealer) -> Written:
    """pg_dump of the snapshot, sealed as it comes."""
    command = [str(programs_for(server) / "pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    command += ["--compress=6", f"--snapshot={snapshot}"]
    return write_sealed(file, output_of(command, connection_variables(database)), sealer)


def tar_of(folder: Path) -> Iterator[bytes]:
    """A folder as a tar stream. Files that come or go meanwhile are taken as they are found.

    What cannot be read ends the stream with its error: half a folder is no backup.
    """
    reading, writing = os.pipe()
    wrong: list[Exception] = []

    def write() -> None:
        try:
            with os.fdopen(writing, "wb") as sink, tarfile.open(fileobj=sink, mode="w|") as tar:
                for file in sorted(folder.rglob("*")):
                    if file.is_file():
                        with suppress(FileNotFoundError):
                            tar.add(file, arcname=str(file.relative_to(folder)), recursive=False)
        except Exception as error:
            wrong.append(error)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    with os.fdopen(reading, "rb") as source:
        while chunk := source.read(1 << 20):
            yield chunk
    writer.join()
    if wrong:
        raise wrong[0]


def our_version() -> str:
    """The version of this programme."""
    try:
        return version("wanhao")
    except PackageNotFoundError:
        return "unpackaged"


def one(row: tuple[Any, ...] | None) -> Any:
    """The first column of a row that must be there."""
    assert row is not None
    return row[0]
