"""What holds for all tests: their databases are copies of one template, made before the first of them begins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any
from zlib import crc32

import psycopg
import pytest
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck, settings
from psycopg import sql
from xdist.scheduler import LoadScopeScheduling

from tests.prepared import TEMPLATE, make_template
from tests.server import SERVER

NEED_IT = {"db", "django_db_setup", "django_db_blocker"}

# How quickly an example is made up and tried says more about the machine than about the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

JOURNEYS = "tests/journeys/"


LANES = 2


def part_of(nodeid: str) -> str:
    """What one lane does as a whole: a file, or half of the journeys, for the journeys of a lane share a house."""
    file = nodeid.partition("::")[0]
    return f"{JOURNEYS}{crc32(file.encode()) % LANES}" if file.startswith(JOURNEYS) else file


@pytest.hookimpl(trylast=True)  # after pytest-django has put its tests in order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys begin first, on both lanes: they take longest, most of it waiting."""
    items.sort(key=lambda item: part_of(item.nodeid) if item.nodeid.startswith(JOURNEYS) else "~")


class WholeParts(LoadScopeScheduling):
    """Lanes share a run by whole parts."""

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WholeParts:
    """How tests are shared among lanes."""
    return WholeParts(config, log)


COMMITTED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """No test hands on a language, and no file what its tests committed or the rows of migrations they emptied."""
    yield
    translation.deactivate()
    marker = item.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        item.session.stash[COMMITTED] = True
    is_last_of_file = nextitem is not None and nextitem.path != item.path
    if is_last_of_file and item.session.stash.get(COMMITTED, False):
        item.session.stash[COMMITTED] = False
        _make_database_anew()


FURTHER = "select setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s) from pg_sequences"
_rounds = count(1)


def _make_database_anew() -> None:
    """The tests' database is a copy of the template again; numbers of rows are others, as processes remember them."""
    assert SERVER is not None
    connection = connections["default"]
    connection.close()
    connection.close_pool()
    name = sql.Identifier(connection.settings_dict["NAME"])
    with psycopg.connect(SERVER.url("postgres"), autocommit=True) as direct:
        direct.execute(sql.SQL("drop database {} with (force)").format(name))
        direct.execute(sql.SQL("create database {} template {}").format(name, sql.Identifier(TEMPLATE)))
    with psycopg.connect(SERVER.url(connection.settings_dict["NAME"]), autocommit=True) as direct:
        direct.execute(FURTHER, [next(_rounds) * 10_000])


def pytest_collection_finish(session: pytest.Session) -> None:
    """Make the template when any of the chosen tests needs a database; the time is nobody's in particular."""
    if not session.config.option.collectonly and any(_needs_database(item) for item in session.items):
        assert SERVER is not None
        make_template(SERVER)


def _needs_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(NEED_IT)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Before pytest-django makes the tests' database."""
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


@pytest.fixture
def quick_hashes(settings: Any) -> None:
    """Passwords are hashed quickly; how slowly in earnest is Django's affair."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
