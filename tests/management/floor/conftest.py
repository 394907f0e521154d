"""A browser, a served floor and its agent, as the desk's tests have them."""

from tests.access.desk.conftest import browser, floor, open_desk, port, troubles

__all__ = ["browser", "floor", "open_desk", "port", "troubles"]
