"""What holds for all tests: their databases are copies of one template, made before the first of them begins."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from xdist.scheduler import LoadScopeScheduling

from tests.prepared import TEMPLATE, make_template
from tests.server import SERVER

NEED_IT = {"db", "django_db_setup", "django_db_blocker"}

JOURNEYS = "tests/journeys/"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys begin first: they take longest."""
    items.sort(key=lambda item: not item.nodeid.startswith(JOURNEYS))


class WholeFiles(LoadScopeScheduling):
    """Two lanes share a run by whole files; all journeys are one lane's, for they share a house."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return JOURNEYS if file.startswith(JOURNEYS) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WholeFiles:
    """How tests are shared among lanes."""
    return WholeFiles(config, log)


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
