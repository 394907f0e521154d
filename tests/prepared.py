"""The tables made once: a template that the tests' databases are copied from, kept for the next run.

Making all tables takes some seconds; copying a database takes a fraction of a second. The cluster with the template
is kept in the system's temporary folder under a fingerprint of everything that makes tables, so that a run begins with
it and nobody ever sees old tables. Where only migrations have been added since, those alone are run on what was kept.

`python -m tests.prepared` keeps one beforehand, for runs that are about to begin side by side.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql

from config.environment import ROOT
from wanhao.operations.postgres import EmbeddedPostgres

TEMPLATE = "wanhao_template"
KEPT = 12
MAKERS = ("wanhao/**/migrations/*.py", "wanhao/**/sql/*.sql", "wanhao/**/installing.py", "requirements/base.txt")
AFRESH = ("wanhao/service/routing/sql/", "wanhao/service/routing/installing.py")  # put in place by every migration


def shelf() -> Path:
    """Where kept clusters stand, each in a folder named after its fingerprint; nobody else's folder is trusted."""
    folder = Path(tempfile.gettempdir()) / f"wanhao-tests-kept-{os.getuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise RuntimeError(f"{folder} belongs to somebody else: remove it")
    return folder


def makers() -> dict[str, str]:
    """Everything that makes tables, with its digest."""
    paths = sorted(path for pattern in MAKERS for path in ROOT.glob(pattern))
    return {str(path.relative_to(ROOT)): sha256(path.read_bytes()).hexdigest() for path in paths}


def fingerprint() -> str:
    """A digest of everything that makes tables."""
    return sha256(json.dumps(makers()).encode()).hexdigest()[:20]


def take(server: EmbeddedPostgres) -> bool:
    """Begin with the kept cluster for these tables, or with one that only lacks the newest migrations; False: none."""
    kept = shelf() / fingerprint()
    if not (kept / "whole").exists():
        earlier = _earlier()
        if earlier is None:
            return False
        kept = earlier
    _copy(kept / "postgres", server.data)
    shutil.copy2(kept / "password", server.password_file)
    return True


def _earlier() -> Path | None:
    """The kept cluster to which the fewest migrations must be added; nothing it was made of has changed since."""
    now, found = makers(), dict[int, Path]()
    for whole in shelf().glob("*/whole"):
        then = json.loads(whole.read_text() or "{}")
        fixed = {path: digest for path, digest in then.items() if not path.startswith(AFRESH)}
        if fixed and fixed.items() <= now.items():
            found[len(now) - len(then)] = whole.parent
    return found[min(found)] if found else None


def _copy(source: Path, target: Path) -> None:
    """With owners and modes: the server refuses a folder that is not its user's."""
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def make_template(server: EmbeddedPostgres) -> None:
    """Make the template if this cluster does not have it yet, and keep the cluster for the next run."""
    wanted = fingerprint()
    if _made_of(server) == wanted:
        return
    server.ensure_database(TEMPLATE)
    environment = os.environ | {"DATABASE_URL": server.url(TEMPLATE), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(TEMPLATE), wanted))
    _keep(server)


def _made_of(server: EmbeddedPostgres) -> str | None:
    """The fingerprint of the template in this cluster."""
    question = "select shobj_description(oid, 'pg_database') from pg_database where datname = %s"
    with psycopg.connect(server.url("postgres")) as connection:
        found = connection.execute(question, [TEMPLATE]).fetchone()
    return found[0] if found else None


def _keep(server: EmbeddedPostgres) -> None:
    """Stop for a moment, copy, go on. A run that keeps the same at the same time keeps it for both."""
    server.stop()
    place = shelf()
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=place))
    unfinished.chmod(0o755)
    _copy(server.data, unfinished / "postgres")
    shutil.copy2(server.password_file, unfinished / "password")
    (unfinished / "whole").write_text(json.dumps(makers()))
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
        identifiers = sql.Identifier(name), sql.Identifier(TEMPLATE)
        connection.execute(sql.SQL("create database {} template {}").format(*identifiers))


def furnish(var: Path, port: int) -> None:
    """Give a house that is yet to start a cluster with all tables in its data folder, as after its first start."""
    keep_beforehand()
    kept = shelf() / fingerprint()
    server = EmbeddedPostgres(data=var / "postgres", port=port, password_file=var / "postgres.password")
    var.mkdir(parents=True, exist_ok=True)
    _copy(kept / "postgres", server.data)
    shutil.copy2(kept / "password", server.password_file)
    server.start()
    try:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            names = sql.Identifier("wanhao"), sql.Identifier(TEMPLATE)
            connection.execute(sql.SQL("create database {} template {}").format(*names))
    finally:
        server.stop()


def keep_beforehand() -> None:
    """Make and keep the template, unless it is there."""
    if (shelf() / fingerprint() / "whole").exists():
        return
    from tests import server

    assert server.SERVER is not None
    make_template(server.SERVER)


if __name__ == "__main__":
    from tests.server import stop_environment

    try:
        keep_beforehand()
    finally:
        stop_environment()
