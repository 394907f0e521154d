"""A backup put back into another database is the same; an altered one is refused before anything is touched."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.operations.houses import own_environment, wanhao
from tests.prepared import make_database
from tests.server import SERVER

pytestmark = pytest.mark.timeout(180)
KEY = "first:0123456789abcdefghij"


def on_server(database: str, statement: str) -> list[tuple[object, ...]]:
    """Run one statement in a database of the test server."""
    assert SERVER is not None
    with psycopg.connect(SERVER.url(database), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def settings_for(database: str, data: Path, key: str = KEY) -> dict[str, str]:
    """The environment of an installation on the test server."""
    assert SERVER is not None
    return own_environment(DATABASE_URL=SERVER.url(database), WANHAO_DATA=str(data), WANHAO_SECRET_KEYS=key)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A finished backup of a small installation, beside its data folder."""
    folder = tmp_path_factory.mktemp("source")
    assert SERVER is not None
    make_database(SERVER, "backup_source")
    on_server("postgres", "create database backup_target")
    settings = settings_for("backup_source", folder / "var")
    on_server("backup_source", "select audit_record('t.Happened', 'thing:1', 'system:test', null, null, null, '{}')")
    on_server("backup_source", "select audit_set_clock(1000000)")
    on_server("backup_source", "select audit_record('t.Happened', 'thing:2', 'system:test', null, null, null, '{}')")
    (folder / "var" / "recordings" / "2026").mkdir(parents=True)
    (folder / "var" / "recordings" / "2026" / "one.wav").write_bytes(bytes(range(256)) * 10_000)
    made = wanhao("backup", str(folder / "backup"), environment=settings)
    assert made.returncode == 0, made.stderr
    yield folder
    on_server("postgres", "drop database backup_source with (force)")
    on_server("postgres", "drop database backup_target with (force)")


def test_it_holds_nothing_readable(source: Path) -> None:
    for file in (source / "backup").iterdir():
        assert b"t.Happened" not in file.read_bytes()
    manifest = json.loads((source / "backup" / "manifest.json").read_text())
    assert manifest["rows"]["audit_event"] == 2
    assert set(manifest["files"]) == {"database.dump.sealed", "recordings.tar.sealed"}


def test_a_restored_house_is_the_same_and_its_clock_goes_on(source: Path, tmp_path: Path) -> None:
    settings = settings_for("backup_target", tmp_path / "var")
    done = wanhao("restore", str(source / "backup"), environment=settings)
    assert done.returncode == 0, done.stderr
    recording = Path("recordings/2026/one.wav")
    assert (tmp_path / "var" / recording).read_bytes() == (source / "var" / recording).read_bytes()
    events = "select id, subject, xact from audit_event where name = 't.Happened' order by id"
    assert on_server("backup_target", events) == on_server("backup_source", events)
    clock = on_server("backup_target", "select audit_now_xact() > (select max(xact) from audit_event)")
    assert clock == [(True,)]

    again = wanhao("restore", str(source / "backup"), environment=settings)
    assert again.returncode == 2
    assert "is not empty: give --replace" in again.stderr
    on_server("backup_target", "create table left_over (x int)")
    assert wanhao("restore", str(source / "backup"), "--replace", environment=settings).returncode == 0
    assert on_server("backup_target", "select to_regclass('left_over')") == [(None,)]


@pytest.mark.parametrize("name", ["database.dump.sealed", "recordings.tar.sealed"])
def test_an_altered_backup_is_refused(source: Path, tmp_path: Path, name: str) -> None:
    altered = shutil.copytree(source / "backup", tmp_path / "altered")
    content = bytearray((altered / name).read_bytes())
    content[len(content) // 2] ^= 1
    (altered / name).write_bytes(content)
    before = on_server("backup_target", "select count(*) from pg_class")
    done = wanhao("restore", str(altered), "--replace", environment=settings_for("backup_target", tmp_path / "var"))
    assert done.returncode == 2
    assert "was altered since the backup was made" in done.stderr
    assert on_server("backup_target", "select count(*) from pg_class") == before


def test_a_cut_backup_with_a_matching_manifest_is_refused_too(source: Path, tmp_path: Path) -> None:
    altered = shutil.copytree(source / "backup", tmp_path / "altered")
    file = altered / "recordings.tar.sealed"
    whole = file.read_bytes()
    file.write_bytes(whole[: 4 + int.from_bytes(whole[:4])])
    from wanhao.operations.backups.manifest import entry, read_manifest
    from wanhao.operations.backups.sealed_stream import digest_of

    manifest = read_manifest(altered)
    manifest.files[file.name] = entry(digest_of(file))
    manifest.write(altered)
    done = wanhao("restore", str(altered), "--replace", environment=settings_for("backup_target", tmp_path / "var"))
    assert done.returncode == 2
    assert "cannot be opened" in done.stderr


def test_another_key_opens_nothing(source: Path, tmp_path: Path) -> None:
    settings = settings_for("backup_target", tmp_path / "var", key="first:another-secret-of-20-chars")
    done = wanhao("restore", str(source / "backup"), "--replace", environment=settings)
    assert done.returncode == 2
    assert "Nothing was changed" in done.stderr


def test_a_database_in_use_is_left_alone(source: Path, tmp_path: Path) -> None:
    assert SERVER is not None
    with psycopg.connect(SERVER.url("backup_target")):
        settings = settings_for("backup_target", tmp_path / "var")
        done = wanhao("restore", str(source / "backup"), "--replace", environment=settings)
    assert done.returncode == 2
    assert "stop every process of the house first" in done.stderr


def test_a_backup_never_overwrites_a_folder(source: Path) -> None:
    done = wanhao("backup", str(source / "backup"), environment=settings_for("backup_source", source / "var"))
    assert done.returncode == 2
    assert "is there already" in done.stderr
