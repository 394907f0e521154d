"""What holds for all tests: their databases are copies of one template, made before the first of them begins."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest
from django.db import connections
from xdist.scheduler import LoadScopeScheduling

from tests.prepared import TEMPLATE, make_template
from tests.server import SERVER

NEED_IT = {"db", "django_db_setup", "django_db_blocker"}

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
