"""The tables made once: a template that the tests' databases are copied from, kept for the next run.

Making all tables takes most of a minute; copying a database takes a fraction of a second. The cluster with the template
is kept in the system's temporary folder under a fingerprint of everything that makes tables, so that a run begins with
it and nobody ever sees old tables.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import psycopg

from config.environment import ROOT
from wanhao.operations.postgres import EmbeddedPostgres

TEMPLATE = "wanhao_template"
KEPT = 3
MAKERS = ("wanhao/**/migrations/*.py", "wanhao/**/sql/*.sql", "wanhao/**/installing.py", "requirements/base.txt")


def shelf() -> Path:
    """Where kept clusters stand, each in a folder named after its fingerprint; nobody else's folder is trusted."""
    folder = Path(tempfile.gettempdir()) / f"wanhao-tests-kept-{os.getuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise RuntimeError(f"{folder} belongs to somebody else: remove it")
    return folder


def fingerprint() -> str:
    """A digest of everything that makes tables."""
    digest = sha256()
    for pattern in MAKERS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:20]


def take(server: EmbeddedPostgres) -> bool:
    """Begin with the kept cluster, if there is one for these tables."""
    kept = shelf() / fingerprint()
    if not (kept / "whole").exists():
        return False
    _copy(kept / "postgres", server.data)
    shutil.copy2(kept / "password", server.password_file)
    return True


def _copy(source: Path, target: Path) -> None:
    """With owners and modes: the server refuses a folder that is not its user's."""
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def make_template(server: EmbeddedPostgres) -> None:
    """Make the template if this cluster does not have it yet, and keep the cluster for the next run."""
    if _has_template(server):
        return
    server.ensure_database(TEMPLATE)
    environment = os.environ | {"DATABASE_URL": server.url(TEMPLATE), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    _keep(server)


def _has_template(server: EmbeddedPostgres) -> bool:
    with psycopg.connect(server.url("postgres")) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [TEMPLATE]).fetchone()
    return found is not None


def _keep(server: EmbeddedPostgres) -> None:
    """Stop for a moment, copy, go on. A run that keeps the same at the same time keeps it for both."""
    server.stop()
    place = shelf()
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=place))
    unfinished.chmod(0o755)
    _copy(server.data, unfinished / "postgres")
    shutil.copy2(server.password_file, unfinished / "password")
    (unfinished / "whole").touch()
    try:
        unfinished.rename(place / fingerprint())
    except OSError:
        shutil.rmtree(unfinished)
    for old in sorted(place.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    server.start()


def make_database(server: EmbeddedPostgres, name: str) -> None:
    """A database with all tables."""
    make_template(server)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        identifiers = psycopg.sql.Identifier(name), psycopg.sql.Identifier(TEMPLATE)
        connection.execute(psycopg.sql.SQL("create database {} template {}").format(*identifiers))
