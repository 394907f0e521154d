"""A database of its own for a measurement: an embedded PostgreSQL, durable as in service, gone afterwards or kept."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.free_ports import free_port
from wanhao.operations.postgres import EmbeddedPostgres


@contextmanager
def own_database(kept: Path | None = None) -> Iterator[Path]:
    """Start it, load Django onto it, make the tables; gives the data folder. One that is `kept` is found again."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
    folder = kept or Path(tempfile.mkdtemp(prefix="wanhao-bench-"))
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "postgres", free_port(), folder / "postgres.password")
    try:
        if not server.exists:
            server.create()
        server.start()
        server.ensure_database()
        os.environ.update(DATABASE_URL=server.url(), WANHAO_DATA=str(folder / "var"), WANHAO_DEMO="1")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        yield folder
    finally:
        server.stop()
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
