"""The database for a single command: the one that runs, or the embedded one started for as long as it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from config.environment import Environment
from wanhao.operations import own_server
from wanhao.operations.launcher.failed import LaunchFailed
from wanhao.operations.launcher.house import embedded
from wanhao.operations.launcher.lock import house_lock, is_running


@contextmanager
def database_running(environment: Environment) -> Iterator[None]:
    """Use the database of a running house, or start the embedded one meanwhile."""
    if environment.uses_embedded_postgres and is_running(environment.data):
        yield
        return
    with database_alone(environment):
        yield


@contextmanager
def database_alone(environment: Environment) -> Iterator[None]:
    """The embedded database with the house closed, made if there is none; a DATABASE_URL is taken as it is."""
    if not environment.uses_embedded_postgres:
        own_server.version(environment.database_url)
        yield
        return
    if is_running(environment.data):
        raise LaunchFailed(f"The house in WANHAO_DATA={environment.data} is running: stop it first.")
    with house_lock(environment.data):
        server = embedded(environment)
        if not server.exists:
            server.create()
        try:
            server.start()
            server.ensure_database()
            yield
        finally:
            server.stop()
