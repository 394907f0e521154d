"""Restore a backup: verified before, in one transaction, counted after."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from wanhao.common.errors import Refused
from wanhao.common.sealing import CannotUnseal, Sealer
from wanhao.operations.backups.making import DATABASE_FILE, PURPOSE
from wanhao.operations.backups.manifest import Manifest, read_manifest, verify_files
from wanhao.operations.backups.programs import connection_variables, feed, programs_for
from wanhao.operations.backups.sealed_stream import read_sealed
from wanhao.operations.backups.tables import connect, count_rows, others_connected, tables

Say = Callable[[str], None]
EMPTY_SCHEMA = (
    b"begin;\nset client_min_messages = warning;\ndrop schema if exists public cascade;\ncreate schema public;\n"
)
# The audit clock counts transactions of a cluster; in another cluster it must go on from where it was.
CONTINUE_CLOCK = "select public.audit_advance_clock();"


def restore_backup(
    source: Path, *, database: dict[str, Any], data: Path, keys: tuple[str, ...], may_replace: bool, say: Say
) -> Manifest:
    """Put a backup in place of what is there: all of the database or nothing of it, then the files."""
    manifest = read_manifest(source)
    say("Verifying the backup …")
    verify_files(source, manifest)
    sealer = Sealer(keys, PURPOSE)
    verify_seals(source, manifest, sealer)
    with connect(database) as connection:
        refuse_use(connection, data, manifest, may_replace=may_replace)
        server = connection.info.server_version // 10000
    say(f"Database: {sum(manifest.rows.values()):,} rows …")
    restore_database(source / DATABASE_FILE, server, database, sealer)
    for name in manifest.files:
        if name != DATABASE_FILE:
            folder = data / name.removesuffix(".tar.sealed")
            say(f"{folder.name} …")
            restore_folder(source / name, folder, sealer)
    say("Counting …")
    verify_rows(database, manifest)
    return manifest


def verify_seals(source: Path, manifest: Manifest, sealer: Sealer) -> None:
    """Open every piece once, so that a wrong key or a changed piece is known before anything is touched."""
    for name in manifest.files:
        try:
            for _ in read_sealed(source / name, sealer):
                pass
        except CannotUnseal as error:
            raise Refused(f"{source / name} cannot be opened: {error}. Nothing was changed.") from None


def refuse_use(connection: Any, data: Path, manifest: Manifest, *, may_replace: bool) -> None:
    """Refuse a database that others use, and one that holds anything unless it may be replaced."""
    if others := others_connected(connection):
        raise Refused(f"{others} other sessions use this database: stop every process of the house first.")
    folders = [data / name.removesuffix(".tar.sealed") for name in manifest.files if name != DATABASE_FILE]
    full = [str(folder) for folder in folders if folder.is_dir() and any(folder.iterdir())]
    if not may_replace and (tables(connection) or full):
        what = "the database" if tables(connection) else ", ".join(full)
        raise Refused(f"{what} is not empty: give --replace to put the backup in its place.")


def restore_database(file: Path, server: int, database: dict[str, Any], sealer: Sealer) -> None:
    """Everything in one transaction: a failure leaves the database as it was."""
    programs, variables = programs_for(server), connection_variables(database)
    as_sql = subprocess.Popen(
        [str(programs / "pg_restore"), "--no-owner", "--no-privileges", "--file=-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=variables,
    )
    into = subprocess.Popen(
        [str(programs / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=variables,
    )
    feeder = threading.Thread(target=feed, args=(as_sql, read_sealed(file, sealer)))
    feeder.start()
    feed(into, script(as_sql))
    feeder.join()
    problem = cast(BinaryIO, into.stderr).read().decode(errors="replace")
    if as_sql.wait() or into.wait():
        raise Refused(f"The database could not be restored and is as it was before: {problem.strip()[-500:]}")


def script(as_sql: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """The whole script: an empty schema, the backup, the audit clock; committed only when the backup came whole."""
    yield EMPTY_SCHEMA
    source = cast(BinaryIO, as_sql.stdout)
    while chunk := source.read(1 << 20):
        yield chunk
    if as_sql.wait() == 0:
        yield f"\nset search_path = public;\n{CONTINUE_CLOCK}\ncommit;\n".encode()


def restore_folder(file: Path, folder: Path, sealer: Sealer) -> None:
    """Unpack beside the old folder, then change places."""
    fresh = folder.with_name(f".{folder.name}.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with tarfile.open(fileobj=cast(IO[bytes], Pieces(read_sealed(file, sealer))), mode="r|") as tar:
        # Early releases of Python 3.11 know no filter; what we unpack was sealed by ourselves.
        tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        tar.extractall(fresh)  # noqa: S202
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


class Pieces:
    """Pieces of bytes as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.waiting = b""

    def read(self, size: int) -> bytes:
        """The next bytes, fewer at the end."""
        while len(self.waiting) < size and (piece := next(self.pieces, None)) is not None:
            self.waiting += piece
        taken, self.waiting = self.waiting[:size], self.waiting[size:]
        return taken


def verify_rows(database: dict[str, Any], manifest: Manifest) -> None:
    """Every table has the rows it had when the backup was made."""
    with connect(database) as connection:
        found = count_rows(connection)
    wrong = {name for name in manifest.rows.keys() | found.keys() if manifest.rows.get(name) != found.get(name)}
    if wrong:
        raise Refused(f"After the restore these tables have other numbers of rows: {', '.join(sorted(wrong))}.")
