"""One real PostgreSQL for the whole run; the environment of the tests."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.environment import ROOT
from lab.free_ports import free_port
from tests import prepared
from wanhao.operations.postgres import EmbeddedPostgres
from wanhao.operations.texts import compile_all

SERVER: EmbeddedPostgres | None = None


def start_environment() -> None:
    """Start PostgreSQL in a new folder and point the settings at it, before Django reads them."""
    global SERVER
    folder = Path(tempfile.mkdtemp(prefix="wanhao-tests-"))
    folder.chmod(0o755)
    SERVER = EmbeddedPostgres(
        data=folder / "postgres",
        port=free_port(),
        password_file=folder / "postgres.password",
        settings={"fsync": "off", "shared_buffers": "128MB"},
    )
    (folder / "var" / "static").mkdir(parents=True)
    if not prepared.take(SERVER):
        SERVER.create()
    SERVER.start()
    os.environ.update(
        DATABASE_URL=SERVER.url(), WANHAO_DATA=str(folder / "var"), WANHAO_DEMO="1", WANHAO_STATIC_FROM_SOURCE="1"
    )


start_environment()
compile_all(ROOT)  # before Django reads the texts


def stop_environment() -> None:
    """Stop PostgreSQL and remove its folder."""
    if SERVER is not None:
        SERVER.stop()
        shutil.rmtree(SERVER.data.parent, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _postgres() -> Iterator[None]:
    yield
    stop_environment()
